#!/usr/bin/env bash
# Describes every checked statement against a fresh database and writes .sqlx, which lets the server be
# built without a database. --check changes nothing and fails where .sqlx is not what it should be.
# --lint does the same and lets clippy be the compiler, which builds all that a gate runs: lib, tests and benches are
# compiled once, and every statement is expanded once.
#
# Works from the migrations alone, so it needs no .sqlx that compiles.
set -euo pipefail
# shellcheck source=scripts/env.sh
. "$(dirname "$0")/env.sh"
cd "$ROOT"

mode=${1:-write}
case $mode in write | --check | --lint) ;; *) die "usage: $0 [--check|--lint]" ;; esac

work=$(mktemp -d "${TMPDIR:-/tmp}/fieldbeat-sqlx.XXXXXX")
reference=$work/lib.rs.time
finish() {
  # Other builds of this tree have seen this file as it is.
  [ -e "$reference" ] && touch -r "$reference" src/lib.rs
  stop_postgres "$work"
  rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM

url=$(start_postgres "$work")
sql() { psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 "$url" "$@"; }
for file in migrations/*.sql; do sql --single-transaction --file "$file"; done
{
  cat src/store/fix_table.sql
  echo 'partition by range (at);'
  # As in life there is more than one: which columns may be null is read off the plans.
  echo "create table fix_20260101 partition of fix for values from ('2026-01-01 00:00:00+00') to ('2026-01-02 00:00:00+00');"
  echo "create table fix_20260102 partition of fix for values from ('2026-01-02 00:00:00+00') to ('2026-01-03 00:00:00+00');"
} | sql --file -

mkdir "$work/found"
touch -r src/lib.rs "$reference"
touch src/lib.rs
# The whole workspace, so that the libraries are built with the features that clippy needs them with.
describe() { DATABASE_URL=$url SQLX_OFFLINE=false SQLX_OFFLINE_DIR=$work/found "$@"; }
linted=0
if [ "$mode" = --lint ]; then
  # A lint that fails comes after the statements: both are told.
  describe linted cargo build --quiet --workspace --all-targets || linted=$?
# No tests, which hold no checked statements (tests/it/arrows.rs).
# The codegen setting has no effect on a check; it gives this run artefacts of its own, so that it
# expands every statement again and costs the builds beside it nothing.
elif ! describe cargo check --workspace --lib --bins \
  --config 'profile.dev.package.fieldbeat.codegen-units=3' 2>"$work/cargo.log"; then
  cat "$work/cargo.log" >&2
  die "the statements do not compile against the migrations"
fi

count=$(find "$work/found" -name 'query-*.json' | wc -l)
# What the linter stopped at before the server it has told.
[ "$count" -gt 0 ] || [ "$linted" = 0 ] || exit "$linted"
[ "$count" -gt 0 ] || die "no statement was described: did cargo not compile the server again?"

mkdir -p "$work/none"
kept=.sqlx
[ -d "$kept" ] || kept=$work/none
if difference=$(diff --recursive --brief "$kept" "$work/found"); then
  say "$count statements, .sqlx is up to date"
  exit "$linted"
fi
if [ "$mode" != write ]; then
  say "$difference"
  [ "$linted" = 0 ] || die "the linter failed first: this may be its doing"
  die ".sqlx is not what the migrations and the code say: run make sqlx and commit it"
fi
mkdir -p .sqlx
rm -f .sqlx/query-*.json
cp "$work"/found/query-*.json .sqlx/
say "$count statements written to .sqlx"

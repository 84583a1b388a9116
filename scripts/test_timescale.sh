#!/usr/bin/env bash
# Every test of the server on the TimescaleDB that TEST_DATABASE_URL names (a role that may create
# databases and extensions). Each test makes a database and drops it. Fails without such a server.
set -euo pipefail
# shellcheck source=scripts/env.sh
. "$(dirname "$0")/env.sh"
cd "$ROOT"

[ -n "${TEST_DATABASE_URL:-}" ] ||
  die "set TEST_DATABASE_URL to a server with TimescaleDB, such as postgres://postgres@localhost/postgres"
version=$(psql --no-psqlrc -XtA "$TEST_DATABASE_URL" -c \
  "select default_version from pg_available_extensions where name = 'timescaledb'")
[ -n "$version" ] || die "the server of TEST_DATABASE_URL has no TimescaleDB"
say "TimescaleDB $version on PostgreSQL $(psql --no-psqlrc -XtA "$TEST_DATABASE_URL" -c 'show server_version')"
FBT_REQUIRE_TIMESCALE=1 cargo test --workspace --no-fail-fast

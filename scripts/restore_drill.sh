#!/usr/bin/env bash
# The way back, rehearsed as a whole: phones write to a server with a database of its own, which is backed up meanwhile,
# killed without a word, and put back twice: from the backup alone, and along the archived log to what was written last. What
# the database held before must be there, once. RATE (1000) fixes a second of DEVICES (100); SECONDS_BEFORE and
# SECONDS_AFTER (10 each) the backup; BINARIES=DIR takes the binaries of DIR as they are.
set -euo pipefail
# shellcheck source=scripts/env.sh
. "$(dirname "$0")/env.sh"
cd "$ROOT"

before=${SECONDS_BEFORE:-10} after=${SECONDS_AFTER:-10}
rate=${RATE:-1000} devices=${DEVICES:-100}
binaries=${BINARIES:-}
if [ -z "$binaries" ]; then
  cargo build --release --package fieldbeat --package fieldbeat-sim
  binaries=target/release
fi
fieldbeat=$(realpath "$binaries/fieldbeat")
fleet=$(realpath "$binaries/fieldbeat-sim")
command -v psql >/dev/null || die "psql is missing: run make setup"

work=$(mktemp -d "${TMPDIR:-/tmp}/fieldbeat-restore.XXXXXX")
chmod 755 "$work"
mkdir "$work/logs"
home=$work/home wal=$work/wal shelf=$work/shelf
FLEET=
# The postmaster of a data directory, where it runs.
postmaster() { head -n 1 "$1/postgres/postmaster.pid" 2>/dev/null || true; }
# shellcheck disable=SC2317 # by the trap
finish() {
  code=$?
  [ -z "$FLEET" ] || kill "$FLEET" 2>/dev/null || true
  stop_server
  for dir in "$home" "$work/alone" "$work/along"; do
    pid=$(postmaster "$dir")
    [ -z "$pid" ] || kill -QUIT "$pid" 2>/dev/null || true
  done
  [ "$code" = 0 ] || tail -n 5 "$work"/logs/* >&2 || true
  rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM

ask() { psql -XqAt -v ON_ERROR_STOP=1 -h "$1/run" -U fieldbeat -d fieldbeat -c "$2"; }
# Every fix, mark and record by what makes it one.
all_of() {
  ask "$1" "select format('fix %s %s %s %s', device_id, extract(epoch from at), lat_e7, lng_e7) from fix
    union all select format('mark %s %s', type, id) from mark union all select format('record %s %s', kind, id) from device_record" | LC_ALL=C sort
}
now() { date +%s.%N; }
took() { awk -v a="$1" -v b="$(now)" 'BEGIN { printf "%.1f", b - a }'; }

start_server "$fieldbeat" "$work/logs" --listen=127.0.0.1:0 --data-dir="$home" --wal-archive="$wal"
password="fieldbeat-drill"
add_administrator "$fieldbeat" "$password" --data-dir="$home" --wal-archive="$wal" >/dev/null
"$fleet" load --url "$URL" --login admin --password "$password" --devices "$devices" --rate "$rate" --seconds 3600 \
  >"$work/logs/fleet.log" 2>&1 </dev/null &
FLEET=$!
# fixes_above N: whether the server has stored more than so many.
fixes_above() { [ "$(ask "$home" 'select count(*) from fix' 2>/dev/null || echo 0)" -gt "$1" ]; }
wait_for 180 fixes_above 100 || die "the phones do not begin"
sleep "$before"

all_of "$home" >"$work/before"
began=$(now)
"$fieldbeat" backup --json --data-dir "$home" --wal-archive "$wal" --to "$shelf" >"$work/backup.json" 2>"$work/logs/backup.log"
backup_s=$(took "$began")
backup=$(node -e 'process.stdout.write(JSON.parse(require("fs").readFileSync(process.argv[1], "utf8")).path)' "$work/backup.json")
# More must have come than the backup holds.
wait_for 180 fixes_above "$(grep -c ^fix "$work/before")" || die "the phones have stopped"
sleep "$after"
all_of "$home" >"$work/later"
# What was written until here is in the archive.
last=$(ask "$home" 'select pg_walfile_name(pg_switch_wal())')
wait_for 60 test -f "$wal/$last" || die "the log is not archived"
kill -KILL "$SERVER" "$(postmaster "$home")"
wait "$SERVER" 2>/dev/null || true
SERVER=
kill "$FLEET" 2>/dev/null || true
wait "$FLEET" 2>/dev/null || true
FLEET=

# back NAME EXPECTED ARGS…: restores, serves, compares.
back() {
  local name=$1 expected=$2 began missing rows
  shift 2
  began=$(now)
  "$fieldbeat" restore --data-dir "$work/$name" --from "$backup" "$@" >"$work/logs/$name.txt" 2>"$work/logs/$name.log"
  say "$(sed 's/^/  /' "$work/logs/$name.txt")"
  say "$name: restored in $(took "$began") s"
  start_server "$fieldbeat" "$work/logs" --listen=127.0.0.1:0 --data-dir="$work/$name"
  all_of "$work/$name" >"$work/$name.rows"
  stop_server
  missing=$(LC_ALL=C comm -23 "$expected" "$work/$name.rows" | wc -l)
  rows=$(wc -l <"$expected")
  twice=$(uniq -d "$work/$name.rows" | wc -l)
  say "$name: of $rows rows $missing are missing, $twice are there twice"
  [ "$missing" = 0 ] && [ "$twice" = 0 ] && [ "$rows" -gt 0 ]
}
say "backup: $(du -sh "$backup" | cut -f 1) in $backup_s s while the phones wrote"
"$fieldbeat" restore --drill --data-dir "$work/none" --from "$backup" >"$work/logs/drill.txt" 2>"$work/logs/drill.log"
back alone "$work/before"
back along "$work/later" --wal "$wal"
say "the way back is whole"

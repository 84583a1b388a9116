#!/usr/bin/env bash
# All benchmarks: a table each, and one flat JSON object in target/bench.json.
#
# A benchmark writes its figures, flat, to the file that BENCH_JSON names. Databases are embedded ones
# with fsync, synchronous_commit and full_page_writes on, on this directory's disk.
# RATE, VIEWERS, IDLE and SECONDS_EACH change the load.
set -euo pipefail
# shellcheck source=scripts/env.sh
. "$(dirname "$0")/env.sh"
cd "$ROOT"

rate=${RATE:-10000}
viewers=${VIEWERS:-200}
idle=${IDLE:-2000}
seconds=${SECONDS_EACH:-30}
out=$ROOT/target/bench
rm -rf "$out"
mkdir -p "$out"

say "fsync, synchronous_commit and full_page_writes are on; $(nproc) cores"
cargo build --release --package fieldbeat --package fieldbeat-sim

for file in domain/benches/*.rs benches/*.rs; do
  [ -e "$file" ] || continue
  name=$(basename "$file" .rs)
  # A history of its own and many minutes: make bench-evidence.
  [ "$name" = evidence ] && continue
  package=fieldbeat
  [ "${file%%/*}" = domain ] && package=fieldbeat-domain
  say "== $name"
  BENCH_JSON=$out/$name.json cargo bench --quiet --package "$package" --bench "$name"
done

# Not in /tmp, which may be memory: commits must reach a disk. As root the database's user must get in.
work=$(mktemp -d "$ROOT/target/fieldbeat-bench.XXXXXX")
if [ "$(id -u)" = 0 ] && ! runuser -u postgres -- test -x "$work/.."; then
  rmdir "$work"
  work=$(mktemp -d /var/tmp/fieldbeat-bench.XXXXXX)
fi
chmod 755 "$work"
finish() {
  stop_server
  rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM

start_server target/release/fieldbeat "$work" --listen=127.0.0.1:0 --data-dir="$work/data" --log=warn
password=fieldbeat-bench
printf '%s\n' "$password" | target/release/fieldbeat user add --data-dir="$work/data" --login admin --role administrator
load() { target/release/fieldbeat-sim load --url "$URL" --login admin --password "$password" --seconds "$seconds" "$@"; }

say "== load: $rate fixes/s, $viewers viewers"
load --rate "$rate" --devices 1000 --batch 10 --viewers "$viewers" --json "$out/load.json"
say "== idle connections: $idle"
load --idle-connections "$idle" --server-pid "$SERVER" --json "$out/idle.json"
stop_server

# shellcheck disable=SC2016 # JavaScript
node -e '
  const fs = require("fs"), [dir, target] = process.argv.slice(1), all = {};
  for (const file of fs.readdirSync(dir).filter((f) => f.endsWith(".json")).sort())
    Object.assign(all, JSON.parse(fs.readFileSync(`${dir}/${file}`, "utf8")));
  fs.writeFileSync(target, JSON.stringify(all, null, 2) + "\n");
  for (const [key, value] of Object.entries(all)) console.log(key.padEnd(32), value);
' "$out" target/bench.json
say "written to target/bench.json"

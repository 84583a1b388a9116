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
# One set of packages for all, so that the server is compiled once: others would give its libraries other features.
packages=(--package fieldbeat --package fieldbeat-sim --package fieldbeat-domain)
cargo build --release "${packages[@]}" --bins --benches

for file in domain/benches/*.rs benches/*.rs; do
  [ -e "$file" ] || continue
  name=$(basename "$file" .rs)
  # Those that take many minutes, or a quiet machine of their own, have targets of their own.
  case $name in evidence | security | storage) continue ;; esac
  say "== $name"
  BENCH_JSON=$out/$name.json cargo bench --quiet "${packages[@]}" --bench "$name"
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
add_administrator target/release/fieldbeat "$password" --data-dir="$work/data"
load() { target/release/fieldbeat-sim load --url "$URL" --login admin --password "$password" --seconds "$seconds" "$@"; }

say "== load: $rate fixes/s, $viewers viewers"
load --rate "$rate" --devices 1000 --batch 10 --viewers "$viewers" --server-pid "$SERVER" --json "$out/load.json"
say "== idle connections: $idle"
load --idle-connections "$idle" --server-pid "$SERVER" --json "$out/idle.json"
stop_server

say "== idle connections under TLS: $idle"
openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=bench -addext subjectAltName=IP:127.0.0.1 \
  -addext basicConstraints=critical,CA:FALSE -keyout "$work/key.pem" -out "$work/chain.pem" 2>/dev/null
chmod 644 "$work/key.pem"
start_server target/release/fieldbeat "$work" --listen=127.0.0.1:0 --data-dir="$work/data" --log=warn \
  --tls-certificate="$work/chain.pem" --tls-key="$work/key.pem"
SSL_CERT_FILE=$work/chain.pem load --idle-connections "$idle" --server-pid "$SERVER" --json "$out/idle_tls.json"
stop_server

# A server of its own for each: what one leaves behind, another would carry.
crowd() {
  local name=$1
  shift
  start_server target/release/fieldbeat "$work" --listen=127.0.0.1:0 --data-dir="$work/$name" --log=warn --connections-per-address=65000
  add_administrator target/release/fieldbeat "$password" --data-dir="$work/$name"
  load --server-pid "$SERVER" --json "$out/$name.json" "$@"
  stop_server
  rm -rf "${work:?}/$name"
}
say "== 18,000 phones, 20,000 fixes/s, 1,000 viewers"
crowd phones --rate 20000 --devices 18000 --batch 1 --viewers 1000 --warm-up-seconds 20
say "== 100,000 fixes/s in batches, for two minutes"
seconds=120
crowd batches --rate 100000 --devices 2000 --batch 50

# shellcheck disable=SC2016 # JavaScript
node -e '
  const fs = require("fs"), [dir, target] = process.argv.slice(1), all = {};
  for (const file of fs.readdirSync(dir).filter((f) => f.endsWith(".json")).sort())
    for (const [key, value] of Object.entries(JSON.parse(fs.readFileSync(`${dir}/${file}`, "utf8"))))
      // Two loads have figures of the same names.
      all[["phones.json", "batches.json", "idle_tls.json"].includes(file) ? `${file.slice(0, -5)}_${key}` : key] = value;
  fs.writeFileSync(target, JSON.stringify(all, null, 2) + "\n");
  for (const [key, value] of Object.entries(all)) console.log(key.padEnd(32), value);
' "$out" target/bench.json
say "written to target/bench.json"

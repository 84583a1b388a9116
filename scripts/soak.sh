#!/usr/bin/env bash
# A soak: an hour of phones and viewers of whom a twentieth goes and comes each minute, and what becomes of the server's memory,
# descriptors and tasks. MINUTES, DEVICES, VIEWERS, RATE (fixes a second) and CHURN (per cent a minute) change it; BINARIES=DIR
# takes the binaries of DIR as they are. Writes target/soak.json.
set -euo pipefail
# shellcheck source=scripts/env.sh
. "$(dirname "$0")/env.sh"
cd "$ROOT"

binaries=${BINARIES:-}
if [ -z "$binaries" ]; then
  cargo build --release --package fieldbeat --package fieldbeat-sim --package fieldbeat-domain --bins
  binaries=target/release
fi
ulimit -n "$(ulimit -Hn)"
mkdir -p target
work=$(mktemp -d "${TMPDIR:-/tmp}/fieldbeat-soak.XXXXXX")
chmod 755 "$work"
finish() {
  stop_server
  rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM

start_server "$binaries/fieldbeat" "$work" --listen=127.0.0.1:0 --data-dir="$work/data" --log=warn --connections-per-address=65000
password="fieldbeat-soak"
add_administrator "$binaries/fieldbeat" "$password" --data-dir="$work/data"
"$binaries/fieldbeat-sim" load --url "$URL" --login admin --password "$password" --server-pid "$SERVER" --json target/soak.json \
  --soak-minutes "${MINUTES:-60}" --devices "${DEVICES:-1000}" --viewers "${VIEWERS:-50}" --rate "${RATE:-100}" --batch 1 \
  --churn-percent "${CHURN:-5}"

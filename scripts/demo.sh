#!/usr/bin/env bash
# A demo company on real streets: builds server, page and simulator, runs the server on ./data and the
# fleet against it, until Ctrl-C. Run again it goes on with the same data; remove ./data to start anew.
# LISTEN=127.0.0.1:8081 make demo takes another port.
set -euo pipefail
# shellcheck source=scripts/env.sh
. "$(dirname "$0")/env.sh"
cd "$ROOT"

login='admin'
password=fieldbeat-demo

scripts/wasm.sh --build
(cd web && npm run --silent build)
cargo build --release --package fieldbeat --package fieldbeat-sim

# Started as root, the database runs as `postgres`, who may not enter, say, /root: then the data lies in
# /var/lib and ./data leads there.
if [ "$(id -u)" = 0 ] && [ ! -e data ] && ! runuser -u postgres -- test -x "$ROOT"; then
  home=/var/lib/fieldbeat-demo-$(printf '%s' "$ROOT" | cksum | cut -d ' ' -f 1)
  say "the user postgres cannot enter $ROOT: the data goes to $home"
  install -d -m 755 "$home"
  ln -s "$home" data
fi
mkdir -p data
logs=$ROOT/target/demo
mkdir -p "$logs"

FLEET=
# shellcheck disable=SC2317 # by the trap
finish() {
  trap '' INT TERM HUP
  [ -z "$FLEET" ] || kill -INT "$FLEET" 2>/dev/null || true
  [ -z "${SERVER:-}" ] || say "stopping"
  stop_server
  [ -z "$FLEET" ] || kill "$FLEET" 2>/dev/null || true
}
trap finish EXIT
trap 'exit 0' INT TERM HUP

start_server target/release/fieldbeat "$logs" --demo --listen="${LISTEN:-127.0.0.1:8080}" \
  --data-dir=data --basemap=assets/demo/hanoi.pmtiles --roads=assets/demo/hanoi-roads-2025.osm.pbf --push-contact=mailto:demo@example.com
say "the server is at $URL (log: target/demo/serve.log)"

fleet=(demo --url "$URL" --login "$login" --password "$password")
[ -z "$FIRST_RUN" ] || fleet+=(--first-run "$FIRST_RUN")
setsid target/release/fieldbeat-sim "${fleet[@]}" </dev/null &
FLEET=$!
say "$URL : log in as $login with the password $password, or pick a person on the login page; Ctrl-C stops all"

# Whoever ends first ends the other.
code=0
wait -n "$SERVER" "$FLEET" || code=$?
say "$(kill -0 "$SERVER" 2>/dev/null && echo "the fleet ended" || echo "the server ended: see target/demo/serve.log")"
[ "$code" != 0 ] || code=1
exit "$code"

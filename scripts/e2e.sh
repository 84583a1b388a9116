#!/usr/bin/env bash
# The browser tests, or those whose names are given, against a real server of their own: a demo company with its fleet on
# the road, in a directory that is gone afterwards.
set -euo pipefail
# shellcheck source=scripts/env.sh
. "$(dirname "$0")/env.sh"
cd "$ROOT"

[ -f web/dist/index.html ] || (scripts/wasm.sh --build && cd web && npm run --silent build)
# As the tests build them, so that a gate compiles nothing again.
cargo test --quiet --workspace --no-run

work=$(mktemp -d "${TMPDIR:-/tmp}/fieldbeat-e2e.XXXXXX")
# The database's own user must be able to enter.
chmod 755 "$work"
FLEET=
finish() {
  code=$?
  [ -z "$FLEET" ] || kill "$FLEET" 2>/dev/null || true
  stop_server
  if [ "$code" != 0 ]; then
    mkdir -p target/gate
    cp "$work/serve.log" target/gate/e2e-serve.log 2>/dev/null || true
    cp "$work/fleet.log" target/gate/e2e-fleet.log 2>/dev/null || true
  fi
  rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM

start_server target/debug/fieldbeat "$work" --demo --listen=127.0.0.1:0 --data-dir="$work/data" \
  --basemap=assets/demo/hanoi.pmtiles --push-contact=mailto:demo@example.com

# Early afternoon wherever it is tested: a story that runs over midnight is another one.
ahead=$((14 - $(date -u +%-H)))
[ "$ahead" -ge -12 ] || ahead=-12
# In these names what is ahead of Greenwich is written with a minus.
zone=$(printf 'Etc/GMT%+d' "$((-ahead))")

setsid target/debug/fieldbeat-sim demo --url "$URL" --login admin --password fieldbeat-demo \
  --first-run "$FIRST_RUN" --history-days 0 --time-zone "$zone" >"$work/fleet.log" 2>&1 </dev/null &
FLEET=$!
fleet_is_out() { grep -q '^Open ' "$work/fleet.log" || ! kill -0 "$FLEET" 2>/dev/null; }
wait_for 300 fleet_is_out || die "the fleet did not set out in time: $(tail -n 5 "$work/fleet.log")"
kill -0 "$FLEET" 2>/dev/null || die "the fleet ended: $(tail -n 5 "$work/fleet.log")"

browser=${FIELDBEAT_CHROMIUM:-$(command -v chromium)}
cd web
FIELDBEAT_URL=$URL FIELDBEAT_BIN=$ROOT/target/debug/fieldbeat FIELDBEAT_CHROMIUM=$browser npx playwright test "$@"

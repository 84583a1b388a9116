#!/usr/bin/env bash
# The map in a browser: what 10,000 and 50,000 moving reps cost the page's main thread, beside GeoJSON setData of the
# same, and how long the console takes to load; into target/map.json. REPS, OUTLETS, SECONDS and ONLY change it, see web/bench/run.mjs.
set -euo pipefail
# shellcheck source=scripts/env.sh
. "$(dirname "$0")/env.sh"
cd "$ROOT"
scripts/wasm.sh --build
cd web

npm run --silent bench
say "written to target/map.json"

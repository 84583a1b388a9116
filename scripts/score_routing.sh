#!/usr/bin/env bash
# The planning engine on published routing instances: gaps to the best known costs, into target/score.json.
# INSTANCES is a folder with index.csv and the instances beside it; NAMES picks some of them; GENERATIONS is
# the budget of each, of 1,000 steps a generation.
set -euo pipefail
# shellcheck source=scripts/env.sh
. "$(dirname "$0")/env.sh"
cd "$ROOT"

[ -n "${INSTANCES:-}" ] || die "set INSTANCES to a folder with index.csv and instances in VRPLIB's format"
export BENCH_JSON=$ROOT/target/score.json
mkdir -p target
# shellcheck disable=SC2086 # names are words
cargo bench --quiet --package fieldbeat-planning --bench planning -- instances "$(realpath "$INSTANCES")" ${NAMES:-}

#!/usr/bin/env bash
# The planning engine on published routing instances: gaps to the best known costs, into target/score.json.
# INSTANCES is a folder with index.csv and the instances beside it; GENERATIONS the budget of each.
set -euo pipefail
# shellcheck source=scripts/env.sh
. "$(dirname "$0")/env.sh"
cd "$ROOT"

[ -n "${INSTANCES:-}" ] || die "set INSTANCES to a folder with index.csv and instances in VRPLIB's format"
cargo build --release --package fieldbeat-sim
target/release/fieldbeat-sim score routing "$INSTANCES" --first-seed 1 \
  --generations "${GENERATIONS:-500}" --json "$ROOT/target/score.json"

#!/usr/bin/env bash
# Scores on the shipped labelled traces, each through a private server, and on simulated days of known
# truth: tables, and target/score.json.
set -euo pipefail
# shellcheck source=scripts/env.sh
. "$(dirname "$0")/env.sh"
cd "$ROOT"

cargo build --release --package fieldbeat --package fieldbeat-sim
out=$ROOT/target/score.json
rm -f "$out"
for set in mobilitynet ssi; do
  say "== $set"
  target/release/fieldbeat-sim score "$set" "tests/data/$set" --json "$out"
done
# Simulated, of known truth; a part of the seeds that docs/figures.md shows.
for set in dense place fraud; do
  say "== $set"
  target/release/fieldbeat-sim score "$set" --seeds 2 --json "$out"
done
say "written to target/score.json"

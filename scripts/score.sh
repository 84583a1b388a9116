#!/usr/bin/env bash
# Scores on the shipped labelled traces, each through a private server: a table, and target/score.json.
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
say "written to target/score.json"

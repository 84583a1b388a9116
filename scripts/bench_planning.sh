#!/usr/bin/env bash
# The planning engine: Hanoi on its roads, days in order against long runs, and how cost grows; into
# target/planning.json. SIZES are outlets/reps, each planned in a process of its own; ROUNDS is the budget
# of changes an outlet; the goals are 120 s and 1 GiB for 4000/20, 15 min and 4 GiB for 20000/130.
set -euo pipefail
# shellcheck source=scripts/env.sh
. "$(dirname "$0")/env.sh"
cd "$ROOT"

export BENCH_JSON=$ROOT/target/planning.json
mkdir -p target
rm -f "$BENCH_JSON"
bench() { cargo bench --quiet --package fieldbeat-planning --bench planning -- "$@"; }

say "== Hanoi, twelve reps"
bench hanoi
say "== days of 25 to 40 stops"
bench days
say "== growth"
for size in ${SIZES:-500/5 1000/8 4000/20 20000/130}; do
  bench grow "${size%/*}" "${size#*/}"
done
say "written to target/planning.json"

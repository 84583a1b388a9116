#!/usr/bin/env bash
# Plays SEEDS plans of STEPS steps on the pure parts of the ingest path (docs/reliability.md), and says how often what happened
# in them. A plan that breaks a law is made short and kept in target/simulation; PLAN=FILE plays one again, PLANTED=NAME with a
# planted bug.
set -euo pipefail
# shellcheck source=scripts/env.sh
. "$(dirname "$0")/env.sh"
cd "$ROOT"

export SEEDS=${SEEDS:-10000} STEPS=${STEPS:-1000}
[ -z "${PLAN:-}" ] || PLAN=$(realpath "$PLAN")
cargo test --release --package fieldbeat --test simulation -- --ignored --nocapture

#!/usr/bin/env bash
# Phones on three nodes with NATS, a primary and its synchronous standby, each killed in turn and at random; says what was
# lost, stored twice or judged twice, and how long it took to come back. PROFILE=dev takes a debug build.
set -euo pipefail
# shellcheck source=scripts/env.sh
. "$(dirname "$0")/env.sh"
cd "$ROOT"

export PHONES=${PHONES:-10000} ROUNDS=${ROUNDS:-50}
ulimit -n "$(ulimit -Hn)"
cargo test --workspace --profile "${PROFILE:-release}" --test it -- \
  --ignored --nocapture nodes::chaos

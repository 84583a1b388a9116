#!/usr/bin/env bash
# Fuzzes every decoder in turn, SECONDS each, or those whose names are given. A crash is kept in fuzz/artifacts and ends it.
# What is found worth keeping grows in fuzz/corpus, beside the seeds that ship.
set -euo pipefail
# A variable of the shell's own: what was given stands in it at the beginning.
each=$SECONDS
[ "$each" -gt 0 ] || each=600
# shellcheck source=scripts/env.sh
. "$(dirname "$0")/env.sh"
cd "$ROOT"

rustup toolchain list | grep -q '^nightly' || rustup toolchain install nightly --profile minimal
command -v cargo-fuzz >/dev/null || cargo install cargo-fuzz --locked --quiet
targets=("$@")
[ $# -gt 0 ] || mapfile -t targets < <(cargo +nightly fuzz list)
# Without a sanitizer: there is no unsafe code of ours, and it asks ten times as much.
for target in "${targets[@]}"; do
  mkdir -p "fuzz/corpus/$target"
  say "== $target, $each s"
  cargo +nightly fuzz run --sanitizer none "$target" "fuzz/corpus/$target" "fuzz/seeds/$target" -- \
    -max_total_time="$each" -max_len=16384 -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 -verbosity=0
done

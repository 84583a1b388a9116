#!/usr/bin/env bash
# Builds the price engine for phones into target/pricing.wasm and holds it against the native one: the
# digests over ORDERS random orders (100,000) must be the same. --build only builds, which the page needs;
# --compare only compares.
set -euo pipefail
# shellcheck source=scripts/env.sh
. "$(dirname "$0")/env.sh"
cd "$ROOT"

mode=${1:-}
case $mode in '' | --build | --compare) ;; *) die "usage: $0 [--build|--compare]" ;; esac

seed=${SEED:-20261125}
orders=${ORDERS:-100000}
target=wasm32-unknown-unknown
# A phone loads it over the air: no lines for a debugger, small before fast, one unit.
export CARGO_PROFILE_RELEASE_DEBUG=0 CARGO_PROFILE_RELEASE_STRIP=true
wasm_build() {
  CARGO_PROFILE_RELEASE_OPT_LEVEL=s CARGO_PROFILE_RELEASE_LTO=true CARGO_PROFILE_RELEASE_CODEGEN_UNITS=1 \
    cargo build --quiet --release --target $target --package fieldbeat-pricing-wasm "$@"
}
built=target/$target/release/fieldbeat_pricing_wasm.wasm

if [ "$mode" != --compare ]; then
  wasm_build
  cp "$built" target/pricing.wasm
  say "target/pricing.wasm: $(gzip -9 -c target/pricing.wasm | wc -c) bytes gzipped"
fi
[ "$mode" != --build ] || exit 0

# With the comparison in it; what phones load is the copy made without.
wasm_build --features sample
native=$(cargo run --quiet --release --package fieldbeat-pricing --features sample --example digest -- "$seed" "$orders")
wasm=$(node scripts/wasm_digest.mjs "$built" "$seed" "$orders")
[ "$native" = "$wasm" ] || die "over $orders orders of seed $seed the native engine says $native and WebAssembly $wasm"
say "$orders random orders (seed $seed) cost the same natively and as WebAssembly: $native"

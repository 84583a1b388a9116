#!/usr/bin/env bash
# What the product is made of, as CycloneDX: target/sbom/server.cdx.json (with the price engine and the simulator, each its own)
# and target/sbom/web.cdx.json.
set -euo pipefail
# shellcheck source=scripts/env.sh
. "$(dirname "$0")/env.sh"
cd "$ROOT"

command -v cargo-cyclonedx >/dev/null || cargo install --quiet --locked cargo-cyclonedx
out=$ROOT/target/sbom
rm -rf "$out"
mkdir -p "$out"
# It writes beside each manifest; taken from there.
cargo cyclonedx --quiet --format json --all-features --override-filename sbom.cdx
for manifest in Cargo.toml */Cargo.toml */*/Cargo.toml; do
  dir=$(dirname "$manifest")
  [ -f "$dir/sbom.cdx.json" ] || continue
  name=$([ "$dir" = . ] && echo server || echo "${dir//\//-}")
  mv "$dir/sbom.cdx.json" "$out/$name.cdx.json"
done
(cd web && npm sbom --sbom-format cyclonedx --omit dev >"$out/web.cdx.json")
say "$(cd "$out" && find . -name "*.cdx.json" | wc -l) lists in ${out#"$ROOT"/}"

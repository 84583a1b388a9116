#!/usr/bin/env bash
# Writes the types of the API that the page is checked with (web/src/client/schema.d.ts) from the server's OpenAPI document.
# --check changes nothing and fails where they are not what the server says. Takes the server that the tests built.
set -euo pipefail
# shellcheck source=scripts/env.sh
. "$(dirname "$0")/env.sh"
cd "$ROOT"

types=web/src/client/schema.d.ts
[ -x target/debug/fieldbeat ] || cargo build --quiet --package fieldbeat
made=$(mktemp)
trap 'rm -f "$made"' EXIT
target/debug/fieldbeat openapi >"$made.json"
(cd web && node build/schema.mjs) <"$made.json" >"$made"
rm -f "$made.json"
if [ "${1:-}" = --check ]; then
  cmp -s "$made" "$types" || die "$types is not what the server's OpenAPI document says: run make schema"
else
  cp "$made" "$types"
  say "$types: $(grep -c '' "$types") lines"
fi

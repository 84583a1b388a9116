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

# Settings of the shell are not meant for the servers that these scripts start.
for name in ${!FIELDBEAT_*}; do
  [ "$name" = FIELDBEAT_CHROMIUM ] || unset "$name"
done

# The statements are checked against .sqlx; scripts/sqlx.sh alone asks a database.
unset DATABASE_URL
export SQLX_OFFLINE=true

# linted COMMAND…: cargo with clippy as the compiler, all that it warns of an error. What `cargo clippy` does, but for
# builds that are run, too; the artefacts are others than those of a plain build.
linted() {
  RUSTC_WORKSPACE_WRAPPER=clippy-driver CLIPPY_ARGS=-D__CLIPPY_HACKERY__warnings__CLIPPY_HACKERY__ "$@"
}

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

# wait_for SECONDS COMMAND…: until the command succeeds, or the server has ended.
wait_for() {
  local deadline=$((SECONDS + $1))
  shift
  until "$@"; do
    [ "$SECONDS" -lt "$deadline" ] || return 1
    [ -n "${SERVER:-}" ] && ! kill -0 "$SERVER" 2>/dev/null && return 1
    sleep 0.2
  done
}

# field FILE NAME: a field of a file's first line of JSON, nothing where it is null.
field() {
  node -e 'const [file, name] = process.argv.slice(1); const line = require("fs").readFileSync(file, "utf8").split("\n")[0]; process.stdout.write(String(JSON.parse(line)[name] ?? ""))' "$1" "$2"
}

# start_server BINARY LOG_DIR ARGS…: in a session of its own, so that Ctrl-C reaches it only through
# stop_server, once. Sets SERVER, URL and FIRST_RUN.
start_server() {
  local binary=$1 logs=$2
  shift 2
  : >"$logs/serve.out"
  setsid env RUST_BACKTRACE=1 "$binary" serve --json "$@" >"$logs/serve.out" 2>"$logs/serve.log" </dev/null &
  SERVER=$!
  if ! wait_for 180 grep -q '^{' "$logs/serve.out"; then
    tail -n 20 "$logs/serve.log" >&2
    die "the server did not start; its log is above"
  fi
  # shellcheck disable=SC2034 # for the caller
  URL=$(field "$logs/serve.out" url)
  # shellcheck disable=SC2034 # for the caller
  FIRST_RUN=$(field "$logs/serve.out" first_run)
}

# add_administrator BINARY PASSWORD SETTINGS…: admin, as whom loads are driven.
add_administrator() {
  local binary=$1 password=$2
  shift 2
  printf '%s\n' "$password" | "$binary" user add "$@" --login admin --role administrator
}

# Asks the server to end and waits: it drains, then stops its database.
stop_server() {
  [ -n "${SERVER:-}" ] || return 0
  kill -TERM "$SERVER" 2>/dev/null || true
  wait "$SERVER" 2>/dev/null || true
  SERVER=
}

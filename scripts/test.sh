#!/usr/bin/env bash
# The gate. Runs every step even after a failure, so that one run tells all, and ends with one line of
# sums. --lint stops before the tests; --all adds what takes long or needs more than this machine has.
#
# One profile and one set of features throughout but for the price engine: nothing is compiled twice.
set -uo pipefail
# shellcheck source=scripts/env.sh
. "$(dirname "$0")/env.sh"
cd "$ROOT" || exit 1

scope=${1:-}
case $scope in '' | --lint | --all) ;; *) die "usage: $0 [--lint|--all]" ;; esac

export NO_COLOR=1 CARGO_TERM_COLOR=never
# A machine that builds once gains nothing from incremental builds but the disk they fill.
# Nor from lines in backtraces: a test that fails says where it stands.
[ "${CI:-}" = true ] && export CARGO_INCREMENTAL=0 CARGO_PROFILE_DEV_DEBUG=false
# Tests of the server wait for the database and for sockets as much as they work.
export RUST_TEST_THREADS=${RUST_TEST_THREADS:-4}

logs=$ROOT/target/gate
rm -rf "$logs"
mkdir -p "$logs"
passed=0
failed=0
failures=()

# Counts what the runners print: cargo, vitest, playwright.
totals() {
  sed 's/\x1b\[[0-9;]*m//g' "$1" | awk '
    /^test result: / { for (i = 1; i < NF; i++) { if ($(i + 1) == "passed;") p += $i; if ($(i + 1) == "failed;") f += $i } }
    /^ *Tests +[0-9]/ { for (i = 1; i < NF; i++) { if ($(i + 1) == "passed") p += $i; if ($(i + 1) == "failed") f += $i } }
    /^ +[0-9]+ (passed|flaky)( |$)/ { p += $1 }
    /^ +[0-9]+ failed$/ { f += $1 }
    END { print p + 0, f + 0 }'
}

# step NAME COMMAND…: one line before, the output as it comes, and what it counted. A step that counts
# nothing counts as one.
step() {
  local name=$1 log=$logs/$1.log began=$SECONDS code p f
  shift
  say "== $name"
  "$@" 2>&1 | tee "$log"
  code=${PIPESTATUS[0]}
  read -r p f < <(totals "$log")
  if [ "$code" = 0 ]; then
    [ $((p + f)) -gt 0 ] || p=1
  else
    failures+=("$name")
    [ "$f" -gt 0 ] || f=1
  fi
  passed=$((passed + p))
  failed=$((failed + f))
  say "== $name: $([ "$code" = 0 ] && echo ok || echo FAILED) in $((SECONDS - began)) s"
  return "$code"
}

in_web() { (cd web && npm run --silent "$@"); }

# What was begun beside other steps, as it came and as it ended.
ended() {
  cat "$logs/$1.beside"
  return "$2"
}

# The page is built and tested beside the compiler, which leaves a core idle for long: the server takes it in when it runs.
in_background=(wasm-build web-build web-lint)
[ "$scope" = --lint ] || in_background+=(wasm web-test)
background() {
  case $1 in
    wasm-build) scripts/wasm.sh --build ;;
    web-build) in_web build ;;
    web-lint) in_web lint ;;
    wasm) scripts/wasm.sh --compare ;;
    web-test) in_web test ;;
  esac
}
beside=
trap '[ -z "$beside" ] || kill -- "-$beside" 2>/dev/null' EXIT
# A group of its own, so that all of it can be ended.
set -m
{
  for name in "${in_background[@]}"; do
    background "$name" >"$logs/$name.beside" 2>&1
    echo $? >"$logs/$name.code"
  done
} &
beside=$!
set +m
step format cargo fmt --all --check
step clippy-and-sqlx scripts/sqlx.sh --lint
if command -v shellcheck >/dev/null; then
  step shell shellcheck -x scripts/*.sh .ci/run
fi
wait "$beside"
beside=
for name in "${in_background[@]}"; do step "$name" ended "$name" "$(cat "$logs/$name.code")"; done
if [ "$scope" != --lint ]; then
  step cargo-test linted cargo test --workspace --no-fail-fast
  step api-types linted scripts/schema.sh --check
  step e2e linted scripts/e2e.sh
fi
if [ "$scope" = --all ]; then
  if command -v cargo-deny >/dev/null || cargo install --quiet --locked cargo-deny; then
    step deny cargo deny --all-features check
  else
    step deny false
  fi
  step long linted cargo test --workspace --no-fail-fast -- --ignored
  step timescale scripts/test_timescale.sh
  step fuzz-api linted scripts/fuzz_api.sh
  step deploy scripts/check_deploy.sh
  SWEEP=1 step sweep linted scripts/e2e.sh sweep.spec
fi

for name in ${failures[@]+"${failures[@]}"}; do
  say "failed: $name (target/gate/$name.log)"
done
printf '%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" = 0 ]

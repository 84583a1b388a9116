#!/usr/bin/env bash
# Asks a server of its own everything that its OpenAPI document allows, and much that it does not (schemathesis, all
# checks), as an administrator of a small company. EXAMPLES a operation, SEED and WORKERS change it; arguments go to
# schemathesis, such as --include-path-regex orders. With two workers its generator trips over itself now and then.
set -euo pipefail
# shellcheck source=scripts/env.sh
. "$(dirname "$0")/env.sh"
cd "$ROOT"

# Exact, so that the same seed asks the same.
version=4.32.5
st=$VENV/fuzz-api/bin/st
if [ ! -x "$st" ] || [ "$("$st" --version | grep -o '[0-9.]*$')" != "$version" ]; then
  python3 -m venv "$VENV/fuzz-api"
  "$VENV/fuzz-api/bin/pip" install --quiet --disable-pip-version-check "schemathesis==$version"
fi
server=${FUZZ_SERVER:-target/debug}
[ -n "${FUZZ_SERVER:-}" ] || cargo test --quiet --workspace --no-run

work=$(mktemp -d "${TMPDIR:-/tmp}/fieldbeat-fuzz.XXXXXX")
# shellcheck disable=SC2317 # by the trap
finish() {
  code=$?
  stop_server
  stop_postgres "$work"
  mkdir -p target/gate
  cp "$work/serve.log" target/gate/fuzz-api-serve.log 2>/dev/null || true
  rm -rf "$work"
  exit "$code"
}
trap finish EXIT
trap 'exit 130' INT TERM

database=$(start_postgres "$work")
start_server "$server/fieldbeat" "$work" --demo --listen=127.0.0.1:0 --data-dir="$work/data" --database-url="$database" \
  --push-contact=mailto:demo@example.com
ask() { curl --silent --show-error --fail --cookie-jar "$work/jar" --cookie "$work/jar" "$@"; }
json=(--header 'Content-Type: application/json')
password=fieldbeat-fuzz
ask "${json[@]}" "$URL/api/v1/first-run" >/dev/null --data '{"token":"'"${FIRST_RUN##*token=}"'",
  "company":{"name":"Fuzz","time_zone":"Asia/Ho_Chi_Minh","currency":"VND","language":"vi","working_hours":["08:00","17:30"]},
  "administrator":{"login":"admin","name":"Admin","password":"'$password'"}}'
# A day of work in half a minute, so that there is something to ask for.
"$server/fieldbeat-sim" run --url "$URL" --login admin --password $password --reps 4 --speed 1200 --faults none \
  >"$work/day.log" 2>&1 || say "the simulated day: $(tail -n 3 "$work/day.log")"

# Who asks is an administrator of its own, by a token.
ask "${json[@]}" "$URL/api/v1/users" >"$work/user" \
  --data '{"login":"fuzz","name":"Fuzz","password":"'$password'","role":"administrator","org_unit_code":"HQ"}'
FUZZ_USER=$(field "$work/user" id)
ask "${json[@]}" "$URL/api/v1/users/$FUZZ_USER/tokens" --data '{"name":"fuzz"}' >"$work/token"
FUZZ_TOKEN=$(field "$work/token" token)
export FUZZ_USER FUZZ_TOKEN

code=0
SCHEMATHESIS_HOOKS=fuzz_api PYTHONPATH=scripts "$st" --config-file scripts/fuzz_api.toml run "$URL/api/v1/openapi.json" --checks all --continue-on-failure \
  --phases "${PHASES:-examples,coverage,fuzzing}" --max-examples "${EXAMPLES:-20}" --seed "${SEED:-1}" --workers "${WORKERS:-1}" \
  --generation-database none --request-timeout 30 --report ndjson --report-dir target/gate/fuzz-api "$@" || code=$?
curl --silent --fail --output /dev/null --header "Authorization: Bearer $FUZZ_TOKEN" "$URL/api/v1/session" ||
  die "the account that asked was changed on the way: what came after proves nothing"
exit "$code"

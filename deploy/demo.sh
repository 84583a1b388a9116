#!/usr/bin/env bash
# The demo company from a release archive, until Ctrl-C: 60 reps on the streets of Hanoi on http://127.0.0.1:8080.
# Needs PostgreSQL (apt install postgresql). Its data lies in ./demo-data; LISTEN=127.0.0.1:8081 takes another port.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
data=${DATA:-$PWD/demo-data}
listen=${LISTEN:-127.0.0.1:8080}
login='admin'
password=fieldbeat-demo

mkdir -p "$data"
"$here/bin/fieldbeat" serve --json --demo --listen="$listen" --data-dir="$data" \
  --basemap="$here/share/demo/hanoi.pmtiles" --roads="$here/share/demo/hanoi-roads-2025.osm.pbf" \
  --push-contact=mailto:demo@example.com >"$data/serve.out" 2>"$data/serve.log" &
server=$!
fleet=
# shellcheck disable=SC2317 # by the trap
finish() {
  trap '' INT TERM HUP
  [ -z "$fleet" ] || kill -INT "$fleet" 2>/dev/null || true
  kill -TERM "$server" 2>/dev/null || true
  wait
}
trap finish EXIT
trap 'exit 0' INT TERM HUP

until grep -q '^{' "$data/serve.out"; do
  kill -0 "$server" 2>/dev/null || { tail -n 20 "$data/serve.log" >&2 && exit 1; }
  sleep 0.2
done
first_run=$(sed -n 's/.*"first_run":"\([^"]*\)".*/\1/p' "$data/serve.out")
fleet_options=(demo --url "http://$listen" --login "$login" --password "$password")
[ -z "$first_run" ] || fleet_options+=(--first-run "$first_run")
"$here/bin/fieldbeat-sim" "${fleet_options[@]}" </dev/null &
fleet=$!
echo "http://$listen : pick a person, or log in as $login with the password $password; Ctrl-C stops all"
wait -n "$server" "$fleet"

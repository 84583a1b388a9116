#!/usr/bin/env bash
# Asks the programs that deploy/ is written for whether they understand it, each where it is installed: promtool (Debian's
# prometheus), nginx, systemd-analyze, shellcheck, docker compose. What needs none of them, cargo test says (tests/it/deploy.rs).
set -euo pipefail
# shellcheck source=scripts/env.sh
. "$(dirname "$0")/env.sh"
cd "$ROOT"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# with PROGRAM: whether it is there; says so where it is not.
with() { command -v "$1" >/dev/null || { say "skipped: no $1" && return 1; }; }

if with shellcheck; then
  shellcheck -x deploy/*.sh deploy/*/*.sh deploy/debian/postinst deploy/debian/prerm deploy/debian/postrm
fi
if with promtool; then
  promtool check config deploy/prometheus/prometheus.yml
  promtool check rules deploy/prometheus/rules/*.yml
  promtool test rules deploy/prometheus/test.yml
fi
if with nginx && with openssl; then
  openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=fieldbeat.example.com \
    -keyout "$work/key.pem" -out "$work/chain.pem" 2>/dev/null
  sed "s#/etc/ssl/fieldbeat#$work#" deploy/nginx/fieldbeat.conf >"$work/site.conf"
  printf 'pid %s/pid; error_log stderr; events {} http { access_log off; include %s/site.conf; }\n' "$work" "$work" >"$work/nginx.conf"
  nginx -q -t -c "$work/nginx.conf"
fi
if with systemd-analyze; then
  for unit in fieldbeat.service fieldbeat@.service; do
    # A program that is there in place of one that is not installed.
    sed 's#^ExecStart=/usr/bin/fieldbeat serve#ExecStart=/bin/true#' "deploy/systemd/$unit" >"$work/$unit"
    said=$(systemd-analyze verify "$work/$unit" 2>&1) || die "$unit: $said"
    [ -z "$said" ] || die "$unit: $said"
  done
fi
if docker compose version >/dev/null 2>&1; then
  FIELDBEAT_HOST=x FIELDBEAT_DATABASE_PASSWORD=x docker compose -f deploy/compose.yaml --profile '*' config --quiet
else
  say "skipped: no docker compose"
fi
say "deploy/ is understood"

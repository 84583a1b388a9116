#!/usr/bin/env bash
# Says before a start or an upgrade whether this version of the server can work on this machine's settings and
# database, and what it would change there. Reads only; --backup writes a dump first.
#
#   fieldbeat-preflight [--config FILE] [--environment FILE] [--backup FILE]
#
# Ends with 0 where a start changes nothing, 3 where the start would migrate the schema (forward only), 1 where
# something is wrong. Needs psql (postgresql-client). Started as root it goes on as the owner of the data.
set -euo pipefail

here=$(dirname "$(readlink -f "$0")")
config=${FIELDBEAT_CONFIG:-/etc/fieldbeat/fieldbeat.toml}
environment=/etc/fieldbeat/environment
backup=
binary=${FIELDBEAT_BINARY:-fieldbeat}
unset FIELDBEAT_BINARY
migrations=
for place in "$here/migrations.txt" /usr/share/fieldbeat/migrations.txt; do
  [ -f "$place" ] && migrations=$place && break
done

while [ $# -gt 0 ]; do
  case $1 in
    --config) config=$2 ;;
    --environment) environment=$2 ;;
    --backup) backup=$2 ;;
    *) sed -n '2,9s/^# \{0,1\}//p' "$0" >&2 && exit 2 ;;
  esac
  shift 2
done

faults=0
waits=0
ok() { printf 'ok    %s\n' "$*"; }
note() { printf 'note  %s\n' "$*"; }
wait_() { printf 'wait  %s\n' "$*" && waits=$((waits + 1)); }
fault() { printf 'FAULT %s\n' "$*" && faults=$((faults + 1)); }
end() {
  if [ "$faults" -gt 0 ]; then
    printf '%s\n' "do not start this version: $faults to put right" && exit 1
  elif [ "$waits" -gt 0 ]; then
    printf '%s\n' "the next start migrates; there is no way back but a dump from before" && exit 3
  fi
  printf '%s\n' "a start changes nothing" && exit 0
}

# As systemd reads an EnvironmentFile, but for its escapes.
if [ -r "$environment" ]; then
  while IFS= read -r line; do
    [[ $line =~ ^(FIELDBEAT_[A-Z0-9_]+)=[\"\']?(.*[^\"\'])[\"\']?$ ]] && export "${BASH_REMATCH[1]}=${BASH_REMATCH[2]}"
  done <"$environment"
fi
[ -f "$config" ] && export FIELDBEAT_CONFIG=$config

# Settings.
if ! settings=$("$binary" check-config 2>&1); then
  fault "settings: $settings"
  end
fi
ok "settings: $("$binary" --version), $config"
setting() { sed -n "s/^$1  *\(.*[^ ]\)  *#.*/\1/p" <<<"$settings"; }
data_dir=$(setting data_dir)

# The database: as set (check-config does not show the password), or the server's own.
url=${FIELDBEAT_DATABASE_URL:-}
[ -n "$url" ] || url=$(sed -n 's/^database_url *= *"\(.*\)".*/\1/p' "$config" 2>/dev/null || true)
as_owner=()
own=
if [ -z "$url" ]; then
  own=yes
  if [ ! -f "$data_dir/postgres/PG_VERSION" ]; then
    made_by=$(find /usr/lib/postgresql /usr/pgsql* -maxdepth 3 -name initdb 2>/dev/null | head -n 1 || true)
    [ -n "$made_by" ] || fault "no PostgreSQL is installed: apt install postgresql, or set database_url"
    wait_ "no database yet: the first start makes one in $data_dir/postgres"
    end
  fi
  if [ ! -S "$data_dir/run/.s.PGSQL.5432" ]; then
    fault "the server's own database does not run, so its schema cannot be read: start the version that ran last, then ask again"
    end
  fi
  owner=$(stat -c %U "$data_dir/postgres")
  [ "$(id -un)" = "$owner" ] || as_owner=(runuser -u "$owner" --)
  url="postgresql:///fieldbeat?host=$data_dir/run&user=fieldbeat"
fi
# Passwords are no arguments: everybody reads those.
if [[ $url =~ ^(postgres(ql)?://[^:/@]+):([^@]*)@(.*)$ ]]; then
  url="${BASH_REMATCH[1]}@${BASH_REMATCH[4]}"
  password=${BASH_REMATCH[3]//%/\\x}
  PGPASSWORD=$(printf '%b' "$password")
  export PGPASSWORD
fi
command -v psql >/dev/null || { fault "psql is missing: apt install postgresql-client" && end; }
ask() { (cd / && ${as_owner[@]+"${as_owner[@]}"} psql -XqAt -v ON_ERROR_STOP=1 -d "$url" -c "$1"); }

if ! version=$(PGCONNECT_TIMEOUT=5 ask "show server_version_num" 2>&1); then
  fault "the database does not answer: $version"
  end
fi
if [ "$version" -ge 150000 ]; then
  ok "PostgreSQL $((version / 10000))"
else
  fault "PostgreSQL $((version / 10000)): 15 or newer is needed"
fi
[ "$(ask 'select pg_is_in_recovery()')" = f ] || fault "this PostgreSQL is a standby: point database_url at the primary, or promote it"
for name in fsync full_page_writes; do
  [ "$(ask "show $name")" = on ] || fault "$name is off: a power cut would lose what phones were told is stored"
done
if [ -z "$own" ]; then
  names=$(ask "show synchronous_standby_names")
  if [ -z "$names" ]; then
    note "no synchronous standby: what is acknowledged is lost with the primary's disk"
  elif [ "$(ask "select count(*) > 0 from pg_stat_replication where sync_state in ('sync', 'quorum')" 2>/dev/null)" = t ]; then
    ok "a synchronous standby is connected"
  else
    fault "no standby of synchronous_standby_names is connected: every commit would wait for it"
  fi
  others=$(ask "select count(*) from pg_stat_activity where application_name = 'fieldbeat' and datname = current_database()")
  [ "$others" = 0 ] || note "$others connections of a running server: stop it before another one starts on this database"
fi

# The schema, against the list that came with this version: version, SHA-384, name.
[ -n "$migrations" ] || { fault "migrations.txt is missing beside $0" && end; }
if [ "$(ask "select to_regclass('_sqlx_migrations') is not null")" != t ]; then
  wait_ "an empty database: the first start makes the schema"
else
  applied=$(ask "select version || ' ' || encode(checksum, 'hex') || ' ' || success from _sqlx_migrations order by version")
  while read -r version sum success; do
    known=$(awk -v v="$version" '$1 == v { print $2 }' "$migrations")
    if [ "$success" != true ]; then
      fault "migration $version stopped halfway: restore a dump"
    elif [ -z "$known" ]; then
      fault "the database has migration $version, which this version does not know: it was used by a newer one"
    elif [ "$known" != "$sum" ]; then
      fault "migration $version is not the one that was applied"
    fi
  done <<<"$applied"
  while read -r version _ name; do
    grep -q "^$version " <<<"$applied" || wait_ "migration $version: $name"
  done <"$migrations"
  [ "$faults$waits" != 00 ] || ok "schema: $(wc -l <<<"$applied") migrations, all that this version knows"
fi

# What there is room for, and whether the clocks agree.
size=$(ask "select pg_size_pretty(pg_database_size(current_database()))")
free=$(df -Pk "$data_dir" 2>/dev/null | awk 'NR == 2 { print $4 }')
if [ "${free:-0}" -lt 1048576 ]; then
  fault "$data_dir has less than 1 GiB free"
else
  ok "database $size; $((free / 1048576)) GiB free at $data_dir"
fi
apart=$(ask "select abs(extract(epoch from clock_timestamp()) - $(date +%s.%N))::numeric(12, 1)")
if [ "${apart%.*}" -lt 2 ]; then
  ok "the database's clock is this machine's within 2 s"
else
  fault "the database's clock is $apart s off this machine's: set both by NTP"
fi
certificate=$(setting tls_certificate)
if [ -n "$certificate" ] && [ "$certificate" != unset ]; then
  if openssl x509 -checkend 1209600 -noout -in "$certificate" >/dev/null; then
    ok "certificate: $(openssl x509 -enddate -noout -in "$certificate")"
  else
    note "certificate ends within 14 days: $(openssl x509 -enddate -noout -in "$certificate")"
  fi
fi

if [ -n "$backup" ] && [ "$faults" = 0 ]; then
  umask 077
  (cd / && ${as_owner[@]+"${as_owner[@]}"} pg_dump -Fc -d "$url") >"$backup.part"
  mv "$backup.part" "$backup"
  ok "dump: $backup, $(du -h "$backup" | cut -f 1)"
fi
end

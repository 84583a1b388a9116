#!/usr/bin/env bash
# promote.sh [--primary-is-dead] STANDBY PRIMARY: makes the standby that the connection STANDBY names the primary, as a
# superuser there, such as 'host=/var/run/postgresql user=postgres'. It refuses while PRIMARY takes writes, and while it
# does not answer from here, which may be the cable: --primary-is-dead says that somebody has seen that it is off. Two
# primaries are two companies from then on.
#
# Afterwards it waits for no standby (there is none): make one again, soon.
set -euo pipefail
dead=
if [ "${1:-}" = --primary-is-dead ]; then dead=yes && shift; fi
[ $# = 2 ] || { sed -n '2,7s/^# \{0,1\}//p' "$0" >&2 && exit 2; }
standby=$1
primary=$2
export PGCONNECT_TIMEOUT=5
ask() { psql -XqAt -v ON_ERROR_STOP=1 -d "$1" -c "$2"; }
refuse() { echo "$*" >&2 && exit 1; }

case $(ask "$primary" 'select pg_is_in_recovery()' 2>/dev/null || echo away) in
  f) refuse "the primary takes writes: stop the server and the primary (pg_ctl stop -m fast), and see that it stays stopped" ;;
  away) [ -n "$dead" ] || refuse "the primary does not answer from here: see that it is off, then say --primary-is-dead" ;;
esac
state=$(ask "$standby" 'select pg_is_in_recovery()') || refuse "the standby does not answer"
[ "$state" = t ] || refuse "that is no standby: it takes writes already"

echo "received up to $(ask "$standby" 'select pg_last_wal_receive_lsn()'), applied up to $(ask "$standby" 'select pg_last_wal_replay_lsn()'); last commit $(ask "$standby" 'select pg_last_xact_replay_timestamp()')"
[ "$(ask "$standby" 'select pg_promote(wait => true, wait_seconds => 60)')" = t ] ||
  refuse "it was not promoted within a minute: see its log"
# It came over with the copy: nobody streams from here yet, and every commit would wait.
ask "$standby" "alter system set synchronous_standby_names = ''"
ask "$standby" "select pg_reload_conf()" >/dev/null
until [ "$(ask "$standby" 'show synchronous_standby_names')" = "" ]; do sleep 0.2; done
echo "promoted: timeline $(ask "$standby" "select ltrim(left(pg_walfile_name(pg_current_wal_lsn()), 8), '0')"), takes writes: $(ask "$standby" 'select not pg_is_in_recovery()'). Point database_url there and start the server."

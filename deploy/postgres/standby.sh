#!/usr/bin/env bash
# standby.sh DATA_DIR CONNECTION: makes DATA_DIR, which must be empty, a standby of the primary that CONNECTION names, such
# as 'host=db1 user=replicator sslmode=require'. On the standby's machine, as the user postgres; the password stands in
# ~postgres/.pgpass. It streams under the name and from the slot NAME (standby). Starting it is the system's errand.
set -euo pipefail
[ $# = 2 ] || { sed -n '2,4s/^# \{0,1\}//p' "$0" >&2 && exit 2; }
data=$1
connection="$2 application_name=${NAME:-standby}"
bin=$(dirname "$({ command -v pg_basebackup || find /usr/lib/postgresql -name pg_basebackup; } | sort -V | tail -n 1)")

if [ -n "$(ls -A "$data" 2>/dev/null)" ]; then
  echo "$data is not empty: move it away first" >&2
  exit 1
fi
# The slot keeps the WAL that the standby has not seen; one that is left from before is used on.
"$bin/pg_basebackup" -d "$connection" -D "$data" --wal-method=stream --checkpoint=fast --progress \
  --write-recovery-conf --create-slot --slot="${NAME:-standby}" ||
  "$bin/pg_basebackup" -d "$connection" -D "$data" --wal-method=stream --checkpoint=fast --progress \
    --write-recovery-conf --slot="${NAME:-standby}"
echo "made; start it, then on the primary: alter system set synchronous_standby_names = 'FIRST 1 (${NAME:-standby})'; select pg_reload_conf();"

#!/usr/bin/env bash
# A standby of the service `postgres`: copied once, then streamed. Named `standby`, for synchronous_standby_names.
set -euo pipefail
data=/var/lib/postgresql/data
if [ ! -f "$data/PG_VERSION" ]; then
  install -d -m 700 -o postgres -g postgres "$data"
  gosu postgres pg_basebackup -D "$data" -R -X stream -S standby --checkpoint=fast \
    -d "host=postgres user=replicator application_name=standby"
fi
exec gosu postgres postgres -c config_file=/etc/postgresql/primary.conf

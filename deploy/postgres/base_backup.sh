#!/usr/bin/env bash
# base_backup.sh [CONNECTION]: a copy of the whole cluster into BACKUPS (/var/backups/fieldbeat/base), verified before it
# counts; those older than KEEP_DAYS (14) go, but for the newest. Daily, as the user postgres, from cron or a timer.
#
# With the WAL of archive.sh it is brought to any second after it; docs/high-availability.md says how.
set -euo pipefail
connection=${1:-}
backups=${BACKUPS:-/var/backups/fieldbeat/base}
archive=${ARCHIVE:-/var/backups/fieldbeat/wal}
keep_days=${KEEP_DAYS:-14}
bin=$(dirname "$({ command -v pg_verifybackup || find /usr/lib/postgresql -name pg_verifybackup; } | sort -V | tail -n 1)")

name=$(date -u +%Y%m%dT%H%M%SZ)
mkdir -p "$backups"
part=$backups/.$name.part
trap 'rm -rf "$part"' EXIT
"$bin/pg_basebackup" -d "$connection" -D "$part" --wal-method=stream --checkpoint=fast --manifest-checksums=SHA256
"$bin/pg_verifybackup" --quiet "$part"
sync "$part"
mv "$part" "$backups/$name"
echo "$backups/$name"

newest=$(find "$backups" -mindepth 1 -maxdepth 1 -type d -name '2*' | sort | tail -n 1)
find "$backups" -mindepth 1 -maxdepth 1 -type d -name '2*' -mtime "+$keep_days" ! -path "$newest" -exec rm -rf {} +
# WAL of before the oldest copy that is left brings nobody anywhere.
oldest=$(find "$backups" -mindepth 1 -maxdepth 1 -type d -name '2*' | sort | head -n 1)
if [ -d "$archive" ]; then
  first=$(sed -n 's/^START WAL LOCATION: .*(file \([0-9A-F]*\)).*/\1/p' "$oldest/backup_label")
  "$bin/pg_archivecleanup" "$archive" "$first"
fi

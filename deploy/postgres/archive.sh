#!/usr/bin/env bash
# archive.sh PATH NAME: keeps one file of WAL, flushed, in ARCHIVE (/var/backups/fieldbeat/wal), which should be another
# machine's disk. A file that is there already is no fault where it is the same, and one where it is not.
set -euo pipefail
archive=${ARCHIVE:-/var/backups/fieldbeat/wal}
from=$1
to=$archive/$2

if [ -e "$to" ]; then
  cmp -s "$from" "$to" && exit 0
  echo "$to is there and is another one" >&2
  exit 1
fi
# Under another name until it is whole: a file that is cut is never taken for one.
part=$(mktemp "$archive/.$2.XXXXXX")
trap 'rm -f "$part"' EXIT
cp "$from" "$part"
sync "$part"
mv -n "$part" "$to"
sync "$archive"

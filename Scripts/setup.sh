#!/bin/sh
# Makes a fresh machine ready to build Muster: checks the Swift toolchain and installs the Debian packages that are
# missing, and says so. Does nothing, and says nothing, where all is there.
set -eu

say() { echo "setup: $*" >&2; }

if ! command -v swift >/dev/null 2>&1; then
  say "found no swift, expected a Swift toolchain, 6.2 or later, in PATH"
  exit 1
fi
version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\)\.\([0-9]*\).*/\1 \2/p' | head -n 1)
major=${version% *}
minor=${version#* }
if [ -n "$version" ] && { [ "$major" -lt 6 ] || { [ "$major" -eq 6 ] && [ "$minor" -lt 2 ]; }; }; then
  say "found Swift $major.$minor, expected 6.2 or later"
  exit 1
fi

# Darwin has zlib and SQLite in its SDK.
[ "$(uname -s)" = Linux ] || exit 0

# A header stands for its package, so that other distributions and hand-made installations pass.
has_header() {
  for directory in ${CPATH:-} /usr/include /usr/local/include; do
    [ -e "$directory/$1" ] && return 0
  done
  return 1
}

# The tests start a server of their own. Debian keeps its programs out of PATH.
has_postgres() {
  for program in /usr/lib/postgresql/*/bin/postgres; do
    [ -x "$program" ] && return 0
  done
  command -v postgres >/dev/null 2>&1
}

missing=""
has_header zlib.h || missing="$missing zlib1g-dev"
has_header sqlite3.h || missing="$missing libsqlite3-dev"
has_header libpq-fe.h || has_header postgresql/libpq-fe.h || missing="$missing libpq-dev"
has_postgres || missing="$missing postgresql"
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null 2>&1; then
  say "found no apt-get to install$missing with; install the headers of zlib, SQLite 3 and libpq, and"
  say "PostgreSQL's server for the tests, and try again"
  exit 1
fi
say "installing$missing"
root=""
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null 2>&1; then
    say "found neither root nor sudo; run as root: apt-get install$missing"
    exit 1
  fi
  root=sudo
fi
export DEBIAN_FRONTEND=noninteractive
# shellcheck disable=SC2086 # the names are words
if ! $root apt-get install -y --no-install-recommends $missing </dev/null >/dev/null 2>&1; then
  # Most likely the lists of packages are old, or were never fetched.
  $root apt-get update </dev/null >/dev/null
  # shellcheck disable=SC2086
  $root apt-get install -y --no-install-recommends $missing </dev/null >&2
fi

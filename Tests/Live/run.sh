#!/bin/sh
# Kills real servers under load: nothing may be lost. Argument: how many kills of each scene. MUSTER_BIN: the binary.
set -eu
kills=${1:-5}
binary=$(cd "$(dirname "${MUSTER_BIN:-.build/release/muster}")" && pwd)/muster
cd "$(dirname "$0")"
export MUSTER_BIN="$binary" PYTHONDONTWRITEBYTECODE=1
exec python3 nothing_lost.py --kills "$kills" sqlite postgres disk

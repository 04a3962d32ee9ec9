#!/bin/sh
# Makes the Python environment of the benchmarks' peers in the directory given, if it is not there, and installs the
# packages named after it. Prints the path of its Python.
set -eu

directory=$1
shift
python="$directory/bin/python"

say() { echo "setup: $*" >&2; }

if [ ! -x "$python" ]; then
  if ! command -v python3 >/dev/null 2>&1; then
    say "found no python3, expected one for the peers of the benchmarks"
    exit 1
  fi
  say "making a Python environment in $directory"
  if ! python3 -m venv "$directory" >&2; then
    rm -rf "$directory"
    say "python3 cannot make environments; on Debian: apt-get install python3-venv"
    exit 1
  fi
fi
for package in "$@"; do
  if ! "$python" -c "import $package" >/dev/null 2>&1; then
    say "installing $package"
    "$python" -m pip install --quiet --disable-pip-version-check "$package" >&2
  fi
done
echo "$python"

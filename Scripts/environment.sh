#!/bin/sh
# Makes the Python environment $2, which is ignored by git, from the requirements $3, again when these change, and
# prints its python. $1 is who asks, for the messages.
set -eu
who=$1
directory=$2
requirements=$3
python=$directory/bin/python

say() { echo "$who: $*" >&2; }

if ! cmp -s "$requirements" "$directory/requirements.txt"; then
  command -v python3 >/dev/null 2>&1 || {
    say "found no python3, expected Python 3.10 or later"
    exit 1
  }
  if [ ! -x "$python" ]; then
    say "making a Python environment in $directory"
    python3 -m venv "$directory" >&2 || {
      rm -rf "$directory"
      say "python3 cannot make environments (on Debian: apt-get install python3-venv)"
      exit 1
    }
  fi
  say "installing $(tr '\n' ' ' <"$requirements")"
  "$python" -m pip install --quiet --disable-pip-version-check -r "$requirements" >&2 || {
    say "pip failed"
    exit 1
  }
  cp "$requirements" "$directory/requirements.txt"
fi
echo "$(pwd)/$python"

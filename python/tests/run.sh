#!/bin/sh
# Tests the Python package with PettingZoo's and Gymnasium's own checks, and beside mpe2. Arguments go to pytest.
#
# MUSTER_WORLDS  the library; built where it is not set
# MUSTER_GYM     a Python that has the packages of requirements.txt; an environment is made where it is not set
set -eu
cd "$(dirname "$0")/../.."
root=$(pwd)
tests=python/tests

say() { echo "python: $*" >&2; }

if [ -z "${MUSTER_GYM:-}" ]; then
  MUSTER_GYM=$root/.venv-gym/bin/python
  stamp=.venv-gym/requirements.txt
  if ! cmp -s "$tests/requirements.txt" "$stamp"; then
    command -v python3 >/dev/null 2>&1 || {
      say "found no python3, expected Python 3.10 or later"
      exit 1
    }
    say "making a Python environment in .venv-gym"
    python3 -m venv .venv-gym >&2
    "$MUSTER_GYM" -m pip install --quiet --disable-pip-version-check -r "$tests/requirements.txt" >&2
    cp "$tests/requirements.txt" "$stamp"
  fi
fi

if [ -z "${MUSTER_WORLDS:-}" ]; then
  swift build -c release --product muster-worlds >&2
  MUSTER_WORLDS=$(swift build -c release --show-bin-path)/libmuster-worlds.so
fi
export MUSTER_WORLDS
export PYTHONDONTWRITEBYTECODE=1
export PYTHONPATH="$root/python"
cd "$tests"
exec "$MUSTER_GYM" -m pytest "$@"

#!/bin/sh
# Tests the Python package with PettingZoo's and Gymnasium's own checks, and beside mpe2. Arguments go to pytest.
#
# MUSTER_WORLDS  the library; built where it is not set
# MUSTER_GYM     a Python that has the packages of requirements.txt; an environment is made where it is not set
set -eu
cd "$(dirname "$0")/../.."
root=$(pwd)
tests=python/tests

if [ -z "${MUSTER_GYM:-}" ]; then
  MUSTER_GYM=$(Scripts/environment.sh python .venv-gym "$tests/requirements.txt")
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

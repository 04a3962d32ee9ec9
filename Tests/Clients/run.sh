#!/bin/sh
# Tests `muster serve` with the clients that people use: OpenAI's own library and plain HTTP, in front of a mock of a
# model endpoint. Arguments go to pytest.
#
# MUSTER_BIN     the program; built where it is not set
# MUSTER_MOCK    the mock; built where it is not set
# MUSTER_CLIENTS a Python that has the packages of requirements.txt; an environment is made where it is not set
set -eu
cd "$(dirname "$0")/../.."
tests=Tests/Clients

if [ -z "${MUSTER_CLIENTS:-}" ]; then
  MUSTER_CLIENTS=$(Scripts/environment.sh clients .venv-clients "$tests/requirements.txt")
fi

if [ -z "${MUSTER_BIN:-}" ] || [ -z "${MUSTER_MOCK:-}" ]; then
  swift build -c release --product muster >&2
  swift build -c release --product muster-mock >&2
  bin=$(swift build -c release --show-bin-path)
  MUSTER_BIN=${MUSTER_BIN:-$bin/muster}
  MUSTER_MOCK=${MUSTER_MOCK:-$bin/muster-mock}
fi
export MUSTER_BIN MUSTER_MOCK
export PYTHONDONTWRITEBYTECODE=1
cd "$tests"
exec "$MUSTER_CLIENTS" -m pytest "$@"

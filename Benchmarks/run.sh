#!/bin/sh
# Measures Muster beside its peers: makes the Python environment that they need, builds, runs, prints one table and
# writes RESULTS.md. Names of benchmarks as arguments run only these and write nothing.
#
# MUSTER_DATA          the data sets; ../shared/data where it is not set
# MUSTER_PYTHON        a Python that has the peers' packages; an environment is made where it is not set
# MUSTER_LITELLM       the program of LiteLLM's proxy, in an environment of its own likewise
# MUSTER_SCHEMATHESIS  a Python that has schemathesis, likewise
set -eu
cd "$(dirname "$0")/.."
root=$(pwd)
peers=Benchmarks/Peers

say() { echo "bench: $*" >&2; }

# Makes the environment $1 from the requirements $2.
environment() {
  Scripts/environment.sh bench "$1" "$2" >/dev/null || {
    say "the peers of $2 are left out"
    return 1
  }
}

# Whether the benchmark of this name is asked for.
wants() {
  [ -z "$names" ] && return 0
  case " $names " in *" $1 "*) return 0 ;; esac
  return 1
}

names=$*
if [ -z "${MUSTER_PYTHON:-}" ] && environment .venv "$peers/requirements.txt"; then
  export MUSTER_PYTHON="$root/.venv/bin/python"
fi
# Apart from each other: they do not agree on what they need.
if [ -z "${MUSTER_LITELLM:-}" ] && wants gateway && environment .venv-gateway "$peers/requirements-gateway.txt"; then
  export MUSTER_LITELLM="$root/.venv-gateway/bin/litellm"
fi
if [ -z "${MUSTER_SCHEMATHESIS:-}" ] && wants api && environment .venv-api "$peers/requirements-api.txt"; then
  export MUSTER_SCHEMATHESIS="$root/.venv-api/bin/python"
fi

Scripts/build.sh -c release --product muster >&2
Scripts/build.sh -c release --product muster-mock >&2
Scripts/build.sh -c release --product muster-bench >&2
Scripts/build.sh -c release --product muster-worlds >&2
bin=$(Scripts/build.sh -c release --show-bin-path)

MUSTER_ROOT=$root
MUSTER_VERSION=$(git describe --always --dirty 2>/dev/null || echo unknown)
MUSTER_SWIFT_VERSION=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9.]*\).*/\1/p' | head -n 1)
export MUSTER_ROOT MUSTER_VERSION MUSTER_SWIFT_VERSION
# For peers that step Muster's worlds.
MUSTER_WORLDS=$bin/libmuster-worlds.so
PYTHONPATH=$root/python
export MUSTER_WORLDS PYTHONPATH PYTHONDONTWRITEBYTECODE=1

if [ $# -gt 0 ]; then
  "$bin/muster-bench" "$@"
else
  "$bin/muster-bench" --markdown Benchmarks/RESULTS.md
fi

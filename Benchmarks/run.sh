#!/bin/sh
# Measures Muster beside its peers: makes the Python environment that they need, builds, runs, prints one table and
# writes RESULTS.md. Names of benchmarks as arguments run only these and write nothing.
#
# MUSTER_DATA     the data sets; ../shared/data where it is not set
# MUSTER_PYTHON   a Python that has the peers' packages; an environment is made where it is not set
set -eu
cd "$(dirname "$0")/.."
root=$(pwd)
peers=Benchmarks/Peers

say() { echo "bench: $*" >&2; }

# An ignored directory of the package, made again when the requirements change.
environment() {
  python=.venv/bin/python
  stamp=.venv/muster-bench-requirements.txt
  cmp -s "$peers/requirements.txt" "$stamp" && return 0
  command -v python3 >/dev/null 2>&1 || {
    say "found no python3: the peers are left out"
    return 1
  }
  if [ ! -x "$python" ]; then
    say "making a Python environment in .venv"
    python3 -m venv .venv >&2 || {
      rm -rf .venv
      say "python3 cannot make environments (on Debian: apt-get install python3-venv): the peers are left out"
      return 1
    }
  fi
  say "installing $(tr '\n' ' ' <"$peers/requirements.txt")"
  "$python" -m pip install --quiet --disable-pip-version-check -r "$peers/requirements.txt" >&2 || {
    say "pip failed: the peers are left out"
    return 1
  }
  cp "$peers/requirements.txt" "$stamp"
}

if [ -z "${MUSTER_PYTHON:-}" ] && environment; then MUSTER_PYTHON="$root/.venv/bin/python"; fi
[ -z "${MUSTER_PYTHON:-}" ] || export MUSTER_PYTHON

swift build -c release --product muster-bench >&2
bin=$(swift build -c release --show-bin-path)

MUSTER_ROOT=$root
MUSTER_VERSION=$(git describe --always --dirty 2>/dev/null || echo unknown)
MUSTER_SWIFT_VERSION=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9.]*\).*/\1/p' | head -n 1)
export MUSTER_ROOT MUSTER_VERSION MUSTER_SWIFT_VERSION
export PYTHONDONTWRITEBYTECODE=1

if [ $# -gt 0 ]; then
  "$bin/muster-bench" "$@"
else
  "$bin/muster-bench" --markdown Benchmarks/RESULTS.md
fi

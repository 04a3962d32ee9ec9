#!/bin/sh
# Trains MAPPO with Muster and with BenchMARL on the same world and writes TRAINING.md. It takes hours, and gigabytes of
# packages where there is no wheel of torch for processors alone: `make bench` leaves it out.
#
#   Benchmarks/training.sh            a million frames, five seeds
#   Benchmarks/training.sh --quick    100,000 frames, two seeds; prints and writes nothing
#   Benchmarks/training.sh --frames N --seeds N --without-own --out FILE
#
# MUSTER_TORCH  a Python that has the packages of requirements-training.txt; an environment is made where it is not set
set -eu
cd "$(dirname "$0")/.."
root=$(pwd)
requirements=Benchmarks/Peers/requirements-training.txt

say() { echo "training: $*" >&2; }

if [ -z "${MUSTER_TORCH:-}" ]; then
  MUSTER_TORCH=$root/.venv-torch/bin/python
  stamp=.venv-torch/requirements.txt
  if ! cmp -s "$requirements" "$stamp"; then
    command -v python3 >/dev/null 2>&1 || {
      say "found no python3, expected Python 3.10 or later"
      exit 1
    }
    say "making a Python environment in .venv-torch; it may take gigabytes"
    python3 -m venv .venv-torch >&2
    "$MUSTER_TORCH" -m pip install --quiet --disable-pip-version-check -r "$requirements" >&2
    cp "$requirements" "$stamp"
  fi
fi

# shellcheck disable=SC2086 # One flag a word.
flags=$(Scripts/flags.sh)
swift build -c release $flags --product muster-bench >&2
swift build -c release $flags --product muster-worlds >&2
bin=$(swift build -c release $flags --show-bin-path)

MUSTER_VERSION=$(git describe --always --dirty 2>/dev/null || echo unknown)
MUSTER_WORLDS=$bin/libmuster-worlds.so
PYTHONPATH=$root/python
export MUSTER_VERSION MUSTER_WORLDS PYTHONPATH
export PYTHONDONTWRITEBYTECODE=1
exec "$MUSTER_TORCH" Benchmarks/Peers/training.py "$bin/muster-bench" "$@"

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

if [ -z "${MUSTER_TORCH:-}" ]; then
  MUSTER_TORCH=$(Scripts/environment.sh training .venv-torch "$requirements")
fi

Scripts/build.sh -c release --product muster-bench >&2
Scripts/build.sh -c release --product muster-worlds >&2
bin=$(Scripts/build.sh -c release --show-bin-path)

MUSTER_VERSION=$(git describe --always --dirty 2>/dev/null || echo unknown)
MUSTER_WORLDS=$bin/libmuster-worlds.so
PYTHONPATH=$root/python
export MUSTER_VERSION MUSTER_WORLDS PYTHONPATH
export PYTHONDONTWRITEBYTECODE=1
exec "$MUSTER_TORCH" Benchmarks/Peers/training.py "$bin/muster-bench" "$@"

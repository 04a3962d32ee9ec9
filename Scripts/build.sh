#!/bin/sh
# `swift build` for this machine: programs with the Swift library in them and with the vectors that it has. Results are
# the same to the bit. MUSTER_PORTABLE=1 leaves vectors out, for programs that are taken elsewhere.
set -eu

# Whether the machine has all of these.
has_all() {
  for feature in "$@"; do
    case " $has " in *" $feature "*) ;; *) return 1 ;; esac
  done
}

set -- --static-swift-stdlib "$@"
if [ -z "${MUSTER_PORTABLE:-}" ] && [ -r /proc/cpuinfo ]; then
  has=$(sed -n 's/^flags[^:]*: //p' /proc/cpuinfo | head -n 1)
  if has_all avx2 bmi1 bmi2 f16c fma abm movbe; then
    set -- -Xcc -march=x86-64-v3 "$@"
    # For networks only: the engine, which copies more than it computes, is slower with wide vectors.
    wide="avx512f avx512bw avx512cd avx512dq avx512vl"
    # shellcheck disable=SC2086 # One feature a word.
    if has_all $wide; then export MUSTER_LEARNING_VECTORS="$wide"; fi
  fi
fi
exec "${SWIFT:-swift}" build "$@"

#!/bin/sh
# Prints how programs are built for this machine: with the Swift library in them, and for the widest vectors that it has
# of x86-64-v4 and x86-64-v3; results are the same to the bit. MUSTER_PORTABLE=1 leaves vectors out, for programs that
# are taken elsewhere.
set -eu

# Whether the machine has all of these.
has_all() {
  for feature in "$@"; do
    case " $has " in *" $feature "*) ;; *) return 1 ;; esac
  done
}

flags="--static-swift-stdlib"
if [ -z "${MUSTER_PORTABLE:-}" ] && [ -r /proc/cpuinfo ]; then
  has=$(sed -n 's/^flags[^:]*: //p' /proc/cpuinfo | head -n 1)
  if has_all avx2 bmi1 bmi2 f16c fma abm movbe; then
    level=x86-64-v3
    if has_all avx512f avx512bw avx512cd avx512dq avx512vl; then level=x86-64-v4; fi
    flags="$flags -Xcc -march=$level"
  fi
fi
echo "$flags"

#!/bin/sh
# Prints how programs are built for this machine: with the Swift library in them, and for its vectors where it has
# those of x86-64-v3. MUSTER_PORTABLE=1 leaves the latter out, for programs that are taken elsewhere.
set -eu

flags="--static-swift-stdlib"
if [ -z "${MUSTER_PORTABLE:-}" ] && [ -r /proc/cpuinfo ]; then
  has=$(sed -n 's/^flags[^:]*: //p' /proc/cpuinfo | head -n 1)
  level3=yes
  for feature in avx2 bmi1 bmi2 f16c fma abm movbe; do
    case " $has " in *" $feature "*) ;; *) level3="" ;; esac
  done
  [ -z "$level3" ] || flags="$flags -Xcc -march=x86-64-v3"
fi
echo "$flags"

"""What all peers share: `name=value` lines, versions, the hash of an order, the peak of memory."""

import platform
import resource
import sys


def report(versions=None, **values):
    """Prints what was measured."""
    print(f"version.Python={platform.python_version()}")
    for name, version in (versions or {}).items():
        print(f"version.{name}={version}")
    for name, value in values.items():
        print(f"{name}={value}")


def order_hash(numbers):
    """Folds a sequence of numbers into one (FNV-1a on 64-bit words), as OrderHash.swift does."""
    value = 0xCBF29CE484222325
    for number in numbers:
        value = ((value ^ number) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return format(value, "x")


def peak_mib():
    """The most memory this process ever had at once."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20) if sys.platform == "darwin" else peak / (1 << 10)

"""Streams all task events of the Google trace with Python's csv and gzip. Argument: the directory."""

import csv
import glob
import gzip
import struct
import sys
import time

from peer import peak_mib, report


def rows(directory):
    """Every row with its 13 columns converted; empty ones are None."""
    for part in sorted(glob.glob(directory + "/task_events-part-*.csv*")):
        with (gzip.open(part, "rt", newline="") if part.endswith(".gz") else open(part, newline="")) as file:
            for row in csv.reader(file):
                (stamp, missing, job, index, machine, event, user, rank, priority, cpu, memory, disk, apart) = row
                yield (
                    int(stamp),
                    int(missing) if missing else None,
                    int(job),
                    int(index),
                    int(machine) if machine else None,
                    int(event),
                    user or None,
                    int(rank) if rank else None,
                    int(priority),
                    float(cpu) if cpu else None,
                    float(memory) if memory else None,
                    float(disk) if disk else None,
                    apart == "1" if apart else None,
                )


def main():
    start = time.perf_counter()
    count = 0
    times = 0
    processors = 0.0
    events = [0] * 9
    for row in rows(sys.argv[1]):
        count += 1
        times += row[0]
        processors += row[9] or 0.0
        events[row[5]] += 1
    seconds = time.perf_counter() - start
    bits = format(struct.unpack("<Q", struct.pack("<d", processors))[0], "x")
    times &= 0xFFFFFFFFFFFFFFFF
    sums = f"{count} rows: {' '.join(map(str, events))}, {times}, {bits}"
    report(perS=count / seconds, peakMiB=peak_mib(), sums=sums)


main()

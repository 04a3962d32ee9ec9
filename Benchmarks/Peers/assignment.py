"""Dense assignment by scipy and lapjv. Argument: the file of costs, a matrix and the rows that replace its first."""

import statistics
import sys
import time

import lapjv
import numpy
import scipy
from scipy.optimize import linear_sum_assignment

from peer import order_hash, report

SIZE = 1000
REPEATS = 7


def median(run):
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        run()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def main():
    numbers = numpy.fromfile(sys.argv[1], dtype="<f8").reshape(-1, SIZE)
    costs, rows = numbers[:SIZE].copy(), numbers[SIZE:]
    columns = linear_sum_assignment(costs)[1].tolist()
    changed = costs.copy()
    changed[: len(rows)] = rows
    report(
        {"scipy": scipy.__version__, "lapjv": "1.3.29", "NumPy": numpy.__version__},
        solveMs=median(lambda: linear_sum_assignment(costs)),
        lapjvMs=median(lambda: lapjv.lapjv(costs)),
        hash=order_hash(columns),
        changedHash=order_hash(linear_sum_assignment(changed)[1].tolist()),
    )


main()

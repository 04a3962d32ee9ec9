"""Bipartite flow of single units by OR-Tools. Argument: the file of heads, costs and changed costs."""

import statistics
import sys
import time

import numpy
import ortools
from ortools.graph.python import min_cost_flow

from peer import report

NODES = 10_000
DEGREE = 10
REPEATS = 7


def solve(heads, costs):
    """Seconds of the solution alone, and its cost."""
    solver = min_cost_flow.SimpleMinCostFlow()
    tails = numpy.repeat(numpy.arange(NODES), DEGREE)
    solver.add_arcs_with_capacity_and_unit_cost(tails, NODES + heads, numpy.ones_like(tails), costs)
    ones = numpy.ones(NODES, dtype=numpy.int64)
    solver.set_nodes_supplies(numpy.arange(2 * NODES), numpy.concatenate([ones, -ones]))
    start = time.perf_counter()
    status = solver.solve()
    seconds = time.perf_counter() - start
    if status != solver.OPTIMAL:
        raise SystemExit(f"found status {status}, expected an optimum")
    return seconds, solver.optimal_cost()


def main():
    numbers = numpy.fromfile(sys.argv[1], dtype="<i8")
    count = NODES * DEGREE
    heads, costs, changes = numbers[:count], numbers[count : 2 * count], numbers[2 * count :]
    runs = [solve(heads, costs) for _ in range(REPEATS)]
    changed = costs.copy()
    changed[: len(changes) * 500 : 500] = changes
    report(
        {"OR-Tools": ortools.__version__},
        solveMs=statistics.median(seconds for seconds, _ in runs) * 1000,
        cost=runs[0][1],
        changedCost=solve(heads, changed)[1],
    )


main()

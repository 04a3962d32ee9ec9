"""Prints what OR-Tools' SimpleMinCostFlow makes of COUNT instances: `seed cost` lines, `-` for infeasible.

With --swift, the array literal of FlowGolden.swift. Needs ortools (the golden values are from 9.15).
"""

import sys

from ortools.graph.python import min_cost_flow

from instances import flow


def cost(supplies, arcs):
    solver = min_cost_flow.SimpleMinCostFlow()
    for tail, head, capacity, unit in arcs:
        solver.add_arc_with_capacity_and_unit_cost(tail, head, capacity, unit)
    for node, supply in enumerate(supplies):
        solver.set_node_supply(node, supply)
    if solver.solve() != solver.OPTIMAL:
        return None
    return solver.optimal_cost()


def main():
    count = int(sys.argv[1])
    values = [cost(*flow(seed)) for seed in range(count)]
    if "--swift" in sys.argv:
        print(", ".join("nil" if value is None else str(value) for value in values))
    else:
        for seed, value in enumerate(values):
            print(seed, "-" if value is None else value)


main()

"""Prints what scipy's linear_sum_assignment makes of COUNT instances: `seed cost` lines, `-` for infeasible.

With --swift, the array literal of AssignmentGolden.swift. Needs scipy (the golden values are from 1.17.1).
"""

import sys

from scipy.optimize import linear_sum_assignment

from instances import assignment


def cost(matrix):
    try:
        rows, columns = linear_sum_assignment(matrix)
    except ValueError:
        return None
    total = 0.0
    for row, column in zip(rows, columns):
        total += matrix[row][column]
    return total


def main():
    count = int(sys.argv[1])
    values = [cost(assignment(seed)) for seed in range(count)]
    if "--swift" in sys.argv:
        print(", ".join("nil" if value is None else repr(value) for value in values))
    else:
        for seed, value in enumerate(values):
            print(seed, "-" if value is None else value.hex())


main()

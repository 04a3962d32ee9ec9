"""Instances that are generated alike here and in the Swift tests (Instance.swift), from a seed."""

MASK = (1 << 64) - 1
INF = float("inf")
ASSIGNMENT_KINDS = ["square", "wide", "tall", "forbidden", "sparse", "ties", "negative", "large"]


class Draws:
    """splitmix64 (Steele, Lea and Flood, 2014)."""

    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return z ^ (z >> 31)

    def below(self, n):
        return self.next() % n


def assignment(seed):
    """The matrix of a seed; the kinds take turns."""
    draws = Draws(seed)
    kind = ASSIGNMENT_KINDS[seed % len(ASSIGNMENT_KINDS)]
    short = 1 + draws.below(40)
    long = short + 1 + draws.below(40)
    shape = {"square": 0, "wide": 1, "tall": 2}.get(kind)
    if shape is None:
        shape = draws.below(3)
    rows, columns = [(short, short), (short, long), (long, short)][shape]

    def cost():
        if kind in ("square", "wide", "tall"):
            return (draws.next() >> 11) / (1 << 53)
        if kind == "forbidden":
            value = float(draws.below(1000))
            return INF if draws.below(3) == 0 else value
        if kind == "sparse":
            value = float(draws.below(1000))
            return value if draws.below(6) == 0 else INF
        if kind == "ties":
            return float(draws.below(4))
        if kind == "negative":
            return float(draws.below(1001)) - 500
        return float(draws.below(1 << 40))

    return [[cost() for _ in range(columns)] for _ in range(rows)]


def flow(seed):
    """Supplies, and arcs as (from, to, capacity, cost); the kinds take turns."""
    draws = Draws(seed)
    if seed % 2 == 0:
        rows = 2 + draws.below(60)
        degree = 1 + draws.below(6)
        supplies = [1] * rows + [-1] * rows
        arcs = []
        for row in range(rows):
            arcs.append((row, rows + row, 1, 500 + draws.below(500)))
            for _ in range(degree):
                arcs.append((row, rows + draws.below(rows), 1, draws.below(1000)))
        return supplies, arcs
    count = 2 + draws.below(30)
    supplies = [0] * count
    for _ in range(1 + draws.below(count)):
        units = 1 + draws.below(20)
        supplies[draws.below(count)] += units
        supplies[draws.below(count)] -= units
    lowest = -20 if seed % 4 == 3 else 0
    arcs = []
    for _ in range(count * (2 + draws.below(5))):
        tail, head = draws.below(count), draws.below(count)
        arcs.append((tail, head, draws.below(25), lowest + draws.below(100)))
    return supplies, arcs

"""A cluster with GPUs in numpy: room, fragmentation (F_n of the paper) and FGD's score."""

import struct
from collections import namedtuple

import numpy as np

Pod = namedtuple("Pod", "number cpu memory milli count models shape")
Typical = namedtuple("Typical", "share cpu milli count models")
GPUS = 8
WHOLE = 1000


def read(path):
    """Nodes in the order of preference, typical demands in the order of their sum, pods in the order of arrival."""
    nodes, typical, pods = [], [], []
    for line in open(path):
        kind, *words = line.split()
        values = [int(word) for word in words]
        if kind == "node":
            nodes.append(values)
        elif kind == "typical":
            share, cpu, _, milli, count, models = values
            typical.append(Typical(struct.unpack("<d", struct.pack("<Q", share))[0], cpu, milli, count, models))
        else:
            number, cpu, memory, milli, count, models = values
            pods.append(Pod(number, cpu, memory, milli, count, models, (cpu, memory, milli, count, models)))
    return nodes, typical, pods


class Cluster:
    def __init__(self, nodes, typical):
        table = np.array(nodes, dtype=np.int64)
        self.cpu = table[:, 0].copy()
        self.memory = table[:, 1].copy()
        self.model = table[:, 3].copy()
        # Absent GPUs have nothing left and never fit.
        self.left = np.where(np.arange(GPUS) < table[:, 2:3], WHOLE, 0)
        self.typical = typical

    def scores(self, pod, rows):
        """FGD's score of each of the rows, -1 for those without room."""
        result = np.full(len(rows), -1, dtype=np.int64)
        left = self.left[rows]
        fits = (self.cpu[rows] >= pod.cpu) & (self.memory[rows] >= pod.memory)
        if pod.count:
            fits &= (left >= pod.milli).sum(axis=1) >= pod.count
            if pod.models:
                fits &= (self.model[rows] & pod.models) != 0
        kept = np.flatnonzero(fits)
        if len(kept) == 0:
            return result
        rows, left = rows[kept], left[kept]
        cpu, model = self.cpu[rows], self.model[rows]
        before = self.fragmentation(cpu, left, model)
        if pod.count == 1 and pod.milli < WHOLE:
            # One candidate for each GPU with room: the best of a node counts.
            at, gpu = np.nonzero(left >= pod.milli)
            after = left[at]
            after[np.arange(len(at)), gpu] -= pod.milli
            score = rating(before[at] - self.fragmentation(cpu[at] - pod.cpu, after, model[at]))
            best = np.full(len(rows), -1, dtype=np.int64)
            np.maximum.at(best, at, score)
            result[kept] = best
        else:
            taken = (left == WHOLE) & (np.cumsum(left == WHOLE, axis=1) <= pod.count)
            after = left - taken * WHOLE
            result[kept] = rating(before - self.fragmentation(cpu - pod.cpu, after, model))
        return result

    def fragmentation(self, cpu, left, model):
        """F_n: what a typical pod could not use, in expectation; the classes are summed apart, as published."""
        total = left.sum(axis=1).astype(float)
        q1, q2, q4, able, unable, other = (np.zeros(len(cpu)) for _ in range(6))
        by_share = {}
        for entry in self.typical:
            has_cpu = cpu >= entry.cpu
            whole = entry.share * total
            if entry.count == 0:
                able += np.where(has_cpu, whole, 0)
                unable += np.where(has_cpu, 0, whole)
                continue
            if entry.milli not in by_share:
                fits = left >= entry.milli
                by_share[entry.milli] = (fits.sum(axis=1), np.where(fits, 0, left).sum(axis=1))
            fitting, lost = by_share[entry.milli]
            enough = fitting >= entry.count
            if entry.models:
                right = (model & entry.models) != 0
                other += np.where(right, 0, whole)
                has_cpu, no_cpu = right & has_cpu, right & ~has_cpu
            else:
                no_cpu = ~has_cpu
            q2 += np.where(has_cpu, entry.share * np.where(enough, lost, total), 0)
            q4 += np.where(no_cpu & enough, whole, 0)
            q1 += np.where(no_cpu & ~enough, whole, 0)
        return q1 + q2 + q4 + able + unable + other

    def take(self, pod, node):
        """Places the pod and returns its GPUs as a mask."""
        mask = 0
        if pod.count == 1 and pod.milli < WHOLE:
            fitting = np.flatnonzero(self.left[node] >= pod.milli)
            after = np.repeat(self.left[node : node + 1], len(fitting), axis=0)
            after[np.arange(len(fitting)), fitting] -= pod.milli
            row = np.array([node])
            before = self.fragmentation(self.cpu[row], self.left[row], self.model[row])
            cpu = np.repeat(self.cpu[row] - pod.cpu, len(fitting))
            model = np.repeat(self.model[row], len(fitting))
            score = rating(before - self.fragmentation(cpu, after, model))
            gpus = [int(fitting[np.argmax(score)])]
        else:
            gpus = [int(gpu) for gpu in np.flatnonzero(self.left[node] == WHOLE)[: pod.count]]
        for gpu in gpus:
            self.left[node, gpu] -= pod.milli
            mask |= 1 << gpu
        self.cpu[node] -= pod.cpu
        self.memory[node] -= pod.memory
        return mask


def rating(change):
    """The published score of a fall of F: cut to a whole number, not rounded."""
    return (100 * (1 / (1 + np.exp(-change / 1000)))).astype(np.int64)

"""FGD (Weng et al., ATC'23) in numpy, on the nodes and pods that muster-bench wrote.

Arguments: file, `plain` or `memo`, how many pods (0 for all). `plain` scores every node that has room for a pod, as
the published simulator does. `memo` keeps the scores of each shape of pod and computes anew only the nodes that
changed since that shape last came, as Muster does.
"""

import sys
import time

import numpy as np

from fgd_cluster import Cluster, read
from peer import order_hash, report


class Plain:
    """Scores all nodes for every pod."""

    def __init__(self, cluster):
        self.cluster = cluster
        self.all = np.arange(len(cluster.cpu))

    def scores(self, pod):
        return self.cluster.scores(pod, self.all)

    def changed(self, node):
        pass


class Memo:
    """Keeps the scores of every shape, and which nodes changed since."""

    def __init__(self, cluster):
        self.cluster = cluster
        self.all = np.arange(len(cluster.cpu))
        self.journal = []
        self.kept = {}

    def scores(self, pod):
        shape = pod.shape
        if shape not in self.kept:
            scores = self.cluster.scores(pod, self.all)
        else:
            scores, seen = self.kept[shape]
            changed = np.unique(np.array(self.journal[seen:], dtype=np.int64))
            if len(changed):
                scores[changed] = self.cluster.scores(pod, changed)
        self.kept[shape] = (scores, len(self.journal))
        return scores

    def changed(self, node):
        self.journal.append(node)


def place(cluster, scorer, pods):
    """One attempt for each pod; returns how many were placed and the decisions as numbers to be hashed."""
    placed = 0
    decisions = []
    for pod in pods:
        decisions.append(pod.number)
        scores = scorer.scores(pod)
        # The nodes stand in the order of preference: the first of the highest wins.
        node = int(np.argmax(scores))
        if scores[node] < 0:
            continue
        mask = cluster.take(pod, node)
        scorer.changed(node)
        decisions += (node + 1, mask)
        placed += 1
    return placed, decisions


def main():
    nodes, typical, pods = read(sys.argv[1])
    limit = int(sys.argv[3]) or len(pods)
    cluster = Cluster(nodes, typical)
    scorer = Plain(cluster) if sys.argv[2] == "plain" else Memo(cluster)
    start = time.perf_counter()
    placed, decisions = place(cluster, scorer, pods[:limit])
    seconds = time.perf_counter() - start
    report(
        {"numpy": np.__version__},
        placementsPerS=placed / seconds,
        attemptsPerS=min(limit, len(pods)) / seconds,
        placements=placed,
        hash=order_hash(decisions),
    )


main()

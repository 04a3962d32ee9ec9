"""Steps a second of simple_spread with three agents and random actions, episodes of 25 steps.

Arguments: `mpe2`, `parallel` (Muster's worlds through the C library, as PettingZoo's ParallelEnv) or `vector` (the
same as numpy arrays, all copies in one call), how many copies, how many steps of each. mpe2 has no form that steps
several copies at once: they are stepped one after the other.
"""

import sys
import time
from importlib.metadata import version

import numpy as np
from peer import peak_mib, report

LENGTH = 25


def step_each(make, copies, steps):
    """Environments of PettingZoo one after the other; seconds."""
    rng = np.random.default_rng(1)
    envs = [make() for _ in range(copies)]
    for index, env in enumerate(envs):
        env.reset(seed=index)
    names = envs[0].possible_agents
    actions = [dict(zip(names, row)) for row in rng.integers(5, size=(1000, len(names))).tolist()]
    start = time.perf_counter()
    for step in range(steps):
        for index, env in enumerate(envs):
            env.step(actions[(step * copies + index) % len(actions)])
            if not env.agents:
                env.reset()
    return time.perf_counter() - start


def step_together(copies, steps):
    """All copies in one call; seconds."""
    from muster_worlds import World

    rng = np.random.default_rng(1)
    world = World("simple_spread", copies=copies, seed=1, length=LENGTH)
    actions = rng.integers(5, size=(100, copies, world.agents), dtype=np.int32)
    start = time.perf_counter()
    for step in range(steps):
        _, _, ends = world.step(actions[step % len(actions)])
        if ends.any():
            world.reset(ends)
    return time.perf_counter() - start


def main():
    which, (copies, steps) = sys.argv[1], (int(argument) for argument in sys.argv[2:4])
    versions = {"numpy": np.__version__}
    if which == "vector":
        seconds = step_together(copies, steps)
    else:
        versions["PettingZoo"] = version("pettingzoo")
        if which == "mpe2":
            from mpe2 import simple_spread_v3 as module

            versions["mpe2"] = version("mpe2")
        else:
            from muster_worlds import simple_spread as module
        seconds = step_each(lambda: module.parallel_env(N=3, max_cycles=LENGTH), copies, steps)
    report(versions, perSecond=copies * steps / seconds, peakMiB=peak_mib())


main()

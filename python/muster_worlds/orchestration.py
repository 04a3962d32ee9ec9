"""A cluster that schedulers, compute and storage nodes run together, in PettingZoo's manner.

The agents are called ``scheduler_0``, ``compute_0``, ``storage_0`` and so on. What each can do differs from step
to step, and who is absent in an episode, or broken down, can do nothing: see ``action_mask``.
"""

from pettingzoo import AECEnv
from pettingzoo.utils import parallel_to_aec

from muster_worlds.pettingzoo_env import WorldParallelEnv


def parallel_env(max_cycles: int = 400, **settings: object) -> WorldParallelEnv:
    """Agents that act at once, in episodes of ``max_cycles`` steps or of ``epochs`` (120), if those are through before.

    ``settings`` are those that ``muster_worlds.h`` lists for the world, such as ``trace``, the spec of a
    generated trace or of files.
    """
    return WorldParallelEnv("orchestration", length=max_cycles, **settings)


def env(max_cycles: int = 400, **settings: object) -> AECEnv:
    """The same with agents that act one after the other."""
    return parallel_to_aec(parallel_env(max_cycles, **settings))

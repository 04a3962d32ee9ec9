"""``simple_reference`` in PettingZoo's manner, with the arguments of ``mpe2.simple_reference_v3``."""

from pettingzoo import AECEnv
from pettingzoo.utils import parallel_to_aec

from muster_worlds.pettingzoo_env import WorldParallelEnv


def parallel_env(local_ratio: float = 0.5, max_cycles: int = 25) -> WorldParallelEnv:
    """Two agents that act at once lead each other to landmarks, in episodes of ``max_cycles`` steps."""
    return WorldParallelEnv("simple_reference", local_ratio=local_ratio, length=max_cycles)


def env(local_ratio: float = 0.5, max_cycles: int = 25) -> AECEnv:
    """The same with agents that act one after the other."""
    return parallel_to_aec(parallel_env(local_ratio, max_cycles))

"""``simple_spread`` in PettingZoo's manner, with the arguments of ``mpe2.simple_spread_v3``."""

from pettingzoo import AECEnv
from pettingzoo.utils import parallel_to_aec

from muster_worlds.pettingzoo_env import WorldParallelEnv


def parallel_env(N: int = 3, local_ratio: float = 0.5, max_cycles: int = 25) -> WorldParallelEnv:
    """``N`` agents that act at once are to cover as many landmarks, in episodes of ``max_cycles`` steps."""
    return WorldParallelEnv("simple_spread", agents=N, local_ratio=local_ratio, length=max_cycles)


def env(N: int = 3, local_ratio: float = 0.5, max_cycles: int = 25) -> AECEnv:
    """The same with agents that act one after the other."""
    return parallel_to_aec(parallel_env(N, local_ratio, max_cycles))

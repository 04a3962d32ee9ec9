"""Muster's multi-agent worlds for Python.

``World`` is the library as numpy arrays and needs nothing else. The standard faces of it, which need the
packages that they are named after, are ``muster_worlds.pettingzoo_env.WorldParallelEnv`` (with
``simple_spread``, ``simple_reference`` and ``orchestration`` as modules in PettingZoo's manner),
``muster_worlds.gymnasium_vector.WorldVectorEnv`` and ``muster_worlds.gymnasium_env.WorldEnv``.
"""

from muster_worlds._library import RUNNING, TERMINATED, TRUNCATED, WorldError
from muster_worlds.world import World

__all__ = ["RUNNING", "TERMINATED", "TRUNCATED", "World", "WorldError"]

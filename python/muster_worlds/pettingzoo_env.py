"""Worlds as PettingZoo's ParallelEnv."""

from typing import Any

import numpy as np
from gymnasium.spaces import Box, Dict, Discrete, Space
from gymnasium.utils import EzPickle
from pettingzoo import ParallelEnv

from muster_worlds._library import RUNNING, TERMINATED, TRUNCATED
from muster_worlds.world import World


class WorldParallelEnv(ParallelEnv, EzPickle):
    """One copy of a world. All agents are there from the first step of an episode to its end.

    Observations are rows of an array that the library wrote, a new one each step. In a world with masks they
    are dictionaries of ``observation`` and ``action_mask``, and the mask stands in the infos too; an action that
    is not possible counts as the agent's first one that is, and an agent without any takes no part.
    """

    def __init__(self, name: str, **settings: object) -> None:
        """Opens the world ``name`` with settings of ``World``, but for ``copies``, ``seed`` and ``reuse``."""
        EzPickle.__init__(self, name, **settings)
        self.metadata: dict[str, Any] = {"name": name, "render_modes": [], "is_parallelizable": True}
        self.render_mode = None
        self._world = World(name, **settings)
        self._is_seeded = False
        world = self._world
        self.possible_agents = list(world.agent_names)
        self.agents: list[str] = []
        self._actions = np.zeros((1, world.agents), np.int32)
        self.state_space = Box(-np.inf, np.inf, (world.state_size,), np.float32)
        self.observation_spaces = {agent: self._seen_space() for agent in self.possible_agents}
        self.action_spaces = {agent: Discrete(world.actions) for agent in self.possible_agents}

    def _seen_space(self) -> Space:
        numbers = Box(-np.inf, np.inf, (self._world.observation_size,), np.float32)
        if not self._world.has_masks:
            return numbers
        return Dict({"observation": numbers, "action_mask": Box(0, 1, (self._world.actions,), np.int8)})

    def observation_space(self, agent: str) -> Space:
        """What ``agent`` sees."""
        return self.observation_spaces[agent]

    def action_space(self, agent: str) -> Space:
        """What ``agent`` may do."""
        return self.action_spaces[agent]

    def reset(
        self, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[dict[str, Any], dict[str, dict]]:
        """Begins a new episode; ``seed`` decides about it and those that follow. There are no options."""
        if seed is None and not self._is_seeded:
            seed = int(np.random.default_rng().integers(1 << 63))
        observations = self._world.reset() if seed is None else self._world.restart(seed)
        self._is_seeded = True
        self.agents = list(self.possible_agents)
        return self._seen(observations), self._infos(self.agents)

    def step(
        self, actions: dict[str, int]
    ) -> tuple[dict[str, Any], dict[str, float], dict[str, bool], dict[str, bool], dict[str, dict]]:
        """Has every agent act. Behind the end of an episode everything is empty."""
        agents = self.agents
        if not agents:
            return {}, {}, {}, {}, {}
        self._actions[0] = [actions[agent] for agent in agents]
        observations, rewards, ends = self._world.step(self._actions)
        end = ends[0]
        if end != RUNNING:
            self.agents = []
        return (
            self._seen(observations),
            dict(zip(agents, rewards[0].tolist(), strict=True)),
            dict.fromkeys(agents, bool(end == TERMINATED)),
            dict.fromkeys(agents, bool(end == TRUNCATED)),
            self._infos(agents),
        )

    def _seen(self, observations: np.ndarray) -> dict[str, Any]:
        rows = dict(zip(self.possible_agents, observations[0], strict=True))
        if (masks := self._world.masks) is None:
            return rows
        flags = masks[0].view(np.int8)
        return {
            agent: {"observation": row, "action_mask": mask}
            for (agent, row), mask in zip(rows.items(), flags, strict=True)
        }

    def _infos(self, agents: list[str]) -> dict[str, dict]:
        if (masks := self._world.masks) is None:
            return {agent: {} for agent in agents}
        return {
            agent: {"action_mask": mask}
            for agent, mask in zip(agents, masks[0].view(np.int8), strict=True)
        }

    def state(self) -> np.ndarray:
        """What a centralised critic sees."""
        return self._world.state()[0]

    def render(self) -> None:
        """Worlds cannot be drawn."""

    def close(self) -> None:
        """Frees the world; a second time does nothing."""
        self._world.close()

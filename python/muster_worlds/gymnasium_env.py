"""Worlds as Gymnasium's Env: one copy, whose agents act as one."""

from typing import Any

import gymnasium
import numpy as np
from gymnasium.spaces import Box, MultiDiscrete

from muster_worlds._library import TERMINATED, TRUNCATED
from muster_worlds.world import World


class WorldEnv(gymnasium.Env):
    """One copy of a world, under a policy that chooses for all agents.

    An observation has a row for each agent, an action a number for each. The reward is the mean over agents;
    theirs are ``info["agent_rewards"]``. In a world with masks ``info["action_mask"]`` says what is possible;
    an action that is not counts as the agent's first one that is.
    """

    metadata: dict[str, Any] = {"render_modes": []}  # noqa: RUF012 (as the base class has it)

    def __init__(self, name: str, render_mode: str | None = None, **settings: object) -> None:
        """Opens the world ``name`` with settings of ``World``, but for ``copies``, ``seed`` and ``reuse``."""
        if render_mode is not None:
            raise ValueError(f"render_mode: found {render_mode!r}, expected None: worlds cannot be drawn")
        self._world = World(name, **settings)
        self._is_seeded = False
        self.observation_space = Box(
            -np.inf, np.inf, (self._world.agents, self._world.observation_size), np.float32
        )
        self.action_space = MultiDiscrete([self._world.actions] * self._world.agents)

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[np.ndarray, dict[str, Any]]:
        """Begins a new episode; ``seed`` decides about it and those that follow. There are no options."""
        super().reset(seed=seed)
        observations = restarted(self, self._world, seed)
        return observations[0], self._info()

    def step(self, action: np.ndarray) -> tuple[np.ndarray, float, bool, bool, dict[str, Any]]:
        """Has all agents act."""
        observations, rewards, ends = self._world.step(action)
        info = self._info()
        info["agent_rewards"] = rewards[0]
        is_over, is_cut = bool(ends[0] == TERMINATED), bool(ends[0] == TRUNCATED)
        return observations[0], float(rewards[0].mean()), is_over, is_cut, info

    def _info(self) -> dict[str, Any]:
        return {} if self._world.masks is None else {"action_mask": self._world.masks[0]}

    def state(self) -> np.ndarray:
        """What a centralised critic sees."""
        return self._world.state()[0]

    def close(self) -> None:
        """Frees the world; a second time does nothing."""
        self._world.close()


def restarted(env: Any, world: World, seed: int | None) -> np.ndarray:
    """Observations of new episodes, under ``seed``; the first time under one that ``env`` draws."""
    if seed is None and not env._is_seeded:
        seed = int(env.np_random.integers(1 << 63))
    env._is_seeded = True
    return world.reset() if seed is None else world.restart(seed)

"""Worlds as Gymnasium's VectorEnv: each copy is an environment, all are stepped in one call."""

from typing import Any

import numpy as np
from gymnasium.spaces import Box, MultiDiscrete
from gymnasium.vector import AutoresetMode, VectorEnv
from gymnasium.vector.utils import batch_space

from muster_worlds._library import RUNNING, TERMINATED, TRUNCATED
from muster_worlds.gymnasium_env import restarted
from muster_worlds.world import World


class WorldVectorEnv(VectorEnv):
    """Copies of a world, each under a policy that chooses for all its agents.

    Observations are (num_envs, agents, numbers), actions (num_envs, agents). The reward of a copy is the mean
    over its agents; theirs are ``infos["agent_rewards"]``. In a world with masks ``infos["action_mask"]``
    says what is possible.

    In mode SAME_STEP a copy whose episode ended begins the next one at once, and ``infos["final_obs"]`` has
    how it ended; in mode DISABLED it waits for ``reset(options={"reset_mask": ...})``. NEXT_STEP is not
    offered: copies are stepped together, none can sit a step out.
    """

    def __init__(
        self,
        name: str,
        num_envs: int = 1,
        *,
        autoreset_mode: AutoresetMode | str = AutoresetMode.SAME_STEP,
        reuse: bool = False,
        render_mode: str | None = None,
        **settings: object,
    ) -> None:
        """Opens ``num_envs`` copies of the world ``name`` with settings of ``World``, but for ``seed``.

        With ``reuse`` all arrays that are returned are the same at every step.
        """
        mode = AutoresetMode(autoreset_mode)
        if mode is AutoresetMode.NEXT_STEP:
            raise ValueError(f"autoreset_mode: found {mode}, expected SAME_STEP or DISABLED")
        if render_mode is not None:
            raise ValueError(f"render_mode: found {render_mode!r}, expected None: worlds cannot be drawn")
        self._world = World(name, copies=num_envs, reuse=reuse, **settings)
        self._is_seeded = False
        self._is_automatic = mode is AutoresetMode.SAME_STEP
        self.metadata = {"render_modes": [], "autoreset_mode": mode}
        self.num_envs = num_envs
        self.single_observation_space = Box(
            -np.inf, np.inf, (self._world.agents, self._world.observation_size), np.float32
        )
        self.single_action_space = MultiDiscrete([self._world.actions] * self._world.agents)
        self.observation_space = batch_space(self.single_observation_space, num_envs)
        self.action_space = batch_space(self.single_action_space, num_envs)

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[np.ndarray, dict[str, Any]]:
        """Begins new episodes in all copies, or in those that ``options["reset_mask"]`` names."""
        super().reset(seed=seed)
        mask = (options or {}).get("reset_mask")
        if mask is None:
            return restarted(self, self._world, seed), self._infos()
        if seed is not None:
            raise ValueError("seed: found one beside a reset_mask, expected none: a seed is for all copies")
        return self._world.reset(mask), self._infos()

    def step(
        self, actions: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, dict[str, Any]]:
        """Has all agents of all copies act."""
        observations, rewards, ends = self._world.step(actions)
        infos: dict[str, Any] = {}
        is_done = ends != RUNNING
        if self._is_automatic and is_done.any():
            infos = self._finals(observations, is_done)
            observations = self._world.reset(is_done)
        infos.update(self._infos(), agent_rewards=rewards, _agent_rewards=np.ones(self.num_envs, np.bool_))
        return observations, rewards.mean(axis=1), ends == TERMINATED, ends == TRUNCATED, infos

    def _finals(self, observations: np.ndarray, is_done: np.ndarray) -> dict[str, Any]:
        """How episodes ended, as Gymnasium has it: None for those that go on."""
        last = np.full(self.num_envs, None, dtype=object)
        for index in np.flatnonzero(is_done):
            last[index] = observations[index]
        return {"final_obs": last, "_final_obs": is_done}

    def _infos(self) -> dict[str, Any]:
        if self._world.masks is None:
            return {}
        return {"action_mask": self._world.masks, "_action_mask": np.ones(self.num_envs, np.bool_)}

    def state(self) -> np.ndarray:
        """What a centralised critic sees, a row for each copy."""
        return self._world.state()

    def close_extras(self, **kwargs: Any) -> None:
        """Frees the world."""
        self._world.close()

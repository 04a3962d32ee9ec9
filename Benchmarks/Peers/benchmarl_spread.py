"""BenchMARL's MAPPO on Muster's simple_spread, through the C library: the return after training and the wall time.

Arguments: `own` or `ours`, seed, frames, how many episodes to evaluate. `own` has the values that BenchMARL comes
with, `ours` those of PPOSettings.simpleSpread, networks and falling rates among them.

A frame is one step of one copy, whatever the number of agents, on both sides. Training is timed without the making of
networks and worlds, and without evaluation. The return is the sum over an episode of 25 steps of the mean over agents
of their rewards, undiscounted, of the most probable actions: from the places where Muster's evaluation begins, for the
copies of one seed are the same on either side of the door. The world is stepped in one call for all copies, and its
arrays are what the tensors lie on: BenchMARL's own wrapper of PettingZoo steps them one after the other in Python.
"""

import logging
import sys
import tempfile
import time
import warnings
from importlib.metadata import version

import torch
from benchmarl.algorithms import MappoConfig
from benchmarl.environments.common import TaskClass
from benchmarl.experiment import Callback, Experiment, ExperimentConfig
from benchmarl.models import MlpConfig
from muster_worlds import RUNNING, TERMINATED, World
from peer import peak_mib, report
from tensordict import TensorDict
from torchrl.data import Categorical, Composite, Unbounded
from torchrl.envs import EnvBase
from torchrl.envs.utils import ExplorationType, set_exploration_type

EVALUATION_SEED = 9999


class WorldTorchEnv(EnvBase):
    """Copies of a world as one batched environment of TorchRL, with one group of agents."""

    def __init__(self, name, copies, seed, device):
        super().__init__(device=device, batch_size=torch.Size([copies]))
        self.world = World(name, copies=copies, seed=seed)
        rows = (copies, self.world.agents)

        def spec(key, leaf):
            return Composite({"agents": Composite({key: leaf}, shape=rows)}, shape=rows[:1])

        self.observation_spec = spec("observation", Unbounded((*rows, self.world.observation_size)))
        self.action_spec = spec("action", Categorical(self.world.actions, shape=rows))
        self.reward_spec = spec("reward", Unbounded((*rows, 1)))
        flags = {
            key: Categorical(2, shape=(copies, 1), dtype=torch.bool)
            for key in ("done", "terminated", "truncated")
        }
        self.done_spec = Composite(flags, shape=rows[:1])

    def _set_seed(self, seed):
        self.world.restart(seed)

    def _reset(self, tensordict=None, **_):
        which = None
        if tensordict is not None and "_reset" in tensordict.keys():
            which = tensordict["_reset"].squeeze(-1).numpy()
        return self._seen(self.world.reset(which), torch.zeros(self.world.copies, dtype=torch.uint8))

    def _step(self, tensordict):
        observations, rewards, ends = self.world.step(tensordict["agents", "action"].numpy())
        seen = self._seen(observations, torch.from_numpy(ends))
        seen["agents", "reward"] = torch.from_numpy(rewards).unsqueeze(-1)
        return seen

    def _seen(self, observations, ends):
        rows = TensorDict({"observation": torch.from_numpy(observations)}, observations.shape[:2])
        done, terminated = ends != RUNNING, ends == TERMINATED
        return TensorDict(
            {
                "agents": rows,
                "done": done.unsqueeze(-1),
                "terminated": terminated.unsqueeze(-1),
                "truncated": (done & ~terminated).unsqueeze(-1),
            },
            self.batch_size,
        )


class WorldTask(TaskClass):
    """What BenchMARL asks of a task."""

    def get_env_fun(self, num_envs, continuous_actions, seed, device):
        return lambda: WorldTorchEnv(self.name, num_envs, seed, device)

    def supports_continuous_actions(self):
        return False

    def supports_discrete_actions(self):
        return True

    def has_render(self, env):
        return False

    def max_steps(self, env):
        return 25

    def group_map(self, env):
        return {"agents": env.world.agent_names}

    def observation_spec(self, env):
        return env.full_observation_spec_unbatched.clone()

    def action_spec(self, env):
        return env.full_action_spec_unbatched

    def state_spec(self, env):
        return None

    def action_mask_spec(self, env):
        return None

    def info_spec(self, env):
        return None

    @staticmethod
    def env_name():
        return "muster"


class FallingRates(Callback):
    """Lowers the optimisers' rates linearly to 0, as PPOTrainer does."""

    def __init__(self, rate, frames):
        super().__init__()
        self.rate, self.frames = rate, frames

    def on_batch_collected(self, batch):
        rest = max(1 - self.experiment.total_frames / self.frames, 0)
        for optimiser in self.experiment.optimizers["agents"].values():
            for group in optimiser.param_groups:
                group["lr"] = self.rate * rest


def settings(which, frames):
    """BenchMARL's configuration of the experiment, the algorithm and the network."""
    experiment, algorithm, model = (
        config.get_from_yaml() for config in (ExperimentConfig, MappoConfig, MlpConfig)
    )
    experiment.max_n_frames = frames
    experiment.evaluation = experiment.render = experiment.create_json = False
    experiment.prefer_continuous_actions = False
    experiment.loggers = []
    callbacks = []
    if which == "ours":
        model.num_cells = [64, 64]
        experiment.on_policy_n_envs_per_worker = 64
        experiment.on_policy_collected_frames_per_batch = 1600
        experiment.on_policy_minibatch_size = 200
        experiment.on_policy_n_minibatch_iters = 5
        experiment.gamma, algorithm.lmbda = 0.9, 0.95
        experiment.lr, experiment.adam_eps = 2e-3, 1e-5
        experiment.clip_grad_val = 10
        algorithm.entropy_coef = 0.004
        callbacks.append(FallingRates(experiment.lr, frames))
    return experiment, algorithm, model, callbacks


def evaluate(policy, episodes):
    """The mean return of the policy's most probable actions."""
    env = WorldTorchEnv("simple_spread", episodes, EVALUATION_SEED, "cpu")
    returns = torch.zeros(episodes)
    seen = env._seen(env.world.restart(EVALUATION_SEED), torch.zeros(episodes, dtype=torch.uint8))
    with torch.no_grad(), set_exploration_type(ExplorationType.DETERMINISTIC):
        for _ in range(25):
            seen = env._step(policy(seen))
            returns += seen["agents", "reward"].mean(dim=(1, 2))
    assert seen["done"].all()
    return returns.mean().item()


def main():
    which, (seed, frames, episodes) = sys.argv[1], (int(argument) for argument in sys.argv[2:5])
    warnings.filterwarnings("ignore")
    logging.disable(logging.WARNING)
    experiment_config, algorithm, model, callbacks = settings(which, frames)
    with tempfile.TemporaryDirectory() as directory:
        experiment_config.save_folder = directory
        experiment = Experiment(
            task=WorldTask("simple_spread", {}),
            algorithm_config=algorithm,
            model_config=model,
            critic_model_config=model,
            seed=seed,
            config=experiment_config,
            callbacks=callbacks,
        )
        start = time.perf_counter()
        experiment.run()
        seconds = time.perf_counter() - start
    report(
        {name: version(name) for name in ("torch", "torchrl", "benchmarl")},
        seconds=seconds,
        frames=experiment.total_frames,
        **{"return": evaluate(experiment.policy, episodes)},
        threads=torch.get_num_threads(),
        peakMiB=peak_mib(),
    )


main()

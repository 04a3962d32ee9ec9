"""The checks that PettingZoo and Gymnasium come with, and what they leave open."""

import gymnasium
import numpy as np
import pytest
from gymnasium.utils.env_checker import check_env
from gymnasium.vector import AutoresetMode, SyncVectorEnv
from muster_worlds import World, orchestration, registration, simple_reference, simple_spread
from muster_worlds.gymnasium_env import WorldEnv
from muster_worlds.gymnasium_vector import WorldVectorEnv
from muster_worlds.pettingzoo_env import WorldParallelEnv
from pettingzoo.test import api_test, max_cycles_test, parallel_api_test, parallel_seed_test, seed_test

MODULES = pytest.mark.parametrize(
    "module", [simple_spread, simple_reference, orchestration], ids=lambda m: m.__name__
)
PARTICLES = pytest.mark.parametrize("module", [simple_spread, simple_reference], ids=lambda m: m.__name__)
NAMES = pytest.mark.parametrize("name", registration.NAMES)


# Observations with a mask are dictionaries, as in PettingZoo's own games, and an agent that is absent sees zeros; its
# tests wonder at that.
@pytest.mark.filterwarnings("ignore:Observation space for each agent probably should be:UserWarning")
@pytest.mark.filterwarnings("ignore:Observation is not a NumPy array:UserWarning")
@pytest.mark.filterwarnings("ignore:Observation numpy array is all zeros:UserWarning")
@MODULES
def test_pettingzoo(module):
    parallel_api_test(module.parallel_env(), num_cycles=1000)
    parallel_seed_test(module.parallel_env, num_cycles=500)
    max_cycles_test(module)
    api_test(module.env(), num_cycles=200)
    seed_test(module.env, num_cycles=100)


@PARTICLES
def test_pettingzoo_episodes(module):
    env = module.parallel_env(max_cycles=4)
    first, _ = env.reset(seed=1)
    assert env.state().shape == env.state_space.shape and env.state() in env.state_space
    for _ in range(4):
        seen, _, terminations, truncations, _ = env.step({agent: 1 for agent in env.agents})
    assert all(truncations.values()) and not any(terminations.values()) and env.agents == []
    assert env.step({}) == ({}, {}, {}, {}, {})
    # Without a seed the next episode is another, with it the first comes back; what was returned stays.
    other, _ = env.reset()
    again, _ = env.reset(seed=1)
    agent = env.agents[0]
    assert not np.array_equal(other[agent], first[agent]) and np.array_equal(again[agent], first[agent])
    assert seen[agent] in env.observation_space(agent)
    env.close()
    env.close()


@NAMES
def test_gymnasium(name):
    check_env(gymnasium.make(f"muster/{name}-v0").unwrapped)
    env = gymnasium.make(f"muster_worlds.registration:muster/{name}-v0", length=3)
    env.reset(seed=1)
    for step in range(3):
        _, reward, terminated, truncated, info = env.step(env.action_space.sample())
        assert reward == pytest.approx(info["agent_rewards"].mean(), rel=1e-6)
        assert not terminated and truncated == (step == 2)
    env.close()


@NAMES
def test_gymnasium_vector_is_as_many_environments(name):
    """Against Gymnasium's own vector of single environments, step by step."""
    copies = 3
    ours = gymnasium.make_vec(f"muster/{name}-v0", copies, vectorization_mode="vector_entry_point", length=7)
    assert isinstance(ours.unwrapped, WorldVectorEnv)
    theirs = SyncVectorEnv(
        [lambda: WorldEnv(name, length=7)] * copies, autoreset_mode=AutoresetMode.SAME_STEP
    )
    assert ours.observation_space == theirs.observation_space
    assert ours.single_action_space == theirs.single_action_space
    seen, _ = ours.reset(seed=5)
    assert seen in ours.observation_space and seen.shape == (copies, *ours.single_observation_space.shape)
    # Copies have streams of their own under one seed: only the first is that of a single environment.
    single, _ = theirs.reset(seed=[5, 5, 5])
    assert np.array_equal(seen[0], single[0])
    ours.action_space.seed(1)
    for _ in range(30):
        actions = ours.action_space.sample()
        seen, reward, over, cut, infos = ours.step(actions)
        expected = theirs.step(np.tile(actions[0], (copies, 1)))
        assert np.array_equal(seen[0], expected[0][0])
        assert reward[0] == pytest.approx(expected[1][0], rel=1e-6)
        assert (over[0], cut[0]) == (expected[2][0], expected[3][0])
        assert np.allclose(infos["agent_rewards"].mean(axis=1), reward)
        assert ("final_obs" in infos) == ("final_obs" in expected[4]) == cut.all()
        if cut.any():
            assert np.array_equal(infos["_final_obs"], cut)
            assert np.array_equal(infos["final_obs"][0], expected[4]["final_obs"][0])
            assert not np.array_equal(infos["final_obs"][1], seen[1])
    assert ours.unwrapped.state().shape[0] == copies
    ours.close()
    theirs.close()


def test_gymnasium_vector_without_resets():
    env = WorldVectorEnv("simple_spread", 3, autoreset_mode=AutoresetMode.DISABLED, length=2)
    assert env.metadata["autoreset_mode"] is AutoresetMode.DISABLED
    env.reset(seed=1)
    for _ in range(2):
        seen, _, _, cut, infos = env.step(np.zeros((3, 3), np.int64))
    assert cut.all() and "final_obs" not in infos
    after, _ = env.reset(options={"reset_mask": np.array([True, False, False])})
    assert not np.array_equal(after[0], seen[0]) and np.array_equal(after[1:], seen[1:])
    with pytest.raises(ValueError, match="NEXT_STEP"):
        WorldVectorEnv("simple_spread", 3, autoreset_mode=AutoresetMode.NEXT_STEP)


@pytest.mark.parametrize("make", [WorldEnv, WorldVectorEnv, WorldParallelEnv])
def test_without_a_seed_every_environment_is_another(make):
    def first() -> np.ndarray:
        seen, _ = make("simple_spread").reset()
        return seen["agent_0"] if isinstance(seen, dict) else seen

    assert not np.array_equal(first(), first())


TRACE = "generated?tasks=600&agents=12&gpu=0.5"


def test_orchestration_by_roles():
    """Roles name agents; masks stand where PettingZoo's users look for them, and keep to what is possible."""
    env = orchestration.parallel_env(max_cycles=30, trace=TRACE, nodes=6, storage=3, schedulers=2)
    roles = ["scheduler"] * 2 + ["compute"] * 6 + ["storage"] * 3
    numbers = [roles[:index].count(role) for index, role in enumerate(roles)]
    assert env.possible_agents == [
        f"{role}_{number}" for role, number in zip(roles, numbers, strict=True)
    ]
    seen, infos = env.reset(seed=3)
    rng = np.random.default_rng(0)
    steps, kinds = 0, set()
    while env.agents:
        actions = {}
        for agent in env.agents:
            mask = seen[agent]["action_mask"]
            assert seen[agent] in env.observation_space(agent)
            assert np.array_equal(infos[agent]["action_mask"], mask)
            # Who is not there sees zeros and can do nothing.
            assert mask.any() == seen[agent]["observation"].any()
            possible = np.flatnonzero(mask)
            kinds.add((agent.split("_")[0], tuple(possible)))
            actions[agent] = int(rng.choice(possible)) if len(possible) else 0
        seen, rewards, terminations, truncations, infos = env.step(actions)
        steps += 1
    assert steps == 30 and all(truncations.values()) and not any(terminations.values())
    assert len({reward for reward in rewards.values() if reward != 0}) > 1
    assert {kind for kind, _ in kinds} == {"scheduler", "compute", "storage"} and len(kinds) > 6


def test_orchestration_takes_traces_and_parts_of_them():
    def first(**settings: object) -> np.ndarray:
        with World("orchestration", trace=TRACE, seed=1, **settings) as world:
            for _ in range(5):
                observations, _, _ = world.step(np.zeros((1, world.agents), np.int32))
            return observations

    assert np.array_equal(first(), first())
    assert not np.array_equal(first(to=0.4), first(**{"from": 0.6}))


def test_orchestration_is_vectorised():
    envs = WorldVectorEnv("orchestration", 3, trace=TRACE, nodes=4, length=10)
    _, infos = envs.reset(seed=2)
    for step in range(12):
        mask = infos["action_mask"]
        assert mask.shape == (3, *envs.single_action_space.shape, 10)
        _, _, _, cut, infos = envs.step(mask.argmax(axis=2))
        assert cut.all() == (step == 9)
    envs.close()

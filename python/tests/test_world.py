"""The library as numpy arrays."""

import gc
import os
import pickle
import subprocess
import sys
import threading

import numpy as np
import pytest
from muster_worlds import TRUNCATED, World, WorldError


def played(world: World, steps: int, seed: int = 0) -> list[np.ndarray]:
    """What random actions lead to, with new episodes where they end."""
    rng = np.random.default_rng(seed)
    seen = []
    for _ in range(steps):
        observations, rewards, ends = world.step(
            rng.integers(world.actions, size=(world.copies, world.agents))
        )
        seen += [observations.copy(), rewards.copy(), ends.copy()]
        if ends.any():
            seen.append(world.reset(ends).copy())
    return seen


def test_shapes_and_ends():
    with World("simple_spread", copies=4, agents=5, length=3) as world:
        assert (world.copies, world.agents, world.actions, world.observation_size) == (4, 5, 5, 30)
        assert world.agent_names == [f"agent_{index}" for index in range(5)]
        assert world.reset().shape == (4, 5, 30)
        assert world.state().shape == (4, 150)
        for step in range(3):
            observations, rewards, ends = world.step(np.zeros((4, 5), np.int32))
            assert observations.dtype == rewards.dtype == np.float32
            assert np.all(ends == (TRUNCATED if step == 2 else 0))
        assert np.array_equal(world.state().reshape(4, 5, 30), observations)


def test_copies_do_not_touch_each_other():
    one, many = World("simple_spread", seed=3), World("simple_spread", copies=7, seed=3)
    rng = np.random.default_rng(0)
    for _ in range(25):
        actions = rng.integers(5, size=(7, 3))
        alone, together = one.step(actions[:1]), many.step(actions)
        assert all(np.array_equal(a[0], b[0]) for a, b in zip(alone, together, strict=True))


def test_only_named_copies_are_reset():
    world = World("simple_spread", copies=3)
    before = world.restart(1)
    after = world.reset([False, True, False])
    assert np.array_equal(before[[0, 2]], after[[0, 2]]) and not np.array_equal(before[1], after[1])


def test_the_library_writes_straight_into_what_is_returned():
    """Without `reuse` every call has arrays of its own, with it all have the same."""
    for reuse in (False, True):
        world = World("simple_spread", copies=2, reuse=reuse)
        first, rewards, ends = world.step(np.zeros((2, 3)).astype(np.int32))
        kept = first.copy()
        second, *others = world.step(np.full((2, 3), 1))
        assert first.base is None and first.flags.owndata
        assert (first is second) == (rewards is others[0]) == (ends is others[1]) == reuse
        assert np.array_equal(first, kept) != reuse


def test_reuse_changes_no_number():
    plain, reused = (World("simple_reference", copies=3, seed=9, reuse=reuse) for reuse in (False, True))
    for a, b in zip(played(plain, 60), played(reused, 60), strict=True):
        assert np.array_equal(a, b)


def test_threads_with_a_world_each():
    expected = played(World("simple_spread", copies=8, seed=1), 100)
    results: list[list[np.ndarray]] = []
    threads = [
        threading.Thread(target=lambda: results.append(played(World("simple_spread", copies=8, seed=1), 100)))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 4
    for result in results:
        assert all(np.array_equal(a, b) for a, b in zip(result, expected, strict=True))


@pytest.mark.parametrize(
    ("name", "settings", "words"),
    [
        ("chess", {}, "expected one of simple_spread, simple_reference"),
        ("simple_spread", {"agents": 0}, 'setting agents: found "0", expected 1...64'),
        ("simple_spread", {"agnts": 3}, "one of copies, seed, agents, local-ratio, length"),
        ("simple_spread", {"local_ratio": float("nan")}, "setting local-ratio"),
        ("simple_reference", {"agents": 2}, "no such setting"),
        ("simple_spread", {"copies": "2&copies=3"}, 'setting copies: found "2&copies=3"'),
        ("orchestration", {"trace": "genrated"}, "setting trace: .*nearest: generated"),
        ("orchestration", {"trace": "generated?tasks=0"}, "setting trace: .*key tasks"),
        ("orchestration", {"trace": "openb:nowhere.csv"}, "setting trace: nodes.csv: found nothing"),
        ("orchestration", {"nodes": 1}, 'setting nodes: found "1", expected 2...256'),
    ],
)
def test_what_cannot_be_opened(name, settings, words):
    with pytest.raises(WorldError, match="(?s)" + words.replace("...", r"\.\.\.")):
        World(name, **settings)
    gc.collect()


def test_bad_actions():
    world = World("simple_spread", copies=2)
    before = world.state()
    for actions, words in [
        (np.full((2, 3), 5), "found 5 for agent 0 of copy 0"),
        (np.full((2, 3), -1), "found -1"),
        (np.zeros((2, 2), np.int64), "actions: found 4 elements, expected 6"),
    ]:
        with pytest.raises(WorldError, match=words):
            world.step(actions)
    with pytest.raises(TypeError, match="same_kind"):
        world.step(np.zeros((2, 3)))
    with pytest.raises(WorldError, match="which: found 3 elements, expected 2"):
        world.reset([True] * 3)
    with pytest.raises(ValueError, match="seed"):
        world.restart(-1)
    assert np.array_equal(world.state(), before)


def test_closed():
    world = World("simple_spread")
    world.close()
    world.close()
    for call in (world.reset, world.state, lambda: world.restart(1), lambda: world.step([[0, 0, 0]])):
        with pytest.raises(WorldError, match="no world under the handle 0"):
            call()


def test_a_library_that_is_not_there():
    """The error says how to get one; nothing is loaded before the first world."""
    run = subprocess.run(
        [sys.executable, "-c", "import muster_worlds; muster_worlds.World('simple_spread')"],
        env={**os.environ, "MUSTER_WORLDS": "/nowhere.so"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1 and "/nowhere.so" in run.stderr


def test_environments_can_be_pickled():
    from muster_worlds import simple_spread

    env = pickle.loads(pickle.dumps(simple_spread.parallel_env(N=4, max_cycles=7)))
    assert len(env.possible_agents) == 4

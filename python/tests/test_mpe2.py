"""Both worlds beside mpe2, step for step, through PettingZoo's face of either."""

import numpy as np
import pytest
from mpe2 import simple_reference_v3, simple_spread_v3
from muster_worlds import simple_reference, simple_spread

TOLERANCE = 1e-5


def put(world, observations: dict[str, np.ndarray], is_reference: bool) -> None:
    """Puts mpe2's bodies where ours are, as far as agents see it."""
    landmarks = [entity for entity in world.entities if entity not in world.agents]
    first = observations["agent_0"].astype(np.float64)
    if not is_reference:
        for agent, seen in zip(world.agents, observations.values(), strict=True):
            agent.state.p_pos = seen[2:4].astype(np.float64)
        origin, deltas = world.agents[0].state.p_pos, first[4:]
    else:
        # Nobody sees places there, only distances to landmarks: the first agent is put into the middle.
        origin, deltas = np.zeros(2), first[2:]
    for index, landmark in enumerate(landmarks):
        landmark.state.p_pos = origin + deltas[2 * index : 2 * index + 2]
    if is_reference:
        for agent, seen in zip(world.agents, observations.values(), strict=True):
            agent.state.p_pos = landmarks[0].state.p_pos - seen[2:4].astype(np.float64)
            agent.goal_b = landmarks[int(np.argmax(seen[8:11]))]


@pytest.mark.parametrize("episode", range(10))
@pytest.mark.parametrize(
    ("ours", "theirs"), [(simple_spread, simple_spread_v3), (simple_reference, simple_reference_v3)]
)
def test_step_for_step(ours, theirs, episode):
    a, b = ours.parallel_env(), theirs.parallel_env(dynamic_rescaling=False)
    seen, _ = a.reset(seed=episode)
    b.reset(seed=episode)
    put(b.aec_env.unwrapped.world, seen, ours is simple_reference)
    rng = np.random.default_rng(episode)
    while a.agents:
        actions = {agent: int(rng.integers(a.action_space(agent).n)) for agent in a.agents}
        found, expected = a.step(actions), b.step(actions)
        for agent in actions:
            assert np.abs(found[0][agent] - expected[0][agent]).max() < TOLERANCE
            assert abs(found[1][agent] - expected[1][agent]) < TOLERANCE
            assert found[2][agent] == expected[2][agent] and found[3][agent] == expected[3][agent]
    assert not b.agents

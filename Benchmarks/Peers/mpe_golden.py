"""Episodes of mpe2's simple_spread_v3 and simple_reference_v3, for Muster's own worlds to be held against.

Arguments: `spread` or `reference`, how many episodes, seed, file. Every second episode starts with everything drawn
close together, so that agents touch. The tests read the files under Tests/MusterLearningTests/Worlds/Golden:

    python mpe_golden.py spread 4 1 ../../Tests/MusterLearningTests/Worlds/Golden/spread.txt
    python mpe_golden.py reference 4 2 ../../Tests/MusterLearningTests/Worlds/Golden/reference.txt

For a longer check write more episodes elsewhere and name the files to the tests:

    python mpe_golden.py spread 2000 3 /tmp/spread.txt
    MUSTER_MPE_SPREAD=/tmp/spread.txt swift test -c release --filter MPETests   # MUSTER_MPE_REFERENCE likewise

A line is a word and numbers: `start` (agents' places, landmarks' places, goals), then for each step `step` (actions),
`reward` (one for each agent) and `see` (the observations of all agents, single precision).
"""

import sys

import numpy as np
from mpe2 import simple_reference_v3, simple_spread_v3


def make(kind):
    if kind == "spread":
        return simple_spread_v3.parallel_env(N=3, local_ratio=0.5, max_cycles=25)
    return simple_reference_v3.parallel_env(local_ratio=0.5, max_cycles=25)


def goals(world):
    if not hasattr(world.agents[0], "_goal_b"):
        return []
    return [world.landmarks.index(agent.goal_b) for agent in world.agents]


def line(out, word, numbers, form):
    out.write(" ".join([word] + [form % number for number in numbers]) + "\n")


def main(kind, episodes, seed, path):
    env = make(kind)
    world = env.aec_env.unwrapped.world
    rng = np.random.default_rng(seed)
    with open(path, "w") as out:
        for episode in range(episodes):
            env.reset(seed=seed * 100_000 + episode)
            if episode % 2 == 1:
                for entity in world.entities:
                    entity.state.p_pos = entity.state.p_pos * 0.2
            places = np.concatenate([entity.state.p_pos for entity in world.entities])
            line(out, "start", list(places) + goals(world), "%.17g")
            for _ in range(25):
                actions = {name: int(rng.integers(env.action_space(name).n)) for name in env.agents}
                names = list(env.agents)
                seen, rewards, _, _, _ = env.step(actions)
                line(out, "step", [actions[name] for name in names], "%d")
                line(out, "reward", [rewards[name] for name in names], "%.9g")
                line(out, "see", np.concatenate([seen[name] for name in names]), "%.9g")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])

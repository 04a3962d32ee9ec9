"""LinUCB decisions by mabwiser or Vowpal Wabbit, on the numbers that muster-bench drew.

Arguments: `mabwiser`, `regcbopt` or `squarecb`, file, arms, dimension, how many contexts to learn from, how many decisions.
The file holds doubles: for each context the dimension's numbers and a reward. Context i is learned for arm i modulo
arms; the contexts after those are decided on, one at a time, as they come in a service.

mabwiser's LinUCB(alpha=1) is the disjoint model that Muster's `linucb` is by agent, and its choices must be the
same. Vowpal Wabbit has no LinUCB: `regcbopt` (optimism by the confidence bounds of a regression) is its nearest,
`squarecb` its cheapest that explores; both are linear models over context x arm, and O(d) an arm. The time of a
decision is that of the prediction, with the examples parsed beforehand; from text it is longer.
"""

import sys
import time

import numpy as np

from peer import order_hash, report


def timed(decide, contexts):
    """Microseconds a decision, and what was chosen."""
    start = time.perf_counter()
    chosen = [decide(x) for x in contexts]
    return 1e6 * (time.perf_counter() - start) / len(contexts), chosen


def run_mabwiser(arms, contexts, rewards, asked):
    from importlib.metadata import version

    from mabwiser.mab import MAB, LearningPolicy

    mab = MAB(list(range(arms)), LearningPolicy.LinUCB(alpha=1.0))
    mab.fit([i % arms for i in range(len(contexts))], rewards, contexts)
    microseconds, chosen = timed(lambda x: mab.predict([x]), asked)
    report(
        {"mabwiser": version("mabwiser"), "numpy": np.__version__},
        microseconds=microseconds,
        hash=order_hash(chosen),
    )


def run_vowpalwabbit(rule, arms, contexts, rewards, asked):
    import vowpalwabbit

    vw = vowpalwabbit.Workspace(f"--cb_explore_adf --{rule} -q sa --quiet")
    names = [f"|a a{arm}" for arm in range(arms)]

    def lines(x, chosen=None, reward=0.0):
        shared = "shared |s " + " ".join(f"{i}:{value:.6f}" for i, value in enumerate(x))
        if chosen is None:
            return [shared] + names
        labelled = f"{chosen}:{-reward:.6f}:{1 / arms:.6f} {names[chosen]}"
        return [shared] + names[:chosen] + [labelled] + names[chosen + 1 :]

    # What a decision costs does not depend on how much was learned.
    for i, (x, reward) in enumerate(zip(contexts[:1000], rewards)):
        vw.learn(lines(x, i % arms, reward))
    from_text, _ = timed(lambda x: vw.predict(lines(x)), asked)
    parsed = [vw.parse(lines(x)) for x in asked]
    microseconds, _ = timed(vw.predict, parsed)
    report({"vowpalwabbit": vowpalwabbit.__version__}, microseconds=microseconds, textMicroseconds=from_text)


def main():
    arms, dimension, learned, asked = (int(argument) for argument in sys.argv[3:7])
    data = np.fromfile(sys.argv[2], dtype="<f8").reshape(-1, dimension + 1)
    contexts, rewards = data[:learned, :-1], data[:learned, -1]
    questions = data[learned : learned + asked, :-1]
    if sys.argv[1] == "mabwiser":
        run_mabwiser(arms, contexts, rewards, questions)
    else:
        run_vowpalwabbit(sys.argv[1], arms, contexts, rewards, questions)


main()

"""Golden values of the off-policy estimators and of the confidence sequence, as Swift.

    pip install numpy scipy scikit-learn pandas && pip install --no-deps obp==0.4.1
    python off_policy.py > ../../Tests/MusterMathTests/OffPolicy/OffPolicyGolden.swift

The values are the Open Bandit Pipeline's own. Only its estimators are imported, past the package's own imports, and
empty modules stand in for torch, which they name but do not need here. Student's t and the confidence sequence
(Waudby-Smith and Ramdas, 2024, theorem 2, written down from the paper) are numpy and scipy.
"""

import importlib.util
import sys
import types

import numpy as np
from scipy import stats


class Empty(types.ModuleType):
    """A module that has a class of every name."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (), {})


PLACE = importlib.util.find_spec("obp").submodule_search_locations[0]
sys.modules["torch"] = Empty("torch")
for package in ("obp", "obp.ope"):
    module = types.ModuleType(package)
    module.__path__ = [PLACE + package.removeprefix("obp").replace(".", "/")]
    sys.modules[package] = module
from obp.ope.estimators import (  # noqa: E402
    DoublyRobust,
    InverseProbabilityWeighting,
    SelfNormalizedInverseProbabilityWeighting,
    SwitchDoublyRobust,
)

ROUNDS, ACTIONS, LEVEL = 48, 3, 0.9


def decisions():
    random = np.random.default_rng(20240601)
    logging = np.round(random.dirichlet([1.5] * ACTIONS, ROUNDS), 6)
    target = np.round(random.dirichlet([0.7] * ACTIONS, ROUNDS), 6)
    target[:6] = np.eye(ACTIONS)[random.integers(0, ACTIONS, 6)]
    action = np.array([random.choice(ACTIONS, p=p / p.sum()) for p in logging])
    model = np.round(random.uniform(0, 1, (ROUNDS, ACTIONS)), 6)
    reward = np.round(random.normal(0.3 + 0.4 * action, 0.5), 6)
    return logging, target / target.sum(1, keepdims=True), action, model, reward


def swift(name, values, kind="[Double]"):
    lines, line = [], "   "
    for value in values:
        text = f" {value!r},"
        if len(line) + len(text) > 108:
            lines.append(line)
            line = "   "
        line += text
    lines.append(line)
    print(f"  static let {name}: {kind} = [\n" + "\n".join(lines) + "\n  ]")


def interval(terms, weights):
    """Half width: t with as many degrees of freedom as the effective sample size leaves."""
    effective = weights.sum() ** 2 / (weights**2).sum()
    return stats.t.ppf(0.5 + LEVEL / 2, max(effective - 1, 1)) * stats.sem(terms)


def sequence(values, error):
    """Bounds after each value, each one-sided at `error`."""
    t = np.arange(1, len(values) + 1)
    means = (0.5 + np.cumsum(values)) / (t + 1)
    before = np.concatenate([[0.5], means[:-1]])
    variances = (0.25 + np.cumsum((values - means) ** 2)) / (t + 1)
    variance_before = np.concatenate([[0.25], variances[:-1]])
    stake = np.minimum(0.5, np.sqrt(2 * np.log(1 / error) / (variance_before * t * np.log(1 + t))))
    cost = 4 * (values - before) ** 2 * (-np.log(1 - stake) - stake) / 4
    centre = np.cumsum(stake * values) / np.cumsum(stake)
    reach = (np.log(1 / error) + np.cumsum(cost)) / np.cumsum(stake)
    return np.maximum(centre - reach, 0), np.minimum(centre + reach, 1)


def main():
    logging, target, action, model, reward = decisions()
    rows = np.arange(ROUNDS)
    pscore, chosen = logging[rows, action], target[rows, action]
    weights = chosen / pscore
    given = dict(
        reward=reward, action=action, pscore=pscore, action_dist=target[:, :, None],
        position=np.zeros(ROUNDS, dtype=int))
    modelled = dict(given, estimated_rewards_by_reg_model=model[:, :, None])
    predicted, expected = model[rows, action], (target * model).sum(1)
    value = {
        "inversePropensity": InverseProbabilityWeighting().estimate_policy_value(**given),
        "selfNormalised": SelfNormalizedInverseProbabilityWeighting().estimate_policy_value(**given),
        "doublyRobust": DoublyRobust().estimate_policy_value(**modelled),
        "switching": SwitchDoublyRobust(tau=2.0).estimate_policy_value(**modelled),
    }
    # This release has no clipping: its formula by hand.
    value["clipped"] = (np.minimum(weights, 2) * reward).mean()
    error = reward - predicted
    left_out = (1 - 1 / ROUNDS) / (1 - weights / weights.sum())
    terms = {
        "inversePropensity": weights * reward,
        "clipped": np.minimum(weights, 2) * reward,
        "selfNormalised": weights * (reward - value["selfNormalised"]) / weights.mean() * left_out,
        "doublyRobust": expected + weights * error * left_out,
        "switching": expected + weights * (weights <= 2) * error * left_out,
    }
    print("// Made by Benchmarks/Peers/off_policy.py with obp 0.4.1; not to be edited.")
    print("enum OffPolicyGolden {")
    for name, values in [
        ("reward", reward), ("propensity", pscore), ("target", chosen), ("predicted", predicted),
        ("expected", expected),
    ]:
        swift(name, [float(v) for v in values])
    for name in value:
        half = interval(terms[name], weights)
        print(f"  static let {name} = (value: {float(value[name])!r}, halfWidth: {float(half)!r})")
    half = interval(terms["selfNormalised"] / left_out, weights)
    print(f"  static let selfNormalisedStream = {float(half)!r}")
    effective = weights.sum() ** 2 / (weights**2).sum()
    print(f"  static let effectiveCount = {float(effective)!r}")
    values = np.clip(np.round(reward, 6), 0, 1)
    low, high = sequence(values, 0.05)
    swift("sequenceLow", [float(v) for v in low])
    swift("sequenceHigh", [float(v) for v in high])
    print("}")


main()

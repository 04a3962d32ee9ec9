"""Trains MAPPO on simple_spread (N = 3) with Muster and with BenchMARL, in turns, and writes what came out.

Arguments: the program muster-bench; `--quick` for 100,000 frames and two seeds, printed and not written. The sides run
one after the other on all cores, seed by seed, each in a process of its own, on the same world (BenchMARL through the
C library), evaluated by the same code of the world on the same episodes. BenchMARL runs with the values that it comes
with and with those of Muster's run, on as many threads as it is fastest with.
"""

import argparse
import datetime
import math
import os
import platform
import statistics
import subprocess
import sys
from pathlib import Path

EPISODES = 2000
#: Two-sided 95 % quantiles of Student's t, by degrees of freedom.
STUDENT = [math.nan, 12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262]
SIDES = {
    "muster": "Muster",
    "ours": "BenchMARL, the values of Muster's run",
    "own": "BenchMARL, its own values",
}
CORES = os.cpu_count() or 1


def measured(command, threads=None):
    """What a process says of itself, `name=value` a line."""
    environment = dict(os.environ)
    if threads:
        environment["OMP_NUM_THREADS"] = str(threads)
    process = subprocess.run(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False
    )
    if process.returncode != 0:
        sys.exit(f"training: {' '.join(command)} failed: {process.stderr[-2000:]}")
    return dict(line.split("=", 1) for line in process.stdout.splitlines() if "=" in line)


class Sides:
    """How each side is run."""

    def __init__(self, bench):
        self.bench = bench
        self.peer = [sys.executable, str(Path(__file__).with_name("benchmarl_spread.py"))]
        self.threads = 1

    def choose_threads(self):
        """Takes the number of threads with which BenchMARL is fastest, on its first ten batches."""
        seconds = {
            threads: float(measured([*self.peer, "ours", "1", "16000", "100"], threads)["seconds"])
            for threads in sorted({1, CORES})
        }
        self.threads = min(seconds, key=seconds.get)
        return ", ".join(f"{value:.1f} s with {threads}" for threads, value in seconds.items())

    def run(self, side, seed, frames):
        numbers = [str(seed), str(frames), str(EPISODES)]
        if side == "muster":
            return measured([self.bench, "measure", "mappo", *numbers, str(CORES)])
        return measured([*self.peer, side, *numbers], self.threads)


def interval(values):
    """The mean and half of its 95 % interval."""
    mean = statistics.fmean(values)
    if len(values) < 2:
        return f"{mean:.3f}"
    half = STUDENT[len(values) - 1] * statistics.stdev(values) / math.sqrt(len(values))
    return f"{mean:.3f} ± {half:.3f}"


def table(results):
    """One line for each side; ratios are of a peer's seconds to Muster's with the same seed."""
    lines = [
        "| | return | seeds | wall time, s | frames/s | peak memory, MiB | wall time / Muster's: mean (least) |",
        "| --- | --: | --: | --: | --: | --: | --: |",
    ]
    ours = results["muster"]
    for side, runs in results.items():

        def column(name, runs=runs):
            return [float(run[name]) for run in runs]

        seconds = column("seconds")
        ratios = [theirs / float(own["seconds"]) for theirs, own in zip(seconds, ours)]
        speed = statistics.fmean(n / s for n, s in zip(column("frames"), seconds))
        lines.append(
            f"| {SIDES[side]} | {interval(column('return'))} | {len(runs)} | {interval(seconds)} | {speed:,.0f} | "
            f"{max(column('peakMiB')):.0f} | {statistics.fmean(ratios):.1f} ({min(ratios):.1f}) |"
        )
    return lines


def verdicts(results):
    """The targets, and whether they were reached."""

    def mean(side, name):
        return statistics.fmean(float(run[name]) for run in results[side])

    lines = []
    for side in results:
        if side == "muster":
            continue
        better = mean("muster", "return") >= mean(side, "return")
        times = mean(side, "seconds") / mean("muster", "seconds")
        lines.append(
            f"- {SIDES[side]}: return at least the peer's: {'yes' if better else 'NO'}; "
            f"at least 20 times faster: {'yes' if times >= 20 else 'NO'} ({times:.1f} times)."
        )
    return lines


def page(results, frames, seeds, trials):
    """All of it in Markdown."""
    runs = [run for side in results.values() for run in side]
    versions = {"Muster": os.environ.get("MUSTER_VERSION", "unknown")}
    for run in runs:
        versions |= {name[8:]: value for name, value in run.items() if name.startswith("version.")}
    return [
        "# Training beside a peer: results",
        "",
        f"Written by `Benchmarks/training.sh` on {datetime.date.today()}: MAPPO on `simple_spread` (three agents, 25 "
        f"steps, local ratio 0.5, discrete actions), {frames:,} frames, seeds {seeds[0]} to {seeds[-1]}, the sides "
        "taking turns.",
        "",
        f"- Machine: {CORES} cores, {platform.machine()}, {platform.system()}",
        "- Versions: " + ", ".join(f"{name} {value}" for name, value in versions.items()),
        f"- Threads: Muster {CORES}; BenchMARL {results['ours'][0]['threads']}, the faster for ten batches ({trials}).",
        "",
        *table(results),
        "",
        *verdicts(results),
        f"- Return: {EPISODES:,} episodes from the same starting places on all sides, on no training seed; sum over the "
        "episode of the mean over agents of their rewards, most probable actions. With a 95 % interval over seeds.",
        "- A frame is a step of one copy, whatever the number of agents. Wall time is that of training alone: no start "
        "of a process, no making of networks, no evaluation.",
        "- BenchMARL steps the same compiled world through the C library, all copies in one call, without copies of "
        "arrays; its own values are those of its configuration files (rate 5e-5, discount 0.99, 10 copies, batches of "
        "6,000 frames, 45 epochs, layers of 256). Muster's values were tuned for Muster on seeds 1 and 2, "
        "BenchMARL's for other worlds; neither was tuned on these seeds.",
    ]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("bench")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--frames", type=int)
    parser.add_argument("--seeds", type=int, help="how many")
    parser.add_argument("--without-own", action="store_true", help="leaves out BenchMARL's own values")
    parser.add_argument("--out", default="Benchmarks/TRAINING.md")
    arguments = parser.parse_args()
    frames = arguments.frames or (100_000 if arguments.quick else 1_000_000)
    count = arguments.seeds or (2 if arguments.quick else 5)
    if not 0 < count < len(STUDENT):
        parser.error(f"--seeds: found {count}, expected 1...{len(STUDENT) - 1}")
    seeds = list(range(11, 11 + count))
    sides = Sides(arguments.bench)
    trials = sides.choose_threads()
    names = [side for side in SIDES if side != "own" or not arguments.without_own]
    results = {side: [] for side in names}
    for seed in seeds:
        for side in names:
            run = sides.run(side, seed, frames)
            results[side].append(run)
            print(f"seed {seed}, {SIDES[side]}: {run['return']} in {run['seconds']} s", file=sys.stderr)
    text = "\n".join(page(results, frames, seeds, trials)) + "\n"
    print(text)
    if not arguments.quick:
        Path(arguments.out).write_text(text)


main()

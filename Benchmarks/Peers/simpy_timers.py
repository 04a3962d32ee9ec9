"""1,000 timers that go off 1,000 times each, in SimPy. Argument: the file of delays in nanoseconds."""

import sys
import time
from array import array

import simpy

from peer import order_hash, report

TIMERS = 1000


def timer(env, number, delays, order):
    for delay in delays:
        yield env.timeout(delay)
        order.append(number)


def run(delays):
    env = simpy.Environment(initial_time=0)
    order = []
    each = len(delays) // TIMERS
    for number in range(TIMERS):
        env.process(timer(env, number, delays[number * each : (number + 1) * each], order))
    env.run()
    return order


def main():
    delays = array("q", open(sys.argv[1], "rb").read()).tolist()
    # Each timer's first wait: the interpreter is warm, the caches too.
    run(delays[: TIMERS * 50])
    start = time.perf_counter()
    order = run(delays)
    seconds = time.perf_counter() - start
    report({"SimPy": simpy.__version__}, perS=len(order) / seconds, hash=order_hash(order))


main()

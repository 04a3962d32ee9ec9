"""A queue with eight servers, in SimPy. Argument: the file of draws in nanoseconds.

Customer i arrives draws[2 i] * 5 / 32 after the one before and takes draws[2 i + 1].
"""

import sys
import time
from array import array

import simpy

from peer import order_hash, report

SERVERS = 8


def customer(env, servers, number, service, order):
    with servers.request() as turn:
        yield turn
        yield env.timeout(service)
        order.append(number)


def arrivals(env, servers, draws, order):
    for number in range(len(draws) // 2):
        yield env.timeout(draws[2 * number] * 5 // 32)
        env.process(customer(env, servers, number, draws[2 * number + 1], order))


def run(draws):
    env = simpy.Environment(initial_time=0)
    servers = simpy.Resource(env, capacity=SERVERS)
    order = []
    env.process(arrivals(env, servers, draws, order))
    env.run()
    return order


def main():
    draws = array("q", open(sys.argv[1], "rb").read()).tolist()
    run(draws[:50_000])
    start = time.perf_counter()
    order = run(draws)
    seconds = time.perf_counter() - start
    report({"SimPy": simpy.__version__}, perS=len(order) / seconds, hash=order_hash(order))


main()

"""Kills the real server at random moments under load, and finds every acknowledged task ended exactly once.

Usage: nothing_lost.py [--kills N] [--seed S] sqlite|postgres|disk ...

MUSTER_BIN names the binary. Standard library only.
"""

import argparse
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import time

from cluster import Postgres, Refused, Server, call
from workload import Workload

COMMON = {"engine.lease-term": "5s", "engine.retention": "1000000", "engine.suspect-after": "60s", "log.snapshot-every": "2000",
          "observability.log-level": "warning"}


def one(binary, directory, kills, seed):
    """One server on SQLite, killed and started again."""
    server = Server(binary, directory, "server", {"log.url": f"sqlite:{directory}/m.db", **COMMON})
    server.start()
    load = Workload([server.base], seed=seed)
    load.start()
    rng = random.Random(seed)
    try:
        for _ in range(kills):
            time.sleep(0.3 + rng.random() * 1.2)
            server.kill()
            server.start()
        time.sleep(0.5)
        load.finish(server.base)
        found = load.check(server.base)
        code = server.stop()
        assert code == 0, f"the server stopped with {code} on SIGTERM"
        return found
    finally:
        load.submitting.clear()
        load.working.clear()
        if server.process.poll() is None:
            server.kill()


def two(binary, directory, kills, seed):
    """Two replicas on one PostgreSQL; whichever leads is killed."""
    database = Postgres(directory)
    database.start()
    servers = [
        Server(binary, directory, f"replica-{n}", {"log.url": database.url, "cluster.node": f"replica-{n}", **COMMON})
        for n in range(2)
    ]
    takeovers = []
    try:
        for server in servers:
            server.start()
        load = Workload([server.base for server in servers], seed=seed)
        load.start()
        rng = random.Random(seed)
        for _ in range(kills):
            time.sleep(0.3 + rng.random() * 1.2)
            leader = await_leader(servers)
            other = servers[1 - servers.index(leader)]
            leader.kill()
            start = time.monotonic()
            while other.state() != "ready":
                assert time.monotonic() - start < 20, "the other replica did not take over"
                time.sleep(0.02)
            takeovers.append(time.monotonic() - start)
            leader.start()
        time.sleep(0.5)
        base = await_leader(servers).base
        load.finish(base)
        found = load.check(base)
        # What the follower forwards is what the leader says.
        follower = next(server for server in servers if server.base != base)
        task = next(iter(load.acknowledged.values()))[0]
        assert call(follower.base, "GET", f"/api/v1/tasks/{task}") == call(base, "GET", f"/api/v1/tasks/{task}")
        return {**found, "takeoverSeconds": {"median": round(sorted(takeovers)[len(takeovers) // 2], 3),
                                             "max": round(max(takeovers), 3)}}
    finally:
        for server in servers:
            if server.process and server.process.poll() is None:
                server.kill()
        database.stop()


def await_leader(servers):
    deadline = time.monotonic() + 20
    while True:
        for server in servers:
            if server.state() == "ready":
                return server
        assert time.monotonic() < deadline, "no replica leads"
        time.sleep(0.05)


def disk(binary, directory, kills, seed):
    """A disk that fills: clear refusals, no damage, and recovery when there is space again."""
    volume = pathlib.Path(directory) / "small"
    volume.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", volume], check=False).returncode:
        print("disk: skipped, a small tmpfs cannot be mounted here", file=sys.stderr)
        return {"skipped": True}
    try:
        filler = volume / "filler"
        filler.write_bytes(bytes(4 << 20))
        server = Server(binary, directory, "server", {"log.url": f"sqlite:{volume}/m.db", **COMMON})
        server.start()
        load = Workload([server.base], seed=seed)
        load.start()
        deadline = time.monotonic() + 90
        while not any("log_unavailable" in body for body in load.refusals):
            assert time.monotonic() < deadline, "the disk did not fill"
            time.sleep(0.1)
        time.sleep(2)
        assert server.process.poll() is None, "the server died of a full disk"
        try:
            call(server.base, "GET", "/readyz")
            ready = True
        except Refused:
            ready = False
        filler.unlink()
        deadline = time.monotonic() + 20
        while True:
            try:
                call(server.base, "POST", "/api/v1/tasks", {"kind": "test", "patience": "1s", "deadline_in": "1s"})
                break
            except Refused as refusal:
                assert refusal.status == 503 and "log_unavailable" in refusal.body, refusal
                assert time.monotonic() < deadline, "the server did not recover when there was space again"
                time.sleep(0.2)
        load.finish(server.base)
        found = load.check(server.base)
        # Whole after a kill as well, nothing to recover.
        server.kill()
        server.start()
        found = load.check(server.base)
        assert "damaged" not in server.errors.read_text(), server.errors.read_text()[-2000:]
        server.stop()
        return {**found, "refusals": sum(load.refusals.values()), "readyWhileFull": ready}
    finally:
        load.submitting.clear()
        load.working.clear()
        if server.process.poll() is None:
            server.kill()
        subprocess.run(["umount", "-l", volume], check=False)


SCENES = {"sqlite": one, "postgres": two, "disk": disk}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("scenes", nargs="+", choices=sorted(SCENES))
    arguments = parser.parse_args()
    binary = os.environ.get("MUSTER_BIN", ".build/release/muster")
    for scene in arguments.scenes:
        with tempfile.TemporaryDirectory(prefix="muster-") as directory:
            start = time.monotonic()
            try:
                found = SCENES[scene](os.path.abspath(binary), directory, arguments.kills, arguments.seed)
            except AssertionError as failure:
                for errors in pathlib.Path(directory).glob("*.stderr"):
                    print(errors.name, errors.read_text()[-3000:], file=sys.stderr)
                print(f"{scene}: FAILED: {failure}", file=sys.stderr)
                sys.exit(1)
        print(json.dumps({"scene": scene, "kills": arguments.kills, "seconds": round(time.monotonic() - start, 1), **found}))


main()

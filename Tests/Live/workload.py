"""Callers and workers that never give up, and remember what they were told."""

import collections
import http.client
import random
import threading
import time

from cluster import Refused, call

AGAIN = (OSError, http.client.HTTPException)
PRICE = 0.001


class Workload:
    """Submits tasks under load and works on them, against servers that come and go."""

    def __init__(self, bases, callers=4, workers=4, seed=1, failures=0.1):
        self.bases = bases
        self.failures = failures
        self.acknowledged = {}
        # Of each (task, lease): what the worker said, and what verdicts it was given.
        self.reports = collections.defaultdict(list)
        self.refusals = collections.Counter()
        self.lock = threading.Lock()
        self.submitting = threading.Event()
        self.working = threading.Event()
        self.submitting.set()
        self.working.set()
        self.seed = seed
        self.callers = [threading.Thread(target=self._submit, args=(n,), daemon=True) for n in range(callers)]
        self.threads = self.callers + [threading.Thread(target=self._work, args=(n,), daemon=True) for n in range(workers)]
        self.errors = []

    def start(self):
        for thread in self.threads:
            thread.start()

    def _call(self, rng, method, path, body, flag, timeout=10):
        """Repeats a call until it is answered, or the flag falls."""
        while flag.is_set():
            try:
                return call(rng.choice(self.bases), method, path, body, timeout)
            except Refused as refusal:
                # Anything but "not now" is an error of the server or of this test.
                if refusal.status not in (429, 503):
                    raise
                with self.lock:
                    self.refusals[refusal.body] += 1
                time.sleep(0.05)
            except AGAIN:
                time.sleep(0.02)
        return None

    def _submit(self, number):
        rng = random.Random(f"{self.seed}-caller-{number}")
        count = 0
        try:
            while self.submitting.is_set():
                key = f"key-{number}-{count}"
                count += 1
                body = {"kind": "test", "idempotency_key": key, "input": {"n": count},
                        "retry": {"attempts": 50, "backoff": "10ms", "backoff_limit": "50ms"}}
                answer = self._call(rng, "POST", "/api/v1/tasks", body, self.submitting)
                if answer:
                    with self.lock:
                        self.acknowledged[key] = (answer[1]["id"], body)
                time.sleep(rng.random() * 0.01)
        except Exception as error:  # noqa: BLE001 - told by the test
            self.errors.append(f"caller {number}: {error!r}")

    def _work(self, number):
        rng = random.Random(f"{self.seed}-worker-{number}")
        name = f"worker-{number}"
        offer = {"concurrency": 8, "price": {"per_task_usd": PRICE}}
        try:
            while self.working.is_set():
                try:
                    leases = self._call(
                        rng, "POST", f"/api/v1/agents/{name}/leases", {"max": 4, "wait": "1s"}, self.working)
                except Refused as refusal:
                    if refusal.status != 404:
                        raise
                    self._call(rng, "PUT", f"/api/v1/agents/{name}", offer, self.working)
                    continue
                for lease in leases[1]["leases"] if leases else []:
                    self._report(rng, lease)
        except Exception as error:  # noqa: BLE001 - told by the test
            self.errors.append(f"{name}: {error!r}")

    def _report(self, rng, lease):
        succeeded = rng.random() >= self.failures
        time.sleep(rng.random() * 0.005)
        report = {"task": lease["task"], "succeeded": succeeded, "output": {"lease": lease["lease"]}}
        entry = (lease["task"], lease["lease"])
        verdicts = self.reports[entry]
        verdicts.append(succeeded)
        # Sometimes twice, as a network does.
        for _ in range(2 if rng.random() < 0.05 else 1):
            while self.working.is_set():
                try:
                    answer = call(rng.choice(self.bases), "POST", f"/api/v1/leases/{lease['lease']}/report", report)
                    verdicts.append(answer[1]["verdict"])
                    break
                except Refused as refusal:
                    if refusal.status not in (429, 503):
                        raise
                    time.sleep(0.05)
                except AGAIN:
                    # Whether it was counted nobody knows: it is sent again.
                    verdicts.append("unknown")
                    time.sleep(0.02)

    def finish(self, base, patience=60):
        """Stops submitting, and waits until everything that was acknowledged has ended."""
        self.submitting.clear()
        # What is on its way is acknowledged yet, or never.
        for caller in self.callers:
            caller.join(20)
        deadline = time.monotonic() + patience
        waiting = {task for task, _ in self.acknowledged.values()}
        while waiting:
            for task in sorted(waiting, key=int)[:200]:
                answer = call(base, "GET", f"/api/v1/tasks/{task}")[1]
                if answer["status"] in ("succeeded", "failed", "cancelled", "expired", "rejected"):
                    waiting.discard(task)
            if waiting and time.monotonic() > deadline:
                first = sorted(waiting, key=int)[:5]
                raise AssertionError(
                    f"{len(waiting)} of {len(self.acknowledged)} acknowledged tasks have not ended: {first}; "
                    + "; ".join(self.errors))
            time.sleep(0.05)
        self.working.clear()
        for thread in self.threads:
            thread.join(10)
        if self.errors:
            raise AssertionError("; ".join(self.errors))

    def check(self, base):
        """Every acknowledged task ended exactly once, and every report was counted once."""
        ids = [task for task, _ in self.acknowledged.values()]
        assert len(set(ids)) == len(ids), "two keys were given one task"
        by_task = collections.defaultdict(list)
        for (task, lease), verdicts in self.reports.items():
            by_task[task].append((lease, verdicts))
        total = 0.0
        for key, (task, body) in self.acknowledged.items():
            status, again = call(base, "POST", "/api/v1/tasks", body)
            assert (status, again["id"]) == (200, task), f"{key}: {status} {again['id']}, was task {task}"
            found = call(base, "GET", f"/api/v1/tasks/{task}")[1]
            assert found["status"] == "succeeded", f"task {task}: {found}"
            ends = [event for event in self._events(base, task) if event == "succeeded"]
            assert len(ends) == 1, f"task {task} ended {len(ends)} times"
            accepted = [lease for lease, verdicts in by_task[task] if verdicts[0] and "accepted" in verdicts[1:]]
            assert len(accepted) <= 1, f"task {task}: reports of leases {accepted} were all accepted as its end"
            assert all(verdicts.count("accepted") <= 1 for _, verdicts in by_task[task]), f"task {task}: counted twice"
            failed = [verdicts for _, verdicts in by_task[task] if not verdicts[0]]
            sure = sum("accepted" in verdicts for verdicts in failed)
            most = sum("accepted" in verdicts or "unknown" in verdicts for verdicts in failed)
            assert sure <= found["failures"] <= most + self.lapsed(found), (
                f"task {task}: {found['failures']} failures, reported {sure} to {most}")
            total += found["cost_usd"]
        return {"tasks": len(ids), "reports": sum(len(v) - 1 for v in self.reports.values()), "costUSD": round(total, 6)}

    @staticmethod
    def lapsed(task):
        """A lease that lapsed is a failed try as well: with short terms some do while the server is away."""
        return 50 if task["failures"] else 0

    @staticmethod
    def _events(base, task):
        import urllib.parse

        address = urllib.parse.urlsplit(base)
        connection = http.client.HTTPConnection(address.hostname, address.port, timeout=10)
        try:
            connection.request("GET", f"/api/v1/tasks/{task}/events")
            text = connection.getresponse().read().decode()
        finally:
            connection.close()
        return [line[7:] for line in text.splitlines() if line.startswith("event: ")]

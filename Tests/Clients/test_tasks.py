"""The native API: submission, workers, events."""

import threading

import pytest
from support import events


@pytest.fixture(scope="module")
def http(muster):
    with muster.http() as client:
        yield client


def worker(http, name, **fields):
    answer = http.put(f"/api/v1/agents/{name}", json={"concurrency": 8, "skills": [name], **fields})
    assert answer.status_code in (200, 201), answer.text
    return name


def submit(http, skill, **fields):
    answer = http.post("/api/v1/tasks", json={"skills": [skill], **fields})
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


def lease(http, name, **fields):
    answer = http.post(f"/api/v1/agents/{name}/leases", json={"wait": "5s", **fields})
    assert answer.status_code == 200, answer.text
    return answer.json()["leases"]


def test_a_repeated_submission_is_one_task(http):
    body, key = {"kind": "twice", "skills": ["nobody-has-it"], "input": {"a": 1}}, {"idempotency-key": "once-only"}
    first = http.post("/api/v1/tasks", json=body, headers=key)
    assert first.status_code == 201
    assert first.headers["location"] == f"/api/v1/tasks/{first.json()['id']}"
    again = http.post("/api/v1/tasks", json=body, headers=key)
    assert again.status_code == 200
    assert again.json()["id"] == first.json()["id"]
    other = http.post("/api/v1/tasks", json={**body, "input": {"a": 2}}, headers=key)
    assert other.status_code == 409
    assert other.headers["content-type"] == "application/problem+json"
    assert other.json()["code"] == "idempotency_conflict"


def test_a_worker_takes_and_reports(http):
    name = worker(http, "worker-a")
    task = submit(http, name, input={"question": [1, 2.5, "é"]})
    (work,) = lease(http, name)
    assert work["task"] == task
    assert work["input"] == {"question": [1, 2.5, "é"]}
    assert http.get(f"/api/v1/tasks/{task}").json()["status"] == "running"
    renewed = http.post(f"/api/v1/leases/{work['lease']}/renew", json={"task": task})
    assert renewed.status_code == 200
    report = {"task": task, "succeeded": True, "output": {"answer": 42}, "cost_usd": 0.25}
    answer = http.post(f"/api/v1/leases/{work['lease']}/report", json=report)
    assert answer.json()["verdict"] == "accepted"
    again = http.post(f"/api/v1/leases/{work['lease']}/report", json=report)
    assert again.json()["verdict"] == "task_ended"
    done = http.get(f"/api/v1/tasks/{task}").json()
    assert done["status"] == "succeeded"
    assert done["output"] == {"answer": 42}
    assert done["cost_usd"] == 0.25


def test_a_batch_is_leased_and_reported_together(http):
    name = worker(http, "worker-b", concurrency=32)
    answer = http.post("/api/v1/tasks/batch", json={"tasks": [{"skills": [name]}] * 20})
    assert answer.status_code == 201
    tasks = {task["id"] for task in answer.json()["tasks"]}
    seen = set()
    while len(seen) < 20:
        works = lease(http, name, max=32)
        assert works
        reports = [{"lease": work["lease"], "task": work["task"], "succeeded": True} for work in works]
        verdicts = http.post("/api/v1/reports", json={"reports": reports}).json()["reports"]
        assert {verdict["verdict"] for verdict in verdicts} == {"accepted"}
        seen |= {work["task"] for work in works}
    assert seen == tasks


def test_a_look_that_waits_ends_with_the_task(http, muster):
    name = worker(http, "worker-c")
    task = submit(http, name)
    found = {}

    def wait():
        with muster.http() as client:
            found.update(client.get(f"/api/v1/tasks/{task}?wait=20s").json())

    waiter = threading.Thread(target=wait)
    waiter.start()
    (work,) = lease(http, name)
    http.post(f"/api/v1/leases/{work['lease']}/report", json={"task": task, "succeeded": True})
    waiter.join(timeout=10)
    assert found["status"] == "succeeded"


def test_events_come_live_and_resume(http, muster):
    name = worker(http, "worker-d")
    task = submit(http, name)
    live = []

    def follow():
        with muster.http() as client, client.stream("GET", f"/api/v1/tasks/{task}/events") as response:
            assert response.headers["content-type"].startswith("text/event-stream")
            live.extend(events(response))

    follower = threading.Thread(target=follow)
    follower.start()
    (work,) = lease(http, name)
    http.post(f"/api/v1/leases/{work['lease']}/report", json={"task": task, "succeeded": True})
    follower.join(timeout=10)
    assert not follower.is_alive()
    kinds = [kind for _, kind, _ in live]
    assert kinds == ["submitted", "leased", "started", "succeeded"]
    with http.stream("GET", f"/api/v1/tasks/{task}/events") as response:
        assert list(events(response)) == live
    for at in range(len(live)):
        with http.stream(
            "GET", f"/api/v1/tasks/{task}/events", headers={"last-event-id": live[at][0]}
        ) as response:
            assert list(events(response)) == live[at + 1 :]


def test_dependencies_wait(http):
    name = worker(http, "worker-e")
    answer = http.post(
        "/api/v1/tasks/batch",
        json={"tasks": [{"skills": [name], "kind": "first"}, {"skills": [name], "depends_on": ["#0"]}]},
    )
    first, second = (task["id"] for task in answer.json()["tasks"])
    (work,) = lease(http, name, max=10)
    assert work["task"] == first
    assert http.get(f"/api/v1/tasks/{second}").json()["status"] != "running"
    http.post(f"/api/v1/leases/{work['lease']}/report", json={"task": first, "succeeded": True})
    (work,) = lease(http, name, max=10)
    assert work["task"] == second
    http.post(f"/api/v1/leases/{work['lease']}/report", json={"task": second, "succeeded": True})


def test_a_cancelled_task_is_no_longer_its_workers(http):
    name = worker(http, "worker-f")
    task = submit(http, name)
    (work,) = lease(http, name)
    assert http.delete(f"/api/v1/tasks/{task}").json()["status"] == "cancelled"
    renewal = http.post(f"/api/v1/leases/{work['lease']}/renew", json={"task": task})
    assert renewal.status_code == 409
    assert renewal.json()["code"] == "lease_lost"
    report = http.post(f"/api/v1/leases/{work['lease']}/report", json={"task": task, "succeeded": True})
    assert report.json()["verdict"] == "task_ended"
    assert http.get(f"/api/v1/tasks/{task}").json()["status"] == "cancelled"


def test_pages(http):
    name = "nobody-takes-these"
    http.post("/api/v1/tasks/batch", json={"tasks": [{"skills": [name], "kind": "paged"}] * 25})
    seen, cursor = [], None
    while True:
        query = {"kind": "paged", "limit": 10} | ({"cursor": cursor} if cursor else {})
        page = http.get("/api/v1/tasks", params=query).json()
        seen += [task["id"] for task in page["tasks"]]
        cursor = page["next_cursor"]
        if not cursor:
            break
    assert len(seen) == len(set(seen)) == 25

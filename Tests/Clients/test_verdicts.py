"""Answers that a program judges before their caller gets them: try cheap, verify, escalate."""

import sys

import pytest
from support import Muster, hello

# Rejects what the agents called cheap and fair say.
VERIFIER = """
import json, sys
answer = json.load(sys.stdin)
assert answer["output"]["choices"][0]["message"]["content"] == "Hello from the mock."
assert answer["input"]["messages"][0]["content"] == "Say hello."
print(0.2 if answer["agent"] in ("cheap", "fair") else 0.9)
"""


@pytest.fixture(scope="module")
def judged(mock, tmp_path_factory):
    """Three agents from cheap to dear, of which the third alone is good enough."""
    directory = tmp_path_factory.mktemp("judged")
    program = directory / "verify.py"
    program.write_text(VERIFIER)
    server = Muster(
        directory,
        endpoints=[
            mock.endpoint(name, "mock", models, price={"request": price})
            for name, models, price in (
                ("cheap", ["any", "bad"], 0),
                ("fair", ["any", "bad"], 0.01),
                ("good", ["any"], 0.1),
            )
        ],
        verify=[{"kind": "chat/completions", "command": [sys.executable, str(program)]}],
    )
    yield server
    assert server.stop() == 0


def test_escalates_until_an_answer_passes(judged):
    answer = judged.openai().chat.completions.with_raw_response.create(model="any", **hello())
    assert answer.parse().choices[0].message.content == "Hello from the mock."
    assert answer.headers["x-muster-agent"] == "good"
    assert answer.headers["x-muster-attempt"] == "3"
    assert answer.headers["x-muster-verdict"] == "accepted"
    task = judged.http().get(f"/api/v1/tasks/{answer.headers['x-muster-task']}").json()
    assert (task["status"], task["verdict"], task["failures"]) == ("succeeded", "accepted", 2)
    assert task["reward"] == 0.9
    assert task["cost_usd"] == pytest.approx(0.11)


def test_the_last_answer_is_given_as_it_is(judged):
    answer = judged.http().post("/v1/chat/completions", json=hello(model="bad"))
    assert answer.status_code == 200
    assert answer.json()["choices"][0]["message"]["content"] == "Hello from the mock."
    assert (answer.headers["x-muster-agent"], answer.headers["x-muster-verdict"]) == ("fair", "rejected")
    task = judged.http().get(f"/api/v1/tasks/{answer.headers['x-muster-task']}").json()
    assert (task["status"], task["verdict"]) == ("failed", "rejected")


def test_streams_pass_unverified(judged):
    with judged.http().stream(
        "POST", "/v1/chat/completions", json=hello(model="bad", stream=True)
    ) as answer:
        assert answer.headers["x-muster-verdict"] == "unverified"
        assert "[DONE]" in answer.read().decode()


def test_verdicts_are_counted(judged):
    lines = judged.http().get("/metrics").text.splitlines()
    counts = dict(line.rsplit(" ", 1) for line in lines if line.startswith("muster_verdicts_total"))
    assert float(counts['muster_verdicts_total{verdict="accepted"}']) >= 1
    assert float(counts['muster_verdicts_total{verdict="rejected"}']) >= 4
    assert 'muster_verdicts_total{verdict="broken"}' not in counts

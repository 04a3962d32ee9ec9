"""What was trained on a trace is put into service, and replays what it did there."""

import os
import subprocess

import pytest
from support import Mock, Muster, hello

SMALL = ["nodes=4", "storage=2", "schedulers=2", "length=20", "copies=4", "horizon=10", "evaluations=2"]


def run(*arguments):
    return subprocess.run(
        [os.environ["MUSTER_BIN"], *arguments], check=True, capture_output=True, text=True, timeout=120
    ).stdout


@pytest.mark.parametrize("method", ["roles", "vdn"])
def test_trained_agents_serve_and_replay(method, tmp_path):
    policy = tmp_path / "a.muster"
    settings = [*SMALL, "scope=pool", *(["search=1"] if method == "roles" else [])]
    sets = [word for pair in settings for word in ("--set", pair)]
    trained = run(
        *("train", method, "--trace", "generated?tasks=300&agents=8", *sets),
        *("--steps", "2", "--evaluate-every", "2", "--out", str(policy)),
    )
    assert f"put it into service as learned({policy})" in trained
    mock = Mock()
    server = None
    try:
        endpoints = [mock.endpoint(name) for name in ("one", "two")]
        server = Muster(tmp_path, policy=f'learned("{policy}")', endpoints=endpoints)
        view = server.http().get("/api/v1/policy").json()
        assert str(policy) in view["policy"]
        agents = set()
        for _ in range(12):
            answer = server.http().post("/v1/chat/completions", json=hello(model="auto"))
            assert answer.status_code == 200
            agents.add(answer.headers["x-muster-agent"])
        assert agents and agents <= {"one", "two"}
    finally:
        mock.stop()
        if server:
            server.stop()
    replayed = run("compare", "--trace", f"log:{server.log}", "--policy", f'learned("{policy}")', "--seeds", "1")
    assert "12 tasks" in replayed
    assert "learned(" in replayed

"""What all tests share: one mock, one server with healthy agents, one with an agent that fails before each good one."""

import pytest
from support import Mock, Muster

FAULTS = [
    "fail-500",
    "fail-503",
    "fail-429",
    "fail-402",
    "fail-401",
    "fail-context",
    "break-before",
    "hang",
]


@pytest.fixture(scope="session")
def mock():
    mock = Mock()
    yield mock
    mock.stop()


@pytest.fixture(scope="session")
def muster(mock, tmp_path_factory):
    """Agents that cost more the less they should be chosen: the policy takes the cheapest."""
    server = Muster(
        tmp_path_factory.mktemp("healthy"),
        environment={"MOCK_KEY": "secret-of-the-mock"},
        server={"limits": {"body": "1MiB", "header-timeout": "1s"}},
        endpoints=[
            mock.endpoint(
                "plain", "mock", ["small"], pools=["default", "cheap"], price={"input": 1, "output": 2}
            ),
            mock.endpoint(
                "second",
                "mock-large",
                ["large"],
                pools=["default"],
                key={"env": "MOCK_KEY"},
                headers={"x-team": "blue"},
                price={"input": 10, "output": 20},
            ),
            *(
                mock.endpoint(name, name, pools=["odd"], price={"request": 1})
                for name in ("slow", "long", "hang", "break-after", "fail-400", "fail-422")
            ),
        ],
        tenants=[{"name": "default", "weight": 1}],
    )
    yield server
    assert server.stop() == 0


@pytest.fixture(scope="session")
def faulty(mock, tmp_path_factory):
    """For each fault and each way to answer a model with two agents: one that fails and is tried first, for it is
    free, and a good one."""
    endpoints = []
    for kind in ("plain", "stream"):
        for fault in [*FAULTS, *(["break-after"] if kind == "plain" else [])]:
            model = f"{fault}-{kind}"
            short = {"connect": "300ms", "first-token": "300ms", "total": "600ms"}
            endpoints.append(mock.endpoint(f"bad-{model}", fault, [model], timeouts=short))
            endpoints.append(mock.endpoint(f"good-{model}", "mock", [model], price={"request": 0.01}))
    for fault in ("fail-500", "fail-429", "break-before"):
        for name in ("one", "two"):
            endpoints.append(mock.endpoint(f"{name}-{fault}", fault, [f"only-{fault}"]))
    server = Muster(tmp_path_factory.mktemp("faulty"), endpoints=endpoints)
    yield server
    assert server.stop() == 0

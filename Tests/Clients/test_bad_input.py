"""Bad input: always a clear refusal, never an internal error, and the server goes on."""

import socket
import time

import pytest

JSON = {"content-type": "application/json"}
DEEP = b'{"input":' + b"[" * 50_000 + b"]" * 50_000 + b"}"

# Path, body, status, code, and what the refusal points at.
NATIVE = [
    ("/api/v1/tasks", b"", 400, "malformed_json", None),
    ("/api/v1/tasks", b'{"kind":', 400, "malformed_json", None),
    ("/api/v1/tasks", b'{"kind":"a"} x', 400, "malformed_json", None),
    ("/api/v1/tasks", b'{"kind":"\xff"}', 400, "malformed_json", None),
    ("/api/v1/tasks", b'{"kind":"\xed\xa0\x80"}', 400, "malformed_json", None),
    ("/api/v1/tasks", DEEP, 400, "malformed_json", None),
    ("/api/v1/tasks", b"[]", 400, "invalid_request", None),
    ("/api/v1/tasks", b"null", 400, "invalid_request", None),
    ("/api/v1/tasks", b'{"priority":"high"}', 400, "invalid_request", "/priority"),
    ("/api/v1/tasks", b'{"priority":1e300}', 400, "invalid_request", "/priority"),
    ("/api/v1/tasks", b'{"value":1e999}', 400, "invalid_request", "/value"),
    ("/api/v1/tasks", b'{"kind":""}', 400, "invalid_request", "/kind"),
    ("/api/v1/tasks", b'{"kind":"a\\u0000b"}', 400, "invalid_request", "/kind"),
    ("/api/v1/tasks", b'{"skills":"a"}', 400, "invalid_request", "/skills"),
    ("/api/v1/tasks", b'{"skills":[1]}', 400, "invalid_request", "/skills/0"),
    ("/api/v1/tasks", b'{"demand":{"cpu_milli":-1}}', 400, "invalid_request", "/demand/cpu_milli"),
    ("/api/v1/tasks", b'{"nonsense":1}', 400, "invalid_request", "/nonsense"),
    ("/api/v1/tasks", b'{"deadline_in":"soon"}', 400, "invalid_request", "/deadline_in"),
    ("/api/v1/tasks", b'{"budget_usd":-1}', 400, "invalid_request", "/budget_usd"),
    ("/api/v1/tasks", b'{"retry":{"attempts":0}}', 400, "invalid_request", "/retry/attempts"),
    ("/api/v1/tasks", b'{"depends_on":["99999999"]}', 404, "not_found", None),
    ("/api/v1/tasks", b'{"depends_on":["x"]}', 400, "invalid_request", None),
    ("/api/v1/tasks", b'{"metadata":[]}', 400, "invalid_request", "/metadata"),
    ("/api/v1/tasks/batch", b"{}", 400, "invalid_request", "/tasks"),
    ("/api/v1/tasks/batch", b'{"tasks":[]}', 400, "invalid_request", "/tasks"),
    ("/api/v1/tasks/batch", b'{"tasks":[{},{"kind":7}]}', 400, "invalid_request", "/tasks/1/kind"),
    (
        "/api/v1/tasks/batch",
        b'{"tasks":[{"depends_on":["#1"]},{"depends_on":["#0"]}]}',
        422,
        "cyclic_dependency",
        None,
    ),
    ("/api/v1/agents/nobody/leases", b"{}", 404, "not_found", None),
    ("/api/v1/agents/nobody/leases", b'{"max":0}', 400, "invalid_request", "/max"),
    ("/api/v1/leases/999999/report", b'{"task":"999999","succeeded":true}', 404, "not_found", None),
    ("/api/v1/leases/x/report", b'{"task":"1","succeeded":true}', 404, "not_found", None),
    ("/api/v1/leases/1/report", b'{"task":1,"succeeded":true}', 400, "invalid_request", "/task"),
    ("/api/v1/leases/1/report", b'{"task":"1"}', 400, "invalid_request", "/succeeded"),
    ("/api/v1/leases/1/renew", b"{}", 400, "invalid_request", "/task"),
    ("/api/v1/reports", b'{"reports":[3]}', 400, "invalid_request", None),
    ("/api/v1/tasks/999999/feedback", b'{"reward":1}', 404, "not_found", None),
    ("/api/v1/tasks/999999/feedback", b"{}", 400, "invalid_request", "/reward"),
    ("/api/v1/tasks/999999/cancel", b"", 404, "not_found", None),
]


@pytest.fixture(scope="module", autouse=True)
def still_lives(muster):
    yield
    assert muster.http().get("/healthz").status_code == 200
    assert muster.http().get("/readyz").status_code == 200
    assert muster.process.poll() is None


@pytest.mark.parametrize("path, body, status, code, pointer", NATIVE)
def test_native_bodies(muster, path, body, status, code, pointer):
    answer = muster.http().post(path, content=body, headers=JSON)
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == status
    assert answer.json()["detail"]
    if pointer:
        assert pointer in [part["pointer"] for part in answer.json()["errors"]]


@pytest.mark.parametrize(
    "name, body, pointer",
    [
        ("bad-agent", b'{"concurrency":0}', "/concurrency"),
        ("bad-agent", b'{"concurrency":1.5}', "/concurrency"),
        ("bad-agent", b'{"skills":["@openai"]}', "/skills/0"),
        ("bad-agent", b'{"speed":0}', "/speed"),
        ("bad-agent", b'{"price":{"per_task_usd":"1"}}', "/price/per_task_usd"),
        ("bad-agent", b'{"capacity":{"cpu_milli":true}}', "/capacity/cpu_milli"),
    ],
)
def test_agents(muster, name, body, pointer):
    answer = muster.http().put(f"/api/v1/agents/{name}", content=body, headers=JSON)
    assert answer.status_code == 400, answer.text
    assert pointer in [part["pointer"] for part in answer.json()["errors"]]
    assert muster.http().get(f"/api/v1/agents/{name}").status_code == 404


@pytest.mark.parametrize(
    "method, path, status",
    [
        ("GET", "/api/v1/tasks/999999", 404),
        ("GET", "/api/v1/tasks/abc", 404),
        ("GET", "/api/v1/tasks/-1", 404),
        ("GET", "/api/v1/tasks/18446744073709551616", 404),
        ("GET", "/api/v1/tasks/999999/events", 404),
        ("GET", "/api/v1/tasks/999999/why", 404),
        ("GET", "/api/v1/tasks?limit=0", 400),
        ("GET", "/api/v1/tasks?limit=many", 400),
        ("GET", "/api/v1/tasks?cursor=%00", 400),
        ("GET", "/api/v1/tasks?status=happy", 400),
        ("DELETE", "/api/v1/tasks/999999", 404),
        ("GET", "/api/v1/agents/nobody", 404),
        ("GET", "/api/v1/agents/%00", 400),
        ("DELETE", "/api/v1/agents/nobody", 404),
        ("GET", "/api/v1/tenants/nobody", 404),
        ("GET", "/api/v1/nothing", 404),
        ("GET", "/nothing", 404),
        ("PATCH", "/api/v1/tasks", 405),
    ],
)
def test_addresses(muster, method, path, status):
    answer = muster.http().request(method, path)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


OPENAI = [
    (b"", "malformed_json"),
    (b'{"model":', "malformed_json"),
    (b'{"model":"small","x":"\xff"}', "malformed_json"),
    (b'{"model":"small","x":"\\ud800"}', None),
    (b'{"model":"small","messages":' + b"[" * 50_000 + b"]" * 50_000 + b"}", "malformed_json"),
    (b"[]", "invalid_request"),
    (b"{}", "invalid_request"),
    (b'{"model":""}', "invalid_request"),
    (b'{"model":7}', "invalid_request"),
    (b'{"model":"small","stream":"yes"}', "invalid_request"),
    (b'{"model":"small","n":-1}', "invalid_request"),
    (b'{"model":"small","max_tokens":1e99}', "invalid_request"),
    (b'{"model":"small","max_tokens":"many"}', "invalid_request"),
]


@pytest.mark.parametrize("path", ["chat/completions", "completions", "embeddings", "responses"])
@pytest.mark.parametrize("body, code", OPENAI)
def test_openai_bodies(muster, path, body, code):
    answer = muster.http().post(f"/v1/{path}", content=body, headers=JSON)
    # Fields that an endpoint does not have pass through.
    foreign = {
        b'"max_tokens"': ("embeddings", "responses"),
        b'"n"': ("completions", "embeddings", "responses"),
        b'"stream"': ("embeddings",),
    }
    if code is None or any(field in body and path in paths for field, paths in foreign.items()):
        assert answer.status_code in (200, 400)
    else:
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, code), answer.text
        assert answer.json()["error"]["message"]


@pytest.mark.parametrize("path", ["/api/v1/tasks", "/v1/chat/completions"])
def test_huge_bodies(muster, path):
    huge = b'{"model":"small","input":"' + b"x" * (2 << 20) + b'"}'
    answer = muster.http().post(path, content=huge, headers=JSON)
    assert answer.status_code == 413
    assert "body_too_large" in answer.text
    answer = muster.http().post(path, content=iter([huge]), headers=JSON)
    assert answer.status_code == 413


def test_other_content_types(muster):
    for path in ("/api/v1/tasks", "/v1/chat/completions"):
        answer = muster.http().post(path, content=b"<a/>", headers={"content-type": "text/xml"})
        assert answer.status_code == 415


@pytest.mark.parametrize(
    "headers, path",
    [
        ({"last-event-id": "x"}, "/api/v1/tasks/{task}/events"),
        ({}, "/api/v1/tasks/{task}?wait=soon"),
    ],
)
def test_parameters(muster, headers, path):
    task = muster.http().post("/api/v1/tasks", json={"skills": ["nobody-has-it"]}).json()["id"]
    answer = muster.http().get(path.format(task=task), headers=headers)
    assert answer.status_code == 400
    assert answer.json()["code"] == "invalid_parameter"


def test_timeout_header(muster):
    answer = muster.http().post(
        "/v1/chat/completions", json={"model": "small"}, headers={"x-muster-timeout": "soon"}
    )
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "invalid_parameter"


def raw(muster, text, seconds=10):
    """What comes back for bytes that no client would send, until the server closes."""
    with socket.create_connection(("127.0.0.1", muster.port), timeout=seconds) as connection:
        connection.sendall(text)
        found = b""
        try:
            while part := connection.recv(65536):
                found += part
        except ConnectionResetError:
            pass
        return found


def test_no_http(muster):
    for text in (b"garbage\r\n\r\n", b"\x16\x03\x01\x02\x00" + b"\x00" * 600, b"GET / HTTP/9.9\r\n\r\n"):
        found = raw(muster, text)
        assert found == b"" or found.startswith(b"HTTP/1.1 4"), found


def test_huge_heads(muster):
    found = raw(muster, b"GET /healthz HTTP/1.1\r\nhost: x\r\nx-big: " + b"a" * 100_000 + b"\r\n\r\n")
    assert found == b"" or found.startswith(b"HTTP/1.1 4"), found


def test_ambiguous_lengths_are_refused(muster):
    found = raw(
        muster,
        b"POST /api/v1/tasks HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n"
        b"0\r\n\r\nGET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n",
    )
    assert b" 200 " not in found.split(b"\r\n")[0]


def test_a_slow_head_is_cut_off(muster):
    start = time.monotonic()
    found = raw(muster, b"GET /healthz HTTP/1.1\r\nhost: x\r\nx-slow: ")
    assert time.monotonic() - start < 8
    assert found == b"" or found.startswith(b"HTTP/1.1 4")


def test_a_head_that_drips_is_cut_off(muster):
    with socket.create_connection(("127.0.0.1", muster.port), timeout=10) as connection:
        start = time.monotonic()
        with pytest.raises(OSError):
            for byte in b"GET /healthz HTTP/1.1\r\n" + b"x-slow: a\r\n" * 100:
                connection.sendall(bytes([byte]))
                time.sleep(0.05)
        assert time.monotonic() - start < 8

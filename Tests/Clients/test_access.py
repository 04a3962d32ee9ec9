"""Keys: who may do what, and what nobody learns."""

import openai
import pytest
from support import Muster, hello


@pytest.fixture(scope="module")
def locked(mock, tmp_path_factory):
    directory = tmp_path_factory.mktemp("locked")
    server = Muster(
        directory,
        auth={"required": True, "admin-key-file": str(directory / "admin.key")},
        endpoints=[mock.endpoint("plain", "mock", ["small"])],
    )
    server.admin = (directory / "admin.key").read_text().strip()
    yield server
    assert server.stop() == 0


def make_key(server, **fields):
    answer = server.http(server.admin).post("/api/v1/keys", json=fields)
    assert answer.status_code == 201, answer.text
    return answer.json()


def test_no_key_no_answer(locked):
    for key in ("", "mk_wrong"):
        with pytest.raises(openai.AuthenticationError) as caught:
            locked.openai(key or "none").chat.completions.create(model="small", **hello())
        assert caught.value.status_code == 401
        assert caught.value.code == "unauthenticated"
    answer = locked.http().get("/api/v1/tasks")
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert "bearer" in answer.headers["www-authenticate"].lower()
    assert locked.http().get("/healthz").status_code == 200
    assert locked.http().get("/readyz").status_code == 200


def test_scopes_and_revocation(locked):
    key = make_key(locked, name="app", tenant="search", scopes=["tasks"])
    assert key["key"].startswith("mk_")
    client = locked.openai(key["key"])
    assert client.chat.completions.create(model="small", **hello()).choices
    answer = locked.http(key["key"]).post("/api/v1/keys", json={"scopes": ["admin"]})
    assert answer.status_code == 403
    assert answer.json()["code"] == "forbidden"
    listed = locked.http(locked.admin).get("/api/v1/keys")
    assert key["key"] not in listed.text and "hash" not in listed.text
    assert locked.http(locked.admin).delete(f"/api/v1/keys/{key['id']}").status_code == 204
    with pytest.raises(openai.AuthenticationError):
        client.chat.completions.create(model="small", **hello())


def test_tenants_do_not_see_each_other(locked):
    ours = locked.http(make_key(locked, tenant="ours", scopes=["tasks"])["key"])
    theirs = locked.http(make_key(locked, tenant="theirs", scopes=["tasks"])["key"])
    task = ours.post("/api/v1/tasks", json={"kind": "secret"}).json()["id"]
    assert ours.get(f"/api/v1/tasks/{task}").status_code == 200
    for answer in (
        theirs.get(f"/api/v1/tasks/{task}"),
        theirs.delete(f"/api/v1/tasks/{task}"),
        theirs.get(f"/api/v1/tasks/{task}/events"),
        theirs.get(f"/api/v1/tasks/{task}/why"),
        theirs.post(f"/api/v1/tasks/{task}/feedback", json={"reward": 1}),
    ):
        assert answer.status_code == 404, answer.url
    assert task not in [found["id"] for found in theirs.get("/api/v1/tasks").json()["tasks"]]
    assert theirs.post("/api/v1/tasks", json={"tenant": "ours"}).status_code == 403


def test_the_log_has_no_keys(locked):
    key = make_key(locked, name="hidden")["key"]
    with open(locked.log, "rb") as file:
        assert key.encode() not in file.read()
    with open(locked.log + "-wal", "rb") as file:
        assert key.encode() not in file.read()
    assert not any(key in line for line in locked.output + locked.errors)

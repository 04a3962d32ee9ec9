"""Callers that go, and tasks that are taken back, reach the agent: nobody works for nothing."""

import httpx
import pytest
from support import events, hello


def task_ends(muster, task):
    return muster.http().get(f"/api/v1/tasks/{task}?wait=5s").json()["status"]


def test_a_caller_that_closes_a_stream(muster, mock):
    before = mock.stats()["closed_early"]
    stream = muster.openai().chat.completions.create(model="long", stream=True, **hello())
    for index, _ in enumerate(stream):
        if index == 2:
            break
    stream.close()
    assert mock.await_stat("closed_early", before + 1) == before + 1
    assert task_ends(muster, stream.response.headers["x-muster-task"]) == "cancelled"


def test_a_caller_that_does_not_wait_for_the_answer(muster, mock):
    before = mock.stats()["closed_early"]
    with pytest.raises(httpx.ReadTimeout):
        httpx.post(muster.url + "/v1/chat/completions", json=hello(model="hang"), timeout=0.3)
    assert mock.await_stat("closed_early", before + 1) == before + 1


def test_a_caller_that_does_not_wait_for_the_first_token(muster, mock):
    before = mock.stats()["closed_early"]
    with pytest.raises(httpx.ReadTimeout):
        httpx.post(muster.url + "/v1/chat/completions", json=hello(model="hang", stream=True), timeout=0.3)
    assert mock.await_stat("closed_early", before + 1) == before + 1


def test_a_stream_that_is_cancelled_over_the_api(muster, mock):
    before = mock.stats()["closed_early"]
    with muster.http().stream("POST", "/v1/chat/completions", json=hello(model="long", stream=True)) as response:
        found = events(response)
        next(found)
        assert muster.http().delete("/api/v1/tasks/" + response.headers["x-muster-task"]).status_code == 200
        rest = [data for _, _, data in found]
    assert "[DONE]" not in rest
    assert '"error"' in rest[-1]
    assert mock.await_stat("closed_early", before + 1) == before + 1


def test_nothing_stays_open(muster, mock):
    assert mock.await_stat("requests", 0) >= 0
    list(muster.openai().chat.completions.create(model="small", stream=True, **hello()))
    stats = mock.stats()
    assert stats["open_streams"] == 0

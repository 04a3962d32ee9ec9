"""Agents that fail: other agents take over, or the caller is told; a stream never ends in silence."""

import json
import time

import openai
import pytest
from conftest import FAULTS
from support import events, hello


@pytest.mark.parametrize("fault", [*FAULTS, "break-after"])
def test_another_agent_answers(faulty, mock, fault):
    before = mock.count(fault)
    answer = faulty.http().post("/v1/chat/completions", json=hello(model=f"{fault}-plain"))
    assert answer.status_code == 200, answer.text
    assert answer.json()["choices"][0]["message"]["content"] == "Hello from the mock."
    assert answer.headers["x-muster-agent"] == f"good-{fault}-plain"
    assert answer.headers["x-muster-attempt"] == "2"
    assert mock.count(fault) == before + 1


@pytest.mark.parametrize("fault", FAULTS)
def test_another_agent_streams(faulty, mock, fault):
    before = mock.count(fault)
    stream = faulty.openai().chat.completions.create(model=f"{fault}-stream", stream=True, **hello())
    assert "".join(chunk.choices[0].delta.content or "" for chunk in stream).endswith(" 19")
    assert stream.response.headers["x-muster-agent"] == f"good-{fault}-stream"
    assert mock.count(fault) == before + 1


@pytest.mark.parametrize("fault", ["fail-500", "break-before"])
def test_all_agents_fail(faulty, fault):
    with pytest.raises(openai.APIStatusError) as caught:
        faulty.openai().chat.completions.create(
            model=f"only-{fault}", extra_headers={"x-muster-timeout": "2s"}, **hello()
        )
    # At once, or at the deadline where the agents are out of service by then.
    assert (caught.value.status_code, caught.value.code) in [(502, "upstream_failed"), (504, "timed_out")]


def test_all_agents_at_their_limit(faulty):
    with pytest.raises(openai.APIStatusError) as caught:
        faulty.openai().chat.completions.create(
            model="only-fail-429", extra_headers={"x-muster-timeout": "1s"}, **hello()
        )
    assert caught.value.status_code in (429, 504)


@pytest.mark.parametrize("status", [400, 422])
def test_the_callers_mistake_passes_through(muster, mock, status):
    before = mock.stats()["requests"]
    answer = muster.http().post("/v1/chat/completions", json=hello(model=f"fail-{status}"))
    assert answer.status_code == status
    assert answer.json() == {
        "error": {
            "message": f"The mock was told to fail with {status}.",
            "type": "invalid_request_error",
            "param": None,
            "code": "mock_invalid",
        }
    }
    assert mock.stats()["requests"] == before + 1
    with pytest.raises(openai.APIStatusError) as caught:
        list(muster.openai().chat.completions.create(model=f"fail-{status}", stream=True, **hello()))
    assert caught.value.status_code == status
    assert caught.value.code == "mock_invalid"


def test_a_stream_that_breaks_says_so(muster):
    client = muster.openai()
    pieces = []
    with pytest.raises(openai.APIError) as caught:
        for chunk in client.chat.completions.create(model="break-after", stream=True, **hello()):
            pieces.append(chunk.choices[0].delta.content)
    assert pieces == [" 0", " 1"]
    assert caught.value.code == "upstream_failed"
    with muster.http().stream(
        "POST", "/v1/chat/completions", json=hello(model="break-after", stream=True)
    ) as response:
        data = [data for _, _, data in events(response)]
    assert "[DONE]" not in data
    assert json.loads(data[-1])["error"]["code"] == "upstream_failed"


def test_the_callers_deadline(muster, mock):
    before = mock.stats()["closed_early"]
    start = time.monotonic()
    with pytest.raises(openai.APIStatusError) as caught:
        muster.openai().chat.completions.create(
            model="hang", extra_headers={"x-muster-timeout": "300ms"}, **hello()
        )
    assert caught.value.status_code == 504
    assert caught.value.code == "timed_out"
    assert time.monotonic() - start < 10
    assert mock.await_stat("closed_early", before + 1) == before + 1

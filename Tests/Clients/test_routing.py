"""Which agent answers, and what passes through on the way."""

import json

import openai
import pytest
from support import hello


@pytest.mark.parametrize(
    "model, agent, upstream",
    [
        ("auto", "plain", "mock"),
        ("small", "plain", "mock"),
        ("large", "second", "mock-large"),
        ("cheap", "plain", "mock"),
        ("default", "plain", "mock"),
    ],
)
def test_auto_names_and_pools(muster, mock, model, agent, upstream):
    answer = muster.http().post("/v1/chat/completions", json=hello(model=model))
    assert answer.status_code == 200
    assert answer.headers["x-muster-agent"] == agent
    assert json.loads(mock.last_body())["model"] == upstream


def test_unknown_model(muster):
    with pytest.raises(openai.NotFoundError) as caught:
        muster.openai().chat.completions.create(model="nothing", **hello())
    assert caught.value.code == "model_not_found"
    assert caught.value.param == "model"


def test_headers_tell_what_was_decided(muster):
    answer = muster.http().post("/v1/chat/completions", json=hello(model="small"))
    assert answer.headers["x-muster-agent"] == "plain"
    assert answer.headers["x-muster-attempt"] == "1"
    assert 0 < float(answer.headers["x-muster-propensity"]) <= 1
    # 9 tokens at 1 USD a million and 5 at 2 USD.
    assert float(answer.headers["x-muster-cost-usd"]) == pytest.approx(0.000019)
    task = muster.http().get("/api/v1/tasks/" + answer.headers["x-muster-task"]).json()
    assert task["status"] == "succeeded"
    assert task["agent"] == "plain"
    assert task["cost_usd"] == pytest.approx(0.000019)


def test_headers_of_a_stream_and_its_cost(muster):
    body = hello(model="small", stream=True)
    with muster.http().stream("POST", "/v1/chat/completions", json=body) as answer:
        assert answer.headers["x-muster-agent"] == "plain"
        assert 0 < float(answer.headers["x-muster-propensity"]) <= 1
        answer.read()
    task = muster.http().get(f"/api/v1/tasks/{answer.headers['x-muster-task']}?wait=5s").json()
    assert task["status"] == "succeeded"
    assert task["cost_usd"] == pytest.approx(0.000019)


def test_body_passes_untouched_but_for_the_model(muster, mock):
    body = (
        b'{ "vendor_option" : {"a":[1, 2.50,1e3], "model": "small"},\n\t"messages":[{"role":"user",'
        b'"content":"\\u00e9 \xc3\xa9 \\/ \\"model\\": \\"small\\""}], "model" :  "small", "n":1 }\n'
    )
    answer = muster.http().post(
        "/v1/chat/completions", content=body, headers={"content-type": "application/json"}
    )
    assert answer.status_code == 200
    before, after = body.rsplit(b'"small"', 1)
    assert mock.last_body() == before + b'"mock"' + after


def test_unknown_fields_of_a_stream_survive(muster, mock):
    stream = muster.openai().chat.completions.create(
        model="small", stream=True, extra_body={"vendor": {"deep": [None, True, "é"]}}, **hello()
    )
    assert list(stream)
    sent = json.loads(mock.last_body())
    assert sent.pop("stream_options") == {"include_usage": True}
    assert sent == {**hello(model="mock"), "stream": True, "vendor": {"deep": [None, True, "é"]}}


def test_keys_and_headers_of_the_endpoint_go_out_and_the_callers_do_not(muster, mock):
    http = muster.http()
    http.post(
        "/v1/chat/completions",
        json=hello(model="large"),
        headers={"authorization": "Bearer of-the-caller", "cookie": "a=b"},
    )
    headers = mock.last()["headers"]
    assert headers["authorization"] == "Bearer secret-of-the-mock"
    assert headers["x-team"] == "blue"
    assert "cookie" not in headers
    http.post("/v1/chat/completions", json=hello(model="small"), headers={"authorization": "Bearer of-the-caller"})
    assert "authorization" not in mock.last()["headers"]


def test_trace_context_goes_on(muster, mock):
    trace = "0af7651916cd43dd8448eb211c80319c"
    answer = muster.http().post(
        "/v1/chat/completions", json=hello(model="small"), headers={"traceparent": f"00-{trace}-b7ad6b7169203331-01"}
    )
    assert answer.status_code == 200
    sent = mock.last()["headers"]["traceparent"].split("-")
    assert sent[1] == trace
    assert sent[2] != "b7ad6b7169203331"


def test_why_tells_the_candidates(muster):
    answer = muster.http().post("/v1/chat/completions", json=hello(model="default"))
    why = muster.http().get(f"/api/v1/tasks/{answer.headers['x-muster-task']}/why").json()
    (decision,) = why["decisions"]
    assert decision["agent"] == "plain"
    assert {candidate["agent"] for candidate in decision["candidates"]} == {"plain", "second"}

"""Chat completions with OpenAI's own client: plain, streamed, asynchronous."""

import asyncio

import httpx
from support import events, hello

PIECES = "".join(f" {index}" for index in range(20))


def test_plain(muster):
    answer = muster.openai().chat.completions.create(model="small", **hello())
    assert answer.choices[0].message.content == "Hello from the mock."
    assert answer.choices[0].finish_reason == "stop"
    assert answer.usage.total_tokens == 14


def test_streamed_without_usage_has_no_usage_chunk(muster, mock):
    stream = muster.openai().chat.completions.create(model="small", stream=True, **hello())
    chunks = list(stream)
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks) == PIECES
    assert chunks[-1].choices[0].finish_reason == "stop"
    # The server asked for the usage, which it charges by, and kept it to itself.
    assert '"include_usage":true' in mock.last()["body"].replace(" ", "")
    assert all(chunk.choices and chunk.usage is None for chunk in chunks)


def test_streamed_with_usage_has_one_usage_chunk(muster):
    stream = muster.openai().chat.completions.create(
        model="small", stream=True, stream_options={"include_usage": True}, **hello()
    )
    chunks = list(stream)
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices) == PIECES
    assert [chunk.usage.total_tokens for chunk in chunks if chunk.usage] == [14]
    assert not chunks[-1].choices


def test_stream_ends_with_done_and_is_not_held_back(muster):
    body = hello(model="long", stream=True)
    with muster.http().stream("POST", "/v1/chat/completions", json=body) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        # A thousand pieces, 20 ms apart: the first ones are here long before the last.
        first = [data for _, _, data in zip(range(3), range(3), (data for _, _, data in events(response)))]
        assert len(first) == 3
    with muster.http().stream("POST", "/v1/chat/completions", json=hello(model="small", stream=True)) as response:
        assert [data for _, _, data in events(response)][-1] == "[DONE]"


async def test_many_at_once(muster):
    client = muster.async_openai()
    answers = await asyncio.gather(
        *(client.chat.completions.create(model="small", **hello()) for _ in range(50))
    )
    assert {answer.choices[0].message.content for answer in answers} == {"Hello from the mock."}


async def test_many_streams_at_once(muster):
    client = muster.async_openai()

    async def read():
        stream = await client.chat.completions.create(model="small", stream=True, **hello())
        return "".join([chunk.choices[0].delta.content or "" async for chunk in stream])

    assert set(await asyncio.gather(*(read() for _ in range(20)))) == {PIECES}


def test_one_connection_serves_many_requests(muster):
    with httpx.Client(base_url=muster.url, limits=httpx.Limits(max_connections=1)) as client:
        for _ in range(20):
            assert client.post("/v1/chat/completions", json=hello(model="small")).status_code == 200

"""The other endpoints of OpenAI's API, with its own client."""

import openai
import pytest

PIECES = "".join(f" {index}" for index in range(20))


def test_completions(muster):
    answer = muster.openai().completions.create(model="small", prompt="Once")
    assert answer.choices[0].text == "Hello from the mock."


def test_completions_streamed(muster):
    stream = muster.openai().completions.create(model="small", prompt="Once", stream=True)
    chunks = list(stream)
    assert "".join(chunk.choices[0].text for chunk in chunks) == PIECES
    assert all(chunk.choices for chunk in chunks)


def test_embeddings(muster):
    answer = muster.openai().embeddings.create(model="small", input="word", encoding_format="float")
    assert answer.data[0].embedding == [0.25, -0.5, 1]
    assert answer.usage.total_tokens == 9


def test_responses(muster):
    answer = muster.openai().responses.create(model="small", input="Say hello.")
    assert answer.status == "completed"
    assert answer.output_text == "Hello from the mock."
    assert answer.usage.output_tokens == 5


def test_responses_streamed(muster):
    stream = muster.openai().responses.create(model="small", input="Say hello.", stream=True)
    found = list(stream)
    assert found[0].type == "response.created"
    assert found[-1].type == "response.completed"
    assert "".join(event.delta for event in found if event.type == "response.output_text.delta") == PIECES


def test_models(muster):
    client = muster.openai()
    names = [model.id for model in client.models.list()]
    assert names[0] == "auto"
    assert {"small", "large", "default", "cheap"} <= set(names)
    assert client.models.retrieve("small").id == "small"
    with pytest.raises(openai.NotFoundError) as caught:
        client.models.retrieve("nothing")
    assert caught.value.code == "model_not_found"

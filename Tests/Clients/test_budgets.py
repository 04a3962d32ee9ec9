"""Money: what is spent up is refused by name, with the status that clients know."""

import openai
import pytest
from support import Muster, hello


@pytest.fixture(scope="module")
def poor(mock, tmp_path_factory):
    server = Muster(
        tmp_path_factory.mktemp("poor"),
        endpoints=[mock.endpoint("plain", "mock", ["small"], price={"request": 0.006})],
        tenants=[{"name": "default", "budget": 0.01}],
    )
    yield server
    assert server.stop() == 0


def test_an_exhausted_budget_names_the_tenant(poor, mock):
    client = poor.openai()
    client.chat.completions.create(model="small", **hello())
    before = mock.stats()["requests"]
    for stream in (False, True):
        with pytest.raises(openai.APIStatusError) as caught:
            client.chat.completions.create(model="small", stream=stream, **hello())
        assert caught.value.status_code == 402
        assert caught.value.code == "budget_exhausted"
        assert caught.value.type == "insufficient_quota"
        assert 'tenant "default"' in caught.value.message
    assert mock.stats()["requests"] == before
    tenant = poor.http().get("/api/v1/tenants/default").json()
    assert tenant["spent_usd"] == pytest.approx(0.006)
    assert tenant["reserved_usd"] == 0

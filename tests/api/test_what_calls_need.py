"""What calls need besides the connection: its profile and its numbers, read by the client."""

import httpx
import pytest
from pydantic import SecretStr

from tui_app.api.client import Client
from tui_app.api.errors import ApiError
from tui_app.api.target import find_target

TARGET = find_target("https://api.example.com/v2", {})


def client_of(answer: httpx.Response) -> tuple[Client, list[httpx.Request]]:
    asked: list[httpx.Request] = []

    def note(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return answer

    return Client(TARGET, SecretStr("KEYx"), transport=httpx.MockTransport(note)), asked


async def test_a_profile_is_read_by_its_id_with_its_destinations() -> None:
    held = {"id": 12, "name": "Office", "enabled": False, "whitelisted_destinations": ["US", "CA"]}
    opened, asked = client_of(httpx.Response(200, json={"data": held}))
    async with opened as client:
        profile = await client.voice_profile("1/2")
    assert (profile.id, profile.enabled) == ("12", False)
    assert profile.whitelisted_destinations == ("US", "CA")
    assert asked[0].url.raw_path == b"/v2/outbound_voice_profiles/1%2F2"


async def test_a_profile_may_come_without_destinations() -> None:
    opened, _ = client_of(httpx.Response(200, json={"data": {"id": "1", "name": "Office"}}))
    async with opened as client:
        profile = await client.voice_profile("1")
    assert profile.whitelisted_destinations is None


async def test_the_numbers_of_a_connection_are_asked_for_by_its_id_and_one_page_is_read() -> None:
    numbers = [{"phone_number": "+15550100", "status": "active"}, {"no": "number"}]
    meta = {"page_number": 1, "total_pages": 9}
    opened, asked = client_of(httpx.Response(200, json={"data": numbers, "meta": meta}))
    async with opened as client:
        found = await client.numbers_of("12")
    assert [(each.phone_number, each.status) for each in found] == [("+15550100", "active")]
    [request] = asked
    assert request.url.path == "/v2/phone_numbers"
    assert request.url.params["filter[connection_id]"] == "12"


@pytest.mark.parametrize("status", [403, 404])
async def test_a_refusal_is_an_error(status: int) -> None:
    opened, _ = client_of(httpx.Response(status, json={"errors": []}))
    async with opened as client:
        with pytest.raises(ApiError) as refused:
            await client.numbers_of("12")
        assert refused.value.failure.status == status
        with pytest.raises(ApiError):
            await client.voice_profile("12")

"""The sandbox on request as an API behaves at its worst: restricted, slow, losing answers."""

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.sandbox import LEAST, asking, made, refused, served
from tui_app.sandbox.app import create_app

HEADERS = {"Authorization": "Bearer KEY"}


async def test_a_restricted_key_reads_no_profile_and_no_push_credential() -> None:
    async with asking(create_app(restricted=True)) as client:
        for path in (
            "outbound_voice_profiles",
            "outbound_voice_profiles/2241870351094581633",
            "mobile_push_credentials",
        ):
            assert refused(await client.get(path), 403) == [("10010", None)]
        await made(client)
        assert (await client.get("phone_numbers")).status_code == 200


async def test_every_answer_is_late_but_the_work_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, answered = asyncio.Event(), asyncio.Event()
    waits: list[float] = []

    async def wait(seconds: float) -> None:
        waits.append(seconds)
        asked.set()
        await answered.wait()

    monkeypatch.setattr("tui_app.sandbox.middleware.asyncio.sleep", wait)
    app = create_app(slow=7)
    async with asking(app) as client:
        post = asyncio.create_task(client.post("credential_connections", json=LEAST))
        await asked.wait()
        assert not post.done()
        answered.set()
        assert (await post).status_code == 201
        assert (await client.get("credential_connections")).json()["meta"]["total_results"] == 1
        assert (await client.get("nothing")).status_code == 404
    async with asking(app, key=None) as client:
        assert (await client.get("nothing")).status_code == 401
    assert waits == [7] * 4


def user_names(client: httpx.Client) -> list[str]:
    return [each["user_name"] for each in client.get("credential_connections").json()["data"]]


def create(client: httpx.Client, name: str) -> httpx.Response:
    return client.post("credential_connections", json=LEAST | {"user_name": name})


def test_lost_answers_on_a_socket(private_environment: Path) -> None:
    with (
        served("--lose", "POST:2", "--lose", "DELETE") as (process, base),
        httpx.Client(base_url=f"{base}/", headers=HEADERS) as client,
    ):
        for name in ("user1", "user2"):
            with pytest.raises(httpx.RemoteProtocolError, match="without sending a response"):
                create(client, name)
        # They are done all the same; and only the first two are lost.
        assert create(client, "user3").status_code == 201
        assert user_names(client) == ["user3", "user2", "user1"]
        for each in client.get("credential_connections").json()["data"]:
            with pytest.raises(httpx.RemoteProtocolError):
                client.delete(f"credential_connections/{each['id']}")
        assert user_names(client) == []
        # What is refused for its key is not lost: nothing was done.
        bare = httpx.post(f"{base}/credential_connections", json=LEAST)
        assert bare.status_code == 401
        process.terminate()
        assert process.communicate(timeout=30) == ("", "")


async def test_lost_answers_in_process() -> None:
    app: Any = create_app(lose={"POST": None})
    async with asking(app) as client:
        for _ in range(2):
            with pytest.raises(ConnectionResetError):
                await client.post("credential_connections", json=LEAST)
        assert (await client.get("credential_connections")).json()["meta"]["total_results"] == 1

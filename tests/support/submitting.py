"""The wizard over a valid draft, against an API that answers as it is told."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import httpx

from tui_app.api.target import check_key, find_target
from tui_app.core.draft import Draft
from tui_app.core.session import Session
from tui_app.tui.app import WizardApp

GOOD = {
    "connection_name": "office-pbx",
    "user_name": "office12",
    "password": "hunter2hunter2",
    "outbound": {"localization": "DE"},
}
REPLY = {
    "data": {
        "id": "1293384261075731499",
        "connection_name": "office-pbx",
        "user_name": "office12",
        "password": "hunter2hunter2",
    }
}
Answer = Callable[[httpx.Request], Any]


class Api(httpx.AsyncBaseTransport):
    """Answers as it is told, and counts what it was asked."""

    def __init__(self, answer: Answer, listed: list[dict[str, Any]] | None = None) -> None:
        self.answer = answer
        self.listed = listed or []
        self.registration: dict[str, Any] = {"status": "Not Registered"}
        self.posts: list[dict[str, Any]] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await request.aread()
        if request.url.path.endswith("/check_registration_status"):
            return httpx.Response(200, json={"data": self.registration})
        if request.method == "POST":
            self.posts.append(json.loads(request.content))
        elif request.method == "GET" and not request.url.path.endswith(("profiles", "credentials")):
            return httpx.Response(200, json={"data": self.listed, "meta": {"total_pages": 1}})
        answer = self.answer(request)
        if asyncio.iscoroutine(answer):
            answer = await answer
        assert isinstance(answer, httpx.Response)
        # As from a wire: not read yet.
        return httpx.Response(
            answer.status_code, headers=answer.headers, stream=httpx.ByteStream(answer.content)
        )


def app_with(
    answer: Answer, draft: Draft | None = None, *, listed: list[dict[str, Any]] | None = None
) -> tuple[WizardApp, Api]:
    """The wizard over a valid draft, against an API that answers so and has the connections that
    are listed.
    """
    api = Api(answer, listed)
    session = Session(
        find_target("https://api.example.com/v2", {}),
        check_key("KEY1"),
        timeout=5,
        settle=0,
        transport=lambda: api,
    )
    made = draft or Draft.of(GOOD)[0]  # type: ignore[arg-type]
    return WizardApp(made, session), api


def envelope(*errors: dict[str, Any]) -> dict[str, Any]:
    return {"errors": list(errors)}

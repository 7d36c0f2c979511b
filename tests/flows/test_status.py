"""Whether a device has registered: asked politely, until one has, and said in words."""

from itertools import pairwise
from typing import Any

import httpx
import pytest

from tests.support.fake_ui import FakeUI
from tests.support.submitting import GOOD, REPLY
from tui_app.api.replies import read_connection
from tui_app.api.target import check_key, find_target
from tui_app.core.draft import Draft
from tui_app.core.session import Session
from tui_app.core.shown import Shown
from tui_app.flows.status import FIRST_PAUSE, LONGEST, LONGEST_PAUSE, say_status, watch

TARGET = find_target("https://api.example.com/v2", {})
PROFILE = {"id": "12", "name": "Office", "whitelisted_destinations": ["US"]}
REGISTERED = {"status": "Registered", "ip_address": "203.0.113.7", "port": 5062, "transport": "UDP"}


class Account:
    """An API that tells of one connection. `registrations`: the next answers, the last for ever."""

    def __init__(self, *registrations: dict[str, Any] | int, others: int = 200) -> None:
        self._registrations = list(registrations)
        self._others = others
        self.asked: list[str] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path.removeprefix("/v2/")
        self.asked.append(path)
        if path.endswith("check_registration_status"):
            answers = self._registrations
            answer = answers.pop(0) if len(answers) > 1 else answers[0]
            if isinstance(answer, int):
                return httpx.Response(answer, json={"errors": []})
            return httpx.Response(200, json={"data": answer})
        if self._others != 200:
            return httpx.Response(self._others, json={"errors": []})
        data: Any = PROFILE if path.startswith("outbound") else [{"phone_number": "+15550100"}]
        return httpx.Response(200, json={"data": data})

    @property
    def looks(self) -> int:
        return sum(path.endswith("check_registration_status") for path in self.asked)

    @property
    def session(self) -> Session:
        return Session(TARGET, check_key("KEY1"), transport=lambda: httpx.MockTransport(self))


def connection() -> Shown:
    made = read_connection({**REPLY["data"], "outbound": {"outbound_voice_profile_id": "12"}})
    assert made is not None
    return Shown(made, None)


async def watched(account: Account) -> tuple[Shown, list[float], list[bool | None]]:
    """What is known in the end, the pauses between the looks, and what was told meanwhile."""
    shown, pauses, told = connection(), [], []

    async def sleep(seconds: float) -> None:
        assert shown.watching
        pauses.append(seconds)

    await watch(account.session, shown, lambda: told.append(shown.facts.registered), sleep)
    assert not shown.watching
    return shown, pauses, told


async def test_it_ends_once_a_device_has_registered() -> None:
    account = Account({"status": "Not Registered"}, {"status": "Not Registered"}, REGISTERED)
    shown, pauses, told = await watched(account)
    assert shown.facts.registered
    assert len(pauses) == 2
    assert told == [False, False, True]


async def test_the_rest_is_asked_for_once() -> None:
    account = Account({"status": "Not Registered"}, {"status": "Not Registered"}, REGISTERED)
    shown, _, _ = await watched(account)
    assert account.asked.count("phone_numbers") == 1
    assert account.asked.count("outbound_voice_profiles/12") == 1
    assert shown.facts.profile is not None
    assert shown.facts.numbers is not None


async def test_it_asks_ever_more_rarely_and_ends_after_ten_minutes() -> None:
    account = Account({"status": "Not Registered"})
    shown, pauses, _ = await watched(account)
    assert pauses[0] == FIRST_PAUSE
    assert max(pauses) == LONGEST_PAUSE
    assert all(first <= second for first, second in pairwise(pauses))
    assert LONGEST - LONGEST_PAUSE <= sum(pauses) <= LONGEST
    assert shown.facts.registered is False


@pytest.mark.parametrize("status", [401, 403, 404])
async def test_it_does_not_go_on_asking_if_it_is_refused(status: int) -> None:
    account = Account(status)
    shown, pauses, told = await watched(account)
    assert account.looks == 1
    assert pauses == []
    assert shown.facts.registered is None
    assert told == [None]


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_a_server_in_trouble_is_asked_again_after_the_longest_pause(status: int) -> None:
    account = Account(status, REGISTERED)
    shown, pauses, _ = await watched(account)
    assert pauses == [LONGEST_PAUSE]
    assert shown.facts.registered


@pytest.mark.parametrize("status", [403, 404, 500])
async def test_what_the_key_may_not_read_is_unknown(status: int) -> None:
    shown, _, _ = await watched(Account(REGISTERED, others=status))
    assert shown.facts.registered
    assert shown.facts.numbers is None
    assert shown.facts.profile is None


async def said_of(account: Account) -> list[str]:
    asking = FakeUI(Draft.of(GOOD)[0], account.session)  # type: ignore[arg-type]
    asking.wizard.shown = connection()
    await say_status(asking)
    return asking.said


async def test_the_state_is_said_in_words() -> None:
    said = await said_of(Account(REGISTERED))
    assert said[0] == "information: Registration: a device at 203.0.113.7:5062 over UDP."
    assert "information: Ready: Number +15550100." in said
    assert any(line.startswith("information: To check: Caller ID") for line in said)


async def test_a_status_that_is_not_told_is_said_so() -> None:
    assert (await said_of(Account(403)))[0] == "information: Registration: not known."
    [trouble] = await said_of(Account(500))
    assert trouble.startswith("error: ")


async def test_without_a_connection_there_is_none() -> None:
    asking = FakeUI(Draft(), Account(403).session)
    await say_status(asking)
    assert asking.said == ["information: Nothing has been created yet."]

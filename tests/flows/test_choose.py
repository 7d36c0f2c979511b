"""An answer is chosen from what the account has, page by page; if it cannot be had, it is typed."""

import httpx
import pytest

from tests.support.fake_ui import Answer, FakeUI
from tests.support.sandbox import ANDROID, IOS, PROFILE
from tui_app.api.client import PAGE_SIZE
from tui_app.api.target import SANDBOX, check_key, find_target
from tui_app.core.draft import Draft
from tui_app.core.session import Session
from tui_app.flows.choose import choose
from tui_app.settings.problem import Path
from tui_app.text.document import Json

VOICE: Path = ("outbound", "outbound_voice_profile_id")
PUSH = {IOS: ("ios_push_credential_id",), ANDROID: ("android_push_credential_id",)}
CANARY = "canary-Winter2026"


class Profiles:
    """An account with `count` profiles or push credentials; `requests` are what was asked."""

    def __init__(self, count: int, status: int = 200) -> None:
        self.requests: list[httpx.QueryParams] = []
        self._status = status
        self._all = [self._item(number) for number in range(1, count + 1)]

    @staticmethod
    def _item(number: int) -> dict[str, Json]:
        named: dict[str, Json] = {"name": f"profile {number:04}", "alias": f"phone {number:04}"}
        secret: dict[str, Json] = {"private_key": CANARY, "certificate": CANARY}
        return {"id": f"id-{number}", "type": "ios", "enabled": number != 1, **named, **secret}

    def session(self) -> Session:
        return Session(
            find_target("https://api.example.com/v2", {}),
            check_key("KEY0123456789"),
            transport=lambda: httpx.MockTransport(self._answer),
        )

    def _answer(self, request: httpx.Request) -> httpx.Response:
        asked = request.url.params
        self.requests.append(asked)
        text = asked.get("filter[name][contains]", "")
        found = [each for each in self._all if text in str(each["name"])]
        size, number = int(asked["page[size]"]), int(asked["page[number]"])
        meta = {"total_pages": -(-len(found) // size), "total_results": len(found)}
        data = found[(number - 1) * size : number * size]
        return httpx.Response(self._status, json={"data": data, "meta": meta})


async def chosen(path: Path, session: Session, *answers: Answer) -> tuple[bool, FakeUI]:
    ui = FakeUI(Draft(), session, *answers)
    return await choose(ui, ui.wizard.draft.request.settings[path]), ui


async def test_a_profile_is_chosen_with_its_name() -> None:
    done, ui = await chosen(VOICE, Session(SANDBOX), ("choose", PROFILE))
    assert done
    assert ui.changes == {VOICE}
    assert ui.wizard.draft.get(VOICE) == PROFILE
    assert ui.wizard.draft.name_of(VOICE) == "Default"


@pytest.mark.parametrize("identity", PUSH)
async def test_so_is_a_push_credential(identity: str) -> None:
    done, ui = await chosen(PUSH[identity], Session(SANDBOX), ("choose", identity))
    assert done
    assert ui.wizard.draft.get(PUSH[identity]) == identity


async def test_closing_the_list_answers_nothing() -> None:
    done, ui = await chosen(VOICE, Session(SANDBOX), None)
    assert not done
    assert not ui.wizard.draft.answers


async def test_the_second_page_is_asked_for_when_it_is_needed() -> None:
    account = Profiles(PAGE_SIZE + 10)
    _, ui = await chosen(VOICE, account.session(), None)
    assert [asked["page[number]"] for asked in account.requests] == ["1"]
    done, ui = await chosen(VOICE, account.session(), ("more",), ("choose", f"id-{PAGE_SIZE + 10}"))
    assert done
    assert [asked["page[number]"] for asked in account.requests] == ["1", "1", "2"]
    assert ui.wizard.draft.get(VOICE) == f"id-{PAGE_SIZE + 10}"


async def test_the_api_searches_profiles_that_were_not_read() -> None:
    account = Profiles(PAGE_SIZE * 4)
    done, ui = await chosen(VOICE, account.session(), ("find", "0999"), ("choose", "id-999"))
    assert done
    assert [asked.get("filter[name][contains]") for asked in account.requests] == [None, "0999"]
    assert ui.wizard.draft.name_of(VOICE) == "profile 0999"


async def test_push_credentials_are_read_on_until_one_is_found() -> None:
    account = Profiles(PAGE_SIZE * 4)
    path = PUSH[IOS]
    done, ui = await chosen(path, account.session(), ("find", "0600"), ("choose", "id-600"))
    assert done
    assert [asked["page[number]"] for asked in account.requests] == ["1", "2", "3"]
    assert CANARY not in repr(ui.__dict__) + repr(ui.wizard.draft)


@pytest.mark.parametrize("path", [VOICE, PUSH[IOS]])
async def test_if_the_list_cannot_be_had_the_id_is_typed(path: Path) -> None:
    done, ui = await chosen(path, Profiles(3, 403).session())
    assert not done
    assert ui.asked == []
    assert ui.said[0].startswith("error: ")
    assert ui.said[0].endswith("Type the id instead.")


async def test_an_account_without_any_says_so() -> None:
    done, ui = await chosen(VOICE, Profiles(0).session())
    assert not done
    assert ui.said == ["warning: The account has none. Create one in the portal, or type an id."]


async def test_a_disabled_profile_can_be_chosen_and_warns() -> None:
    done, ui = await chosen(VOICE, Profiles(3).session(), ("choose", "id-1"))
    assert done
    problems = ui.wizard.draft.problems
    assert "profile_disabled" in [each.code for each in problems if each.path == VOICE]

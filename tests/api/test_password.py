"""Another password for a connection that exists."""

import time
from typing import Any

import pytest
from pydantic import SecretStr

from tests.support.clock import InstantClock
from tui_app.api.errors import ApiError, Certainty, Failure
from tui_app.api.password import replace_password
from tui_app.api.replies import Connection


@pytest.mark.parametrize(("failures", "tries"), [(0, 1), (2, 3)])
async def test_a_password_is_replaced_as_often_as_it_takes(failures: int, tries: int) -> None:
    asked: list[Any] = []

    class Api:
        async def patch(self, identity: str, changes: Any) -> Connection:
            asked.append((identity, changes))
            if len(asked) <= failures:
                raise ApiError(Failure("lost", Certainty.UNKNOWN))
            return Connection(identity, "office", "office12", None, None, {})

    since = time.monotonic()
    await replace_password(Api(), "7", SecretStr("Another2026"), clock=InstantClock())
    assert asked == [("7", {"password": "Another2026"})] * tries
    assert time.monotonic() - since < 1


async def test_a_password_that_is_refused_is_not_sent_again() -> None:
    asked: list[str] = []

    class Api:
        async def patch(self, identity: str, changes: Any) -> Connection:
            asked.append(identity)
            raise ApiError(Failure("invalid", Certainty.REFUSED, 422))

    with pytest.raises(ApiError):
        await replace_password(Api(), "7", SecretStr("short"), clock=InstantClock())
    assert asked == ["7"]

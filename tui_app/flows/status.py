"""Ask whether a device has registered, and for what else calls need."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeVar

from tui_app.core.checklist import SIGNS, Facts, checklist, registration_words
from tui_app.core.messages import NOTHING_CREATED
from tui_app.core.session import Session
from tui_app.core.shown import Shown
from tui_app.flows.ui import UI
from tui_app.settings.compare import at
from tui_app.settings.rules.answers import PROFILE

if TYPE_CHECKING:
    from tui_app.api.client import Client

FIRST_PAUSE: Final = 5.0
LONGEST_PAUSE: Final = 15.0
LONGER: Final = 2.0
"""Seconds by which a pause is longer than the one before."""
LONGEST: Final = 600.0
"""Seconds after which nobody waits for a registration any more."""
TOO_MANY: Final = 429

T = TypeVar("T")


class _Refused(Exception):
    """The API will not say whether a device has registered, however often it is asked."""


async def watch(
    session: Session,
    shown: Shown,
    told: Callable[[], None],
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
) -> None:
    """Keep `shown.facts` up to date until a device has registered. `told` is called after changes.

    Ends at the latest after `LONGEST` seconds, or once the API refuses to answer. Raises nothing.
    """
    from tui_app.api.errors import ApiError

    shown.watching = True
    try:
        async with session.open_client() as client:
            await _ask_until_registered(client, shown, told, sleep)
    except (ApiError, _Refused):
        pass
    finally:
        shown.watching = False
    told()


async def _ask_until_registered(
    client: "Client",
    shown: Shown,
    told: Callable[[], None],
    sleep: Callable[[float], Awaitable[object]],
) -> None:
    from tui_app.api.errors import ApiError

    waited, pause, whole = 0.0, FIRST_PAUSE, True
    while True:
        try:
            shown.facts = await _asked(client, shown, whole=whole)
            whole = False
        except ApiError:
            pause = LONGEST_PAUSE
        if shown.facts.registered or waited + pause > LONGEST:
            return
        told()
        await sleep(pause)
        waited, pause = waited + pause, min(LONGEST_PAUSE, pause + LONGER)


async def say_status(ui: UI, rest: str = "") -> None:
    """Ask once, and say what is registered and what calls still need."""
    del rest
    from tui_app.api.errors import ApiError

    shown, session = ui.wizard.shown, ui.wizard.session
    if shown is None:
        await ui.notify(NOTHING_CREATED)
        return

    async def request() -> Facts:
        async with session.open_client() as client:
            return await _asked(client, shown, whole=True)

    try:
        shown.facts = await ui.wait("Asking for the registration", request)
    except ApiError as error:
        await ui.notify(error.failure.words, "error")
        return
    except _Refused:
        shown.facts = replace(shown.facts, registration=None)
    await ui.notify(f"Registration: {registration_words(shown.facts)}.")
    for item in checklist(shown.connection, shown.facts):
        await ui.notify(f"{SIGNS[item.state]}: {item.words}")


async def _asked(client: "Client", shown: Shown, *, whole: bool) -> Facts:
    """Return what the API tells of a connection; its numbers and profile only if `whole`.

    Raises `ApiError` if its registration is not told this time, `_Refused` if it never will be.
    """
    from tui_app.api.errors import ApiError

    identity, known = shown.connection.id, shown.facts
    try:
        registration = await client.registration_status(identity)
    except ApiError as error:
        status = error.failure.status
        if status is not None and 400 <= status < 500 and status != TOO_MANY:
            raise _Refused from None
        raise
    if not whole:
        return replace(known, registration=registration)
    numbers = await if_told(client.numbers_of(identity))
    profile = at(shown.connection.document, PROFILE)
    return Facts(
        registration,
        None if numbers is None else tuple(numbers),
        await if_told(client.voice_profile(profile)) if isinstance(profile, str) else None,
    )


async def if_told(request: Awaitable[T]) -> T | None:
    """Return the answer; None if the API gives none, as to a key without the permission."""
    from tui_app.api.errors import ApiError

    try:
        return await request
    except ApiError:
        return None

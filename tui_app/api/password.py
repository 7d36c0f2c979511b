"""Give an existing connection another password.

If a lookup confirmed an attempt, the password that it was made with may be lost.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, Protocol

from tui_app.api.background import Clock, RealClock
from tui_app.api.errors import ApiError, Certainty
from tui_app.api.replies import Connection
from tui_app.text.document import Json

if TYPE_CHECKING:
    from pydantic import SecretStr

TRIES: Final = 3
FIRST_WAIT: Final = 1.0


class Patching(Protocol):
    """What is needed of `client.Client`."""

    async def patch(self, identity: str, changes: Mapping[str, Json]) -> Connection: ...


async def replace_password(
    api: Patching, identity: str, password: "SecretStr", *, clock: Clock | None = None
) -> Connection:
    """Set the password. Raises `ApiError`.

    Setting it twice does no harm, so it is tried up to three times.
    """
    clock = clock or RealClock()
    for attempt in range(1, TRIES):
        try:
            return await api.patch(identity, {"password": password.get_secret_value()})
        except ApiError as error:
            if error.failure.certainty is Certainty.REFUSED or error.failure.kind == "setup":
                raise
        await clock.sleep(FIRST_WAIT * 2 ** (attempt - 1))
    return await api.patch(identity, {"password": password.get_secret_value()})

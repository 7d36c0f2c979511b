"""Where the wizard creates, and with what key.

Both are chosen at the start, or in the wizard if no key was found.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui_app.api.target import SANDBOX, Target, check_key
from tui_app.core.remarks import account_of

SANDBOX_ALONE = "--sandbox goes with neither --base-url nor --api-key-file"
NO_KEY = "there is no API key: set TELNYX_API_KEY or give --api-key-file; --sandbox needs none"

if TYPE_CHECKING:
    from httpx import AsyncBaseTransport
    from pydantic import SecretStr

    from tui_app.api.client import Client
    from tui_app.api.progress import Pace


@dataclass
class Session:
    """A target, the key for it (None: not known yet), and two limits in seconds.

    `timeout` is the longest wait for an answer, `settle` how long a lost one is looked for.
    `transport` creates the replacement of the network; `notice` is a message about the sandbox's
    database. `drops`: the embedded sandbox silently drops what the API was seen to drop so.
    """

    target: Target
    key: "SecretStr | None" = None
    timeout: float = 60.0
    settle: float = 60.0
    transport: "Callable[[], AsyncBaseTransport] | None" = None
    notice: str = ""
    drops: bool = False

    @property
    def is_ready(self) -> bool:
        """Whether a request could be sent."""
        return self.key is not None or self.target.is_sandbox

    @property
    def account(self) -> str:
        """A text for the account that requests go to, to compare; see `account_of`."""
        key = self.key.get_secret_value() if self.key and not self.target.is_sandbox else ""
        return account_of(self.target.host, key)

    @property
    def pace(self) -> "Pace":
        """How long a submission waits."""
        from tui_app.api.progress import Pace

        return Pace(settle=self.settle)

    def use_key(self, text: str) -> None:
        """Use the key that was typed. Raises `BadTarget` if it cannot be a key."""
        self.key = check_key(text)

    def use_sandbox(self) -> None:
        """Switch to the embedded sandbox, which opens when something is first sent to it."""
        self.target, self.key, self.transport = SANDBOX, None, None

    def _open_sandbox(self) -> "Callable[[], AsyncBaseTransport]":
        import httpx

        from tui_app.sandbox.app import create_app
        from tui_app.sandbox.store import default_database

        app = create_app(default_database(), drops=self.drops)
        self.notice = str(app.state.notice)
        return lambda: httpx.ASGITransport(app=app)

    def open_client(self) -> "Client":
        """Return a client for one round of requests. Any thread may call this.

        Raises `ApiError` if the environment forbids it.
        """
        from tui_app.api.client import Client  # httpx: 100 ms, only when something is first sent

        if self.target.is_sandbox and self.transport is None:
            self.transport = self._open_sandbox()
        key = self.key or check_key("sandbox")
        return Client(
            self.target,
            key,
            timeout=self.timeout,
            transport=self.transport() if self.transport else None,
        )

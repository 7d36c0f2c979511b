"""The account behind the wizard, read by the vendor's own SDK."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import telnyx
from pydantic import SecretStr

from tests.support.sandbox import served
from tui_app.sip.register import Login, Outcome, Registrar
from tui_app.sip.verify import verify

KEY = "KEY0123456789"


class Account:
    """A sandbox of its own with a SIP registrar: `base` is the URL of its API."""

    def __init__(self, base: str, registrar: Registrar, client: Any) -> None:
        self.base, self._registrar = base, registrar
        self._connections = client.credential_connections

    def all(self) -> list[dict[str, Any]]:
        """The connections, the oldest first."""
        return [each.to_dict() for each in self._connections.list(sort="created_at")]

    def one(self, identity: str) -> dict[str, Any]:
        """A connection as it is now."""
        return dict(self._connections.retrieve(identity).data.to_dict())

    def change(self, identity: str, **settings: Any) -> None:
        """Change it as someone else would."""
        self._connections.update(identity, **settings)

    async def login(self, user: str, password: str) -> Outcome:
        """What the registrar says of a login."""
        verdict = await verify(Login(user, SecretStr(password)), self._registrar, "tcp")
        return verdict.outcome


@contextmanager
def account() -> Iterator[Account]:
    """An account without connections. It takes the environment's directories."""
    with served("--sip-port", "0") as (process, base):
        assert process.stdout is not None
        found = re.fullmatch(r"sip:(.+):([0-9]+)\n", process.stdout.readline())
        assert found
        # Without retries: every answer counts.
        with telnyx.Telnyx(api_key=KEY, base_url=base, max_retries=0) as client:
            yield Account(base, Registrar(found[1], int(found[2])), client)


def differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """What two records differ in, by dotted path, except the time of the change."""
    one, other = _flat(before), _flat(after)
    return {
        path: (one.get(path), other.get(path))
        for path in sorted(one.keys() | other.keys())
        if one.get(path) != other.get(path) and path != "updated_at"
    }


def _flat(record: Mapping[str, Any], start: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in record.items():
        flat |= (
            _flat(value, f"{start}{name}.") if isinstance(value, dict) else {start + name: value}
        )
    return flat

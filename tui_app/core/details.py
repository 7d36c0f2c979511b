"""Describe a connection line by line: what identifies it, its settings, its registration."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tui_app.settings.compare import at
from tui_app.settings.problem import Unset
from tui_app.settings.request import REQUEST
from tui_app.text.escape import MASK, escape_controls

if TYPE_CHECKING:
    from tui_app.api.replies import Connection, RegistrationStatus


def details(connection: "Connection", status: "RegistrationStatus | None") -> Iterator[str]:
    """Yield all that is known about a connection, a line each; `status`: None if not known."""
    yield from facts(connection)
    yield from settings(connection)
    yield from registered(status)


def facts(connection: "Connection") -> Iterator[str]:
    """Yield what identifies a connection, a line each."""
    yield row("Connection ID", connection.id)
    if connection.created_at:
        yield row("Created", f"{connection.created_at:%Y-%m-%d %H:%M} UTC")


def settings(connection: "Connection") -> Iterator[str]:
    """Yield every setting that the reply holds, by step. The password is always masked."""
    for group in REQUEST.groups:
        for setting in group.settings:
            value = at(connection.document, setting.path)
            if value is not None and not isinstance(value, Unset):
                shown = MASK if setting.secret else escape_controls(setting.shown(value))
                yield row(setting.label, shown)


def registered(status: "RegistrationStatus | None") -> Iterator[str]:
    """Yield whether a device has registered, and from where."""
    if status is None:
        return
    yield row("Registration", status.status)
    port = "" if status.port is None else f":{status.port}"
    if status.ip_address:
        transport = f" over {status.transport}" if status.transport else ""
        yield row("Device", f"{status.user_agent or ''} {status.ip_address}{port}{transport}")
    if status.last_registration:
        yield row("Last registered", status.last_registration)


def row(label: str, text: str) -> str:
    """Return a label and its text on one line. No terminal obeys anything in it."""
    return f"{label:28}{escape_controls(text).strip()}"

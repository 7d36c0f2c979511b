"""An existing connection that is to be edited."""

import copy

from tui_app.core.original import Original
from tui_app.sandbox.bindings import NEVER
from tui_app.sandbox.connections import shown
from tui_app.sandbox.store import Record
from tui_app.text.document import Json
from tui_app.text.escape import MASK

OFFICE: dict[str, Json] = {"connection_name": "office", "user_name": "office12"}


def original(**settings: Json) -> Original:
    """The original of a connection as the sandbox shows it, with `settings` beside its names."""
    body = copy.deepcopy(OFFICE | settings)
    record = Record(7, body, "2026-11-01T10:00:00Z", "2026-11-01T10:00:00Z")
    document = shown(record, NEVER, MASK)
    return Original("7", "office", "office12", "host", document)

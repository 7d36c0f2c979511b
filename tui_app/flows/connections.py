"""The connections of the account: a list, and what can be done with its rows."""

import json
import zlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal, TypeVar

from tui_app.core.clone import clone_of, clone_words
from tui_app.core.details import details, registered
from tui_app.core.importing import OWN
from tui_app.core.messages import RENEWED
from tui_app.core.session import Session
from tui_app.core.shown import Shown
from tui_app.core.table import Browsing, Column, PageFailed, Picked, Row, RowAction, Rows, Table
from tui_app.flows.delete import delete_connection
from tui_app.flows.edit import edit_connection
from tui_app.flows.export import export_connection
from tui_app.flows.key import ask_for_key
from tui_app.flows.password import give_new_password
from tui_app.flows.result import show_existing
from tui_app.flows.several import change_several
from tui_app.flows.ui import UI, Question, load
from tui_app.settings.compare import at
from tui_app.settings.problem import UNSET, Answer, Fix, Path, Unset
from tui_app.text.escape import escape_controls, shortened, shortened_path

if TYPE_CHECKING:
    from tui_app.api.client import Client
    from tui_app.api.errors import ApiError
    from tui_app.api.replies import Connection, RegistrationStatus
    from tui_app.core.draft import Draft

T = TypeVar("T")
Closing = Callable[[], Awaitable[None]]
After = Literal["same", "changed"] | Closing
"""What becomes of the list after an action: it stays, its rows are read again, or it closes and
this is done: the steps are shown anew only once nothing lies on them.
"""

_HERE: Final = "tui_app.flows.connections"
ACTIONS: Final = (
    RowAction("show", "enter", "show", f"{_HERE}:show"),
    RowAction("registration", "r", "registration", f"{_HERE}:show_registration"),
    RowAction("edit", "e", "edit", f"{_HERE}:edit"),
    RowAction("clone", "c", "clone", f"{_HERE}:clone"),
    RowAction("password", "p", "new password", f"{_HERE}:renew_password"),
    RowAction("delete", "d", "delete", f"{_HERE}:delete"),
    RowAction("change", "m", "change setting", f"{_HERE}:change", several=True),
    RowAction("export", "x", "export", f"{_HERE}:export"),
    RowAction("open", "o", "open", f"{_HERE}:open_page"),
    RowAction("copy_id", "i", "copy id", f"{_HERE}:copy_id"),
)
"""What can be done with connections. A flow gets the port and a connection, with `several` a tuple
of them, and returns `After`.
"""
COLUMNS: Final = (
    Column("Name", 20),
    Column("User name", 16),
    Column("Active", 6, leave=1),
    Column("Created", 10, leave=2),
    Column("Profile", 12, leave=3),
    Column("Id", 19, leave=4),
)
LONGEST: Final = 200
"""Characters of a name that are kept and searched here."""
MOST_READ: Final = 10
"""Connections that are read again one by one; above that the list is begun anew."""
NOT_FOUND: Final = 404
PROFILE: Final = ("outbound", "outbound_voice_profile_id")


async def browse_connections(ui: UI, rest: str = "") -> None:
    """List the connections, and do with them what the user picks. `rest`: a text to search."""
    session = ui.wizard.session
    if not session.is_ready and not await ask_for_key(ui):
        return
    shelf = Shelf(session)
    browsing = Browsing(
        Table(
            title="Connections",
            columns=COLUMNS,
            read=shelf.read,
            actions=ACTIONS,
            marks=any(action.several for action in ACTIONS),
            nothing="There are no connections.",
            shortest=3,
            searched="name",
        )
    )
    browsing.find(rest)
    closing: Closing | None = None

    async def act(picked: Picked) -> bool:
        nonlocal closing
        connections = tuple(shelf.connection(row.key) for row in picked.rows)
        flow: Callable[..., Awaitable[After]] = load(picked.action.flow)
        after = await flow(ui, connections if picked.action.several else connections[0])
        if after == "changed":
            await _read_again(ui, shelf, browsing, picked)
        closing = after if callable(after) else None
        return closing is None

    await ui.browse(browsing, act)
    if closing is not None:
        await closing()


class Shelf:
    """The connections that were read, packed small: an account may have 10,000."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._packed: dict[str, bytes] = {}

    async def read(self, search: str, number: int) -> Rows:
        """Read a page of connections as rows. Raises `PageFailed`."""
        from tui_app.api.client import MOST_PAGES
        from tui_app.api.errors import ApiError

        try:
            async with self._session.open_client() as client:
                page = await client.connections(search, number)
        except ApiError as error:
            raise PageFailed(escape_controls(error.failure.words)) from None
        rows = [self.put(connection) for connection in page.items]
        return Rows(rows, page.last or number >= MOST_PAGES, page.total)

    def put(self, connection: "Connection") -> Row:
        """Keep a connection, without a secret. Return its row."""
        self._packed[connection.id] = zlib.compress(json.dumps(connection.document).encode(), 1)
        profile = at(connection.document, PROFILE)
        created = connection.created_at
        return Row(
            connection.id,
            (
                shortened(connection.connection_name, LONGEST),
                shortened(connection.user_name, LONGEST),
                "no" if connection.document.get("active") is False else "yes",
                f"{created:%Y-%m-%d}" if created else "",
                # Ids begin alike: the end tells them apart.
                shortened_path(profile, 12) if isinstance(profile, str) and profile else "none",
                connection.id,
            ),
        )

    def connection(self, identity: str) -> "Connection":
        """Return a connection as it was read last."""
        from tui_app.api.replies import read_connection

        found = read_connection(json.loads(zlib.decompress(self._packed[identity])))
        if found is None:
            raise KeyError(identity)
        return replace(found, password=None)


async def _read_again(ui: UI, shelf: Shelf, browsing: Browsing, picked: Picked) -> None:
    """Show the rows as they are now, after something was done with them."""
    from tui_app.api.errors import ApiError

    if len(picked.rows) > MOST_READ:
        browsing.begin_anew()
        return
    for row in picked.rows:
        try:
            # Without a word: it would replace what was said of the outcome.
            connection = await _get(ui, row.key, silent=True)
        except ApiError as error:
            if error.failure.status != NOT_FOUND:
                await ui.notify(escape_controls(error.failure.words), "error")
                return
            browsing.remove(row.key)
        else:
            browsing.replace(shelf.put(connection))


async def _ask(ui: UI, request: "Callable[[Client], Awaitable[T]]", *, silent: bool = False) -> T:
    """Run a request for the account. Raises `ApiError`."""
    session = ui.wizard.session

    async def run() -> T:
        async with session.open_client() as client:
            return await request(client)

    return await ui.wait("" if silent else f"Asking {session.target.host}", run)


async def _get(ui: UI, identity: str, *, silent: bool = False) -> "Connection":
    return await _ask(ui, lambda client: client.get(identity), silent=silent)


async def _say_failure(ui: UI, connection: "Connection", error: "ApiError") -> After:
    """Say why a request about a connection failed."""
    if error.failure.status == NOT_FOUND:
        name = shortened(connection.connection_name, 60)
        await ui.notify(f"{name} does not exist any more.", "error")
        return "changed"
    await ui.notify(escape_controls(error.failure.words), "error")
    return "same"


# What is done with a connection


async def show(ui: UI, connection: "Connection") -> After:
    """Show all settings of a connection as they are now, and its registration."""
    from tui_app.api.errors import ApiError

    async def read(client: "Client") -> "tuple[Connection, RegistrationStatus | None, str]":
        now = await client.get(connection.id)
        try:
            return now, await client.registration_status(connection.id), ""
        except ApiError as error:
            return now, None, f"Its registration is not known: {error.failure.words}"

    try:
        now, status, unknown = await _ask(ui, read)
    except ApiError as error:
        return await _say_failure(ui, connection, error)
    lines = [*details(now, status), escape_controls(unknown)]
    await ui.show_text(shortened(now.connection_name, 60), list(filter(None, lines)))
    return "same"


async def open_page(ui: UI, connection: "Connection") -> After:
    """Show what a device needs to use a connection, and what is missing, until it is left."""
    from tui_app.api.errors import ApiError

    try:
        now = await _get(ui, connection.id)
    except ApiError as error:
        return await _say_failure(ui, connection, error)
    await show_existing(ui, now)
    return "same"


async def show_registration(ui: UI, connection: "Connection") -> After:
    """Say whether a device has registered with a connection, and from where."""
    from tui_app.api.errors import ApiError

    try:
        status = await _ask(ui, lambda client: client.registration_status(connection.id))
    except ApiError as error:
        return await _say_failure(ui, connection, error)
    facts = ", ".join(" ".join(line.split()) for line in registered(status))
    await ui.notify(f"{shortened(connection.connection_name, 60)}: {facts}")
    return "same"


async def renew_password(ui: UI, connection: "Connection") -> After:
    """Give a connection another password, and show it once."""
    given = await give_new_password(ui, connection)
    if given is not None:
        ui.wizard.shown = Shown(connection, given)
        title = f"New password of {shortened(connection.connection_name, 60)}"
        await ui.show_secret(title, RENEWED, given)
    return "same"


async def clone(ui: UI, connection: "Connection") -> After:
    """Fill the wizard from a connection, in one step that can be undone."""
    draft = ui.wizard.draft
    is_new = not draft.created and draft.original is None
    answers = clone_of(connection.document)
    if is_new and not _changes(draft, answers).keys().isdisjoint(draft.answers):
        name = shortened(connection.connection_name, 60)
        question = Question(
            title="Clone this connection?",
            text=f"What {name} has replaces your answers, but not user name and password. "
            f"{ui.key_of('undo')} takes it back.",
            yes="clone",
            no="cancel",
            asked=True,
        )
        if not await ui.confirm(question):
            return "same"
    return lambda: _fill_in(ui, connection.connection_name, answers, anew=not is_new)


async def _fill_in(ui: UI, name: str, answers: dict[Path, Answer], *, anew: bool) -> None:
    """Take over the answers of a connection called `name`. `anew`: none from before stays."""
    wizard = ui.wizard
    if anew:
        wizard.begin_blank()
        await ui.reopen()
    changes = _changes(wizard.draft, answers)
    wizard.draft.apply(Fix("", changes))
    wizard.draft.visit(answers)
    wizard.position = wizard.position_of(OWN[0])
    ui.changed(changes)
    ui.moved()
    await ui.notify(clone_words(name))


def _changes(draft: "Draft", answers: dict[Path, Answer]) -> "dict[Path, Answer | Unset]":
    """Return what a clone changes: all answers but those that each connection needs for itself."""
    return {path: UNSET for path in draft.answers if path not in OWN} | answers


async def copy_id(ui: UI, connection: "Connection") -> After:
    """Copy the id of a connection."""
    await ui.copy("The id", connection.id)
    return "same"


async def edit(ui: UI, connection: "Connection") -> After:
    """Open the wizard on a connection as it is now."""
    from tui_app.api.errors import ApiError

    try:
        now = await _get(ui, connection.id)
    except ApiError as error:
        return await _say_failure(ui, connection, error)
    return lambda: edit_connection(ui, now)


async def delete(ui: UI, connection: "Connection") -> After:
    """Delete a connection if the user types its name."""
    return "changed" if await delete_connection(ui, connection) else "same"


async def export(ui: UI, connection: "Connection") -> After:
    """Show what would create a connection again, as it is now."""
    from tui_app.api.errors import ApiError

    try:
        now = await _get(ui, connection.id)
    except ApiError as error:
        return await _say_failure(ui, connection, error)
    await export_connection(ui, now.document)
    return "same"


async def change(ui: UI, connections: "Sequence[Connection]") -> After:
    """Change one setting on all marked connections."""
    return "changed" if await change_several(ui, connections) else "same"

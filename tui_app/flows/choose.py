"""Choose an answer from what the account has: outbound voice profiles, push credentials."""

from collections.abc import Awaitable, Callable
from functools import partial

from tui_app.core.messages import NONE_THERE, TYPE_INSTEAD
from tui_app.core.session import Session
from tui_app.core.table import Browsing, Column, PageFailed, Row, RowAction, Rows, Table
from tui_app.flows.key import ask_for_key
from tui_app.flows.ui import UI, Stopped
from tui_app.settings.setting import Setting
from tui_app.text.escape import escape_controls, shortened

LONGEST_NAME = 200
"""Characters of a name that are kept and searched here."""


async def choose(ui: UI, setting: Setting) -> bool:
    """Let the user choose from the API's list. Return whether `setting` was answered."""
    session, draft = ui.wizard.session, ui.wizard.draft
    if not session.is_ready and not await ask_for_key(ui):
        return False
    browsing = Browsing(_table(session, setting))
    # The first page decides whether there is anything to choose: if not, the id is typed.
    try:
        while job := browsing.next(1):
            doing = f"Asking {session.target.host}"
            await ui.wait(doing, partial(browsing.read, job), stops=True)
    except Stopped:
        return False
    if browsing.trouble:
        await ui.notify(f"{browsing.trouble} {TYPE_INSTEAD}", "error")
        return False
    if browsing.is_empty:
        await ui.notify(NONE_THERE, "warning")
        return False
    picked = await ui.browse(browsing)
    if picked is None:
        return False
    [row] = picked.rows
    name, _, identity = row.cells
    draft.choose(setting.path, identity, name=shortened(name, 60), disabled=row.disabled)
    draft.visit([setting.path])
    ui.changed([setting.path])
    return True


def _table(session: Session, setting: Setting) -> Table:
    by_name = setting.lookup == "outbound_voice_profiles"
    return Table(
        title=setting.label,
        columns=(Column("Name", 20), Column("State", 8), Column("Id", 36 if not by_name else 20)),
        read=_reading(session, setting.lookup),
        actions=(RowAction("choose", "enter", "choose"),),
        nothing=NONE_THERE,
        shortest=3 if by_name else 0,
        searched="name",
    )


def _reading(session: Session, lookup: str) -> Callable[[str, int], Awaitable[Rows]]:
    """Return what reads the pages of the choices for settings with this `lookup`."""

    async def read(search: str, number: int) -> Rows:
        from tui_app.api.client import MOST_PAGES
        from tui_app.api.errors import ApiError

        try:
            async with session.open_client() as client:
                page = await client.choices(lookup, search, number)
        except ApiError as error:
            raise PageFailed(escape_controls(error.failure.words)) from None
        rows = [
            Row(
                each.id,
                (
                    shortened(each.name or each.id, LONGEST_NAME),
                    each.note,
                    escape_controls(each.id),
                ),
                each.disabled,
            )
            for each in page.items
        ]
        # The first is the one that is chosen without a thought: never a disabled one.
        rows.sort(key=lambda row: row.disabled)
        return Rows(rows, page.last or number >= MOST_PAGES, page.total)

    return read

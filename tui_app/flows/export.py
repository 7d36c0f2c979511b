"""Show the payload, or what would create a connection again, in a format: to copy or to save."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tui_app.core.draft import Draft
from tui_app.core.messages import EXPORT_AS, SAVE_EXPORT, SAVE_WITHOUT, left_out_of_export
from tui_app.core.original import answers_in
from tui_app.core.payload_file import payload_to_save, secrets_in, suggested_name
from tui_app.exports import EXPORTS, export
from tui_app.exports.plan import Plan, plan_of
from tui_app.flows.save import show_and_save
from tui_app.flows.ui import UI, Configuration, Option
from tui_app.settings.request import REQUEST
from tui_app.text.document import Json

if TYPE_CHECKING:
    from pydantic import SecretStr


async def export_payload(ui: UI, name: str = "") -> bool:
    """Show the payload in the format `name`, or in one that is asked for.

    Of an edit it is the change. Only JSON can have the password in it, if the user wants that.
    Return whether it was saved.
    """
    draft = ui.wizard.draft
    plan = plan_of(draft.chosen(), update=draft.original.id if draft.original else "")
    clear = _in_clear(draft) if secrets_in(draft) else None
    return await _export(ui, plan, name, draft.get(("connection_name",)), clear)


def _in_clear(draft: Draft) -> "SecretStr":
    from pydantic import SecretStr

    return SecretStr(payload_to_save(draft, with_secrets=True))


async def export_connection(ui: UI, document: Mapping[str, Json]) -> bool:
    """Show what would create the connection in `document`, the API's record, again."""
    answers = {path: answer for path, answer in answers_in(document) if path in REQUEST.settings}
    return await _export(ui, plan_of(answers), "", document.get("connection_name"), None)


async def _export(
    ui: UI, plan: Plan, name: str, connection_name: object, clear: "SecretStr | None"
) -> bool:
    formats = {key: each for key, each in EXPORTS.items() if each.changes or not plan.update}
    name = name.strip().lower()
    if name not in formats:
        options = [Option(each.title, each.words) for each in formats.values()]
        index = await ui.choose(EXPORT_AS, options, asked=True)
        if index is None:
            return False
        name = list(formats)[index]
    made = formats[name]
    is_json = name == "json"
    if is_json and plan.left_out:
        # JSON has no comments.
        await ui.notify(left_out_of_export(plan.left_out))
    title, clear = f"{made.title}: {made.words}", clear if is_json else None
    configuration = Configuration(title, export(name, plan), clear, "The export")
    file = suggested_name(connection_name, made.ending)
    return await show_and_save(ui, configuration, SAVE_EXPORT, SAVE_WITHOUT, file)

"""Save the payload as JSON, or what a device needs, to a private file."""

from pathlib import Path

from tui_app.core.device import CARD_TITLE, device_card
from tui_app.core.messages import (
    CARD_WITHOUT,
    NOT_IN_FILE,
    NOTHING_CREATED,
    SAVE,
    SAVE_CARD,
    SAVE_WITH,
    SAVE_WITHOUT,
)
from tui_app.core.payload_file import (
    is_taken,
    make_folder,
    missing_folder,
    missing_words,
    path_of,
    payload_to_save,
    save_text,
    saved_words,
    secrets_in,
    suggested_name,
)
from tui_app.devices.table import WIDTH, card_lines
from tui_app.flows.ui import UI, Configuration, Option, Question
from tui_app.settings.misplaced import find
from tui_app.text.escape import escape_controls


async def save(ui: UI, name: str = "") -> bool:
    """Ask whether to include the password, and for the file unless `name` is one.

    Returns whether it was saved. The file has mode 0600. Asks before it replaces a file or creates
    a folder.
    """
    draft = ui.wizard.draft
    with_secrets = await ask_for_secrets(ui, SAVE, SAVE_WITHOUT) if secrets_in(draft) else False
    if with_secrets is None:
        return False
    text = payload_to_save(draft, with_secrets=with_secrets)
    return await save_private(ui, SAVE, text, name, suggested_name(draft.get(("connection_name",))))


async def save_card(ui: UI, name: str = "") -> bool:
    """Save what a device needs to use the connection that is shown. Asks as `save` does."""
    shown = ui.wizard.shown
    if shown is None:
        await ui.notify(NOTHING_CREATED)
        return False
    made, password = shown.connection, shown.password
    with_password = await ask_for_secrets(ui, SAVE_CARD, CARD_WITHOUT) if password else False
    if with_password is None:
        return False
    secret = password.get_secret_value() if password and with_password else NOT_IN_FILE
    title = f"{CARD_TITLE}: {escape_controls(made.connection_name)}, {made.id}"
    lines = [
        title,
        "",
        *card_lines(device_card(made, escape_controls(secret), shown.region), WIDTH),
    ]
    text = "".join(f"{line}\n" for line in lines)
    return await save_private(
        ui, SAVE_CARD, text, name, suggested_name(made.connection_name, ".txt")
    )


async def show_and_save(
    ui: UI, shown: Configuration, title: str, without: tuple[str, str], suggested: str
) -> bool:
    """Show a text, and save it if the user wants that. Return whether it was saved.

    `title` is that of the saving. If the text can have the password in it, ask whether the file
    shall; `without` is the answer that leaves it out.
    """
    if not await ui.show_configuration(shown):
        return False
    clear = shown.clear
    with_password = await ask_for_secrets(ui, title, without) if clear else False
    if with_password is None:
        return False
    text = clear.get_secret_value() if clear and with_password else shown.text
    return await save_private(ui, title, text, "", suggested)


async def ask_for_secrets(ui: UI, title: str, without: tuple[str, str]) -> bool | None:
    """Ask whether the file shall have the password in clear. None: nothing is to be saved.

    `without`: the answer that leaves it out, and what then.
    """
    options = [Option(*without), Option(*SAVE_WITH)]
    chosen = await ui.choose(title, options, asked=True)
    return None if chosen is None else chosen == 1


async def save_private(ui: UI, title: str, text: str, name: str, suggested: str) -> bool:
    """Write `text` to the file `name`, or to one that is asked for. Return whether it was."""
    path = await _ask_for_path(ui, title, name, suggested)
    if path is None:
        return False
    folder = missing_folder(path)
    trouble = make_folder(folder) if folder else None
    trouble = trouble or save_text(text, path)
    if trouble is not None:
        await ui.notify(escape_controls(trouble.message), "error")
        return False
    await ui.notify(saved_words(path))
    return True


async def _ask_for_path(ui: UI, title: str, name: str, suggested: str) -> Path | None:
    """Return the file to write, or None to write none. Its folder may have to be created."""
    typed: str | None = name or await ui.ask(title, "File:", value=suggested)
    while typed is not None:
        if found := find(typed):
            ui.wizard.remember_secret(found.text)
            error = f"The name holds {found.what}: give another."
            typed = await ui.ask(title, "File:", value=suggested, error=error)
            continue
        path = path_of(typed, suggested)
        folder = missing_folder(path)
        question = _before_writing(path, folder)
        if question is None or await ui.confirm(question):
            return path
        typed = await ui.ask(title, "File:", value=typed)
    return None


def _before_writing(path: Path, folder: Path | None) -> Question | None:
    """Return the question before `path` is written; None if there is none.

    It is about a missing folder, or a file that exists.
    """
    if folder is not None:
        title, text, yes = "Create the folder?", missing_words(folder), "create it"
    elif is_taken(path):
        title, text, yes = "Replace the file?", f"{escape_controls(str(path))} exists.", "replace"
    else:
        return None
    return Question(title=title, text=text, yes=yes, no="use another name", asked=True)

"""Save the payload as JSON to a private file."""

from pathlib import Path

from tui_app.core.messages import SAVE, SAVE_WITH, SAVE_WITHOUT
from tui_app.core.payload_file import (
    is_taken,
    make_folder,
    missing_folder,
    missing_words,
    path_of,
    save_payload,
    saved_words,
    secrets_in,
    suggested_name,
)
from tui_app.flows.ui import UI, Option, Question
from tui_app.text.escape import escape_controls


async def save(ui: UI, name: str = "") -> bool:
    """Ask whether to include the password, and for the file unless `name` is one.

    Returns whether it was saved. The file has mode 0600. Asks before it replaces a file or creates
    a folder.
    """
    draft, choice = ui.wizard.draft, 0
    if secrets_in(draft):
        options = [Option(*SAVE_WITHOUT), Option(*SAVE_WITH)]
        chosen = await ui.choose(SAVE, options, asked=True)
        if chosen is None:
            return False
        choice = chosen
    path = await _ask_for_path(ui, name)
    if path is None:
        return False
    folder = missing_folder(path)
    trouble = make_folder(folder) if folder else None
    trouble = trouble or save_payload(draft, path, with_secrets=choice == 1)
    if trouble is not None:
        await ui.notify(escape_controls(trouble.message), "error")
        return False
    await ui.notify(saved_words(path))
    return True


async def _ask_for_path(ui: UI, name: str) -> Path | None:
    """Return the file to write, or None to write none. Its folder may have to be created."""
    draft = ui.wizard.draft
    typed: str | None = name or await ui.ask(SAVE, "File:", value=suggested_name(draft))
    while typed is not None:
        path = path_of(typed, draft)
        folder = missing_folder(path)
        question = _before_writing(path, folder)
        if question is None or await ui.confirm(question):
            return path
        typed = await ui.ask(SAVE, "File:", value=typed)
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

"""Saving the payload as JSON to a private file."""

from pathlib import Path

from tui_app.core.messages import SAVE, SAVE_WITH, SAVE_WITHOUT
from tui_app.core.payload_file import (
    is_taken,
    make_folder,
    missing_folder,
    missing_words,
    place,
    save_payload,
    saved_words,
    secrets_in,
    suggested_name,
)
from tui_app.flows.ui import UI, Option, Question
from tui_app.text.escape import visible


async def save(ui: UI, name: str = "") -> bool:
    """Asks whether the password is to be in it, and for the file unless `name` gives it. Whether it is saved.

    The file is of mode 0600. Asks before it replaces a file or makes a folder.
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
        await ui.notify(visible(trouble.message), "error")
        return False
    await ui.notify(saved_words(path))
    return True


async def _ask_for_path(ui: UI, name: str) -> Path | None:
    """The file to write; its folder may be missing, and is to be made then. None: none is wanted."""
    draft = ui.wizard.draft
    typed: str | None = name or await ui.ask(SAVE, "File:", value=suggested_name(draft))
    while typed is not None:
        path = place(typed, draft)
        folder = missing_folder(path)
        question = _before_writing(path, folder)
        if question is None or await ui.confirm(question):
            return path
        typed = await ui.ask(SAVE, "File:", value=typed)
    return None


def _before_writing(path: Path, folder: Path | None) -> Question | None:
    """What is asked before `path` is written: about the folder that is missing, or a file that is there."""
    if folder is not None:
        title, text, yes = "Create the folder?", missing_words(folder), "create it"
    elif is_taken(path):
        title, text, yes = "Replace the file?", f"{visible(str(path))} exists.", "replace"
    else:
        return None
    return Question(title=title, text=text, yes=yes, no="use another name", asked=True)

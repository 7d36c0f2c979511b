"""Saving the payload as JSON to a private file."""

from pathlib import Path
from typing import TYPE_CHECKING

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
from tui_app.text.escape import visible
from tui_app.tui.screens.dialogs import Question
from tui_app.tui.screens.entry import EntryDialog
from tui_app.tui.screens.pick import Pick, PickDialog

if TYPE_CHECKING:
    from tui_app.tui.app import WizardApp


async def save(app: "WizardApp") -> None:
    """Asks whether the password shall be in it, and for the file; writes it with mode 0600.

    Asks before it replaces a file or makes a folder.
    """
    picks = [Pick(*SAVE_WITHOUT, False), Pick(*SAVE_WITH, True)]
    with_secrets = (
        await app.push_screen_wait(PickDialog(SAVE, picks)) if secrets_in(app.draft) else False
    )
    if with_secrets is None:
        return
    path = await _ask_for_path(app)
    if path is None:
        return
    folder = missing_folder(path)
    trouble = make_folder(folder) if folder else None
    trouble = trouble or save_payload(app.draft, path, with_secrets=with_secrets)
    if trouble is None:
        app.notify(saved_words(path), markup=False)
    else:
        app.notify(visible(trouble.message), severity="error", markup=False, timeout=10)


async def _ask_for_path(app: "WizardApp") -> Path | None:
    """The file to write; its folder may be missing, and is to be made then. None: none is wanted."""
    typed: str | None = suggested_name(app.draft)
    while True:
        typed = await app.push_screen_wait(EntryDialog(SAVE, "File:", value=typed or ""))
        if typed is None:
            return None
        path = place(typed, app.draft)
        folder = missing_folder(path)
        if folder is not None:
            question = Question(
                "Create the folder?", missing_words(folder), yes="create it", no="another name"
            )
            if await app.push_screen_wait(question):
                return path
            continue
        if not is_taken(path):
            return path
        question = Question(
            "Replace the file?", f"{visible(str(path))} exists.", yes="replace", no="another name"
        )
        if await app.push_screen_wait(question):
            return path

"""The payload as a private file: its name, what may go into it, and its writing. Knows no screen."""

import os
import re
from pathlib import Path

from tui_app.draft import Draft
from tui_app.hygiene import visible
from tui_app.problem import Path as SettingPath
from tui_app.storage.files import StorageProblem, write_atomic
from tui_app.words import payload_text


def secrets_in(draft: Draft) -> set[SettingPath]:
    """The settings of the payload that are secret and would stand in the file in clear."""
    return {path for path in draft.chosen() if draft.request.is_secret(path)}


def suggested_name(draft: Draft) -> str:
    """A file name after the connection's."""
    name = draft.get(("connection_name",))
    stem = re.sub("[^A-Za-z0-9._-]+", "-", name).strip("-.")[:60] if isinstance(name, str) else ""
    return f"{stem or 'connection'}.json"


def place(typed: str) -> Path:
    """The file that was meant. Raises nothing: a home that is unknown stays as it was typed."""
    try:
        return Path(typed).expanduser().absolute()
    except RuntimeError:
        return Path(typed).absolute()


def is_taken(path: Path) -> bool:
    return os.path.lexists(path)


def save_payload(draft: Draft, path: Path, *, with_secrets: bool) -> StorageProblem | None:
    """Writes the payload as JSON, mode 0600, over whatever is there. What went wrong, if anything did."""
    left_out: set[SettingPath] = set() if with_secrets else secrets_in(draft)
    kept = {
        setting: answer for setting, answer in draft.chosen().items() if setting not in left_out
    }
    try:
        return write_atomic(
            path,
            payload_text(draft.request.body(kept)).encode("utf-8", "backslashreplace"),
            ours=False,
        )
    except ValueError:
        # A null character, or half of one, in it.
        return StorageProblem("the file cannot be saved", "that is no file name", path)


def saved_words(path: Path) -> str:
    return f"Saved, readable by you only: {visible(str(path))}"

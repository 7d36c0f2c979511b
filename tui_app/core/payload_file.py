"""Private files that the user saves: their name, the payload as their content, their writing.

Independent of any screen.
"""

import os
import re
from pathlib import Path

from tui_app.core.draft import Draft
from tui_app.settings.problem import Path as SettingPath
from tui_app.storage.files import StorageProblem, problem, write_atomic
from tui_app.text.escape import escape_controls
from tui_app.text.json_lines import payload_text


def secrets_in(draft: Draft) -> set[SettingPath]:
    """Return the secret settings of the payload, which would be in the file in clear."""
    return {path for path in draft.chosen() if draft.request.is_secret(path)}


def suggested_name(name: object, ending: str = ".json") -> str:
    """Return a file name based on the connection's `name`."""
    stem = re.sub("[^A-Za-z0-9._-]+", "-", name).strip("-.")[:60] if isinstance(name, str) else ""
    return f"{stem or 'connection'}{ending}"


def typed_path(typed: str) -> Path:
    """Return the path that was typed, absolute and with `~` expanded.

    Raises nothing: an unknown home stays as typed.
    """
    try:
        return Path(typed).expanduser().absolute()
    except RuntimeError:
        return Path(typed).absolute()


def path_of(typed: str, suggested: str) -> Path:
    """Return the file to write that was meant.

    A directory, or a name that ends with a slash, means the file `suggested` in it.
    """
    path = typed_path(typed)
    if typed.endswith(os.sep) or _is_folder(path):
        return path / suggested
    return path


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False


def is_taken(path: Path) -> bool:
    return os.path.lexists(path)


def missing_folder(path: Path) -> Path | None:
    """Return the folder of `path` if it does not exist; None if it does."""
    return None if os.path.lexists(path.parent) else path.parent


def make_folder(folder: Path) -> StorageProblem | None:
    """Create `folder` and its missing parents, with the permissions of the user's umask.

    Returns what went wrong, if anything.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        return problem("the folder cannot be made", error, folder)
    except ValueError:
        return StorageProblem("the folder cannot be made", "that is no name of a folder", folder)
    return None


def missing_words(folder: Path) -> str:
    return f"There is no folder {escape_controls(str(folder))}."


def payload_to_save(draft: Draft, *, with_secrets: bool) -> str:
    """Return the payload as JSON, with its secrets in clear or without them."""
    left_out: set[SettingPath] = set() if with_secrets else secrets_in(draft)
    kept = {
        setting: answer for setting, answer in draft.chosen().items() if setting not in left_out
    }
    return payload_text(draft.request.body(kept))


def save_text(text: str, path: Path) -> StorageProblem | None:
    """Write `text` to a file of mode 0600, over an existing one.

    Returns what went wrong, if anything.
    """
    try:
        return write_atomic(path, text.encode("utf-8", "backslashreplace"), ours=False)
    except ValueError:
        # The name contains a null character, or half of one.
        return StorageProblem("the file cannot be saved", "that is no file name", path)


def saved_words(path: Path) -> str:
    return f"Saved, readable by you only: {escape_controls(str(path))}"

"""Copy a text to the terminal's clipboard, or to a private file if that cannot be reached."""

import os
from collections.abc import Callable

from tui_app.core.copied import Holds, in_file_words, sent_words
from tui_app.storage.files import StorageProblem, write_atomic
from tui_app.storage.locations import locations
from tui_app.system.clipboard import NoClipboard, clipboard_sequence


def copy(
    what: str, text: str, holds: Holds, write: Callable[[str], None] | None
) -> str | StorageProblem:
    """Copy `text`, and return the words that say so, or what went wrong.

    `what` names the text, as the beginning of a sentence; `holds` says whether a secret is in it.
    `write` writes to the terminal; None if there is none. The file has mode 0600, and the next copy
    replaces it.
    """
    try:
        if write is None:
            raise NoClipboard("the output is no terminal")
        sequence = clipboard_sequence(text, os.environ)
    except NoClipboard as error:
        path = locations().copied
        trouble = write_atomic(path, text.encode("utf-8", "backslashreplace"))
        return trouble or in_file_words(what, holds, error.reason, path)
    write(sequence)
    return sent_words(what, holds)

"""Import what users bring into the wizard: read it, offer it, make a new connection of it.

Independent of any screen.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

from tui_app.core.draft import Draft
from tui_app.core.messages import (
    FORM_WORDS,
    IS_CHANGE,
    KEY_NOT_USED,
    left_out_words,
    sentence,
)
from tui_app.core.payload_file import typed_path
from tui_app.core.session import Session
from tui_app.readers import Reading, Several, read_file, read_text
from tui_app.settings.misplaced import Misplaced, find
from tui_app.settings.problem import Answer, Path
from tui_app.settings.types import plain
from tui_app.text.document import Json, UnreadableDocument, begins_object
from tui_app.text.escape import escape_controls, quoted, shortened

if TYPE_CHECKING:
    from pydantic import SecretStr

LOOK_SECONDS: Final = 10.0
"""The most seconds to look for a reply's connection, since the user waits for it."""
OWN: Final[tuple[Path, ...]] = (("user_name",), ("password",))
"""The settings that two connections of one account cannot share."""
PASTED = "What was pasted"
IN_ACCOUNT = (
    "That connection is in this account already. A new one needs a user name and a password of its "
    "own: both are left unset."
)
CHOOSE = "Several connections: choose one"
KEY_TITLE = "Use the API key?"
PLACE_TITLE = "Put it where it belongs?"
SANDBOX_KEY = "It contains an API key. The sandbox takes none: it is not kept."
SAME_KEY = "The API key in it is in use already."
OTHER_KEY = "It contains an API key. The one in use stays; {} takes another."


class Pasted(NamedTuple):
    """A pasted text: `readings` to choose from, else a secret `found`, else the `trouble`."""

    readings: tuple[Reading, ...] = ()
    found: Misplaced | None = None
    trouble: str = ""


def read_paste(text: str) -> Pasted:
    """Read what was pasted. Takes up to some seconds for a hostile text; raises nothing."""
    try:
        return Pasted((read_text(text, "it"),))
    except Several as several:
        return Pasted(several.readings)
    except UnreadableDocument as error:
        # A line of an .env file may contain nothing but a key.
        one_line = len(text.split()) < 4 and not begins_object(text)
        return Pasted((), find(text) if one_line else None, escape_controls(str(error)))


def read_named(typed: str) -> tuple[Reading, ...] | str:
    """Return the connections in the file that was `typed`, with `~` expanded, or why there is none.

    Reads what `--from` reads, but waits for no pipe or device. Takes up to some seconds.
    """
    # Absolute: `-` is a file here, not standard input.
    path, shown = typed_path(typed), escape_controls(typed)
    if path.exists() and not path.is_file():
        return f"{shown} is no file."
    try:
        data, _ = read_file(str(path))
        return (read_text(data, shown),)
    except Several as several:
        return several.readings
    except UnreadableDocument as error:
        return sentence(f"{str(error)[:1].upper()}{escape_controls(str(error)[1:])}")


def paste_words(
    reading: Reading, known: Mapping[Path, Answer], left_out: list[Path], *, source: str = PASTED
) -> str:
    """Describe what a text would change: its form, its answers, its notes. Safe to show.

    `source`: what to call the text.
    """
    what = "a payload" if reading.form == "json" else FORM_WORDS[reading.form]
    one = len(known) == 1
    count = "1 answer. It replaces" if one else f"{len(known)} answers. They replace"
    notes = [*reading.notes, *([IS_CHANGE] if reading.change else [])]
    parts = [
        f"{source} is {what} with {count} the current values.",
        left_out_words(left_out),
        *map(escape_controls, notes),
    ]
    return " ".join(filter(None, parts))


def trouble_words(pasted: Pasted, *, secret: bool = False) -> str:
    """Say why nothing was taken of a text that looks like a connection.

    If the text may be a `secret`, the reason is left out.
    """
    why = "" if secret else f": {pasted.trouble}"
    return f"{PASTED} looks like a connection, but cannot be read{why}. Nothing was taken."


def reading_words(reading: Reading) -> tuple[str, str]:
    """Describe one of several connections to choose from: its name, and what distinguishes it."""
    user = reading.document.get("user_name")
    notes = [
        "a change" if reading.change else "",
        f"user name {shortened(user)}" if isinstance(user, str) and not find(user) else "",
        f"id {shortened(reading.identity)}" if reading.identity else "",
    ]
    name = "no name" if not reading.name or find(reading.name) else shortened(reading.name)
    return name, ", ".join(filter(None, notes))


def key_words(session: Session) -> str:
    """Return the question about an API key that was in a text."""
    host = escape_controls(session.target.host)
    return f"It contains an API key. For this session only: kept in memory, sent only to {host}."


def key_not_used(way: str) -> str:
    """Say that a key was found and nobody can be asked. `way`: how to give another key."""
    return f"{KEY_NOT_USED}: {way} takes one."


def key_refusal(session: Session, key: "SecretStr", *, way: str) -> str | None:
    """Return why a found key is not offered; None if it can be. `way`: how to give another."""
    if session.target.is_sandbox:
        return SANDBOX_KEY
    if session.key is None:
        return None
    return (
        SAME_KEY
        if session.key.get_secret_value() == key.get_secret_value()
        else OTHER_KEY.format(way)
    )


def found_words(found: Misplaced, *, key: str, label: str = "") -> str:
    """Describe a misplaced secret that was pasted, or typed into the field `label`.

    `key`: how to give the API key.
    """
    where = f"What was typed at {label}" if label else PASTED
    to = found.where.replace("F4", key)
    return f"{where} holds {found.what}: {to}. No answer was taken."


def placed(found: Misplaced) -> dict[Path, Answer]:
    """Return the answers of a secret where it belongs; empty if it belongs nowhere here."""
    answers: dict[Path, Answer] = {}
    if found.password:
        if found.user_name:
            answers[("user_name",)] = found.user_name
        answers[("password",)] = found.password
    return answers


def place_words(found: Misplaced, *, label: str = "") -> str:
    """Return the question about a user name and a password that were found."""
    where = f"What was typed at {label}" if label else PASTED
    to = (
        f"User name becomes {quoted(found.user_name)}, and Password"
        if found.user_name
        else "Password"
    )
    return f"{where} holds {found.what}, and is no answer there. {to} becomes what was found."


async def is_in_account(session: Session, reading: Reading) -> bool:
    """Whether a reply's connection exists in the session's account. False if nobody can tell."""
    if not reading.identity or not session.is_ready:
        return False
    import asyncio

    from tui_app.api.errors import ApiError

    try:
        async with asyncio.timeout(LOOK_SECONDS), session.open_client() as client:
            await client.get(reading.identity)
    except (ApiError, TimeoutError):
        return False
    return True


def make_new(draft: Draft, reading: Reading) -> bool:
    """Remove a reply's user name and password from the draft that was filled from it.

    Those that were changed since stay. Returns whether any was removed.
    """
    same = [
        path
        for path in OWN
        if path in draft.answers
        and path[0] in reading.document
        and plain(draft.answers[path]) == reading.document[path[0]]
    ]
    draft.drop(same)
    return bool(same)


def usable(draft: Draft, document: Mapping[str, Json]) -> tuple[dict[Path, Answer], list[Path]]:
    """Return a payload's answers that can be taken over, and the paths that are left out.

    A member that is only spelled otherwise, as `connectionName`, is taken.
    """
    answers, dropped = draft.request.read(document)
    if not draft.allow_unknown:
        answers = draft.request.respelled(answers)
    known = {
        path: answer
        for path, answer in answers.items()
        if (path in draft.request.settings or draft.allow_unknown)
        and not draft.misplaced(path, answer)
    }
    return known, [problem.path for problem in dropped] + [
        path for path in answers if path not in known
    ]

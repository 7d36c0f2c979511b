"""Save the draft to disk while it is edited: its document form, and the thread that writes it.

A draft's document contains every answer except the secrets, the remarks on the answers that name
something of an account, the visited settings, the form of the payload, and the user's position.
"""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple, cast

from tui_app.core.draft import Draft
from tui_app.core.original import Original
from tui_app.core.remarks import Remarks
from tui_app.settings.misplaced import may_become
from tui_app.settings.problem import Path
from tui_app.settings.request import REQUEST, Request
from tui_app.storage.drafts import Drafts, SavedDraft
from tui_app.storage.files import StorageProblem
from tui_app.system.threads import left_to_main
from tui_app.text.document import Json
from tui_app.text.escape import shortened

if TYPE_CHECKING:
    from tui_app.core.session import Session

PAUSE = 0.3
"""Seconds from a change to its write, so that the key that made it is painted first.

An answer is on disk well within a second.
"""


class Position(NamedTuple):
    """The user's position: the number of the step, and the setting in focus (() if none)."""

    step: int = 0
    path: Path = ()


def to_document(
    draft: Draft, position: Position, session: "Session | None" = None
) -> dict[str, Json]:
    """Return the draft as JSON, without its secrets.

    Takes no lock and no time, so that a signal handler may call it. `session`: where the connection
    is to be created. An answer that contains the session's API key was typed into the wrong place,
    and is left out.
    """
    key = session.key.get_secret_value() if session and session.key else ""
    answers = {
        path: value
        for path, value in draft.answers.items()
        if draft.request.keeps(path, value)
        and not (key and key in repr(value))
        # Half a secret is not yet recognized as one: it is written once the user leaves the field.
        and not (path == draft.typing and isinstance(value, str) and may_become(value))
    }
    left_out = [
        path
        for path, value in draft.answers.items()
        if path in draft.request.settings
        and not draft.request.is_secret(path)
        and not draft.request.keeps(path, value)
    ]
    remarks = [each for each in draft.remarks.as_json(answers) if not (key and key in repr(each))]
    return {
        "host": session.target.host if session else "",
        "account": draft.remarks.account,
        **({"original": draft.original.as_json()} if draft.original else {}),
        "answers": [[list(path), cast(Json, value)] for path, value in answers.items()],
        "remarks": remarks,
        "left_out": [list(path) for path in left_out],
        "visited": [list(path) for path in tuple(draft.visited)],
        "reviewed": draft.reviewed,
        "form": draft.form,
        "allow_unknown": draft.allow_unknown,
        "step": position.step,
        "field": list(position.path),
    }


def from_document(
    document: Mapping[str, Json], request: Request = REQUEST
) -> tuple[Draft, Position]:
    """Return the draft of a document, and its user's position.

    What cannot be understood in the document is left out. `request`: that of a new connection.
    """
    original = Original.read(document.get("original"))
    draft = Draft.edit(original) if original else Draft(request=request)
    draft.allow_unknown = document.get("allow_unknown") is True
    draft.restore(dict(_pairs(document.get("answers"))))
    account = document.get("account")
    begun = account if account and isinstance(account, str) else begun_for(document)
    draft.remarks = Remarks.read(begun, document.get("remarks"))
    draft.visited = {path for path in map(_path, _list(document.get("visited"))) if path}
    draft.reviewed = document.get("reviewed") is True
    # The password is never saved: the user did not forget it.
    draft.hide_missing()
    draft.form = "every" if document.get("form") == "every" else "set"
    step = document.get("step")
    known = (
        isinstance(step, int)
        and not isinstance(step, bool)
        and 0 <= step <= len(draft.request.groups)
    )
    return draft, Position(cast(int, step) if known else 0, _path(document.get("field")))


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _path(value: object) -> Path:
    parts = _list(value)
    return tuple(cast(list[str], parts)) if all(isinstance(part, str) for part in parts) else ()


def _pairs(value: object) -> list[tuple[Path, Json]]:
    pairs = [
        cast(list[object], pair)
        for pair in _list(value)
        if isinstance(pair, list) and len(pair) == 2
    ]
    return [
        (path, cast(Json, answer))
        for path, answer in ((_path(first), second) for first, second in pairs)
        if path
    ]


def begun_for(document: Mapping[str, Json]) -> str:
    """Return the host for which a draft was begun, foreign text; "" if the document has none."""
    host = document.get("host")
    return host if isinstance(host, str) else ""


def left_out_of(document: Mapping[str, Json]) -> list[Path]:
    """Return the settings whose answers a draft does not have, since they hold a secret."""
    return [path for path in map(_path, _list(document.get("left_out"))) if path]


def is_empty(document: Mapping[str, Json]) -> bool:
    """Whether a draft that an earlier version saved has no answer: it is not worth offering."""
    return not _pairs(document.get("answers"))


class Summary(NamedTuple):
    """A draft in a few words: its name, its progress, its host, and its age."""

    name: str
    state: str

    def __str__(self) -> str:
        return f"{self.name}, {self.state}"


def summary(saved: SavedDraft, now: datetime, request: Request = REQUEST) -> Summary:
    """Describe a draft from an earlier run. `now` is used for its age."""
    draft, position = from_document(saved.document, request)
    name = draft.get(("connection_name",))
    title = request.groups[position.step].title if position.step < len(request.groups) else "Review"
    count = len(draft.answers if draft.original is None else draft.chosen())
    what = "answer" if draft.original is None else "change"
    host = begun_for(saved.document)
    on = f", on {shortened(host, 60)}" if host else ""
    state = (
        f"{count} {what}{'s' if count != 1 else ''}, at {title}{on}; saved {ago(saved.age(now))}"
    )
    return Summary(shortened(name, 60) if isinstance(name, str) else "no name yet", state)


def offer_words(saved: SavedDraft, now: datetime) -> str:
    """Return the words that offer a draft from an earlier run."""
    return f"{summary(saved, now)}. The password is never kept: type it again."


def ago(seconds: float) -> str:
    """Return an age in words: `3 minutes ago`."""
    for size, unit in ((86400, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= size:
            number = int(seconds // size)
            return f"{number} {unit}{'s' if number > 1 else ''} ago"
    return "just now"


class _Removal:
    """Pending instead of a document if the draft has nothing left to save."""


class AutoSave:
    """Writes the newest document in its own thread, so that a slow disk delays no key.

    `on_trouble` is called once, from that thread, when saving fails for the first time; every
    change tries to save again.
    """

    def __init__(self, drafts: Drafts, on_trouble: Callable[[StorageProblem], None]) -> None:
        self.drafts = drafts
        self.trouble: StorageProblem | None = None
        self._on_trouble = on_trouble
        self._pending: dict[str, Json] | _Removal | None = None
        self._changed = threading.Condition()
        self._writing = threading.Lock()
        self._closed = threading.Event()
        self._thread: threading.Thread | None = None

    def keep(self, document: dict[str, Json] | None) -> None:
        """Schedule a write of `document`; None: the removal of the draft. Return at once."""
        with self._changed:
            if document is None and self._thread is None and self.drafts.name is None:
                return
            self._pending = _Removal() if document is None else document
            if self._thread is None:
                self._thread = threading.Thread(target=self._write, name="drafts", daemon=True)
                with left_to_main():
                    self._thread.start()
            self._changed.notify_all()

    def keep_now(self, document: dict[str, Json] | None) -> None:
        """Write `document`, or remove the draft if it is None, before returning.

        For the end, and for a signal handler, which may interrupt the thread during a write.
        """
        if document is None:
            self._pending = None
            self.trouble = self.drafts.remove()
        else:
            self.trouble = self.drafts.save(document)

    def forget(self) -> None:
        """Remove the draft, which is no longer needed."""
        with self._at_rest():
            self.drafts.remove()

    def leave(self) -> None:
        """Leave the draft on disk as it is. The next document begins another."""
        with self._at_rest():
            self.drafts.leave()

    def return_to(self, name: str) -> None:
        """Remove the own draft, and go on with the one called `name` unless another wizard has."""
        with self._at_rest():
            self.drafts.remove()
            self.drafts.resume(name)

    @contextmanager
    def _at_rest(self) -> Iterator[None]:
        """Drop what is pending, and hold the thread off: a write must not restore the draft.

        Waits at most 1 s, since the disk may hang.
        """
        self._pending = None
        got = self._writing.acquire(timeout=1)
        try:
            yield
        finally:
            if got:
                self._writing.release()

    def close(self) -> None:
        """End the thread. A pending document is not written."""
        self._closed.set()
        with self._changed:
            self._changed.notify_all()

    def _write(self) -> None:
        while not self._closed.is_set():
            with self._changed:
                while self._pending is None and not self._closed.is_set():
                    self._changed.wait()
            self._closed.wait(PAUSE)
            with self._writing:
                with self._changed:
                    document, self._pending = self._pending, None
                # The draft may have been removed meanwhile.
                if document is None or self._closed.is_set():
                    continue
                trouble = (
                    self.drafts.remove()
                    if isinstance(document, _Removal)
                    else self.drafts.save(document)
                )
            if trouble is not None and self.trouble is None:
                self._on_trouble(trouble)
            self.trouble = trouble

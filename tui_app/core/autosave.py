"""Keeps the draft on disk while it is being made: its document form, and the thread that writes it.

A draft's document holds every answer but the secrets, what is known of those that name something of an account, what was visited, the
form of the payload, and where the user was.
"""

import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple, cast

from tui_app.core.draft import Draft
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
"""Seconds from a change to its write: the key that made it is painted first. An answer is on disk well within a second."""


class Place(NamedTuple):
    """Where the user was: the number of the step, and the setting in focus, () where none was."""

    step: int = 0
    path: Path = ()


def to_document(draft: Draft, place: Place, session: "Session | None" = None) -> dict[str, Json]:
    """The draft without its secrets, as JSON. Takes no lock and no time, so that a signal's handler may call it.

    `session`: where it is to be created. An answer that holds its API key was typed into the wrong place, and is left out.
    """
    key = session.key.get_secret_value() if session and session.key else ""
    answers = {
        path: value
        for path, value in draft.answers.items()
        if draft.request.keeps(path, value)
        and not (key and key in repr(value))
        # Half a secret is none that is known yet: it is written once the field is left.
        and not (path == draft.typing and isinstance(value, str) and may_become(value))
    }
    remarks = [each for each in draft.remarks.as_json(answers) if not (key and key in repr(each))]
    return {
        "host": session.target.host if session else "",
        "answers": [[list(path), cast(Json, value)] for path, value in answers.items()],
        "remarks": remarks,
        "visited": [list(path) for path in tuple(draft.visited)],
        "reviewed": draft.reviewed,
        "form": draft.form,
        "allow_unknown": draft.allow_unknown,
        "step": place.step,
        "field": list(place.path),
    }


def from_document(document: Mapping[str, Json], request: Request = REQUEST) -> tuple[Draft, Place]:
    """The draft that a document holds, and where its user was. What cannot be understood in it is left out."""
    draft = Draft(request=request, allow_unknown=document.get("allow_unknown") is True)
    draft.restore(dict(_pairs(document.get("answers"))))
    draft.remarks = Remarks.read(begun_for(document), document.get("remarks"))
    draft.visited = {path for path in map(_path, _list(document.get("visited"))) if path}
    draft.reviewed = document.get("reviewed") is True
    # The password is never kept: that it is missing is no fault of the user's.
    draft.hush()
    draft.form = "every" if document.get("form") == "every" else "set"
    step = document.get("step")
    known = (
        isinstance(step, int) and not isinstance(step, bool) and 0 <= step <= len(request.groups)
    )
    return draft, Place(cast(int, step) if known else 0, _path(document.get("field")))


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
    """The host that a draft was to be created on, foreign text; empty where it does not say."""
    host = document.get("host")
    return host if isinstance(host, str) else ""


def is_empty(document: Mapping[str, Json]) -> bool:
    """Whether a draft that an earlier version kept holds no answer: it is not worth being offered."""
    return not _pairs(document.get("answers"))


class Summary(NamedTuple):
    """A draft in a few words: what is being set up, and how far it got, for where, and how long ago."""

    name: str
    state: str

    def __str__(self) -> str:
        return f"{self.name}, {self.state}"


def summary(saved: SavedDraft, now: datetime, request: Request = REQUEST) -> Summary:
    """What a draft that was left behind is."""
    draft, place = from_document(saved.document, request)
    name = draft.get(("connection_name",))
    title = request.groups[place.step].title if place.step < len(request.groups) else "Review"
    count = len(draft.answers)
    host = begun_for(saved.document)
    on = f", on {shortened(host, 60)}" if host else ""
    state = (
        f"{count} answer{'s' if count != 1 else ''}, at {title}{on}; saved {ago(saved.age(now))}"
    )
    return Summary(shortened(name, 60) if isinstance(name, str) else "no name yet", state)


def offer_words(saved: SavedDraft, now: datetime) -> str:
    """What is said of a draft that was left behind."""
    return f"{summary(saved, now)}. The password is never kept: type it again."


def ago(seconds: float) -> str:
    """`3 minutes ago`."""
    for size, unit in ((86400, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= size:
            number = int(seconds // size)
            return f"{number} {unit}{'s' if number > 1 else ''} ago"
    return "just now"


class _Removal:
    """What is pending where a draft has nothing left to be kept."""


class Keeper:
    """Writes the newest document in a thread of its own, so that a slow disk holds up no key.

    `on_trouble` is told once, from that thread, when saving fails for the first time; saving is tried again with every change.
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
        """Has `document` written soon; None: has what was kept removed. Returns at once."""
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
        """Writes `document`, or removes what was kept if it is None, before it returns.

        At the end, and in a signal's handler, where the thread may be in the midst of it.
        """
        if document is None:
            self._pending = None
            self.trouble = self.drafts.remove()
        else:
            self.trouble = self.drafts.save(document)

    def forget(self) -> None:
        """Removes the draft: its work is done."""
        self._pending = None
        # What is being written was taken up before: it must not bring the draft back. A disk that hangs is not waited for for ever.
        got = self._writing.acquire(timeout=1)
        try:
            self.drafts.remove()
        finally:
            if got:
                self._writing.release()

    def close(self) -> None:
        """Ends the thread; what is pending is not written any more."""
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
                # The draft may have done its work meanwhile.
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

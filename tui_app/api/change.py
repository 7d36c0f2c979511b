"""Change settings of an existing connection: read it, ask about conflicts, send what differs.

The API has no way to change something only if nobody else did (no If-Match), so the connection is
read immediately before the request. What somebody else changed since the user saw it is told, and
decided setting by setting. A change in the moment between that read and the request cannot be
seen for the settings that are sent; of the others the reply tells it.
"""

from collections.abc import Callable, Mapping
from typing import ClassVar, Final, Literal, cast

from tui_app.api.altering import GONE, Altering
from tui_app.api.background import Clock, Decide, headless
from tui_app.api.errors import Certainty
from tui_app.api.kept import not_kept
from tui_app.api.ports import ApiOfOne, Journal, OpenApiOfOne
from tui_app.api.progress import Decision, Event, Kind, Outcome, Pace
from tui_app.api.replies import Connection
from tui_app.settings.change import CHANGE
from tui_app.settings.compare import EMPTY, Difference, at, at_or_null, is_masked, same
from tui_app.settings.problem import UNSET, Answer, Path, Problem, Unset
from tui_app.settings.types import plain
from tui_app.storage.journal import Action, Intent
from tui_app.text.document import Json
from tui_app.text.escape import MASK, escape_controls, shortened

LONGEST: Final = 60
"""The most characters of a value in a question or a note."""
UNSEEN: Final = "A password was sent along; it cannot be read."
Held = Literal["all", "some", "none", "unreadable"]
"""How much of a change a connection holds; `unreadable` if no value of it can be read."""


class Change(Altering):
    """One confirmed change: at most one PATCH that could have been carried out.

    `wanted`: the answers that the connection is to have, by path; a password is a secret. `known`:
    the connection as the user saw it; None if nobody did, then there are no conflicts.
    """

    ACTION: ClassVar[Action] = "update"
    NOT_DONE: ClassVar[Kind] = "not_updated"
    DONE_WORD: ClassVar[str] = "changed"
    LOOKS_FOR: ClassVar[str] = "what it holds"

    def __init__(
        self,
        identity: str,
        name: str,
        user_name: str,
        wanted: Mapping[Path, Answer],
        open_api: OpenApiOfOne,
        on_event: Callable[[Event], None],
        *,
        known: Mapping[str, Json] | None = None,
        journal: Journal | None = None,
        decide: Decide = headless,
        pace: Pace | None = None,
        clock: Clock | None = None,
    ) -> None:
        super().__init__(
            identity,
            name,
            user_name,
            open_api,
            on_event,
            journal=journal,
            decide=decide,
            pace=pace,
            clock=clock,
        )
        self._wanted = dict(wanted)
        self._known = known
        self._before: Mapping[str, Json] = {}
        self._to_send: dict[Path, Answer] = {}
        self._held: Held = "none"
        self._undecided = False
        """A setting stays as somebody else set it, and no user has decided that."""

    async def prepare(self, now: Connection) -> Outcome | bool:
        asked = False
        for path, theirs in self._meanwhile(now):
            if path not in self._wanted or _holds(path, self._wanted[path], theirs):
                self.log.note(
                    f"{_label(path)} was changed by somebody else: {_shown(path, theirs)}."
                )
                continue
            asked = True
            decision = self._conflict(path, theirs)
            if await self.may_go_on(decision):
                continue
            if self._stops:
                return self._stopped()
            self._undecided |= self._decide(decision) is not None
            del self._wanted[path]
            self.log.note(f"{_label(path)} stays as somebody else set it: {_shown(path, theirs)}.")
        self._known = now.document
        if asked:
            # The user took their time: read again, so that nothing changed in it is overwritten.
            return False
        self._before = now.document
        self._to_send = {
            path: answer
            for path, answer in self._wanted.items()
            if not _holds(path, answer, at(now.document, path))
        }
        return True if self._to_send else self._nothing_left(now)

    def _nothing_left(self, now: Connection) -> Outcome:
        if self._undecided:
            words = "Somebody else has set it, and nobody was asked: that stays."
            return Outcome(self.NOT_DONE, f"{words} {self.nothing_done}")
        why = (
            "The connection holds all of it already."
            if self._wanted
            else "Nothing is left to change."
        )
        return Outcome("unchanged", f"{why} {self.nothing_done}", now)

    def _meanwhile(self, now: Connection) -> list[tuple[Path, Json]]:
        """Return the settings that are not as the user saw them, with their present values."""
        if self._known is None:
            return []
        found: list[tuple[Path, Json]] = []
        # Also what the user wants of settings that are not declared here.
        for path in dict.fromkeys((*CHANGE.settings, *self._wanted)):
            before = at_or_null(self._known, path)
            theirs = at_or_null(now.document, path)
            if isinstance(before, Unset) or isinstance(theirs, Unset) or CHANGE.is_secret(path):
                continue
            if is_masked(theirs) or (before in EMPTY and theirs in EMPTY):
                continue
            if before != theirs or type(before) is not type(theirs):
                found.append((path, theirs))
        return found

    def _conflict(self, path: Path, theirs: Json) -> Decision:
        before = at_or_null(self._known or {}, path)
        mine = self._wanted[path]
        words = (
            f"{_label(path)} was {_shown(path, before)}. Meanwhile somebody else set it to "
            f"{_shown(path, theirs)}; you want {_shown(path, mine)}."
        )
        message = f"was set to {_shown(path, theirs)} by somebody else meanwhile"
        return Decision(
            "changed_meanwhile",
            words,
            problem=Problem(path, "error", "changed_meanwhile", message),
            title="Changed by somebody else",
            yes="set mine",
            no="keep theirs",
        )

    async def send(self, api: ApiOfOne) -> Connection:
        return await api.patch(self._identity, CHANGE.body(self._to_send))

    def intent(self, host: str) -> Intent:
        written = {
            path: answer if CHANGE.keeps(path, answer) else MASK
            for path, answer in self._to_send.items()
        }
        return super().intent(host)._replace(body=CHANGE.body(written))

    @property
    def changes(self) -> tuple[Difference, ...]:
        """What is sent, and what it replaces; secrets masked."""
        return tuple(
            Difference(path, _safe(path, at(self._before, path)), _safe(path, answer))
            for path, answer in self._to_send.items()
        )

    def succeeded(self, answer: Connection) -> Outcome:
        return self._updated("The API says that it changed the connection.", answer)

    def _updated(self, words: str, connection: Connection) -> Outcome:
        differing = not_kept(CHANGE.body(self._to_send), connection, before=self._before)
        return Outcome("updated", words, connection, tuple(differing), changes=self.changes)

    def seen(self, found: Connection | None) -> Outcome | None:
        if found is None:
            return Outcome("unknown", f"{GONE} {self._effect(Certainty.UNKNOWN)}")
        self._held = how_much_holds(found.document, self._to_send, self._before)
        if self._held != "all":
            return None
        if any(CHANGE.is_secret(path) for path in self._to_send):
            self.log.note(UNSEEN)
        return self._updated("A look then showed that the connection holds it.", found)

    def not_seen(self) -> str:
        if self._held == "unreadable":
            return "a password cannot be read, so nobody can tell whether it was set."
        if self._held == "some":
            return "it holds some of it, which somebody else may have set."
        return super().not_seen()

    def advice(self) -> str:
        return (
            "Sending the same change again does no harm: it is compared with the connection first."
        )


def how_much_holds(
    document: Mapping[str, Json],
    wanted: Mapping[Path, Answer],
    before: Mapping[str, Json] | None = None,
) -> Held:
    """Return how much of `wanted` a connection with `document` holds.

    A value in another spelling counts, as the API writes it, unless the connection had it so
    `before`. A masked value cannot be read.
    """
    held = [
        _came(path, answer, at(document, path), at(before, path) if before else UNSET)
        for path, answer in wanted.items()
        if not CHANGE.is_secret(path) and answer != MASK
    ]
    if not held:
        return "unreadable"
    return "all" if all(held) else "some" if any(held) else "none"


def _came(path: Path, answer: Answer, kept: "Json | Unset", before: "Json | Unset") -> bool:
    if _holds(path, answer, kept):
        return True
    if isinstance(kept, Unset) or is_masked(kept):
        return False
    setting, value = CHANGE.settings.get(path), plain(answer)
    had = not isinstance(before, Unset) and same(setting, value, before)
    return not had and same(setting, value, kept)


def _holds(path: Path, answer: Answer, kept: "Json | Unset") -> bool:
    """Whether a connection with `kept` at `path` holds `answer` already."""
    if isinstance(kept, Unset) or CHANGE.is_secret(path):
        return False
    value = plain(answer)
    if type(value) is type(kept):
        return value == kept
    return same(CHANGE.settings.get(path), value, kept)


def _safe(path: Path, value: "Answer | Unset") -> "Json | Unset":
    """Return a value to be shown; a mask if it holds a secret."""
    if CHANGE.is_secret(path):
        return MASK
    if isinstance(value, Unset):
        return value
    return cast(Json, plain(value)) if CHANGE.keeps(path, value) else MASK


def _label(path: Path) -> str:
    setting = CHANGE.settings.get(path)
    return setting.label if setting else escape_controls(".".join(path))


def _shown(path: Path, value: "Answer | Unset") -> str:
    """Return a value in words that are safe to show, without a secret."""
    setting = CHANGE.settings.get(path)
    if setting is None or isinstance(value, Unset) or not CHANGE.keeps(path, value):
        return "another value"
    return shortened(setting.shown(value), LONGEST)

"""Change settings of an existing connection: read it, ask about conflicts, send what differs.

The API has no way to change something only if nobody else did (no If-Match), so the connection is
read immediately before the request. What somebody else changed since the user saw it is told, and
decided setting by setting. A change in the moment between that read and the request cannot be
seen for the settings that are sent; of the others the reply tells it.
"""

from collections.abc import Callable, Mapping
from typing import ClassVar, Final, cast

from tui_app.api.altering import GONE, Altering
from tui_app.api.background import Clock, Decide, headless
from tui_app.api.errors import Certainty
from tui_app.api.kept import not_kept
from tui_app.api.ports import ApiOfOne, Journal, OpenApiOfOne
from tui_app.api.progress import Decision, Event, Kind, Outcome, Pace
from tui_app.api.replies import Connection
from tui_app.settings.change import CHANGE
from tui_app.settings.compare import Difference, at, same
from tui_app.settings.problem import Answer, Path, Problem, Unset
from tui_app.settings.types import plain
from tui_app.storage.journal import Action, Intent
from tui_app.text.document import Json
from tui_app.text.escape import escape_controls, shortened

LONGEST: Final = 60
"""The most characters of a value in a question or a note."""


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

    async def prepare(self, now: Connection) -> Outcome | bool:
        asked = False
        for path, theirs in self._meanwhile(now):
            if path not in self._wanted or _holds(path, self._wanted[path], theirs):
                self.log.note(
                    f"{_label(path)} was changed by somebody else: {_shown(path, theirs)}."
                )
                continue
            asked = True
            if await self.may_go_on(self._conflict(path, theirs)):
                continue
            if self._stops:
                return self._stopped()
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
        if not self._to_send:
            words = "The connection holds all of it already. Nothing was sent."
            return Outcome("unchanged", words, now)
        return True

    def _meanwhile(self, now: Connection) -> list[tuple[Path, Json]]:
        """Return the settings that are not as the user saw them, with their present values."""
        if self._known is None:
            return []
        found: list[tuple[Path, Json]] = []
        for path, setting in CHANGE.settings.items():
            before, theirs = at(self._known, path), at(now.document, path)
            if isinstance(before, Unset) or isinstance(theirs, Unset) or setting.secret:
                continue
            if before != theirs or type(before) is not type(theirs):
                found.append((path, theirs))
        return found

    def _conflict(self, path: Path, theirs: Json) -> Decision:
        before = at(self._known or {}, path)
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
        kept = {p: each for p, each in self._to_send.items() if CHANGE.keeps(p, each)}
        return super().intent(host)._replace(body=CHANGE.body(kept))

    @property
    def changes(self) -> tuple[Difference, ...]:
        """What is sent, and what it replaces; secrets masked."""
        masked = CHANGE.masked(self._to_send)
        return tuple(
            Difference(path, at(self._before, path), cast(Json, value))
            for path, value in masked.items()
        )

    def succeeded(self, answer: Connection, *, confirmed: bool = False) -> Outcome:
        body = CHANGE.body(self._to_send)
        words = (
            "A look then showed that the connection holds it."
            if confirmed
            else "The API says that it changed the connection."
        )
        return Outcome(
            "updated",
            words,
            answer,
            tuple(not_kept(body, answer, before=self._before)),
            changes=self.changes,
        )

    def seen(self, found: Connection | None) -> Outcome | None:
        if found is None:
            words = f"{GONE} {self._effect(Certainty.UNKNOWN)}"
            return Outcome(self.NOT_DONE, words, intent=self._intent)
        # None of them held it before: the read before the request showed that.
        held = any(
            _holds(path, answer, at(found.document, path))
            for path, answer in self._to_send.items()
            if not CHANGE.is_secret(path)
        )
        return self.succeeded(found, confirmed=True) if held else None

    def not_seen(self) -> str:
        if all(CHANGE.is_secret(path) for path in self._to_send):
            return "a password cannot be read, so nobody can tell whether it was set."
        return super().not_seen()

    def advice(self) -> str:
        return (
            "Sending the same change again does no harm: it is compared with the connection first."
        )


def _holds(path: Path, answer: Answer, kept: "Json | Unset") -> bool:
    """Whether a connection with `kept` at `path` holds `answer` already."""
    if isinstance(kept, Unset) or CHANGE.is_secret(path):
        return False
    value = plain(answer)
    if type(value) is type(kept):
        return value == kept
    return same(CHANGE.settings.get(path), value, kept)


def _label(path: Path) -> str:
    setting = CHANGE.settings.get(path)
    return setting.label if setting else escape_controls(".".join(path))


def _shown(path: Path, value: "Answer | Unset") -> str:
    """Return a value in words that are safe to show, without a secret."""
    setting = CHANGE.settings.get(path)
    if setting is None or isinstance(value, Unset) or not CHANGE.keeps(path, value):
        return "another value"
    return shortened(setting.shown(value), LONGEST)

"""An existing connection that is edited: its answers as they were read, and what was changed.

A change sends only what differs. An answer that is taken back is sent as the API's default, since
a change leaves unmentioned settings as they are.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final, cast

from tui_app.core.history import changed
from tui_app.settings.change import EDIT
from tui_app.settings.compare import Difference, at, is_nothing, same
from tui_app.settings.problem import UNSET, Answer, Path, Problem, Unset
from tui_app.settings.setting import Setting
from tui_app.settings.types import plain
from tui_app.text.document import Json

if TYPE_CHECKING:
    from tui_app.api.replies import Connection

NEEDS_A_VALUE: Final = "cannot be taken back by a change, which has no value for it: give one"


@dataclass(frozen=True)
class Original:
    """A connection as it was read at `host`. `document`: the API's record, every secret masked.

    `answers`: what is set in it; values that equal the API's default count as not set.
    """

    id: str
    connection_name: str
    user_name: str
    host: str
    document: Mapping[str, Json] = field(repr=False)

    @classmethod
    def of(cls, connection: "Connection", host: str) -> "Original":
        """Return the original of a connection that was read at `host`."""
        names = connection.id, connection.connection_name, connection.user_name
        return cls(*names, host, connection.document)

    @cached_property
    def answers(self) -> dict[Path, Answer]:
        return dict(answers_in(self.document))

    def as_json(self) -> dict[str, Json]:
        """Return it as a draft keeps it: without secrets, and without what only a reply has."""
        settings = {
            path: value
            for path in EDIT.settings
            if not isinstance(value := at(self.document, path), Unset) and EDIT.keeps(path, value)
        }
        return {
            "id": self.id,
            "connection_name": self.connection_name,
            "user_name": self.user_name,
            "host": self.host,
            "settings": EDIT.body(settings),
        }

    @classmethod
    def read(cls, document: object) -> "Original | None":
        """Return what `as_json` made; None if `document` is something else."""
        if not isinstance(document, dict):
            return None
        texts = [document.get(name) for name in ("id", "connection_name", "user_name", "host")]
        settings = document.get("settings")
        if not isinstance(settings, dict) or not all(isinstance(text, str) for text in texts):
            return None
        identity, connection_name, user_name, host = map(str, texts)
        return cls(identity, connection_name, user_name, host, settings)

    def wanted(self, answers: Mapping[Path, Answer]) -> dict[Path, Answer]:
        """Return what a change must send so that the connection has `answers`.

        An answer that was taken back and has no value that means "not set" is left out:
        `judged` reports it.
        """
        wanted: dict[Path, Answer] = {}
        for path, setting in EDIT.settings.items():
            kept = at(self.document, path)
            value: Answer | Unset = answers.get(path, UNSET)
            if isinstance(value, Unset):
                if path in self.answers:
                    value = reset_value(setting)
                if isinstance(value, Unset):
                    continue
            if setting.secret or isinstance(kept, Unset) or not _equal(setting, value, kept):
                wanted[path] = value
        # Unknown settings are sent as they are.
        unknown = answers.keys() - EDIT.settings.keys()
        return wanted | {
            path: answers[path] for path in unknown if at(self.document, path) != answers[path]
        }

    def differences(self, answers: Mapping[Path, Answer]) -> tuple[Difference, ...]:
        """Return what a change to `answers` sends, and what it replaces; secrets masked."""
        masked = EDIT.masked(self.wanted(answers))
        return tuple(
            Difference(path, at(self.document, path), cast(Json, value))
            for path, value in masked.items()
        )

    def judged(self, answers: Mapping[Path, Answer], problems: list[Problem]) -> list[Problem]:
        """Return the problems of an edit, of `problems` of all `answers`.

        What concerns only unchanged settings is a hint: the API has it already. Added are answers
        that were taken back and have no value that means "not set".
        """
        touched = set(changed(self.answers, answers))
        stuck = [
            Problem(path, "error", "needs_a_value", NEEDS_A_VALUE)
            for path in touched - set(answers)
            if not (setting := EDIT.settings[path]).required
            and isinstance(reset_value(setting), Unset)
        ]
        return stuck + [
            problem
            if not touched.isdisjoint((problem.path, *problem.related))
            else problem._replace(severity="hint")
            for problem in problems
        ]


def answers_in(document: Mapping[str, Json]) -> Iterator[tuple[Path, Answer]]:
    """Yield what is set in the API's record of a connection, without its secrets.

    Left out: null, what is empty, and what equals the API's default, unless nobody knows that.
    """
    for path, setting in EDIT.settings.items():
        value = at(document, path)
        if isinstance(value, Unset) or setting.secret or not EDIT.keeps(path, value):
            continue
        doubtful = setting.default_doubt and value not in (None, "", [])
        if doubtful or not is_nothing(setting, value):
            yield path, setting.kind.normal(value)


def reset_value(setting: Setting) -> "Json | Unset":
    """Return the value that takes an answer back; UNSET if there is none."""
    candidates: list[Json | Unset] = [
        UNSET if setting.default_doubt else setting.default,
        None if setting.nullable else UNSET,
        setting.default_words or UNSET,
        "",
        [],
    ]
    for value in candidates:
        if isinstance(value, Unset):
            continue
        if setting.nullable if value is None else not _is_wrong(setting, value):
            return value
    return UNSET


def _is_wrong(setting: Setting, value: Json) -> bool:
    return any(violation.severity == "error" for violation in setting.kind.validate(value))


def _equal(setting: Setting, value: Answer, kept: Json) -> bool:
    """Whether sending `value` would change nothing: exactly `kept`, or both mean "not set"."""
    value = cast(Json, plain(value))
    nothing = kept is None and is_nothing(setting, value)
    return (
        nothing or (type(value) is type(kept) and value == kept) or _as_sent(setting, value, kept)
    )


def _as_sent(setting: Setting, value: Json, kept: Json) -> bool:
    # The API writes some values as other types: 5 as "5".
    return type(value) is not type(kept) and same(setting, value, kept)

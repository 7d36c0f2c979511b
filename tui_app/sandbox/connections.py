"""Credential connections as the sandbox takes, judges and shows them: with the declarations that the wizard has, as a server.

A member that is not declared is ignored, as most APIs do; what the real one does is not known. Whether the names of connections must
be unique is not known either: here they need not be.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Final

from tui_app.connection import REQUEST
from tui_app.groups.kinds import TextList
from tui_app.hygiene import MASK
from tui_app.problem import UNSET, Answer, Json, Path, Problem, errors, pointer
from tui_app.rules.answers import API_VERSION
from tui_app.sandbox.refusal import entry, unprocessable
from tui_app.sandbox.store import Record

PASSWORD: Final[Path] = ("password",)
PERSISTENCE: Final = "conversation_persistence"
"""Taken by a change and shown in replies, but no part of a create (the vendor's SDK since August 2026)."""

LONGEST_LIST: Final = 1000
"""The sandbox's own bound."""

# Stands in for the password of a stored connection, which is not kept, while a change of something else is judged.
_KEPT: Final = "kept-as-it-is"


class Associated:
    """What a connection may refer to: the ids that exist, by the setting that names them."""

    def __init__(
        self,
        voice_profiles: Iterable[Mapping[str, Json]],
        push_credentials: Iterable[Mapping[str, Json]],
    ) -> None:
        listed: dict[str, set[Json]] = {
            "outbound_voice_profiles": {profile["id"] for profile in voice_profiles}
        }
        for credential in push_credentials:
            listed.setdefault(f"{credential['type']}_push_credentials", set()).add(credential["id"])
        self._known = {
            path: listed.get(setting.lookup, set())
            for path, setting in REQUEST.settings.items()
            if setting.lookup
        }

    def missing(self, answers: Mapping[Path, Answer]) -> list[Json]:
        """An error for each answer that names something which does not exist."""
        found: list[Json] = []
        for path, known in self._known.items():
            if isinstance(answers.get(path), str) and answers[path] not in known:
                found.append(
                    entry(
                        "10017",
                        f"{'.'.join(path)} names nothing in this account",
                        pointer=pointer(path),
                    )
                )
        return found


def created(document: Mapping[str, Json], associated: Associated) -> tuple[dict[str, Json], Json]:
    """The settings to store and the password that a create's body gives. Raises `Refusal` where it is wrong."""
    answers = _declared(document)
    _judge(answers, associated)
    password = answers.pop(PASSWORD)
    return REQUEST.body(answers), REQUEST.body({PASSWORD: password})["password"]


def changed(
    record: Record, document: Mapping[str, Json], associated: Associated
) -> dict[str, Json]:
    """The settings of `record` with a change's body laid over them, objects member by member. Raises `Refusal` where that is wrong."""
    change = _declared(document)
    problems: list[Problem] = []
    if change.get(API_VERSION) == "texml":
        problems.append(
            Problem(
                API_VERSION,
                "error",
                "choice",
                "can be texml from the beginning only, not by a change",
            )
        )
    persistence = document.get(PERSISTENCE, record.settings.get(PERSISTENCE, UNSET))
    if PERSISTENCE in document and not isinstance(persistence, bool):
        problems.append(Problem((PERSISTENCE,), "error", "type", "must be true or false"))
    answers = {PASSWORD: _KEPT, **_declared(record.settings), **change}
    _judge(answers, associated, problems)
    del answers[PASSWORD]
    return REQUEST.body(answers) | (
        {PERSISTENCE: persistence} if isinstance(persistence, bool) else {}
    )


def _declared(document: Mapping[str, Json]) -> dict[Path, Answer]:
    """The answers in a body: what no setting is declared for is left out, empty objects too."""
    answers, _ = REQUEST.read(document)
    return {
        path: value
        for path, value in answers.items()
        if path in REQUEST.settings or (path in REQUEST.objects and value != {})
    }


def _judge(
    answers: Mapping[Path, Answer], associated: Associated, problems: Collection[Problem] = ()
) -> None:
    # First, since judging takes a time that grows with the square of a list.
    endless = [
        path
        for path, value in answers.items()
        if isinstance(value, list) and len(value) > LONGEST_LIST
    ]
    if endless:
        raise unprocessable(
            Problem(path, "error", "length", f"must not hold more than {LONGEST_LIST} items")
            for path in endless
        )
    wrong = [*problems, *errors(REQUEST.judge(answers))]
    places = {problem.path for problem in wrong}
    missing = associated.missing(
        {path: answer for path, answer in answers.items() if path not in places}
    )
    if wrong or missing:
        raise unprocessable(wrong, missing)


def shown(record: Record, password: Json = MASK) -> dict[str, Json]:
    """A connection as a reply shows it: every setting, the API's default where none was given, empty or null where there is no default.

    The password is the mask unless the request gave it, as for accounts made since September 2026.
    """
    given = _declared(record.settings)
    # A list is never null in the published schema of a reply.
    unset: dict[Path, Answer] = {
        path: [] if isinstance(setting.kind, TextList) else None
        for path, setting in REQUEST.settings.items()
        if not setting.retired
    }
    body = REQUEST.body({**unset, **REQUEST.every_value(given), PASSWORD: password})
    return {
        "id": str(record.id),
        "record_type": "credential_connection",
        **body,
        PERSISTENCE: record.settings.get(PERSISTENCE, False),
        "created_at": record.created_at,
        "updated_at": record.updated_at,
    }

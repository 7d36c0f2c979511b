"""Credential connections as the sandbox takes, judges and shows them: with the declarations that the wizard has, as a server.

A member that is not declared is ignored, as the API most likely does. Whether the names of connections must be unique is not known:
here they need not be. What the sandbox refuses and the API was seen to drop in silence is dropped here too if that is wanted.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from tui_app.sandbox.refusal import entry, unprocessable
from tui_app.sandbox.store import Record
from tui_app.settings.problem import UNSET, Answer, Path, Problem, Unset, errors, pointer
from tui_app.settings.request import REQUEST
from tui_app.settings.rules.answers import API_VERSION
from tui_app.settings.setting import Setting
from tui_app.settings.types import TextList
from tui_app.text.document import Json
from tui_app.text.escape import MASK

PASSWORD: Final[Path] = ("password",)
PERSISTENCE: Final = "conversation_persistence"
"""Taken by a change and shown in replies, but no part of a create (the vendor's SDK since August 2026)."""

ON_ITS_OWN: Final[dict[str, Json]] = {
    "registration_status": "Not Registered",
    "registration_status_updated_at": None,
    "third_party_control_enabled": False,
}
"""What a captured reply (August 2025) has beside what any schema names, and `inbound.instant_ringback_enabled`."""

SHOWN_UNSET: Final[dict[Path, Json]] = {("noise_suppression",): "disabled"}
"""What a captured reply shows for what was not set and has no published default; null for all others, an empty list for lists."""

CODECS: Final[Path] = ("inbound", "codecs")
RINGBACK: Final[tuple[tuple[Path, Path], ...]] = (
    (("outbound", "generate_ringback_tone"), ("outbound", "instant_ringback_enabled")),
)
"""A setting that, turned on, turns another one off."""

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

    def is_missing(self, path: Path, answer: Answer) -> bool:
        """Whether an answer names something which does not exist."""
        return isinstance(answer, str) and path in self._known and answer not in self._known[path]

    def missing(self, answers: Mapping[Path, Answer]) -> list[Json]:
        """An error for each answer that names something which does not exist."""
        found: list[Json] = []
        for path in self._known:
            if self.is_missing(path, answers.get(path)):
                found.append(
                    entry(
                        "10017",
                        f"{'.'.join(path)} names nothing in this account",
                        pointer=pointer(path),
                    )
                )
        return found


def created(
    document: Mapping[str, Json], associated: Associated, drops: bool = False
) -> tuple[dict[str, Json], Json]:
    """The settings to store and the password that a create's body gives. `drops`: in silence what the API drops so.

    Raises `Refusal` where it is wrong.
    """
    answers = _declared(document)
    if drops:
        answers = _dropped(answers, associated)
    _judge(answers, associated)
    password = answers.pop(PASSWORD)
    return REQUEST.body(answers), REQUEST.body({PASSWORD: password})["password"]


def changed(
    record: Record, document: Mapping[str, Json], associated: Associated, drops: bool = False
) -> dict[str, Json]:
    """The settings of `record` with a change's body laid over them, objects member by member. `drops`: as in `created`.

    Raises `Refusal` where that is wrong.
    """
    change = _declared(document)
    if drops:
        change = _dropped(change, associated)
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


def _dropped(answers: Mapping[Path, Answer], associated: Associated) -> dict[Path, Answer]:
    """The answers as the API was seen to keep them: it tells of none of these changes (a captured reply, August 2025)."""
    kept = {
        path: None if associated.is_missing(path, answer) else answer
        for path, answer in answers.items()
    }
    if isinstance(kept.get(CODECS), str):
        kept[CODECS] = []
    for on, off in RINGBACK:
        if kept.get(on) is True:
            kept[off] = False
    # Null is no answer to some of them: such a one is as good as unset.
    nulls = {path for path, answer in kept.items() if answer is None}
    return {
        path: answer
        for path, answer in kept.items()
        if path not in nulls or answers[path] is None or REQUEST.settings[path].nullable
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
    wrong = [*problems, *errors(REQUEST.judge(answers, quick=True))]
    places = {problem.path for problem in wrong}
    missing = associated.missing(
        {path: answer for path, answer in answers.items() if path not in places}
    )
    if wrong or missing:
        raise unprocessable(wrong, missing)


def _shown_unset(setting: Setting) -> Json:
    """What a reply shows for a setting without a known default: never null for a list or a switch, as published."""
    if setting.default_doubt and not isinstance(setting.default, Unset):
        return setting.default
    return [] if isinstance(setting.kind, TextList) else None


def shown(record: Record, password: Json = MASK) -> dict[str, Json]:
    """A connection as a captured reply shows it: every setting, the API's default where none was given, and what only a reply has.

    The password is the mask unless the request gave it, as for accounts made since September 2026.
    """
    given = _declared(record.settings)
    unset = {
        path: SHOWN_UNSET.get(path, _shown_unset(setting))
        for path, setting in REQUEST.settings.items()
        if not setting.retired
    }
    body = REQUEST.body({**unset, **REQUEST.every_value(given), PASSWORD: password})
    inbound = body["inbound"]
    if isinstance(inbound, dict):
        inbound["instant_ringback_enabled"] = False
    return {
        "id": str(record.id),
        "record_type": "credential_connection",
        **body,
        **ON_ITS_OWN,
        PERSISTENCE: record.settings.get(PERSISTENCE, False),
        "created_at": _to_the_second(record.created_at),
        "updated_at": _to_the_second(record.updated_at),
    }


def _to_the_second(stamp: str) -> str:
    """A time without the fraction that databases of before November 2026 have."""
    return re.sub(r"\.[0-9]+Z$", "Z", stamp)

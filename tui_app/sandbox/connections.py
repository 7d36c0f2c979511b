"""How the sandbox reads, validates and shows credential connections.

It uses the wizard's own declarations, as a server. A field that is not declared is ignored, as the
API most likely does. Whether names of connections must be unique is not known: here they need not
be. If `drops` is set, what the sandbox refuses and the API was seen to drop without a message is
dropped here too.
"""

from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import Final

from tui_app.sandbox.bindings import Registration
from tui_app.sandbox.refusal import entry, unprocessable
from tui_app.sandbox.store import Record, stamp
from tui_app.settings.problem import UNSET, Answer, Path, Problem, Unset, errors, pointer
from tui_app.settings.request import REQUEST
from tui_app.settings.rules.answers import API_VERSION
from tui_app.settings.setting import Setting
from tui_app.settings.types import TextList
from tui_app.text.document import Json

PASSWORD: Final[Path] = ("password",)
PERSISTENCE: Final = "conversation_persistence"
"""Taken by a change and shown in replies, but not in a create (vendor's SDK, August 2026)."""

SHOWN_UNSET: Final[dict[Path, Json]] = {("noise_suppression",): "disabled"}
"""What a captured reply shows for a setting that is unset and has no published default.

For all others it is null, for lists an empty list.
"""

CODECS: Final[Path] = ("inbound", "codecs")
RINGBACK: Final[tuple[tuple[Path, Path], ...]] = (
    (("outbound", "generate_ringback_tone"), ("outbound", "instant_ringback_enabled")),
)
"""Pairs of settings: turning the first on turns the second off."""

LONGEST_LIST: Final = 1000
"""The sandbox's own limit."""

# Replaces the password of a stored connection, which is not kept, while a change is validated.
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
        """Whether an answer names something that does not exist."""
        return isinstance(answer, str) and path in self._known and answer not in self._known[path]

    def missing(self, answers: Mapping[Path, Answer]) -> list[Json]:
        """List an error for each answer that names something that does not exist."""
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
    """Return the settings to store, and the password, from the body of a create.

    `drops`: drop without a message what the API drops so. Raises `Refusal` if the body is wrong.
    """
    answers = _declared(document)
    if drops:
        answers = _dropped(answers, associated)
    _validate(answers, associated)
    password = answers.pop(PASSWORD)
    return REQUEST.body(answers), REQUEST.body({PASSWORD: password})["password"]


def changed(
    record: Record, document: Mapping[str, Json], associated: Associated, drops: bool = False
) -> dict[str, Json]:
    """Return the settings of `record` merged with the body of a change, objects field by field.

    `drops`: as in `created`. Raises `Refusal` if the result is wrong.
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
    _validate(answers, associated, problems)
    del answers[PASSWORD]
    return REQUEST.body(answers) | (
        {PERSISTENCE: persistence} if isinstance(persistence, bool) else {}
    )


def _declared(document: Mapping[str, Json]) -> dict[Path, Answer]:
    """Return the answers in a body, without undeclared settings and empty objects."""
    answers, _ = REQUEST.read(document)
    return {
        path: value
        for path, value in answers.items()
        if path in REQUEST.settings or (path in REQUEST.objects and value != {})
    }


def _dropped(answers: Mapping[Path, Answer], associated: Associated) -> dict[Path, Answer]:
    """Return the answers as the API was seen to keep them (a captured reply, August 2025).

    The API reports none of these changes.
    """
    kept = {
        path: None if associated.is_missing(path, answer) else answer
        for path, answer in answers.items()
    }
    if isinstance(kept.get(CODECS), str):
        kept[CODECS] = []
    for on, off in RINGBACK:
        if kept.get(on) is True:
            kept[off] = False
    # Some settings do not take null: null then means unset.
    nulls = {path for path, answer in kept.items() if answer is None}
    return {
        path: answer
        for path, answer in kept.items()
        if path not in nulls or answers[path] is None or REQUEST.settings[path].nullable
    }


def _validate(
    answers: Mapping[Path, Answer], associated: Associated, problems: Collection[Problem] = ()
) -> None:
    # Check this first: validation takes a time that grows with the square of a list's length.
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
    wrong = [*problems, *errors(REQUEST.validate(answers, quick=True))]
    wrong_paths = {problem.path for problem in wrong}
    missing = associated.missing(
        {path: answer for path, answer in answers.items() if path not in wrong_paths}
    )
    if wrong or missing:
        raise unprocessable(wrong, missing)


def _shown_unset(setting: Setting) -> Json:
    """Return what a reply shows for a setting without a known default.

    Never null for a list or a switch, as published.
    """
    if setting.default_doubt and not isinstance(setting.default, Unset):
        return setting.default
    return [] if isinstance(setting.kind, TextList) else None


@cache
def _unset() -> dict[str, Json]:
    """Return what a reply shows of the settings if none was given. It is shared: do not change it.

    Made once: a page of a list shows it hundreds of times.
    """
    answers: dict[Path, Answer] = {
        path: SHOWN_UNSET.get(path, _shown_unset(setting))
        for path, setting in REQUEST.settings.items()
        if not setting.retired
    }
    answers |= REQUEST.every_value({})
    answers["inbound", "instant_ringback_enabled"] = False
    return REQUEST.body(answers)


def _laid_over(shown: dict[str, Json], given: dict[str, Json]) -> dict[str, Json]:
    """Return `shown` with what was given instead, objects member by member."""
    result = dict(shown)
    for name, value in given.items():
        there = shown.get(name)
        if isinstance(value, dict) and isinstance(there, dict):
            result[name] = _laid_over(there, value)
        else:
            result[name] = value
    return result


def shown(record: Record, registration: Registration, password: Json) -> dict[str, Json]:
    """Return a connection as a captured reply shows it.

    It has every setting, with the API's default if none was given, and the fields that only a reply
    has, also those that no schema has (August 2025). `password` is to be the mask unless the
    request gave it, as for accounts made since September 2026.
    """
    return {
        "id": str(record.id),
        "record_type": "credential_connection",
        **_laid_over(_unset(), record.settings),
        "password": password,
        "registration_status": registration.status,
        "registration_status_updated_at": (
            stamp(registration.last.registered_at) if registration.last else None
        ),
        "third_party_control_enabled": False,
        PERSISTENCE: record.settings.get(PERSISTENCE, False),
        "created_at": record.created_at,
        "updated_at": record.updated_at,
    }

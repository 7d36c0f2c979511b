"""Rules of the login, and of who may call it."""

import re
from collections.abc import Iterator, Mapping

from tui_app.settings.passwords import Weakness, guessable, weakness
from tui_app.settings.problem import GENERATE, Answer, Fix, Path, Problem
from tui_app.settings.rules.answers import ACTIVE, PASSWORD, SIP_URI_CALLS, USER_NAME


def inactive(answers: Mapping[Path, Answer]) -> Iterator[Problem]:
    if answers.get(ACTIVE) is False:
        yield Problem(
            ACTIVE,
            "warning",
            "inactive",
            "is off: every call is refused until it is on",
            Fix("turn it on", {ACTIVE: True}),
        )


def letter_in_user_name(answers: Mapping[Path, Answer]) -> Iterator[Problem]:
    # The vendor says so only at the reply's schema; whether a create enforces it is not certain.
    name = answers.get(USER_NAME)
    if isinstance(name, str) and not re.search("[A-Za-z]", name[:5]):
        yield Problem(
            USER_NAME,
            "warning",
            "user_name_letter",
            "has no letter among its first five characters: the API may refuse it",
        )


def sip_uri_calls(answers: Mapping[Path, Answer]) -> Iterator[Problem]:
    preference, name = answers.get(SIP_URI_CALLS), answers.get(USER_NAME)
    if preference in ("unrestricted", "internal") and isinstance(name, str) and name[:1].isdigit():
        words = (
            f"{preference} needs a user name that begins with a letter: "
            "change that, or disable these calls"
        )
        fix = Fix("disable SIP URI calls", {SIP_URI_CALLS: "disabled"})
        yield Problem(SIP_URI_CALLS, "warning", "sip_uri_user_name", words, fix, (USER_NAME,))
    if preference == "unrestricted":
        words = (
            "unrestricted lets anyone call this SIP address: "
            "unknown callers cost you $0.002 a minute"
        )
        yield Problem(
            SIP_URI_CALLS,
            "warning",
            "sip_uri_open",
            words,
            Fix("use internal", {SIP_URI_CALLS: "internal"}),
        )


def weak_password(answers: Mapping[Path, Answer]) -> Iterator[Problem]:
    password, user_name = _login(answers)
    found = weakness(password, user_name) if password else None
    if found:
        yield _weak(found)


def guessable_password(answers: Mapping[Path, Answer]) -> Iterator[Problem]:
    found = guessable(*_login(answers))
    if found:
        yield _weak(found)


def _login(answers: Mapping[Path, Answer]) -> tuple[str, str]:
    """Return the password and the user name; "" for what is not there."""
    password, user_name = answers.get(PASSWORD), answers.get(USER_NAME)
    return (
        password if isinstance(password, str) else "",
        user_name if isinstance(user_name, str) else "",
    )


def _weak(found: Weakness) -> Problem:
    related = (USER_NAME,) if found.code == "holds_user_name" else ()
    fix = Fix("generate one", {PASSWORD: GENERATE})
    return Problem(PASSWORD, "warning", found.code, found.words, fix, related)

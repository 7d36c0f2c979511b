"""Rules of webhooks. What an event URL does to calls: support.telnyx.com article 4351104."""

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from tui_app.settings.problem import UNSET, Answer, Fix, Path, Problem
from tui_app.settings.reachable import violation
from tui_app.settings.rules.answers import (
    API_VERSION,
    CALL_COST,
    DECLARED,
    EVENT_URL,
    FAILOVER_URL,
    PARKING,
    WEBHOOK_TIMEOUT,
    differs,
    effective,
    unset,
)
from tui_app.text.document import Json


def plain_http(answers: Mapping[Path, Answer]) -> Iterator[Problem]:
    for path in (EVENT_URL, FAILOVER_URL):
        url = answers.get(path)
        if isinstance(url, str) and url[:7].lower() == "http://":
            words = (
                "is plain http: call data travels unencrypted. Use https where the server has it"
            )
            yield Problem(path, "warning", "plain_http", words, _with_https(path, url))


def _with_https(path: Path, url: str) -> Fix | None:
    """Return a fix that sets the same URL with https; None if that would not work.

    It would not if the URL names a port, since https would listen on another, or if the result is
    no URL any more.
    """
    secure = "https" + url[4:]
    if urlsplit(url).port is not None or any(DECLARED[".".join(path)].problems(secure)):
        return None
    return Fix("use https", {path: secure})


def unreachable(answers: Mapping[Path, Answer]) -> Iterator[Problem]:
    for path in (EVENT_URL, FAILOVER_URL):
        url = answers.get(path)
        found = violation(url) if isinstance(url, str) and url else None
        if found:
            fix = Fix("use its encoded form", {path: found.instead}) if found.instead else None
            yield Problem(path, "warning", found.code, found.words, fix)


def failover(answers: Mapping[Path, Answer]) -> Iterator[Problem]:
    primary, second = answers.get(EVENT_URL), answers.get(FAILOVER_URL)
    if not second:
        return
    if not primary:
        words = "is probably never used without an event URL: set that, or move this one there"
        fix = Fix("make it the event URL", {EVENT_URL: _json(second), FAILOVER_URL: UNSET})
        yield Problem(FAILOVER_URL, "hint", "failover_alone", words, fix, (EVENT_URL,))
    elif primary == second:
        words = (
            "is the same as the event URL, so it fails with it: "
            "name another server, or leave it unset"
        )
        yield Problem(
            FAILOVER_URL, "warning", "failover_same", words, unset(FAILOVER_URL), (EVENT_URL,)
        )


def _json(answer: Answer) -> Json:
    """Return an answer that is known to be text, typed as such."""
    return answer if isinstance(answer, str) else None


def texml(answers: Mapping[Path, Answer]) -> Iterator[Problem]:
    if answers.get(API_VERSION) == "texml" and answers.get(PARKING) is not True:
        words = "texml needs call parking (Outbound) set to on: the API refuses it otherwise"
        yield Problem(
            API_VERSION,
            "error",
            "texml_parking",
            words,
            Fix("turn call parking on", {PARKING: True}),
            (PARKING,),
        )


def texml_url(answers: Mapping[Path, Answer]) -> Iterator[Problem]:
    if answers.get(API_VERSION) == "texml" and not answers.get(EVENT_URL):
        words = "texml has no URL to fetch instructions from: set the event URL"
        yield Problem(API_VERSION, "warning", "texml_url", words, None, (EVENT_URL,))


def old_events(answers: Mapping[Path, Answer]) -> Iterator[Problem]:
    if answers.get(EVENT_URL) and effective(answers, API_VERSION) == "1":
        words = "1 is no longer recommended: use 2, unless your application was written for 1"
        fix = Fix("use 2", {API_VERSION: "2"})
        yield Problem(API_VERSION, "hint", "old_events", words, fix, (EVENT_URL,))


def takes_calls_over(answers: Mapping[Path, Answer]) -> Iterator[Problem]:
    if answers.get(EVENT_URL) and answers.get(PARKING) is not True:
        words = (
            "makes calls programmable and steers no inbound call: "
            "leave it unset for a PBX, phone or fax"
        )
        yield Problem(EVENT_URL, "hint", "takes_calls_over", words, unset(EVENT_URL), (PARKING,))


def idle_webhooks(answers: Mapping[Path, Answer]) -> Iterator[Problem]:
    if answers.get(EVENT_URL):
        return
    for path in (API_VERSION, WEBHOOK_TIMEOUT, CALL_COST):
        # texml without a URL has its own warning.
        if differs(answers, path) and answers[path] != "texml":
            words = "has no effect without an event URL: set that, or leave this unset"
            yield Problem(path, "hint", "no_effect", words, unset(path), (EVENT_URL,))

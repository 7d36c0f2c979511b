"""Rules of webhooks."""

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from tui_app.problem import UNSET, Answer, Fix, Json, Path, Problem
from tui_app.rules.answers import API_VERSION, DECLARED, EVENT_URL, FAILOVER_URL, PARKING, unset


def plain_http(answers: Mapping[Path, Answer]) -> Iterator[Problem]:
    for path in (EVENT_URL, FAILOVER_URL):
        url = answers.get(path)
        if isinstance(url, str) and url[:7].lower() == "http://":
            words = (
                "is plain http: call data travels unencrypted. Use https where the server has it"
            )
            yield Problem(path, "warning", "plain_http", words, _with_https(path, url))


def _with_https(path: Path, url: str) -> Fix | None:
    """The same URL with https; none where a port is named, since https would listen on another, or where that is no URL any more."""
    secure = "https" + url[4:]
    if urlsplit(url).port is not None or any(DECLARED[".".join(path)].problems(secure)):
        return None
    return Fix("use https", {path: secure})


def failover(answers: Mapping[Path, Answer]) -> Iterator[Problem]:
    primary, second = answers.get(EVENT_URL), answers.get(FAILOVER_URL)
    if not second:
        return
    if primary is None:
        words = "is never used without an event URL: set that, or move this one there"
        fix = Fix("make it the event URL", {EVENT_URL: _json(second), FAILOVER_URL: UNSET})
        yield Problem(FAILOVER_URL, "warning", "failover_alone", words, fix, (EVENT_URL,))
    elif primary == second:
        words = "is the same as the event URL, so it fails with it: name another server, or leave it unset"
        yield Problem(
            FAILOVER_URL, "warning", "failover_same", words, unset(FAILOVER_URL), (EVENT_URL,)
        )


def _json(answer: Answer) -> Json:
    """An answer that is known to be text, typed as such."""
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

"""The API's envelope of errors read into problems, failures told in plain words, and how long a
server asks to wait.
"""

import json
from datetime import UTC, datetime
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_app.api import envelope, waits
from tui_app.api.errors import Certainty, Failure
from tui_app.api.explain import WORDS, Kind, explain, spoken
from tui_app.settings.problem import Problem
from tui_app.settings.request import REQUEST
from tui_app.text.escape import has_unsafe


def problem(**entry: Any) -> Problem:
    found = envelope.problems({"errors": [entry]})
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize("path", REQUEST.settings, ids=".".join)
def test_a_pointer_to_a_setting_is_told_at_it(path: tuple[str, ...]) -> None:
    assert problem(detail="no", source={"pointer": "/" + "/".join(path)}).path == path


@pytest.mark.parametrize(
    ("source", "path"),
    [
        ({"pointer": "/inbound/codecs/0"}, ("inbound", "codecs")),
        ({"pointer": "/tags/3"}, ("tags",)),
        ({"pointer": "#/user_name"}, ("user_name",)),
        ({"pointer": "user_name"}, ("user_name",)),
        ({"parameter": "inbound.codecs"}, ("inbound", "codecs")),
        ({"pointer": "/"}, ()),
        ({"pointer": ""}, ()),
        ({"pointer": "/inbound"}, ()),
        ({"pointer": "/nothing/like/it"}, ()),
        ({"pointer": 7}, ()),
        ({"pointer": None}, ()),
        ({}, ()),
        (None, ()),
        ("user_name", ()),
        ([], ()),
    ],
)
def test_where_an_error_is_told(source: Any, path: tuple[str, ...]) -> None:
    assert problem(detail="no", source=source).path == path


def test_a_place_that_is_no_setting_is_named_in_the_message() -> None:
    assert "nothing/like/it" in problem(detail="no", source={"pointer": "/nothing/like/it"}).message


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (
            {"detail": "too long", "title": "Bad Request", "code": "10015"},
            "was refused: too long [10015]",
        ),
        ({"title": "Bad Request", "code": 10015}, "was refused: Bad Request [10015]"),
        ({"detail": "  ", "title": "Bad Request"}, "was refused: Bad Request"),
        ({"detail": None, "title": [], "code": 1}, "was refused: refused without a reason [1]"),
        ({"detail": "Not so."}, "was refused: Not so"),
        ({"detail": "\x1b[2J\u202e\x9b31m"}, "was refused: ^[[2J<U+202E><U+009B>31m"),
        ({"detail": "x", "code": "\x1b]0;"}, "was refused: x"),
        ({"detail": "x", "code": True}, "was refused: x"),
    ],
)
def test_what_an_error_says(entry: dict[str, Any], words: str) -> None:
    assert problem(**entry).message == words


EMPTY: list[Any] = [
    {"errors": [entry]}
    for entry in ({}, {"source": {"pointer": "/"}}, {"code": "", "title": " ", "detail": None})
]
"""What any gateway might send. None of it is the vendor's, since none of it says what was refused.
"""


@pytest.mark.parametrize(
    "document",
    [
        None,
        1,
        "x",
        [],
        {},
        {"errors": None},
        {"errors": {}},
        {"errors": [1, None]},
        {"error": [{}]},
        *EMPTY,
    ],
)
def test_what_is_no_envelope_says_nothing(document: Any) -> None:
    assert envelope.problems(document) == []
    assert envelope.entries(document) == []


@pytest.mark.parametrize(
    ("errors", "told"),
    [
        ({"status": "Not found"}, [((), 'was refused: Not found (at "status")')]),
        (
            {"user_name": ["has already been taken", "is odd", 5], "x": 1, "y": {"detail": "z"}},
            [
                (("user_name",), "was refused: has already been taken"),
                (("user_name",), "was refused: is odd"),
            ],
        ),
        ({"inbound.codecs": "no"}, [(("inbound", "codecs"), "was refused: no")]),
        ({"code": "10015", "detail": "no", "source": {"pointer": "/tags"}}, [(("tags",), "was refused: no [10015]")]),
    ],
)  # fmt: skip
def test_an_object_of_errors_is_read_as_a_list_of_them_is(
    errors: dict[str, Any], told: list[tuple[tuple[str, ...], str]]
) -> None:
    assert [(each.path, each.message) for each in envelope.problems({"errors": errors})] == told


def test_ten_thousand_errors_and_a_megabyte_of_text_are_cut() -> None:
    found = envelope.problems({"errors": [{"detail": "x" * 1_000_000, "code": "1"}] * 10_000})
    assert len(found) == envelope.MOST + 1
    assert found[-1].message == "and 9900 more errors"
    assert max(len(each.message) for each in found) < 2 * envelope.LONGEST


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["code", "title", "detail", "source", "pointer", "meta"]) | st.text(),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


@given(JSON | st.fixed_dictionaries({"errors": JSON | st.lists(JSON)}))
def test_no_json_breaks_it_and_nothing_unsafe_comes_out(document: Any) -> None:
    for each in envelope.problems(document):
        assert not has_unsafe(each.message)
        assert not has_unsafe(each.code)
        assert each.path == () or each.path in REQUEST.settings


# In plain words


@pytest.mark.parametrize("kind", get_args(Kind))
@pytest.mark.parametrize("certainty", Certainty)
def test_every_kind_says_what_happened_what_it_means_and_what_to_do(
    kind: Kind, certainty: Certainty
) -> None:
    explanation = explain(Failure(kind, certainty, 499))
    assert all(part.endswith(".") and part[0].isupper() for part in explanation)
    assert "HTTP 499" in explanation.happened
    assert ("may have been created" in explanation.effect) == (certainty is Certainty.UNKNOWN)
    assert ("nothing was created" in explanation.effect.lower()) == (
        certainty is not Certainty.UNKNOWN
    )
    reading = explain(Failure(kind, certainty), creating=False)
    assert "created" not in reading.text
    assert reading.advice


def test_there_are_words_for_every_kind_and_no_others() -> None:
    assert set(WORDS) == set(get_args(Kind))


def test_the_limit_of_an_account_is_told_without_a_number_of_ours() -> None:
    text = explain(Failure("limited", Certainty.REFUSED)).text
    assert not any(character.isdigit() for character in text)
    assert " one " not in text


def test_having_some_already_is_no_name_that_is_taken() -> None:
    told = Problem((), "error", "api", "You already have 5 at your account level")
    assert not Failure("limited", Certainty.REFUSED, 422, (told,)).is_taken


def test_a_wait_is_told_as_people_say_it() -> None:
    assert (
        "asks to wait 7 seconds"
        in explain(Failure("busy", Certainty.REFUSED, 429, retry_after=6.2)).advice
    )
    assert [spoken(seconds) for seconds in (0, 1, 119, 120, 7200, 86400 * 2)] == [
        "0 seconds",
        "1 second",
        "119 seconds",
        "2 minutes",
        "2 hours",
        "2 days",
    ]


def test_the_request_is_named_where_support_will_ask_for_it() -> None:
    assert "req-1" in explain(Failure("server", Certainty.UNKNOWN, 500, request_id="req-1")).advice


@pytest.mark.parametrize(
    ("message", "path", "codes", "taken"),
    [
        ("has already been taken", ("user_name",), (), True),
        ("must be unique", ("connection_name",), (), True),
        ("Duplicate", (), (), True),
        ("no", (), ("10012",), True),
        ("has already been taken", ("tags",), (), False),
        ("is too short", ("user_name",), ("10015",), False),
    ],
)
def test_a_name_that_is_taken_is_seen_by_word_or_code(
    message: str, path: tuple[str, ...], codes: tuple[str, ...], taken: bool
) -> None:
    failure = Failure(
        "invalid", Certainty.REFUSED, 422, (Problem(path, "error", "api", message),), codes=codes
    )
    assert failure.is_taken is taken


# How long to wait

NOW = datetime(2026, 11, 23, 4, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "7"}, 7.0),
        ({"retry-after": " 7 "}, 7.0),
        ({"retry-after": "0"}, 0.0),
        ({"retry-after": "1.5"}, 1.5),
        ({"retry-after": "86400"}, 86400.0),
        ({"retry-after": "Mon, 23 Nov 2026 04:00:30 GMT"}, 30.0),
        ({"retry-after": "Mon, 23 Nov 2026 03:00:00 GMT"}, 0.0),
        (
            {
                "retry-after": "Mon, 23 Nov 2026 01:00:30 GMT",
                "date": "Mon, 23 Nov 2026 01:00:00 GMT",
            },
            30.0,
        ),
        ({"x-ratelimit-reset": "3"}, 3.0),
        ({"x-ratelimit-reset": "1;w=1"}, 1.0),
        ({"x-ratelimit-reset": str(int(NOW.timestamp()) + 20)}, 20.0),
        ({"retry-after": "5", "x-ratelimit-reset": "9"}, 5.0),
        ({}, None),
        ({"retry-after": ""}, None),
        ({"retry-after": "-1"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "inf"}, None),
        ({"retry-after": "1e3"}, None),
        ({"retry-after": "1_000"}, None),
        ({"retry-after": "\u0663"}, None),
        ({"retry-after": "9" * 400}, None),
        ({"retry-after": "99999999999999999999"}, None),
        ({"retry-after": "Mon, 99 Foo 99999 99:99:99 GMT"}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "Fri, 31 Dec 9999 23:59:59 -1200"}, None),
        ({"retry-after": "Mon, 01 Jan 0100 00:00:00 +2359"}, None),
        ({"x-ratelimit-reset": "99999999999", "date": "Fri, 31 Dec 9999 23:59:59 -1200"}, None),
        ({"retry-after": "soon", "x-ratelimit-reset": "3"}, 3.0),
        ({"retry-after": "9" * 400, "x-ratelimit-reset": "3"}, 3.0),
        ({"x-ratelimit-reset": "9" * 30}, None),
        ({"x-ratelimit-reset": "soon"}, None),
    ],
)
def test_the_wait_that_a_server_asks_for(headers: dict[str, str], seconds: float | None) -> None:
    assert waits.retry_after(headers, NOW) == seconds


@given(st.text(), st.text(), st.text())
def test_no_header_breaks_it(after: str, reset: str, date: str) -> None:
    seconds = waits.retry_after(
        {"retry-after": after, "x-ratelimit-reset": reset, "date": date}, NOW
    )
    assert seconds is None or 0 <= seconds <= waits.LONGEST * 100


def test_json_is_what_these_tests_feed() -> None:
    """The documents above are what a parser gives."""
    assert envelope.problems(
        json.loads('{"errors": [{"detail": "a", "source": {"pointer": "/user_name"}}]}')
    )[0].path == ("user_name",)

"""Every form that is read, by hand-written examples, by generated payloads written in it, and
against hostile texts.

Run whole, it writes the table of forms and examples read.
"""

import json
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, assume, given, settings

from tests.readers import (
    test_around,
    test_copied,
    test_embedded,
    test_http,
    test_postman,
    test_terraform,
)
from tests.readers.test_curl import SAME
from tests.readers.test_examples import CASES
from tests.readers.test_hostile import HOSTILE
from tests.readers.test_round_trips import suits
from tests.support.payloads import payloads
from tests.support.readings import BODY, KEY, key_of, read
from tests.support.results import write_table
from tests.support.written import WRITERS, Payload
from tui_app.readers.reading import FORMS
from tui_app.text.document import UnreadableDocument

GENERATED = 500
TEXT = """
# Forms

What people hold a connection in. *Examples* are texts as web pages, read-me files and scripts have them, each with the same connection
in it; *payloads* are generated from the settings and written in the form in each of the *ways*. Each is read back to exactly the
connection that was meant, and known by content as its form.
Of the hostile texts (endless, deeply nested, quadratic for a parser, growing without end) each ends within two seconds in a
connection or one clear line, the slowest as the last row says. Made by `python -m tests.campaigns forms`.
"""
MORE: tuple[str, ...] = (
    *test_around.AROUND.values(),
    *map(json.dumps, test_around.DOCUMENTS.values()),
    *test_around.REPLIES,
    *(copied(text) for text in test_copied.FORMS.values() for copied in test_copied.COPIES),
    *test_copied.MEMBERS.values(),
    *(text for _, text in test_embedded.DOCUMENTS.values()),
    *test_http.AROUND.values(),
    *test_terraform.GIVEN.values(),
    test_postman.collection(BODY),
)
"""Texts in many dresses, each with the same connection in it."""
EXAMPLES: Counter[str] = Counter()
PAYLOADS: Counter[str] = Counter()
WAYS: Counter[str] = Counter(form for form, _ in WRITERS.values())
SLOWEST: dict[str, float] = {}


@pytest.fixture(scope="module", autouse=True)
def table(request: pytest.FixtureRequest) -> Iterator[None]:
    """Writes the table once all of it is known."""
    yield
    is_whole = request.config.getoption("--whole") and len(SLOWEST) == len(HOSTILE)
    if not is_whole or request.session.testsfailed:
        return
    rows: list[list[object]] = [
        [form, EXAMPLES[form], WAYS[form], PAYLOADS[form], "all"] for form in FORMS
    ]
    rows.append(["hostile", len(HOSTILE), "", "", f"slowest {max(SLOWEST.values()):.1f} s"])
    write_table("forms", TEXT, ["form", "examples", "ways", "payloads", "read"], rows)


def test_the_examples() -> None:
    for form, name, text in CASES.values():
        reading = read(text)
        assert (reading.form, reading.document) == (form, BODY), name
        EXAMPLES[form] += 1
    for name, text in SAME.items():
        reading = read(text)
        assert (reading.form, reading.document, key_of(reading)) == ("curl", BODY, KEY), name
        EXAMPLES["curl"] += 1
    for text in MORE:
        reading = read(text)
        assert reading.document == BODY, text
        EXAMPLES[reading.form] += 1


@pytest.mark.parametrize("name", WRITERS)
def test_generated_payloads(name: str, whole: bool) -> None:
    form, write = WRITERS[name]

    @settings(
        max_examples=GENERATED if whole else 10,
        suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
    )
    @given(payload=payloads())
    def every(payload: Payload) -> None:
        assume(suits(form, payload))
        reading = read(write(payload))
        assert (reading.form, reading.document) == (form, payload)
        PAYLOADS[form] += 1

    every()


def test_hostile_texts(whole: bool) -> None:
    for name, text in HOSTILE.items():
        if not whole and len(SLOWEST) >= 5:
            return
        began = time.process_time()
        with suppress(UnreadableDocument):
            read(text)
        SLOWEST[name] = time.process_time() - began
        # Shortened it shares the machine with other tests.
        assert SLOWEST[name] < (2 if whole else 12), name

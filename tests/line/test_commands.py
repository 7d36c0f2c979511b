"""The commands of the linear mode: each at every prompt, and anything else that may be typed."""

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import SecretStr

from tests.support.linear import GOOD, LEAST, PASSWORD, good, run
from tui_app.core.draft import Draft
from tui_app.line.commands import commands
from tui_app.settings.request import REQUEST

IN_PASSING = [
    (("a", "b1234", "/back"), "1.2 User name (now b1234)"),
    (("/next", "/back"), "1.5 Tags (not set)"),
    (("/back",), "This is the first setting."),
    (("/review", "/back"), "8.9 T.38 re-invite by"),
    (("/skip",), "1.2 User name (required)"),
    (("/next",), "Step 2 of 9: Media."),
    (("/review", "/next"), "The review is the last step."),
    (("/previous",), "This is the first step."),
    (
        ("/next", "/previous"),
        "Step 1 of 9: Credentials. Error: Connection name is required: any text. 1.1",
    ),
    (("/connections",), "Connections: There are no connections. 1.1 Connection name"),
    (("/go push",), "Step 5 of 9: Push."),
    (("/go 9",), "Check your answers."),
    (("/go",), "Steps, each with settings numbered as 1.1: 1 Credentials 2 Media"),
    (("/go timeout_2xx",), "7.14 2xx timeout (no answer)"),
    (("/go ringback",), '"ringback" may be'),
    (("/go zebra",), 'Error: no setting is called "zebra".'),
    (("/review", "/edit 1.4", "off"), "Back at the review. Fix 3 errors first."),
    (("/edit",), "Error: /edit needs the number or the name of a setting."),
    (
        ("/go dtmf", "/again"),
        "2.3 DTMF type (default RFC 2833), 3 choices: 1 RFC 2833: as events in the media stream; usual 2",
    ),
    (("/help",), "Connection name, connection_name in the API. What you call this connection"),
    (("/review", "/help"), "/help NAME explains a setting, ? lists the commands."),
    (("/review", "/help dtmf"), "DTMF type, dtmf_type in the API."),
    (("/problems",), "Problem 1. Error: Connection name is required: any text."),
    (("/go 4.1", "example.com", "/fix"), "Event URL: https://example.com"),
    (
        ("/go 4.1", "example.com", "/go 1.1", "/problems", "/fix 4"),
        "Event URL: https://example.com",
    ),
    (("/fix",), "There is nothing to fix here. 1.1 Connection name"),
    (("/review", "/fix 1"), "Problem 1 has no fix to accept."),
    (("/fix 99",), "Error: /problems says the numbers."),
    (("/go active", "off", "/back", "/clear"), "Active: not set, default on"),
    (("/review", "/clear"), "There is no setting here: /go leads to one."),
    (("/go 8.6", "/null"), "Call parking: null"),
    (("/null",), "Error: Connection name cannot be null."),
    (("/go 8.2", "/empty"), "Localization: empty"),
    (("/empty",), "Error: Connection name cannot be empty."),
    (("/go tags", "/add lab"), "Tags: lab"),
    (("/add x",), "Error: Connection name is no list."),
    (("/go tags", "a,b", "/back", "/remove a"), "Tags: b"),
    (("/choose",), "Connection name is not chosen from the account."),
    (("/generate", "/problems"), "Password: 20 random letters and digits. /reveal says it."),
    (("/generate long",), "Password: 32 random letters and digits. /reveal says it."),
    (("/reveal",), "There is no password yet."),
    (("/device",), "Nothing has been created yet."),
    (("/region eu",), "Nothing has been created yet."),
    (("/status",), "Nothing has been created yet."),
    (("/verify",), "Nothing has been created yet."),
    (("a", "/undo"), "Connection name: not set"),
    (("a", "/undo", "/redo"), "Connection name: a"),
    (("/undo",), "There is nothing to undo."),
    (("a", "/show"), 'Payload, only what you set, password masked: { "connection_name": "a" }'),
    (("/form", "/show"), '"dtmf_type": "RFC 2833"'),
    (("/key",), "The sandbox takes no key."),
    (("/submit",), "Fix 3 errors first. Error: Connection name is required: any text."),
    (("/look",), "1.1 Connection name"),
    (("/another",), "Nothing has been created yet."),
    (
        ("/password",),
        "Nothing has been created yet: /go password leads to the one that will be sent.",
    ),
    (("/quit", "never read"), "Type ? for the commands."),
    (("/start", "1", "2", "yes"), "5 answers filled in. Still to answer: Connection name,"),
    (("a", "/start", "1", "yes"), "All answers are unset. /undo brings them back."),
    (("/start pxb",), 'Error: There is no template "pxb": did you mean pbx?'),
    (("/start ./none",), "Error: Cannot read"),
    (("/save x.json",), "Saved, readable by you only:"),
    (("/export curl", "no"), "curl -sS --fail-with-body -X POST"),
    (("/export", "7", "yes", "x.tf"), "Saved, readable by you only:"),
    (("a", "/copy"), "The payload is in a file that only you can read, since the output is no"),
    (("/card x.txt",), "Nothing has been created yet."),
    (("/template mine",), "There is nothing to save yet."),
    (("/go 1.4", "off", "/template mine"), "telnyx-wizard --template mine begins with it."),
    (("?",), "/quit: quits; a draft is kept"),
    (("  /next  ",), "Step 2 of 9: Media."),
    (("/QUIT", "never read"), "1.1 Connection name"),
    (("/nope nope",), 'Error: there is no command "/nope": '),
]


@pytest.mark.parametrize(
    ("lines", "words"), IN_PASSING, ids=[" ".join(lines) for lines, _ in IN_PASSING]
)
def test_commands(
    lines: tuple[str, ...], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = run(*lines)
    assert words in said.text
    assert "never read" not in said.text


def test_no_line_of_an_export_is_wrapped() -> None:
    """Pasted into a shell, a wrapped line would be two, and a tab in sight would be escaped."""
    assert "\n    params := " in run("/export go", "no").written
    said = run("/export curl", "no").written
    assert max(map(len, said.splitlines())) > 79
    assert '"${TELNYX_BASE_URL:-https://api.telnyx.com/v2}/credential_connections" \\\n' in said


def listed(*lines: str, draft: Draft | None = None) -> set[str]:
    """The commands that a question mark after `lines` lists."""
    text = run(*lines, "?", draft=draft).written
    return set(re.findall(r"^  (/[a-z]+)", text[text.index("Commands:") :], re.MULTILINE))


def test_a_question_mark_lists_what_is_of_use_here() -> None:
    first = listed()
    assert {"/next", "/clear", "/help", "/submit", "/quit"} <= first
    assert first.isdisjoint(
        {
            "/null",
            "/empty",
            "/add",
            "/choose",
            "/generate",
            "/reveal",
            "/fix",
            "/undo",
            "/key",
            "/look",
            "/another",
        }
    )
    assert {"/null", "/choose"} <= listed("/go ios_push_credential_id")
    assert {"/add", "/remove", "/empty"} <= listed("/go tags")
    assert "/generate" in listed("/go password")
    assert {"/undo", "/fix"} <= listed("a", "b cdef")
    assert listed("/review").isdisjoint({"/next", "/skip", "/clear"})
    created = listed("/submit", "yes", draft=good())
    assert created == {
        *(
            "/again",
            "/card",
            "/connections",
            "/copy",
            "/reveal",
            "/save",
            "/another",
            "/password",
            "/quit",
        ),
        *("/device", "/region", "/status", "/verify"),
    }
    everywhere = [listed(f"/go {place}") for place in ("tags", "password", "8.3", "8.1", "4.2")]
    assert all(
        f"/{name}" in first.union(created, {"/undo", "/redo", "/fix", "/key", "/look"}, *everywhere)
        for name in commands()
    )


def test_an_unknown_member_of_a_file_bars_and_can_be_renamed() -> None:
    document = {**GOOD, "conection_name": "x"}
    said = run("/submit", "/problems", "/fix 1", "/submit", draft=Draft.of(document)[0])
    assert "Fix 1 error first: Error: conection_name is not a setting of this API" in said.text
    assert "conection_name: taken out." in said.text
    assert "Type yes to create it:" in said.text


def test_every_command_is_tried_here() -> None:
    tried = {
        line[1:].split()[0].lower()
        for lines, _ in IN_PASSING
        for line in lines
        if line.startswith("/")
    }
    assert tried >= set(commands())


def test_every_command_works_at_every_kind_of_prompt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At a setting, a choice, a list, a secret, the review, a question, a list to pick from, and
    after a creation.
    """
    monkeypatch.chdir(tmp_path)
    ways = {
        "text": (),
        "choice": ("/go 2.1",),
        "list": ("/go codecs",),
        "secret": ("/go password",),
        "review": ("/review",),
        "confirmation": ("/submit",),
        "pick": ("/save",),
        "created": ("/submit", "yes"),
    }
    for number, (name, way) in enumerate(ways.items()):
        for command in commands():
            own = f"user{number}x{list(commands()).index(command)}"
            said = run(*way, f"/{command}", draft=good(connection_name=own, user_name=own))
            assert said.code == 0, (name, command)
            assert "Traceback" not in said.text


def test_reveal_says_the_password_and_nothing_else_does() -> None:
    said = run(
        *LEAST,
        "/review",
        "/show",
        "/problems",
        "/undo",
        "/redo",
        "/edit password",
        "",
        "/again",
        "/save",
        "",
        "/submit",
        "yes",
    )
    assert PASSWORD not in said.written
    assert said.made is not None
    assert f"Password: {PASSWORD}" in run(*LEAST, "/reveal").text


def test_a_secret_that_looks_like_a_command_is_not_said_again() -> None:
    said = run("a", "b1234", "/Wq7Nz2Lm9Rx", "//Wq7Nz2Lm9Rx", "/reveal")
    assert said.text.count("Wq7Nz2Lm9Rx") == 1, "by /reveal alone"
    assert (
        "Error: that is no command. A secret that begins with / is typed with // in front."
        in said.text
    )
    assert said.draft.password == SecretStr("/Wq7Nz2Lm9Rx")


# Anything at all

WORDS = st.sampled_from(
    [
        *(setting.json_path for setting in REQUEST.settings.values()),
        "1",
        "2.3",
        "9",
        "zebra",
        "0",
        "-1",
        "99999",
        "1.1",
    ]
)
ANYTHING = st.text(st.characters(exclude_characters="\n"), max_size=30)
COMMAND = st.builds(
    "/{} {}".format, st.sampled_from(sorted({*commands()} - {"save"})), WORDS | ANYTHING
)
LINE = st.one_of(
    COMMAND, WORDS, ANYTHING, st.sampled_from(["", "?", "//", "yes", "no", "on", "1, 2", *LEAST])
)


@given(st.lists(LINE, max_size=40), st.booleans())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_whatever_is_typed_is_answered_in_plain_lines(lines: list[str], terminal: bool) -> None:
    said = run(*lines, terminal=terminal, width=60)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", said.written)
    assert said.draft.request.validate(said.draft.answers) is not None
    assert Draft.of(said.draft.payload())[0].payload() == said.draft.payload()


@pytest.mark.parametrize(
    ("typed", "question"),
    [
        ("/go ulaw", "7.3 Codecs"),
        ("/go caller id", "8.3 Caller ID override"),
        ("/go E911", "8.4 Override applies to"),
        ("/edit rotate password", "1.3 Password"),
    ],
)
def test_a_setting_is_found_by_what_people_call_it(typed: str, question: str) -> None:
    assert question in run(typed, draft=good()).text


def test_what_nothing_sets_names_what_depends_on_it() -> None:
    said = run("/go transport", draft=good())
    assert '"transport" may be 2.4 Media encryption, 7.3 Codecs' in said.text

"""The linear mode from the review on: submitting, the key, choosing from the account, saving."""

import queue
import re
import time
from pathlib import Path

import pytest
from pydantic import SecretStr

from tests.support.fault_server import FaultServer
from tests.support.linear import GOOD, PASSWORD, good, run
from tui_app.api.progress import Checking, Event, Late, Outcome, Sending, Waiting
from tui_app.api.replies import read_connection
from tui_app.api.target import find_target
from tui_app.core.messages import TITLES
from tui_app.core.session import Session
from tui_app.line.commands import HELD_BACK
from tui_app.line.following import States
from tui_app.line.wizard import Linear
from tui_app.settings.problem import UNSET

WARNING = (
    "Warning: Outbound voice profile is not set: outbound calls fail (SIP 403, reason D38); "
    "inbound calls need none."
)

# The review


def test_the_review_says_what_is_set_problems_first() -> None:
    said = run("/go dtmf", "3", "/review", draft=good())
    review = said.lines[
        said.lines.index("Step 9 of 9: Review. Check your answers. Nothing has been sent yet.") :
    ]
    assert review == [
        "Step 9 of 9: Review. Check your answers. Nothing has been sent yet.",
        f"Problem 1. {WARNING} /fix 1: choose one.",
        "You set 4 of 52 settings:",
        "  1.1 Connection name: office-pbx",
        "  1.2 User name: office12",
        "  1.3 Password: ********",
        "  2.3 DTMF type: SIP INFO",
        "The other 48 are not set: the API defaults apply.",
        "/submit creates the connection, after one question. /edit NUMBER changes an answer, /show prints the payload.",
        "Review: ",
    ]


def test_a_long_answer_is_cut_in_the_review_and_told_whole_where_it_is_asked_for() -> None:
    said = run("/review", "/edit 1.1", "/undo", draft=good(connection_name="x" * 20_000))
    assert f"  1.1 Connection name: {'x' * 197}..." in said.lines
    assert f"now {'x' * 20_000})" in said.text
    assert f"Connection name: {'x' * 197}... " in run("x" * 20_000, "/undo", "/redo").text


def test_an_edit_comes_back_to_the_review_which_is_not_told_again() -> None:
    said = run("/review", "1.2", "other123", "/edit Active", "off", "/quit", draft=good())
    assert said.draft.get(("user_name",)) == "other123"
    assert said.text.count("Check your answers") == 1
    assert said.text.count("Back at the review.") == 2
    assert (
        said.text.count(
            "Warning: Active is off: every call is refused until it is on. /fix: turn it on."
        )
        == 1
    )


def test_errors_bar_a_submission_and_it_goes_to_the_first() -> None:
    said = run(
        "/review", "/submit", "office", "/submit", "office12", "/submit", PASSWORD, "/submit", "yes"
    )
    assert "Fix 3 errors first." in said.text
    assert "Back at the review. Fix 2 errors first." in said.text
    assert "Created: " in said.text
    assert said.text.count("Error: Password is required") == 2, (
        "in the review, and where it is mended"
    )


# Submitting


@pytest.mark.parametrize("typed", ["", "y", "no", "create", "/back"])
def test_nothing_but_yes_confirms(typed: str) -> None:
    said = run("/submit", typed, draft=good())
    assert (
        'The connection "office-pbx" will be created on the embedded sandbox (SANDBOX).'
        in said.text
    )
    assert "Looking up" not in said.text
    assert not said.wizard.sent
    assert said.made is None


@pytest.mark.parametrize(
    "way", [("/submit", "yes"), ("/review", "/submit", "yes"), ("/submit", "no", "/submit", "yes")]
)
def test_warnings_are_told_before_the_confirmation_and_once(way: tuple[str, ...]) -> None:
    said = run(*way, "/quit", draft=good())
    assert said.text.count(WARNING) == 1
    assert (
        said.text.index(WARNING)
        < said.text.index("Type yes to create it:")
        < said.text.index("Created: ")
    )


@pytest.mark.parametrize("change", ["/undo", "/form"])
def test_what_was_changed_at_the_confirmation_is_not_confirmed(change: str) -> None:
    said = run("/go dtmf", "3", "/submit", change, "yes", "/quit", draft=good())
    assert "That is not what was asked about any more: nothing is sent." in said.text
    assert not said.wizard.sent


def test_what_was_typed_ahead_is_dropped_before_the_confirmation() -> None:
    said = run("/submit", "yes", draft=good(), terminal=True)
    assert said.keyboard.discarded == [1], "before the yes was read, after the command"


def test_each_state_is_told_once() -> None:
    said = run("/submit", "yes", draft=good())
    start = said.lines.index("Looking up what exists already.")
    assert said.lines[start : start + 2] == [
        "Looking up what exists already.",
        "Sending the request and waiting for the answer.",
    ]
    assert said.lines[start + 2].startswith("Created: ")


def test_why_it_waits_is_said_once_and_then_only_when_it_tries_again() -> None:
    states = States()

    def waiting(seconds: float, reason: str = "Nobody is there.") -> Waiting:
        return Waiting(time.monotonic() + seconds, reason)

    events: list[Event] = [
        Checking(),
        waiting(1),
        waiting(2),
        Sending(1),
        waiting(1),
        Sending(2),
        waiting(3.5),
        Sending(3),
        waiting(9, "It is busy."),
    ]
    assert [line for event in events for line in states.words(event)] == [
        "Looking up what exists already.",
        "Nobody is there. Waiting to try again: attempt 2 in 1 s.",
        "Attempt 3 in 2 s.",
        "Sending the request and waiting for the answer.",
        "Nobody is there. Waiting to try again: attempt 2 in 1 s.",
        "Attempt 3 in 4 s.",
        "It is busy. Waiting to try again: attempt 4 in 9 s.",
    ]


def test_after_a_creation() -> None:
    said = run(
        "/submit",
        "yes",
        "x",
        "/submit",
        "/password",
        "short",
        "/password",
        "",
        "/reveal",
        "/another",
        draft=good(),
    )
    for words in (
        "It is created. Commands begin with /",
        "It is created already.",
        "must be 8 to 128 characters",
        "The new password is set.",
    ):
        assert words in said.text
    assert PASSWORD not in said.text
    assert re.search(r"Password: [A-Za-z0-9]{20}\b", said.text)
    assert "1.1 Connection name (required)" in said.lines[-1]


def test_a_weak_new_password_is_asked_about() -> None:
    weak = "changeme123"
    said = run("/submit", "yes", "/password", weak, "/password", weak, weak, draft=good())
    before, _, after = said.text.partition("Give it again to set it all the same.")
    assert "looks like a placeholder" in before
    assert "The new password is set." not in before
    assert "The new password is set." in after


def test_another_keeps_the_other_answers() -> None:
    said = run(
        "/submit",
        "yes",
        "/another",
        "second",
        "second12",
        PASSWORD,
        "/submit",
        "yes",
        draft=good(dtmf_type="Inband"),
    )
    assert said.text.count("Created: ") == 2
    assert said.made is not None
    assert said.made.document["dtmf_type"] == "Inband"


def test_a_user_name_that_exists_is_asked_about_and_a_refusal_leads_to_its_field() -> None:
    run("/submit", "yes", draft=good())
    said = run("/submit", "yes", "no", draft=good())
    assert 'A connection with the user name "office12" exists already' in said.text
    assert said.code == 4
    said = run(
        "/review", "/submit", "yes", "yes", "other123", "/submit", "yes", "yes", draft=good()
    )
    assert "Refused. " in said.text
    assert "Error: User name" in said.text
    assert "1.2 User name (now office12)" in said.text
    assert "Back at the review." in said.text
    assert said.made is not None


def test_who_declined_is_not_told_again_why() -> None:
    made = run("/submit", "yes", draft=good()).made
    assert made is not None
    for line in ("no", "/go 1.2"):
        said = run("/submit", "yes", line, draft=good())
        assert said.text.count(made.id) == 1
        assert "Refused" not in said.text
        assert f"{line} Nothing was sent. 1.2 User name (now office12)." in said.text
    assert (
        made.id
        in run("/submit", "yes", "no", "/problems", draft=good()).text.rpartition("/problems")[2]
    )
    said = run("/submit", "yes", "/quit", draft=good())
    assert said.text.endswith("Nothing was sent.")


def test_an_end_of_input_at_a_question_sends_nothing() -> None:
    run("/submit", "yes", draft=good())
    said = run("/submit", "yes", draft=good())
    assert said.code == 4
    assert said.made is None


@pytest.mark.parametrize("name", sorted(HELD_BACK))
def test_nothing_is_changed_or_begun_in_the_midst_of_a_submission(name: str) -> None:
    run("/submit", "yes", draft=good())
    said = run("/submit", "yes", f"/{name} 1", "?", "no", draft=good(tags=["1"]))
    assert "Error: that has to wait until this is decided. Yes or no: ? Commands:" in said.text
    assert "Sending the request" not in said.text
    assert said.draft.answers == good(tags=["1"]).answers
    assert (
        f"/{name}"
        not in said.text[said.text.index("Commands:") : said.text.index("Nothing was sent.")]
    )


def served(server: FaultServer) -> Session:
    return Session(
        find_target(server.base_url, {}), SecretStr("KEYhunter2hunter2"), timeout=1, settle=1
    )


@pytest.mark.parametrize(
    ("fault", "title", "code"),
    [
        ("none", "created", 0),
        ("commit then reset", "found", 0),
        ("closed without an answer", "unknown", 6),
        ("401", "rejected", 4),
        ("422 with a pointer", "rejected", 4),
    ],
)
def test_the_outcome_in_the_words_of_the_screen(fault: str, title: str, code: int) -> None:
    with FaultServer(fault) as server:
        said = run("/submit", "yes", draft=good(), session=served(server))
        assert len(server.posts) == 1
    assert TITLES[title] in said.text
    assert said.code == code
    if fault == "422 with a pointer":
        assert said.lines[-1].startswith("Called (DNIS) format")
        assert "Error: Called (DNIS) format was refused: Invalid" in said.text
    if code:
        assert "Everything you answered is still there." in said.text
        assert dict(said.draft.payload()) == GOOD
    assert said.text.count("Looking whether it exists") == (title in ("found", "unknown")), (
        "of several looks the first is told"
    )


def test_an_attempt_that_was_never_settled_is_looked_for() -> None:
    with FaultServer("commit then reset", lag=99) as server:
        run("/submit", "yes", draft=good(), session=served(server))
        server.lag = 0
        piped = run("/quit", session=served(server))
        assert 'An attempt to create "office-pbx"' in piped.text
        assert "/look looks." in piped.text
        asked = run("no", "/quit", session=served(server), terminal=True)
        assert "Look whether it was created?" in asked.text
        server.hidden.clear()
        found = run("yes", "yes", "", "/reveal", session=served(server), terminal=True)
        assert TITLES["found"] in found.text
        assert "The new password is set." in found.text
        assert len(server.patches) == 1
        assert found.made is None, "the draft at hand is another connection's"
        assert "An attempt" not in run("/quit", session=served(server), terminal=True).text


def test_an_answer_that_nobody_waited_for_is_told_when_it_comes() -> None:
    made = read_connection({**GOOD, "id": "17"})
    assert made is not None

    def late(wizard: Linear) -> str:
        wizard.events = queue.SimpleQueue()
        wizard.events.put(Late(Outcome("created", "It was created after all.", made)))
        return "/problems"

    said = run(late, draft=good())
    assert "The answer came. Created. It was created after all." in said.text
    assert said.lines[-1] == "Done: "
    assert said.code == 0


# The key


def test_without_a_key_a_terminal_is_asked_and_a_pipe_is_told() -> None:
    session = Session(find_target(None, {}))
    piped = run("office", session=session)
    assert (
        "There is no API key for api.telnyx.com (TELNYX_API_KEY is not set). /key gives one."
        in piped.text
    )
    assert piped.draft.get(("connection_name",)) == "office"
    asked = run(
        "9", "2", "not a key", "KEYhunter2hunter2", "office", session=session, terminal=True
    )
    assert "1 Use the sandbox: no account needed; nothing is created at Telnyx" in asked.text
    assert "Error: must be a number from 1 to 3" in asked.text
    assert "Error: That cannot be used: the API key has a space at character 4" in asked.text
    assert "hunter2" not in asked.text
    assert session.is_ready


def test_the_sandbox_instead_of_a_key_when_it_is_submitted() -> None:
    said = run("/submit", "1", "yes", draft=good(), session=Session(find_target(None, {})))
    assert "From now on it creates on the embedded sandbox (SANDBOX)." in said.text
    assert "Created: " in said.text


# Saving, choosing


def test_saving_asks_about_the_password_and_before_it_replaces(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    said = run(f"/save {file}", "1", f"/save {file}", "2", "no", "", draft=good())
    assert "1 Without the password: TELNYX_SIP_PASSWORD can supply it later" in said.text
    assert "Nothing was saved." in said.text
    assert PASSWORD not in file.read_text()
    assert file.stat().st_mode & 0o777 == 0o600
    run(f"/save {file}", "2", "yes", draft=good())
    assert PASSWORD in file.read_text()


def test_a_home_that_does_not_exist_is_no_crash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = run("/save ~nobody-of-this-name/x.json", "no").text
    assert "There is no folder" in said
    assert list(tmp_path.glob("~*")) == []


def test_saving_makes_no_folder_unasked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "a" / "b"
    said = run(f"/save {folder}/x.json", "no", "")
    assert (
        f"There is no folder {folder}. Type yes to create it, no to use another name" in said.text
    )
    assert "Nothing was saved." in said.text
    assert not (tmp_path / "a").exists()
    assert "Saved" in run(f"/save {folder}/x.json", "yes").text
    assert (folder / "x.json").exists()
    # A folder is no file name: the suggested name goes into it.
    assert f"Saved, readable by you only: {folder}/connection.json" in run(f"/save {folder}").text
    assert "c/connection.json" in run(f"/save {tmp_path}/c/", "yes").text
    monkeypatch.setenv("HOME", str(tmp_path))
    assert f"{folder}/y.json" in run("/save ~/a/b/y.json").text
    (tmp_path / "file").touch()
    assert "Error: the f" in run(f"/save {tmp_path}/file/x/y.json", "yes").text


def test_choosing_from_the_account(monkeypatch: pytest.MonkeyPatch) -> None:
    said = run("/go outbound_voice_profile_id", "/choose", "1")
    chosen = said.draft.get(("outbound", "outbound_voice_profile_id"))
    assert chosen is not UNSET
    assert f"Outbound voice profile: {chosen} (Call centre, North America)" in said.text
    again = run("/review", "/go outbound_voice_profile_id", draft=said.draft).text
    assert f" 8.1 Outbound voice profile: {chosen} (Call centre, North America)" in again
    assert f"now {chosen} (Call centre, North America)" in again


def test_the_fix_of_a_missing_profile_opens_what_the_account_has() -> None:
    said = run("/review", "/fix 1", "1", draft=good())
    assert "(Call centre, North America)" in said.text
    assert said.draft.get(("outbound", "outbound_voice_profile_id")) is not UNSET


def test_a_disabled_profile_is_marked_and_warns() -> None:
    said = run("/go outbound_voice_profile_id", "/choose", "old fax", "1")
    assert "1 Call centre, North America, id" in said.text, "an enabled one is the first"
    assert "1 Old fax lines, state disabled, id 2531996047215883904" in said.text
    assert "Warning: Outbound voice profile is disabled in the account" in said.text


def test_turning_to_the_sandbox_flags_the_ids_of_the_account() -> None:
    draft = good(ios_push_credential_id="6a09cdc3-8948-47f0-aa62-74ac943d6c58")
    session = Session(find_target(None, {}))
    said = run("/review", "/submit", "1", "no", draft=draft, session=session)
    assert (
        "Warning: iOS push credential was set for another account, on api.telnyx.com" in said.text
    )
    assert "iOS push credential belongs to another account." in said.text


@pytest.mark.parametrize("name", ["a\0b", "\ud800", "x" * 300, "~no-such-user-here/x", "/proc/x/y"])
def test_a_name_that_no_file_can_have_is_told(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = run(f"/save {name}", "no").text
    assert "Error: the file cannot be saved" in said or "Saved" in said or "no folder" in said


@pytest.mark.parametrize("fault", ["none", "commit then drop"])
def test_values_that_were_not_kept_are_told_with_the_connection(fault: str) -> None:
    with FaultServer(fault, keeps={"tags": [], "active": False}) as server:
        said = run("/submit", "yes", draft=good(tags=["lab"]), session=served(server))
    assert said.code == 0
    place = said.lines.index("2 values were not kept as sent:")
    assert said.lines[place + 1].startswith("  Warning: Active is off although nothing was sent")
    assert said.lines[place + 2].startswith("  Warning: Tags was not kept: sent [lab], the API has")
    assert said.made is not None


def test_of_a_connection_that_is_as_it_was_sent_nothing_is_told() -> None:
    assert "not kept" not in run("/submit", "yes", draft=good(tags=["lab"])).text

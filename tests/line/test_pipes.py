"""The linear mode between pipes: its input, its end, its characters, and a crash."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.linear import LEAST, PASSWORD
from tests.support.linear_program import ACCESSIBLE, DUMB, LINEAR, SANDBOX, drafts, piped, saved
from tui_app.system.environment import speaks_utf8


def test_a_whole_connection_through_pipes(private_environment: Path) -> None:
    done = piped(*LEAST, "/go webhook_api_version", "texml", "/fix", "/review", "/submit", "yes")
    assert done.returncode == 0
    assert b"\nCreated: " in done.stdout
    assert done.stderr == b""
    for forbidden in (b"\x1b", b"\r", b"\x07", b"\x08", PASSWORD.encode()):
        assert forbidden not in done.stdout
    assert max(map(len, done.stdout.decode().splitlines())) < 80
    assert drafts(private_environment) == []
    journal = [
        json.loads(line)
        for line in (private_environment / "state/telnyx-wizard/journal.jsonl")
        .read_text()
        .splitlines()
    ]
    assert [line["event"] for line in journal] == ["begin", "end"]


def test_carriage_returns_of_a_serial_line_are_no_part_of_an_answer() -> None:
    done = piped("office\r", "office12\r", f"{PASSWORD}\r", "/review\r")
    assert b"  1.1 Connection name: office\n" in done.stdout


def test_a_file_fills_it_and_a_missing_end_of_line_is_no_loss(tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    file.write_text(json.dumps({"connection_name": "from-file", "created_at": "5"}))
    done = piped("/review", arguments=(*LINEAR, "--from", str(file)))
    assert b"Note: /created_at appears only in the API's replies" in done.stdout
    assert b"  1.1 Connection name: from-file\n" in done.stdout
    ended = subprocess.run(
        LINEAR, input=b"no-line-end", capture_output=True, timeout=60, check=False
    )
    assert b": no-line-end\n1.2 User name" in ended.stdout


def test_the_end_of_input_leaves_and_keeps_the_draft(private_environment: Path) -> None:
    done = piped("office", "office12", PASSWORD)
    assert done.returncode == 0
    words = b"Nothing has been sent yet. Answers kept, not the password: telnyx-wizard --sandbox --resume reopens them."
    assert words in b" ".join(done.stdout.split())
    (draft,) = drafts(private_environment)
    assert draft.stat().st_mode & 0o777 == 0o600
    assert PASSWORD not in draft.read_text()
    again = piped("/review")
    offer = b"There is a draft: office, 2 answers, at Credentials, on the embedded sandbox; saved just now."
    assert offer in b" ".join(again.stdout.split())
    resumed = piped(PASSWORD, "/submit", "yes", arguments=(*LINEAR, "--resume"))
    assert b"/go 1.4 leads to where it was left, Active." in b" ".join(resumed.stdout.split()), (
        "where the input ended"
    )
    assert b"\nCreated: " in resumed.stdout


def test_a_line_without_end_is_refused_and_not_held() -> None:
    with subprocess.Popen(LINEAR, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        out, _ = process.communicate(b"x" * (5 << 20) + b"\noffice\n", timeout=60)
    assert b"Error: that line is too long to be an answer." in out
    assert b": office\n" in out


@pytest.mark.parametrize("redirection", ["<&-", "</dev/null", ">&- </dev/null", "<&- >&- 2>&-"])
def test_a_closed_input_or_output_is_no_crash(redirection: str, private_environment: Path) -> None:
    command = ["sh", "-c", f'"$@" {redirection}', "sh", *LINEAR]
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=False
    )
    assert b"Traceback" not in done.stdout + done.stderr
    assert done.returncode == 0


def test_a_reader_that_goes_away_keeps_the_draft(private_environment: Path) -> None:
    with subprocess.Popen(
        LINEAR, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b"office\n")
        process.stdin.flush()
        while b": office\n" not in process.stdout.readline():
            pass
        process.stdout.close()
        process.stdin.write(b"?\n")
        process.stdin.close()
        assert process.stderr is not None
        assert b"Traceback" not in process.stderr.read()
        assert process.wait(30) == 141
    assert saved(private_environment, "office")


@pytest.mark.parametrize("environ", [DUMB, ACCESSIBLE, {**DUMB, **ACCESSIBLE}])
def test_without_a_terminal_and_unasked_for_it_is_not_begun(environ: dict[str, str]) -> None:
    done = piped("office", arguments=SANDBOX, environ=environ)
    assert done.returncode == 2
    assert done.stdout == b""
    assert len(done.stderr.splitlines()) == 1
    assert b"check" in done.stderr
    assert b"create" in done.stderr


@pytest.mark.parametrize(
    "locale", [{"LANG": "C"}, {"LC_ALL": "C"}, {"LC_ALL": "POSIX"}, {"PYTHONIOENCODING": "latin-1"}]
)
def test_ascii_where_the_locale_is_no_utf_8(locale: dict[str, str]) -> None:
    done = piped("Büro", "/review", environ={"LANG": "", **locale})
    assert max(done.stdout) <= 0x7E
    assert b"B\\x" in done.stdout
    assert max(piped("Büro", "/review").stdout) > 0x7E, "and only there"


def test_ascii_where_it_is_asked_for() -> None:
    assert piped("Büro", "/review", arguments=(*LINEAR, "--ascii")).stdout.isascii()
    assert piped("Büro", "/review", environ={"TERM": "vt100"}).stdout.isascii()


@pytest.mark.parametrize(
    ("environ", "encoding", "answer"),
    [
        ({"LANG": "de_DE.UTF-8"}, "utf-8", True),
        ({"LANG": "C", "LC_CTYPE": "C.UTF-8"}, "utf-8", False),
        ({"LC_CTYPE": "en_US.UTF-8"}, "UTF8", True),
        ({"LC_ALL": "C", "LANG": "en_US.UTF-8"}, "utf-8", False),
        ({"LANG": "en_US.UTF-8"}, "iso-8859-1", False),
        ({}, "utf-8", False),
    ],
)
def test_what_a_locale_says(environ: dict[str, str], encoding: str, answer: bool) -> None:
    assert speaks_utf8(environ, encoding) is answer


def test_a_home_that_cannot_be_written_is_told_and_leaving_asks(private_environment: Path) -> None:
    (private_environment / "state").write_text("a file is where a directory is needed")
    done = piped("office", "office12", "/quit", "no", "/quit", "yes")
    out = b" ".join(done.stdout.split())
    assert out.count(b"Warning: the draft cannot be saved") == 1
    assert out.count(b"What you answered is not kept.") == 2
    assert done.returncode == 0


def test_a_crash_tells_no_secret_and_keeps_the_draft(tmp_path: Path) -> None:
    code = """
import sys, tui_app.line.telling as telling
def crash(wizard):
    raise ValueError("it was " + wizard.draft.password.get_secret_value())
telling.say_numbered = crash
from tui_app.cli import main
sys.exit(main(["--linear", "--sandbox"]))
"""
    done = piped(*LEAST, "/problems", arguments=(sys.executable, "-c", code))
    assert done.returncode == 1
    assert b"ValueError: it was ********" in done.stderr
    assert PASSWORD.encode() not in done.stdout + done.stderr
    assert saved(Path(os.environ["HOME"]), "office12")

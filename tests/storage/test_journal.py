"""The journal: durable lines, read back exactly, whatever else stands in the file."""

import errno
import json
import os
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.support import writers
from tui_app.storage import journal as journal_module
from tui_app.storage.files import lock
from tui_app.storage.journal import Intent, Journal

NOW = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "telnyx-wizard" / "journal.jsonl", clock=lambda: NOW)


def intent(attempt: str = "a1", name: str = "office") -> Intent:
    return Intent(attempt, NOW, "api.telnyx.com", name, "office123")


def test_a_begin_and_an_end_are_a_line_each(journal: Journal) -> None:
    assert journal.begin(intent()) is None
    assert journal.end(intent(), "created", "1293384261075731499") is None
    common = {
        "at": "2026-07-01T12:00:00+00:00",
        "attempt": "a1",
        "host": "api.telnyx.com",
        "connection_name": "office",
        "user_name": "office123",
    }
    assert [json.loads(line) for line in journal.path.read_text().splitlines()] == [
        {"event": "begin"} | common,
        {"event": "end"} | common | {"outcome": "created", "id": "1293384261075731499"},
    ]
    assert journal.path.stat().st_mode & 0o777 == 0o600
    assert journal.path.parent.stat().st_mode & 0o777 == 0o700


def test_a_line_is_on_the_disk_before_the_submission_goes_on(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda descriptor: sizes.append(os.fstat(descriptor).st_size))
    journal.begin(intent())
    assert journal.path.stat().st_size in sizes


def test_the_name_of_the_journal_is_on_the_disk_too(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file whose directory was not written is gone after a crash of the machine, however well its
    lines were.
    """
    synced: list[bool] = []
    monkeypatch.setattr(
        os, "fsync", lambda descriptor: synced.append(stat.S_ISDIR(os.fstat(descriptor).st_mode))
    )
    journal.begin(intent())
    assert synced == [False, True]


def test_a_begin_without_an_end_is_unfinished(journal: Journal) -> None:
    for attempt in ("a1", "a2", "a3"):
        journal.begin(intent(attempt))
    journal.end(intent("a2"), "created", "7")
    assert journal.unfinished() == [intent("a1"), intent("a3")]


def test_an_unknown_outcome_settles_nothing_until_a_later_one_does(journal: Journal) -> None:
    journal.begin(intent())
    journal.end(intent(), "unknown")
    assert journal.unfinished() == [intent()]
    journal.end(intent(), "found", "7")
    assert journal.unfinished() == []


def test_without_a_journal_nothing_is_unfinished_and_nothing_is_made(journal: Journal) -> None:
    assert journal.unfinished() == []
    assert not journal.path.parent.exists()


def test_names_read_back_exactly_and_the_file_is_safe_to_print(journal: Journal) -> None:
    name = "\x1b[31m\x7f\x9b\u202e\n\ud800é"
    journal.begin(intent(name=name))
    assert journal.unfinished() == [intent(name=name)]
    content = journal.path.read_bytes()
    assert content.endswith(b"\n")
    assert content[:-1].decode("ascii").isprintable()


def test_an_endless_text_is_cut(journal: Journal) -> None:
    journal.begin(intent(name="x" * 100_000))
    (found,) = journal.unfinished()
    assert found.connection_name == "x" * 1000


@pytest.mark.parametrize(
    "garbage",
    [
        b"",
        b"\n\n",
        b"not json\n",
        b"\xff\xfe\x00\n",
        b"[1]\n",
        b'{"event": "begin"}\n',
        b'{"event": "begin", "attempt": 5}\n',
        b'{"event": "begin", "attempt": "x", "at": "never", "host": "", "connection_name": "", "user_name": ""}\n',
        b'{"event": "begin", "attempt": "x", "at": "2026-07-01", "host": "", "connection_name": null, "user_name": ""}\n',
        b'{"event": "other", "attempt": "a1"}\n',
        b"[" * 60_000 + b"\n",
        b"9" * 200_000 + b"\n",
        b'{"event": "end", "attempt": "a1", "outc',
    ],
)
def test_garbage_and_a_torn_last_line_hide_nothing(journal: Journal, garbage: bytes) -> None:
    journal.begin(intent("a1"))
    with journal.path.open("ab") as file:
        file.write(garbage)
    assert journal.unfinished() == [intent("a1")]
    assert journal.begin(intent("a2")) is None
    assert journal.unfinished() == [intent("a1"), intent("a2")]
    journal.end(intent("a1"), "created")
    assert journal.unfinished() == [intent("a2")]


def test_what_a_long_line_ends_with_is_no_record(journal: Journal) -> None:
    """The rest of a line that is too long must not be taken for a line."""
    journal.begin(intent("a1"))
    with journal.path.open("ab") as file:
        file.write(b"x" * (64 << 10) + b'{"event": "end", "attempt": "a1", "outcome": "created"}\n')
    assert journal.unfinished() == [intent("a1")]


@pytest.mark.parametrize("step", ["write", "fsync"])
def test_a_full_disk_is_told_and_leaves_no_torn_line(
    journal: Journal, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    real = os.write
    fails = False

    def full(descriptor: int, data: bytes = b"") -> int:
        nonlocal fails
        if step == "write" and not fails:
            fails = True
            return real(descriptor, data[:10])
        raise OSError(errno.ENOSPC, "")

    journal.begin(intent("a1"))
    before = journal.path.read_bytes()
    with monkeypatch.context() as patched:
        patched.setattr(os, step, full)
        found = journal.begin(intent("a2"))
    assert found is not None
    assert found.message == f"the journal cannot be written: the disk is full ({journal.path})"
    assert journal.path.read_bytes() == before
    assert journal.begin(intent("a3")) is None
    assert journal.unfinished() == [intent("a1"), intent("a3")]


def test_a_journal_that_is_a_link_or_a_pipe_is_refused(journal: Journal, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("mine")
    journal.path.parent.mkdir()
    journal.path.symlink_to(victim)
    found = journal.begin(intent())
    assert found is not None
    assert found.reason == "it is a symbolic link"
    assert journal.unfinished() == []
    assert victim.read_text() == "mine"
    journal.path.unlink()
    os.mkfifo(journal.path)
    found = journal.begin(intent())
    assert found is not None
    assert found.reason == "it is not a regular file"


def test_a_file_in_the_place_of_the_directory_is_told(journal: Journal) -> None:
    journal.path.parent.write_text("")
    found = journal.begin(intent())
    assert found is not None
    assert found.reason == "a file is where a directory is needed"
    assert journal.unfinished() == []


def test_many_programs_write_at_once(journal: Journal) -> None:
    programs = [writers.start("journal", journal.path, 30) for _ in range(3)]
    assert [program.communicate(timeout=60)[1] for program in programs] == ["", "", ""]
    lines = journal.path.read_text().splitlines()
    assert len(lines) == len(list(journal.records())) == 3 * (30 + 15)
    assert len(journal.unfinished()) == 3 * 15


def test_a_line_is_added_alone(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else one program could cut off the line of another when its own write fails."""
    write = os.write
    alone: list[bool] = []

    def looked(descriptor: int, data: bytes) -> int:
        with journal.path.open("rb") as other:
            alone.append(not lock(other.fileno()))
        return write(descriptor, data)

    monkeypatch.setattr(os, "write", looked)
    journal.begin(intent())
    assert alone == [True]


def test_who_holds_the_journal_for_ever_holds_nobody_up(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal_module, "PATIENCE", 0)
    journal.begin(intent("a1"))
    with journal.path.open("rb") as stopped:
        assert lock(stopped.fileno())
        assert journal.begin(intent("a2")) is None
    assert journal.unfinished() == [intent("a1"), intent("a2")]

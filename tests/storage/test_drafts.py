"""Drafts: whole whatever happens, never in the way of a start, each wizard's its own."""

import errno
import json
import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from tui_app.storage.drafts import MAX_BYTES, Drafts, SavedDraft
from tui_app.text.document import Json

NOW = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return tmp_path / "telnyx-wizard" / "drafts"


def saved(directory: Path, document: dict[str, Json]) -> str:
    """The name of a draft that a wizard saved and then left."""
    wizard = Drafts(directory)
    assert wizard.save(document) is None
    wizard.close()
    assert wizard.name is not None
    return wizard.name


def write(directory: Path, name: str, content: bytes | object) -> None:
    directory.mkdir(parents=True, exist_ok=True)
    (directory / name).write_bytes(
        content if isinstance(content, bytes) else json.dumps(content).encode()
    )


def test_a_draft_comes_back_as_it_was_saved(directory: Path) -> None:
    document: dict[str, Json] = {
        "answers": {"/tags": ["a\u202e\ud800", "\x1b[31m"], "/active": None},
        "step": "Media",
        "n": 2**63,
    }
    wizard = Drafts(directory, program="1.2.3", clock=lambda: NOW)
    assert wizard.save(document) is None
    wizard.close()
    newest = Drafts(directory).find().newest
    assert newest is not None
    assert newest.document == document
    assert (newest.name, newest.saved_at, newest.in_use) == (wizard.name, NOW, False)
    assert (directory / newest.name).stat().st_mode & 0o777 == 0o600
    assert directory.stat().st_mode & 0o777 == directory.parent.stat().st_mode & 0o777 == 0o700


def test_a_wizard_keeps_to_one_file_until_its_work_is_done(directory: Path) -> None:
    wizard = Drafts(directory)
    for number in range(5):
        assert wizard.save({"n": number}) is None
    assert [entry.name for entry in directory.iterdir()] == [wizard.name]
    first = wizard.name
    assert wizard.remove() is None
    assert list(directory.iterdir()) == []
    assert wizard.remove() is None
    assert wizard.save({"n": 9}) is None
    assert wizard.name != first


def test_without_drafts_nothing_is_found_and_nothing_is_made(directory: Path) -> None:
    assert Drafts(directory).find() == ((), (), None)
    assert not directory.parent.exists()


def test_a_secret_cannot_be_saved(directory: Path) -> None:
    with pytest.raises(TypeError) as caught:
        Drafts(directory).save({"password": SecretStr("canary-secret")})  # type: ignore[dict-item]
    assert "canary" not in str(caught.value)
    assert not directory.exists()


def test_a_draft_that_is_far_too_large_is_told(directory: Path) -> None:
    wizard = Drafts(directory)
    wizard.save({"text": "small"})
    found = wizard.save({"text": "x" * MAX_BYTES})
    assert found is not None
    assert "8 MiB" in found.message
    wizard.close()
    newest = Drafts(directory).find().newest
    assert newest is not None
    assert newest.document == {"text": "small"}


# The order, and clocks that jump


def test_the_newest_comes_first_though_the_clock_was_set_back(
    directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = []
    for hours in (0, 5000, -5000):
        moment = NOW + timedelta(hours=hours)
        monkeypatch.setattr(time, "time_ns", lambda moment=moment: int(moment.timestamp() * 1e9))
        wizard = Drafts(directory, clock=lambda moment=moment: moment)  # type: ignore[misc]
        wizard.find()
        wizard.save({})
        wizard.close()
        names.append(wizard.name)
    assert [draft.name for draft in Drafts(directory).find().drafts] == names[::-1]


def test_an_age_is_never_negative() -> None:
    draft = SavedDraft("x.json", NOW, 1, {}, False)
    assert draft.age(NOW + timedelta(minutes=3)) == 180
    assert draft.age(NOW - timedelta(days=3)) == 0


# What is no draft


GOOD = {
    "format": "telnyx-wizard draft",
    "version": 1,
    "saved_at": "2026-07-01T12:00:00+00:00",
    "order": 5,
    "draft": {"n": 1},
}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is damaged"),
        (b'{"format": "telnyx-wiz', "is damaged"),
        (b"\xff\xfe\x00", "is damaged"),
        (b"[" * 100_000, "is damaged"),
        (b"9" * 10_000, "is damaged"),
        (b"[]", "is not a draft"),
        ({"connection_name": "a payload"}, "is not a draft"),
        (GOOD | {"version": 2}, "was written by another version"),
        (GOOD | {"version": 0}, "was written by another version"),
        (GOOD | {"version": "1"}, "is damaged"),
        (GOOD | {"version": True}, "is damaged"),
        (GOOD | {"saved_at": "yesterday"}, "is damaged"),
        (GOOD | {"saved_at": "2026-07-01T12:00:00"}, "is damaged"),
        (GOOD | {"saved_at": 5}, "is damaged"),
        (GOOD | {"order": "5"}, "is damaged"),
        (GOOD | {"draft": []}, "is damaged"),
        (b" " * (MAX_BYTES + 1), "is larger than any draft"),
    ],
)
def test_what_cannot_be_read_is_set_aside_and_named(
    directory: Path, content: bytes | object, words: str
) -> None:
    write(directory, "bad.json", content)
    write(directory, "good.json", GOOD)
    found = Drafts(directory).find()
    assert [draft.document for draft in found.drafts] == [{"n": 1}]
    assert [aside.name for aside in found.set_aside] == ["bad.json"]
    assert words in found.set_aside[0].message
    assert sorted(entry.name for entry in directory.iterdir()) == [
        "bad.json.set-aside",
        "good.json",
    ]
    assert Drafts(directory).find().set_aside == ()


def test_what_is_set_aside_overwrites_nothing(directory: Path) -> None:
    for content in (b"one", b"two", b"three"):
        write(directory, "bad.json", content)
        Drafts(directory).find()
    assert sorted(entry.read_bytes() for entry in directory.iterdir()) == [b"one", b"three", b"two"]


def test_links_pipes_and_directories_are_set_aside_unread(directory: Path, tmp_path: Path) -> None:
    write(directory, "good.json", GOOD)
    write(tmp_path, "elsewhere.json", GOOD)
    (directory / "link.json").symlink_to(tmp_path / "elsewhere.json")
    os.mkfifo(directory / "pipe.json")
    (directory / "folder.json").mkdir()
    found = Drafts(directory).find()
    assert [draft.name for draft in found.drafts] == ["good.json"]
    assert {aside.name: aside.reason for aside in found.set_aside} == {
        "link.json": "is not read: it is a symbolic link",
        "pipe.json": "is not read: it is not a regular file",
        "folder.json": "is not read: it is not a regular file",
    }


def test_what_cannot_be_renamed_is_named_all_the_same(
    directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "")

    write(directory, "\x1b[2Jbad.json", b"")
    monkeypatch.setattr(os, "rename", refuse)
    (aside,) = Drafts(directory).find().set_aside
    assert aside.name == aside.kept_as
    assert aside.message.isprintable()


def test_a_directory_that_cannot_be_read_is_told(directory: Path) -> None:
    directory.parent.mkdir()
    directory.write_text("")
    found = Drafts(directory).find()
    assert found.problem is not None
    assert "a file is where a directory is needed" in found.problem.message
    assert Drafts(directory).resume("x.json") is None
    told = Drafts(directory).save({})
    assert told is not None
    assert "the draft cannot be saved: a file is" in told.message


def test_a_program_directory_that_is_a_link_is_refused(directory: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    directory.parent.symlink_to(tmp_path / "elsewhere")
    found = Drafts(directory).save({})
    assert found is not None
    assert found.reason == "its directory is a symbolic link"
    assert list((tmp_path / "elsewhere").iterdir()) == []

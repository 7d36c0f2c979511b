"""`drafts`: listed, removed, and refused; and what is not kept at all."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.linear import run
from tests.support.wizard import answer_text, until, wizard
from tui_app.cli import main
from tui_app.core.autosave import AutoSave, Position, to_document
from tui_app.core.draft import Draft
from tui_app.settings.problem import UNSET
from tui_app.storage.drafts import Drafts
from tui_app.storage.locations import locations

NAME, USER, PASSWORD, TAGS = ("connection_name",), ("user_name",), ("password",), ("tags",)


def kept(name: str, step: int = 0) -> Drafts:
    """A draft on disk, held as a running wizard holds its own."""
    draft, _ = Draft.of({"connection_name": name, "user_name": "office12"})
    drafts = Drafts(locations().drafts)
    assert drafts.save(to_document(draft, Position(step))) is None
    return drafts


@pytest.fixture
def two() -> Iterator[tuple[str, str]]:
    """The file names, without suffix, of a draft that was left and of one that is in use."""
    left, used = kept("left-\x1b[31m", 1), kept("used-pbx", 8)
    left.close()
    assert left.name
    assert used.name
    yield left.name.removesuffix(".json"), used.name.removesuffix(".json")
    used.close()


def test_drafts_are_listed_newest_first(
    two: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["drafts"]) == 0
    newest, oldest = capsys.readouterr().out.splitlines()
    assert newest == f"{two[1]}  used-pbx: 2 answers, at Review; saved just now  (in use)"
    assert oldest == f"{two[0]}  left-^[[31m: 2 answers, at Media; saved just now"


def test_drafts_are_listed_as_json(
    two: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["drafts", "--json"]) == 0
    newest, oldest = map(json.loads, capsys.readouterr().out.splitlines())
    assert (newest["file"], newest["in_use"], newest["step"]) == (f"{two[1]}.json", True, "Review")
    assert set(oldest) == {
        "file",
        "name",
        "answers",
        "step",
        "host",
        "saved_at",
        "age_secs",
        "in_use",
    }
    assert (oldest["name"], oldest["answers"], oldest["in_use"]) == ("left-\x1b[31m", 2, False)


def test_there_are_no_drafts(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["drafts"]) == 0
    assert capsys.readouterr().out == "There are no drafts.\n"
    assert main(["drafts", "--json"]) == 0
    assert capsys.readouterr().out == ""
    assert not locations().drafts.exists()


def test_a_file_that_is_no_draft_is_told_beside_the_list(
    two: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    (locations().drafts / "x.json").write_text("{")
    assert main(["drafts"]) == 0
    told = capsys.readouterr()
    assert len(told.out.splitlines()) == 2
    assert "note: the draft x.json" in told.err


@pytest.mark.parametrize("form", ["{}", "{}.json", "prefix"])
def test_a_draft_is_removed(
    form: str, two: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    name = two[0][:-1] if form == "prefix" else form.format(two[0])
    assert main(["drafts", "remove", name]) == 0
    assert capsys.readouterr().out.startswith(f"Removed: {two[0]}  left-^[[31m, 2 answers")
    assert [file.name for file in locations().drafts.glob("*.json")] == [f"{two[1]}.json"]


def test_a_removal_as_json(two: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["drafts", "remove", two[0], "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"removed": f"{two[0]}.json"}


def test_what_cannot_be_removed_is_told(
    two: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    mistyped = two[0][:-1] + ("0" if two[0][-1] != "0" else "1")
    for name, words in {
        two[1]: f"{two[1]} is in use: a running wizard holds it",
        two[0][:4]: f"begins 2 drafts: {two[1]}, {two[0]}",
        mistyped: f'there is no draft "{mistyped}": did you mean {two[0]}?',
        "used-pbx": f'there is no draft "used-pbx": a connection is called so in {two[1]}',
        "zzz\x1b[2J": 'there is no draft "zzz^[[2J": telnyx-wizard drafts lists them',
        "../journal": "there is no draft",
        "": "there is no draft",
    }.items():
        assert main(["drafts", "remove", name]) == 2
        told = capsys.readouterr()
        assert words in told.err
        assert told.out == ""
    assert len(list(locations().drafts.glob("*.json"))) == 2


def test_a_directory_that_cannot_be_read_is_an_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    locations().state.mkdir(parents=True)
    locations().drafts.write_text("no directory")
    for arguments in (["drafts"], ["drafts", "remove", "x"]):
        assert main(arguments) == 1
        assert "the drafts cannot be read" in capsys.readouterr().err


# What is not kept


def worth(draft: Draft) -> bool:
    return draft.is_worth_keeping


def test_only_what_is_ones_own_is_worth_keeping() -> None:
    draft = Draft()
    draft.visit([NAME, TAGS])
    assert not worth(draft)
    draft.set(PASSWORD, "hunter2hunter2")
    assert not worth(draft), "the password is never written down"
    draft.set(TAGS, ["x"])
    assert worth(draft)
    draft.set(TAGS, UNSET)
    draft.set(NAME, " ")
    draft.base = draft.answers
    assert not worth(draft)
    filled, _ = Draft.of({"tags": ["x"], "inbound": {"channel_limit": 5}})
    assert not worth(filled), "a file put it there"
    filled.set(TAGS, UNSET)
    assert not worth(filled)
    filled.set(USER, "office12")
    assert worth(filled)
    named, _ = Draft.of({"connection_name": "x", "tags": ["x"]})
    assert worth(named)
    named.begin_another()
    assert not worth(named)


async def test_a_draft_that_is_emptied_again_is_removed() -> None:
    drafts = Drafts(locations().drafts)
    autosave = AutoSave(drafts, lambda trouble: None)

    def on_disk() -> int:
        return len(list(locations().drafts.glob("*.json")))

    async with wizard(autosave=autosave) as (app, pilot):
        await pilot.press("pagedown", "pagedown", "pageup", "pageup")
        app.keep_now()
        assert on_disk() == 0
        await answer_text(pilot, USER, "office12")
        await until(pilot, lambda: on_disk() == 1)
        await answer_text(pilot, USER, "")
        await until(pilot, lambda: on_disk() == 0)
        await answer_text(pilot, TAGS, "x")
        await answer_text(pilot, TAGS, "")
        app.keep_now()
        assert on_disk() == 0
    autosave.close()


def test_lines_keep_nothing_that_is_not_ones_own() -> None:
    drafts = locations().drafts
    for lines, number in ((("", "", "/quit"), 0), (("", "office12", "/quit"), 1)):
        autosave = AutoSave(Drafts(drafts), lambda trouble: None)
        run(*lines, autosave=autosave)
        assert len(list(drafts.glob("*.json"))) == number
        autosave.close()

"""`templates` and `--template`: listed, shown, removed, begun with."""

import json

import pytest

from tests.support.linear_program import LINEAR, piped
from tui_app.cli import main
from tui_app.core.draft import Draft
from tui_app.core.templates import save_template
from tui_app.storage.locations import locations


def keep(key: str) -> None:
    draft, _ = Draft.of({"inbound": {"channel_limit": 7}})
    assert save_template(draft, key, locations().templates) is None


def test_they_are_listed_with_ones_own(capsys: pytest.CaptureFixture[str]) -> None:
    keep("mine")
    assert main(["templates"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 7
    assert any(line.startswith("mine") and line.endswith("(your own)") for line in lines)
    assert main(["templates", "--json"]) == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {each["template"] for each in found} >= {"pbx", "mine"}


def test_one_is_shown_with_its_reasons(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["templates", "show", "pbx"]) == 0
    assert "inbound.timeout_1xx_secs: 10  A queue or a menu" in capsys.readouterr().out
    assert main(["templates", "show", "pbx", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["body"]["inbound"]["timeout_1xx_secs"] == 10


def test_only_ones_own_is_removed(capsys: pytest.CaptureFixture[str]) -> None:
    keep("mine")
    assert main(["templates", "remove", "mine"]) == 0
    assert not (locations().templates / "mine.json").exists()
    assert main(["templates", "remove", "pbx"]) == 2
    assert main(["templates", "remove", "nope"]) == 2
    assert main(["templates", "show", "pxb"]) == 2
    assert "did you mean pbx?" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["--template", "nope"],
        ["--template", "pbx", "--resume"],
        ["--template", "pbx", "--from", "x"],
    ],
)
def test_wrong_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--linear", *arguments]) == 2
    assert "telnyx-wizard: " in capsys.readouterr().err


def test_the_wizard_begins_with_one() -> None:
    done = piped("/review", "/quit", arguments=(*LINEAR, "--template", "fax")).stdout.decode()
    assert "G711U, G711A" in " ".join(done.split())
    assert "templates show fax" in " ".join(done.split())
    assert "Still to answer: Connection name, User name, Password, Outbound voice" in " ".join(
        done.split()
    )

"""What is copied, what is said of it, and the file that stands in for a clipboard."""

import base64
import json
import stat

import pytest

from tests.support.linear import GOOD, PASSWORD, good
from tui_app.core.copied import copied_payload
from tui_app.core.copying import copy
from tui_app.core.draft import Draft
from tui_app.storage.files import StorageProblem
from tui_app.storage.locations import locations
from tui_app.system.clipboard import MOST


def test_the_payload_is_masked_unless_it_is_revealed() -> None:
    text, holds = copied_payload(good(), revealed=False)
    assert (PASSWORD in text, holds) == (False, "masked")
    text, holds = copied_payload(good(), revealed=True)
    assert (json.loads(text), holds) == (GOOD, "clear")
    assert copied_payload(Draft.of({"connection_name": "x"})[0], revealed=True)[1] == "no secret"


def test_a_terminal_is_written_to_and_no_file_is_made() -> None:
    written: list[str] = []
    said = copy("The card", "text", "clear", written.append)
    assert said == (
        "The card WITH the password in clear was sent to the terminal's clipboard. "
        "If pasting gives nothing, the terminal blocks it."
    )
    assert written == [f"\x1b]52;c;{base64.b64encode(b'text').decode()}\x07"]
    assert not locations().copied.exists()


@pytest.mark.parametrize(
    ("terminal", "text", "reason"),
    [
        ("linux", "text", "this terminal lets no program fill the clipboard"),
        ("xterm", "x" * (MOST + 1), "it is longer than terminals take"),
        ("", "text", "the output is no terminal"),
    ],
    ids=["terminal", "length", "output"],
)
def test_a_private_file_stands_in_for_the_clipboard(
    terminal: str, text: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", terminal)
    written: list[str] = []
    copy("Another", "longer than what comes next", "clear", None)
    said = copy("The card", text, "masked", written.append if terminal else None)
    file = locations().copied
    assert said == (
        "The card with the password masked is in a file that only you can read, since "
        f"{reason}: {file}"
    )
    assert written == []
    assert file.read_text("utf-8") == text
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [each.name for each in file.parent.iterdir()] == ["copied.txt"], "only one is kept"


def test_it_is_said_if_not_even_a_file_can_be_written() -> None:
    locations().state.parent.mkdir(parents=True)
    locations().state.write_text("", "utf-8")
    said = copy("The id", "1", "no secret", None)
    assert isinstance(said, StorageProblem)
    assert "a file is where a directory is needed" in said.message

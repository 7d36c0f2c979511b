"""The product's lines are short enough to be read beside each other."""

from tests.support.paths import ROOT

MOST = 100
"""Columns of a line."""


def test_no_line_is_too_long() -> None:
    files = sorted((ROOT / "tui_app").rglob("*.py"))
    lines = [
        (str(file.relative_to(ROOT)), number)
        for file in files
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1)
        if len(line) > MOST
    ]
    assert len(files) > 100
    assert lines == []

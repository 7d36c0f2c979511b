"""Lines are short enough to be read beside each other."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.support.paths import ROOT, TESTS

MOST = 100
"""Columns of a line."""


def long_lines(file: Path) -> Iterator[tuple[str, int]]:
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        if len(line) > MOST:
            yield str(file.relative_to(ROOT)), number


def said(file: Path) -> set[int]:
    """The lines of a file that are comments or in docstrings."""
    text = file.read_text("utf-8")
    lines = {n for n, line in enumerate(text.splitlines(), 1) if line.lstrip().startswith("#")}
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Expr(value=ast.Constant(value=str())):
                lines |= set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return lines


def test_no_line_of_the_product_is_too_long() -> None:
    files = sorted((ROOT / "tui_app").rglob("*.py"))
    assert len(files) > 100
    assert [each for file in files for each in long_lines(file)] == []


def test_no_comment_or_docstring_of_the_tests_is_too_long() -> None:
    """Texts and tables that are compared keep their length."""
    files = sorted([*TESTS.rglob("*.py"), *(ROOT / "screenshots").glob("*.py")])
    assert len(files) > 100
    found = [(name, n) for file in files for name, n in long_lines(file) if n in said(file)]
    assert found == []

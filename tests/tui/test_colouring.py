"""Rows of JSON and of programs are divided into parts to colour, and nothing of them is lost."""

from hypothesis import example, given
from hypothesis import strategies as st

from tui_app.tui.widgets.colouring import code_parts, json_parts


@given(st.text())
@example('  "name": "a\\"b",')
@example("curl -H 'x' \"$KEY\" # y")
def test_the_parts_are_the_row(row: str) -> None:
    assert "".join(text for text, _ in json_parts(row)) == row
    assert "".join(text for text, _ in code_parts(row)) == row


def test_what_a_program_says_has_its_kinds() -> None:
    assert code_parts("# a comment") == [("# a comment", "mark")]
    assert code_parts('password = "x", 5, None') == [
        ("password", "name"),
        (" = ", "plain"),
        ('"x"', "text"),
        (", ", "plain"),
        ("5", "number"),
        (", ", "plain"),
        ("None", "word"),
    ]

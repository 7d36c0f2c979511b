"""What is typed and pasted, however broken, and beside it what Textual does alone: where that
changes, drop the piece.
"""

import signal
import time
from collections.abc import Callable, Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual import events
from textual._xterm_parser import XTermParser
from textual.message import Message

from tests.support.pty import ENTER, F1, PASTE_END, PASTE_START, Terminal, paste
from tui_app.tui.terminal.parser import MAX_PASTE, PASTE_PATIENCE, PASTE_QUIET, SafeParser


class Clock:
    """A clock that stands still until it is told."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def parsed(parser: XTermParser, *reads: str) -> list[Message]:
    return [event for read in reads for event in parser.feed(read)]


def told(messages: Iterable[Message]) -> list[str]:
    """Keys by name, pastes in quotes."""
    names = (
        repr(m.text)
        if isinstance(m, events.Paste)
        else m.key
        if isinstance(m, events.Key)
        else type(m).__name__
        for m in messages
    )
    return list(names)


def late(parser: XTermParser) -> list[Message]:
    """What the parser makes of what it has once nothing more comes."""
    parser._timeout_time = parser._timeout_time and 0.0
    return list(parser.tick())


ESCAPE_IN_PASTE = paste("abc\x1b" + "\r" * 40 + "tail")


def test_an_escape_in_a_paste_makes_no_keys() -> None:
    assert told(parsed(SafeParser(), ESCAPE_IN_PASTE)) == [repr("abc" + "\n" * 40 + "tail")]
    # What Textual makes of it: Enter, again and again, which could submit.
    assert told(parsed(XTermParser(), ESCAPE_IN_PASTE)).count("enter") >= 20


@pytest.mark.parametrize(
    ("typed", "pasted"),
    [
        ("ab", "ab"),
        ("a\tb\nc", "a\tb\nc"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\x00b\x07c\x7fd\x9be\x85f", "abcdef"),
        ("\x1b[A\x1b]52;c;AA\x07\x1b[31m", "[A]52;c;AA[31m"),
        ("a\x1b[200~b", "a[200~b"),
        ("x\x1b[20x\x1b[201x", "x[20x[201x"),
        ("日本é", "日本é"),
    ],
)
def test_a_paste_is_text_without_controls(typed: str, pasted: str) -> None:
    stream = "k" + paste(typed) + "l"
    assert told(parsed(SafeParser(), stream)) == ["k", repr(pasted), "l"]
    # However the reads happen to cut it.
    assert told(parsed(SafeParser(), *stream)) == ["k", repr(pasted), "l"]
    for cut in range(1, len(stream)):
        assert told(parsed(SafeParser(), stream[:cut], stream[cut:])) == ["k", repr(pasted), "l"]


ALONE = ["\x1b[A", "\x1b[1;5C", "\x1bOP", "\x1bf", "\x1bb", "\x1b\x7f", "\x1b\t", "\x1b\\"]
"""Keys of a terminal that begin with ESC, and the end of a report."""


@pytest.mark.parametrize("key", ["s", "S", "1", "n", "é", " ", "\r", "\x12", "\x11", "P", "]", "_"])
def test_escape_and_a_key_in_one_read_are_two_keys(key: str) -> None:
    (name,) = told(parsed(SafeParser(), key))
    parser = SafeParser()
    assert told([*parsed(parser, f"\x1b{key}"), *late(parser)]) == ["escape", name]
    if key not in "P]_":
        # At once: a key that waits could pass for one that was typed later.
        assert told(parsed(SafeParser(), f"\x1b{key}")) == ["escape", name]
        assert told(parsed(SafeParser(), f"\x1b{key}xy")) == ["escape", name, "x", "y"]
    # What Textual makes of it: Escape is lost.
    stock = XTermParser()
    assert "escape" not in told([*parsed(stock, f"\x1b{key}"), *late(stock)])


@pytest.mark.parametrize("sequence", ALONE)
def test_a_sequence_of_the_terminal_has_no_escape_in_it(sequence: str) -> None:
    assert "escape" not in told(parsed(SafeParser(), sequence, "x"))


@pytest.mark.parametrize("key", "bf")
def test_escape_and_a_letter_in_two_reads_are_no_step_over_a_word(key: str) -> None:
    assert told(parsed(SafeParser(), f"\x1b{key}")) == ["ctrl+left" if key == "b" else "ctrl+right"]
    assert told(parsed(SafeParser(), "\x1b", key)) == ["escape", key]


def test_a_sequence_that_nobody_knows_closes_nothing() -> None:
    parser = SafeParser()
    assert "escape" not in told([*parsed(parser, "\x1b[57;10Z"), *late(parser)])


def test_keys_go_on_after_pastes() -> None:
    assert told(parsed(SafeParser(), paste("") + paste("a") + "\x1b[A" + paste("b") + "\r")) == [
        "'a'",
        "up",
        "'b'",
        "enter",
    ]


def test_a_paste_of_a_megabyte_takes_no_time() -> None:
    text = "x" * 1_000_000
    stream = paste(text)
    parser = SafeParser()
    began = time.perf_counter()
    messages = parsed(parser, *(stream[at : at + 4096] for at in range(0, len(stream), 4096)))
    assert time.perf_counter() - began < 0.3
    assert told(messages) == [repr(text)]


def test_a_paste_without_end_does_not_fill_the_memory() -> None:
    parser = SafeParser()
    parsed(parser, PASTE_START, *["x" * 65536] * 40)
    (message,) = parsed(parser, PASTE_END)
    assert isinstance(message, events.Paste)
    assert len(message.text) == MAX_PASTE


def test_a_paste_that_broke_off_ends_by_itself() -> None:
    clock = Clock()
    parser = SafeParser(clock=clock)
    assert told(parsed(parser, PASTE_START + "abc\x1b[20")) == []
    clock.now += PASTE_QUIET - 0.1
    assert told(parser.tick()) == []
    clock.now += 0.2
    assert told(parser.tick()) == ["'abc[20'"]
    assert told(parsed(parser, "x\r")) == ["x", "enter"]
    # Textual stays deaf, leave key included.
    stock = XTermParser()
    assert told(parsed(stock, PASTE_START + "abc", "x\r\x11")) == []


def test_somebody_who_types_into_a_broken_paste_is_heard_in_the_end() -> None:
    clock = Clock()
    parser = SafeParser(clock=clock)
    heard = told(parsed(parser, PASTE_START))
    while not heard and clock.now < 60:
        clock.now += 0.5
        heard = told([*parsed(parser, "\x11"), *parser.tick()]) or told(parsed(parser, "x"))[:0]
        parsed(parser, "x")
    assert clock.now <= PASTE_PATIENCE + 1
    assert told(parsed(parser, "\x11")) == ["ctrl+q"]


def test_a_long_paste_over_a_slow_line_is_one_paste() -> None:
    clock = Clock()
    parser = SafeParser(clock=clock)
    heard = told(parsed(parser, PASTE_START))
    for _ in range(60):
        clock.now += 1
        heard += told([*parsed(parser, "x" * 960), *parser.tick()])
    assert heard == []
    assert told(parsed(parser, PASTE_END)) == [repr("x" * 57600)]


def test_the_late_rest_of_a_paste_presses_no_key() -> None:
    clock = Clock()
    parser = SafeParser(clock=clock)
    parsed(parser, PASTE_START + "first")
    clock.now += PASTE_QUIET + 1
    assert told(parser.tick()) == ["'first'"]
    assert told(parsed(parser, "\rlast" + PASTE_END + "k")) == [repr("\nlast"), "k"]
    parsed(parser, PASTE_START + "first")
    clock.now += PASTE_QUIET + 1
    assert told(parser.tick()) == ["'first'"]
    assert told(parsed(parser, "\r" * 100, "\r", PASTE_END)) == [repr("\n" * 101)]


IMPOSSIBLE = [
    "\x1b[99999999u",
    "\x1b[97:65;2u",
    "\x1b[97;1;99999999u",
    "\x1b[48;0;0;0;0t\x1b[<0;3;3M",
]


@pytest.mark.parametrize("sequence", IMPOSSIBLE)
def test_an_impossible_sequence_is_ignored(sequence: str) -> None:
    assert told(parsed(SafeParser(), sequence + "k")) == ["k"]
    with pytest.raises((ValueError, OverflowError, ZeroDivisionError)):
        parsed(XTermParser(), sequence)


def test_half_a_character_and_a_monstrous_size_are_ignored() -> None:
    for sequence in ("\x1b[55296u", "\x1b[97;1;55296u", "\x1b[48;99999999;99999999;1;1t"):
        assert told(parsed(SafeParser(), sequence + "k")) == ["k"]
        assert len(parsed(XTermParser(), sequence + "k")) == 2
    assert told(parsed(SafeParser(), "\x1b[48;24;80;480;800t")) == ["Resize"]


FRAGMENTS = st.sampled_from(
    [
        PASTE_START,
        PASTE_END,
        "\x1b",
        "\x1b[",
        "\x1b[<",
        "\x1b[48;",
        "u",
        "~",
        "M",
        "t",
        ";",
        "0",
        "99999999",
        "\r",
        "x",
    ]
)


@settings(deadline=None, max_examples=300)
@given(
    st.lists(
        FRAGMENTS
        | st.text(max_size=8)
        | st.binary(max_size=8).map(lambda data: data.decode("utf-8", "replace")),
        max_size=30,
    )
)
def test_no_input_raises_or_leaves_the_parser_deaf(reads: list[str]) -> None:
    clock = Clock()
    parser = SafeParser(clock=clock)
    parsed(parser, *filter(None, reads))
    clock.now += 60
    list(parser.tick())
    parsed(parser, PASTE_END + "-" * 40)
    assert told(parsed(parser, "k")) == ["k"]


def test_hostile_bytes_do_not_end_the_app(
    probe: Callable[..., Terminal], log: Callable[[], list[str]]
) -> None:
    with probe("no-mouse") as terminal:
        terminal.send(
            b"\xff\xfe",
            *IMPOSSIBLE,
            "\x1b[55296u",
            ESCAPE_IN_PASTE,
            PASTE_START.encode() + b"\xe2\x82" + PASTE_END.encode(),
        )
        terminal.send("é", paste("tail"), F1)
        terminal.wait_for("mark 1")
        assert "submitted" not in log()
        assert log()[-1] == f"value {chr(0xFFFD) * 2 + 'abc' + chr(0xFFFD) + 'étail'!a}"
        assert b"\x1b[?100" not in terminal.output.replace(b"\x1b[?1004", b"")
        terminal.send(ENTER, F1)
        terminal.wait_for("mark 2")
        assert "submitted" in log()
        terminal.kill(signal.SIGTERM)
        assert terminal.wait() == 143


def test_bytes_that_are_not_utf8_end_textual(probe: Callable[..., Terminal]) -> None:
    with probe("plain") as terminal:
        terminal.send(b"\xff")
        # Not 0, as Textual has it: the guard sees to that.
        assert terminal.wait() == 1


def test_a_megabyte_pasted_is_taken_in_seconds(
    probe: Callable[..., Terminal], log: Callable[[], list[str]]
) -> None:
    with probe() as terminal:
        began = time.monotonic()
        terminal.send(paste("\n" + "x" * 1_000_000), F1)
        terminal.wait_for("mark 1")
        assert time.monotonic() - began < 5
        assert not [line for line in log() if line.startswith("key '")][1:]

"""The animation plays without scripts or references, and shows the whole way to a connection."""

import re
from collections.abc import Iterator
from functools import cache
from xml.etree import ElementTree

import pytest

from screenshots.animation import BASELINE, NO_BREAK_SPACE
from screenshots.shapes import HEIGHT, WIDTH, blocks, line
from screenshots.story import FIXED_USER, NAME, PASSWORD, SIZE, WRONG_USER
from tests.support.paths import ROOT

FILE = ROOT / "screenshots" / "wizard.svg"
NAMESPACE = "{http://www.w3.org/2000/svg}"
MOST_BYTES = 400_000

Changes = list[tuple[float, bool]]
"""From which seconds on a group of pieces is shown, or hidden."""


@cache
def picture() -> ElementTree.Element:
    return ElementTree.fromstring(FILE.read_text("utf-8"))


def rules() -> str:
    return picture().findtext(f"{NAMESPACE}style") or ""


@cache
def length() -> float:
    """The seconds until it begins anew. All animations have the same."""
    (seconds,) = set(re.findall(r"\.\w+\{animation:\w+ ([\d.]+)s step-end infinite\}", rules()))
    return float(seconds)


@cache
def changes() -> dict[str, Changes]:
    """What each class of groups does over time."""
    found: dict[str, Changes] = {}
    for name, steps in re.findall(r"@keyframes (\w+)\{((?:[^{}]*\{[^{}]*\})*)\}", rules()):
        assert f".{name}{{animation:{name} " in rules()
        found[name] = [
            (float(percent) * length() / 100, word == "visible")
            for percent, word in re.findall(r"([\d.]+)%\{visibility:(\w+)\}", steps)
        ]
    return found


def is_shown(group: ElementTree.Element, second: float | None) -> bool:
    """Whether a group is shown at a second; None is where nothing moves."""
    if second is None:
        return group.get("visibility") != "hidden"
    return [shown for since, shown in changes()[group.get("class", "")] if since <= second][-1]


def texts(second: float | None) -> Iterator[ElementTree.Element]:
    """The texts on the screen at a second."""
    (screen,) = picture().findall(f"{NAMESPACE}g")
    for each in screen:
        group = [each] if each.tag != f"{NAMESPACE}g" else []
        if not group and is_shown(each, second):
            group = list(each)
        for piece in group:
            if piece.tag == f"{NAMESPACE}text" and piece.get("class") != "key":
                yield piece


def lines(second: float | None) -> list[str]:
    """The lines of text on the screen at a second."""
    columns, rows = SIZE
    screen = [[" "] * columns for _ in range(rows)]
    for text in texts(second):
        row = (int(text.attrib["y"]) - BASELINE) // HEIGHT
        column = int(text.attrib["x"]) // WIDTH
        words = (text.text or "").replace(NO_BREAK_SPACE, " ")
        assert len(words) * WIDTH == int(text.attrib["textLength"])
        for place, character in enumerate(words, column):
            assert screen[row][place] == " ", f"two texts in one place at {second}: {words}"
            screen[row][place] = character
    return ["".join(row).rstrip() for row in screen]


@cache
def moments() -> list[str]:
    """What the screen shows after each change, its white space as one blank each."""
    seconds = sorted({second for steps in changes().values() for second, _ in steps})
    return [" ".join("\n".join(lines(second)).split()) for second in seconds]


def test_it_is_small_and_of_a_length_to_watch() -> None:
    assert FILE.stat().st_size < MOST_BYTES
    assert 20 <= length() <= 30


def test_it_refers_to_nothing_and_runs_nothing() -> None:
    for element in picture().iter():
        assert element.tag.removeprefix(NAMESPACE) in {
            *("svg", "style", "g", "rect", "circle", "path", "text")
        }
        for name in element.attrib:
            assert "href" not in name
            assert not name.startswith("on")
    assert not re.search(r"url\(|@import|@font-face|\\", rules())


def test_it_shows_the_way_to_a_connection_in_order() -> None:
    scenes = [
        [f"Connection name {NAME[:4]} "],
        [f"Connection name {NAME} ", f'"connection_name": "{NAME}"'],
        [f"User name {WRONG_USER} ", "Error: User name must be", f"^F: use {FIXED_USER}"],
        [f"User name {FIXED_USER} ", f'"user_name": "{FIXED_USER}"'],
        ["Password **** "],
        ["Nothing has been sent yet", "Payload", '"password": "********"'],
        ["Create connection?"],
        ["Created", "Connection ID"],
    ]
    left = iter(moments())
    for words in scenes:
        assert any(all(each in moment for each in words) for moment in left), words


def test_the_fix_takes_the_error_away() -> None:
    fixed = [moment for moment in moments() if f"User name {FIXED_USER} " in moment]
    assert fixed
    assert not any("Error: User name" in moment for moment in fixed)


def test_the_password_is_never_shown() -> None:
    assert PASSWORD not in FILE.read_text("utf-8")
    assert not any(PASSWORD[:5] in moment for moment in moments())


def test_the_review_stands_where_nothing_may_move() -> None:
    """So it does too where a program draws the file and knows no animations."""
    still = "\n".join(lines(None))
    assert "Nothing has been sent yet" in still
    assert f'"user_name": "{FIXED_USER}"' in still
    assert "Create connection?" not in still
    assert "@media (prefers-reduced-motion:reduce){g{animation:none!important}}" in rules()


def test_lines_and_blocks_are_no_letters() -> None:
    drawn = {
        character for text in picture().iter(f"{NAMESPACE}text") for character in text.text or ""
    }
    assert not [character for character in drawn if "─" <= character <= "▟"]
    assert list(picture().iter(f"{NAMESPACE}path"))


@pytest.mark.parametrize(
    ("character", "path"),
    [
        ("─", "M10 30h10"),
        ("│", "M15 20V40"),
        ("┃", "M15 20V40"),
        ("┌", "M20 30H15V40"),
        ("┤", "M10 30H15M15 20V40"),
        ("╰", "M20 30Q15 30 15 20"),
        ("╶", "M15 30H20"),
    ],
)
def test_a_line_fills_its_cell(character: str, path: str) -> None:
    drawn = line(character, 10, 20)
    assert drawn is not None
    assert drawn[0] == path


@pytest.mark.parametrize("character", ["═", "╌", "┞", "a", " ", "…"])
def test_what_is_no_plain_line_is_left_to_the_font(character: str) -> None:
    assert line(character, 0, 0) is None
    assert blocks(character, 0, 0) == []


@pytest.mark.parametrize(
    ("character", "boxes"),
    [
        ("▄", [(10, 30, 10, 10)]),
        ("▀", [(10, 20, 10, 10)]),
        ("▎", [(10, 20, 2.5, 20)]),
        ("▕", [(18.75, 20, 1.25, 20)]),
        ("▞", [(15, 20, 5, 10), (10, 30, 5, 10)]),
    ],
)
def test_a_block_is_made_of_boxes(
    character: str, boxes: list[tuple[float, float, float, float]]
) -> None:
    assert blocks(character, 10, 20) == boxes

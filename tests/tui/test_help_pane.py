"""The help pane says all of what it has to say at the design size, and marks what it must cut on a
smaller one.
"""

from pathlib import Path as File

import pytest
from textual.app import ComposeResult

import tui_app
from tests.support.answers import SETTINGS, every_setting
from tests.support.rule_examples import SPEAKS
from tests.support.wizard import screen_lines
from tui_app.settings.problem import Fix, Path, Problem
from tui_app.settings.request import REQUEST
from tui_app.settings.setting import Setting
from tui_app.settings.types import Choice
from tui_app.tui.appearance import Appearance
from tui_app.tui.widgets.help_pane import (
    HelpPane,
    PlainText,
    facts,
    fitted,
    line_count,
    problem_words,
)

LONG_DEFAULTS = ("off (docs disagree)", "depends on engine")
SIZES = [(80, 24), (60, 20), (120, 40)]
OTHER = Problem((), "warning", "x", "is there too")


class Pane(Appearance[None]):
    """A help pane at the foot of the screen, as wide as the wizard's, with the wizard's looks."""

    CSS_PATH = File(tui_app.__file__).parent / "tui" / "app.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrowest"), (60, "-narrow"), (100, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-lowest"), (20, "-short"), (24, "-tall")]

    def compose(self) -> ComposeResult:
        pane = HelpPane()
        pane.styles.height = 6
        yield pane

    def line(self, name: str) -> str:
        """What is to be read of one of the pane's texts."""
        text = self.query_one(f"#{name}", PlainText)
        region = text.region
        rows = screen_lines(self)
        return " ".join(
            " ".join(row[region.x : region.right] for row in rows[region.y : region.bottom]).split()
        )


def notes(setting: Setting) -> list[str]:
    """What the step says of each answer that a setting may have."""
    options = setting.kind.options if isinstance(setting.kind, Choice) else {}
    return ["", *(f"{name}: {note}." for name, note in options.items() if note)]


def problems() -> list[Problem]:
    """What every rule says, at its longest."""
    return [problem for rule, answers, _ in SPEAKS for problem in rule(answers)]


@pytest.mark.long
@pytest.mark.parametrize("size", SIZES)
async def test_nothing_is_cut_at_the_design_size_and_nothing_unmarked_below_it(
    size: tuple[int, int],
) -> None:
    app = Pane()
    async with app.run_test(size=size) as pilot:
        pane = app.query_one(HelpPane)

        async def reads(name: str, words: str) -> None:
            await pilot.pause()
            words, shown = " ".join(words.split()), app.line(name)
            if size[0] >= 80:
                assert shown == words
            else:
                head, _, tail = shown.partition("...")
                assert shown == words or (
                    words.startswith(head) and "..." in shown and len(tail) < 60
                ), shown

        for setting in SETTINGS:
            for note in notes(setting):
                pane.explain(setting, [], REQUEST.settings, note=note)
                await reads("help", f"{setting.help} {note}".strip())
            assert app.line("facts") == " ".join(facts(setting, size[0] - 2).split())
        for problem in problems():
            for found in ([problem], [problem, OTHER]):
                pane.explain(REQUEST.settings[problem.path], found, REQUEST.settings)
                await reads("problem", problem_words(found, REQUEST.settings, 1000))


@every_setting
def test_the_facts_are_whole_in_78_cells(setting: Setting) -> None:
    words = facts(setting, 78)
    assert len(words) <= 78
    assert "..." not in words
    assert words.startswith(setting.json_path)
    # Two long names leave no room for the limits, which their help tells.
    assert len(words.split("  ")) == 3 or setting.default_words in LONG_DEFAULTS
    assert words.endswith("required" if setting.required else f"default: {setting.default_shown}")


@every_setting
def test_the_facts_are_never_longer_than_their_line(setting: Setting) -> None:
    for width in range(5, 120):
        words = facts(setting, width)
        assert len(words) <= width
        assert words.endswith((setting.default_shown, "required", "..."))


def refused(words: str, fix: Fix | None = None) -> Problem:
    return Problem(("user_name",), "error", "refused", words, fix)


LONG = {
    "words": "word " * 90,
    "one": "x" * 900,
    "wide": "\u96fb\u8a71" * 200,
    "two": "a" * 70 + " " + "b" * 70,
}


@pytest.mark.parametrize("width", [78, 58])
@pytest.mark.parametrize("words", LONG.values(), ids=LONG)
def test_a_long_refusal_is_cut_with_a_mark_and_says_where_the_rest_is(
    words: str, width: int
) -> None:
    path: Path = ("user_name",)
    shown = problem_words(
        [refused(words, Fix("use office12", {path: "office12"}))], REQUEST.settings, width
    )
    assert line_count(shown, width) <= 2
    assert shown.endswith("... [^F: use office12] (more: F1)")
    both = problem_words([refused(words), OTHER], REQUEST.settings, width)
    assert both.endswith("... (+1 more: F1)")


def test_what_fits_is_left_as_it_is() -> None:
    assert fitted("a b", 3, " c") == "a b c"
    assert fitted("abc def", 3) == "abc def"
    assert fitted("abc def ghi", 6) == "abc def..."
    assert line_count("", 10) == 1
    assert line_count("abcdef", 3) == 2

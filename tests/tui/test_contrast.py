"""Every text can be read on its background, in every theme that is shipped (WCAG 2.2: 4.5 to 1).

The themes of the terminal's own palette have no colours of ours to measure.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.color import ColorType
from rich.style import Style
from textual.color import Color
from textual.pilot import Pilot
from textual.theme import BUILTIN_THEMES

from screenshots.make import SCENES, SOUND, half_draft, sound_draft, wizard
from tests.support.wizard import strips
from tui_app.tui.colours import READABLE, contrast, luminance, readable, roles

THEMES = sorted(name for name, theme in BUILTIN_THEMES.items() if not theme.ansi)
BLACK, WHITE, GREY = Color(0, 0, 0), Color(255, 255, 255), Color(128, 128, 128)
COLOURS = st.builds(Color, *[st.integers(0, 255)] * 3)
ON_ALL = ("ink", "key", "good", "warn", "bad", "hint", "muted", "json-name", "json-text")
PAIRS = [
    *((ink, back) for ink in ON_ALL for back in ("dialog", "field", "focus", "cursor", "bar")),
    *(("bar-ink", "bar"), ("bar-muted", "bar"), ("bar-key", "bar"), ("step-ink", "step")),
    *(("json-number", "dialog"), ("json-word", "dialog"), ("cursor-ink", "cursor")),
    *((f"{badge}-ink", badge) for badge in ("sandbox", "production", "other")),
    *(("field-muted", "field"), ("field-muted", "focus")),
]


def test_contrast_is_measured_as_the_standard_says() -> None:
    assert luminance(BLACK) == 0
    assert luminance(WHITE) == pytest.approx(1)
    assert contrast(BLACK, WHITE) == contrast(WHITE, BLACK) == pytest.approx(21)
    assert contrast(Color(0x76, 0x76, 0x76), WHITE) == pytest.approx(4.54, abs=0.01)


@given(COLOURS, COLOURS)
def test_any_colour_becomes_readable_on_any_other(colour: Color, back: Color) -> None:
    assert contrast(readable(colour, back), back) >= READABLE


def test_a_colour_that_can_be_read_stays() -> None:
    assert readable(Color(0, 0, 128), WHITE) == Color(0, 0, 128)


@pytest.mark.parametrize("name", THEMES)
def test_every_pair_of_roles_can_be_read(name: str) -> None:
    made = roles(BUILTIN_THEMES[name])
    bad = {
        (ink, back): round(found, 2)
        for ink, back in PAIRS
        if (found := contrast(Color.parse(made[ink]), Color.parse(made[back]))) < READABLE
    }
    assert not bad


@pytest.mark.parametrize("name", THEMES)
def test_sandbox_and_production_are_not_mixed_up(name: str) -> None:
    made = roles(BUILTIN_THEMES[name])
    sandbox, production = Color.parse(made["sandbox"]), Color.parse(made["production"])
    assert max(abs(a - b) for a, b in zip(sandbox.rgb, production.rgb, strict=True)) > 60


def test_without_colours_nothing_has_one() -> None:
    plain = roles(BUILTIN_THEMES["dracula"], colours=False)
    assert {value for name, value in plain.items() if not name.endswith(("-style", "-words"))} == {
        "ansi_default"
    }
    assert plain.keys() == roles(BUILTIN_THEMES["dracula"]).keys()
    assert plain.keys() == roles(BUILTIN_THEMES["ansi-dark"]).keys()
    assert plain["production-style"] != plain["sandbox-style"]


def unreadable(pilot: Pilot[Any]) -> Iterator[str]:
    """The texts on the screen whose contrast is too small, each with its colours."""
    for strip in strips(pilot.app):
        for text, style, _ in strip:
            found = drawn_contrast(style) if any(map(str.isalnum, text)) else None
            if found is not None and found < READABLE - 0.05:
                yield f"{text.strip()!r} {found:.2f}"


def drawn_contrast(style: Style | None) -> float | None:
    """The contrast of a style's colours. None if one of them is the terminal's own."""
    if style is None or style.color is None or style.bgcolor is None:
        return None
    pair = (style.color, style.bgcolor)
    if any(colour.type is not ColorType.TRUECOLOR for colour in pair):
        return None
    one, other = (Color.from_rich_color(colour) for colour in pair)
    return contrast(one, other)


@pytest.mark.long
@pytest.mark.sampled(every=8)
@pytest.mark.parametrize("scene", SCENES)
async def test_every_text_on_a_screen_can_be_read_in_every_theme(scene: str) -> None:
    app = wizard(sound_draft() if scene in SOUND else half_draft())
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        await SCENES[scene](pilot)
        bad: dict[str, set[str]] = {}
        for name in THEMES:
            app.theme = name
            await pilot.pause()
            if found := set(unreadable(pilot)):
                bad[name] = found
        assert not bad

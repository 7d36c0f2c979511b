"""The colours of the screens by role, for any theme: each readable on all that it is drawn on.

`app.tcss` uses these names alone. In the themes of the terminal's own palette they are that
palette's colours; in all others they are the theme's, as far as needed lighter or darker.
"""

from typing import Final

from textual.color import Color
from textual.theme import Theme

READABLE: Final = 4.5
"""The least contrast of a text and its background (WCAG 2.2, success criterion 1.4.3)."""
_STEPS: Final = 24

INKS: Final = {
    "key": "accent",
    "good": "success",
    "warn": "warning",
    "bad": "error",
    "hint": "primary",
    "json-name": "primary",
    "json-text": "success",
    "json-number": "warning",
    "json-word": "accent",
}
"""Colours of text by role, each with the theme's colour that it is made from."""
_PALETTE: Final = {
    True: {
        "key": "ansi_cyan",
        "good": "ansi_green",
        "warn": "ansi_yellow",
        "bad": "ansi_red",
        "hint": "ansi_cyan",
        "json-name": "ansi_cyan",
        "json-text": "ansi_green",
        "json-number": "ansi_yellow",
        "json-word": "ansi_magenta",
        "line": "ansi_bright_black",
    },
    False: {
        "key": "ansi_blue",
        "good": "ansi_green",
        "warn": "ansi_magenta",
        "bad": "ansi_red",
        "hint": "ansi_blue",
        "json-name": "ansi_blue",
        "json-text": "ansi_green",
        "json-number": "ansi_magenta",
        "json-word": "ansi_red",
        "line": "ansi_bright_black",
    },
}
"""The terminal's colours on a dark and on a light background."""


def luminance(colour: Color) -> float:
    """Return the relative luminance of a colour, 0 to 1 (WCAG 2.2)."""
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in colour.normalized
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: Color, other: Color) -> float:
    """Return the contrast of two opaque colours, 1 to 21 (WCAG 2.2)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def readable(colour: Color, *backs: Color) -> Color:
    """Return the colour nearest to `colour` that can be read on each of `backs`.

    It becomes lighter or darker until its contrast is enough, or as large as can be.
    """
    ends = (Color(255, 255, 255), Color(0, 0, 0))

    def worst(text: Color) -> float:
        return min(contrast(text, back) for back in backs)

    for step in range(_STEPS + 1):
        found = max((colour.blend(end, step / _STEPS) for end in ends), key=worst)
        if worst(found) >= READABLE:
            return found
    return max(ends, key=worst)


def roles(theme: Theme, *, colours: bool = True) -> dict[str, str]:
    """Return the variables of the style sheet for a theme.

    Without `colours` nothing has one: styles alone tell things apart.
    """
    if not colours:
        return _plain()
    return _of_palette(theme.dark) if theme.ansi else _made_from(theme)


_OWN: Final = (
    *("ink", "muted", "bar", "bar-ink", "bar-muted", "focus", "field", "field-muted"),
    *("cursor", "cursor-ink", "dialog", "step", "step-ink"),
)
"""What is drawn in the terminal's own pair of colours if a theme leaves them to the terminal."""
_BADGES: Final = {
    "sandbox": "ansi_green",
    "sandbox-ink": "ansi_black",
    "production": "ansi_red",
    "production-ink": "ansi_bright_white",
    "other": "ansi_yellow",
    "other-ink": "ansi_black",
}
_STYLES: Final = {
    "muted-style": "dim",
    "muted-words": "dim",
    "field-style": "underline",
    "step-style": "bold reverse",
    "cursor-style": "bold reverse",
    "sandbox-style": "bold",
    "production-style": "bold",
    "other-style": "bold",
}
"""What tells things apart if no background of ours can be relied on."""


def _plain() -> dict[str, str]:
    colours = dict.fromkeys((*_OWN, *_BADGES, *_PALETTE[True], "bar-key"), "ansi_default")
    badges = {"production-style": "bold reverse", "other-style": "bold underline"}
    return {**colours, **_STYLES, **badges}


def _of_palette(dark: bool) -> dict[str, str]:
    palette = _PALETTE[dark]
    own = dict.fromkeys(_OWN, "ansi_default")
    return {**own, **palette, "bar-key": palette["key"], **_BADGES, **_STYLES}


def _made_from(theme: Theme) -> dict[str, str]:
    made = theme.to_color_system().generate()

    def of(name: str) -> Color:
        return Color.parse(made[name])

    back = of("background")
    front = readable(of("foreground"), back)
    bar, field = back.blend(front, 0.10), back.blend(front, 0.09)
    focus = back.blend(of("primary"), 0.22)
    cursor = back.blend(of("primary"), 0.30)
    backs = (back, field, focus, cursor, bar)
    badges = {
        "sandbox": back.blend(of("success"), 0.35),
        "production": of("error"),
        "other": of("warning"),
    }
    colours = {
        **{role: readable(of(name), *backs) for role, name in INKS.items()},
        "ink": readable(front, *backs),
        "muted": readable(back.blend(front, 0.55), *backs),
        "line": back.blend(front, 0.35),
        "bar": bar,
        "bar-ink": readable(front, bar),
        "bar-muted": readable(back.blend(front, 0.6), bar),
        "bar-key": readable(of("accent"), bar),
        "focus": focus,
        "field": field,
        "field-muted": readable(back.blend(front, 0.5), field, focus),
        "cursor": cursor,
        "cursor-ink": readable(front, cursor),
        "dialog": back,
        "step": cursor,
        "step-ink": readable(front, cursor),
        **badges,
        **{f"{name}-ink": readable(front, colour) for name, colour in badges.items()},
    }
    styles = dict.fromkeys(_STYLES, "bold") | {"muted-style": "none", "field-style": "none"}
    # A style within a text, where a colour is a style, too.
    styles["muted-words"] = colours["muted"].hex
    return {**{name: colour.hex for name, colour in colours.items()}, **styles}

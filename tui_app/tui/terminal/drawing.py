# ruff: noqa: RUF001 -- this module is about signs that look like others
"""Make painted lines safe: none may hold anything that a terminal obeys."""

import re

from rich.cells import cell_len, split_graphemes
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

from tui_app.text.escape import has_unsafe


def _ascii_drawings() -> dict[int, str]:
    """Return an ASCII character for each of the signs that screens are drawn with."""
    pairs = {
        "─┄┅┈┉╌╍╴╶╸╺╼╾▀▔▁▂▃▄▅▆▇–—": "-",
        "━═": "=",
        "│┃┆┇┊┋╎╏║╵╷╹╻╽╿▌▐▍▎▏▕▊▋▉": "|",
        "█░▒▓■": "#",
        "╱": "/",
        "╲": "\\",
        "╳✗✘✕×": "x",
        "✓✔": "+",
        "•●∙·": "*",
        "○◯": "o",
        "▲△↑": "^",
        "▼▽↓": "v",
        "▶▷→›»": ">",
        "◀◁←‹«": "<",
        "…": ".",
        "‘’": "'",
        "“”": '"',
        "\u00a0": " ",
    }
    table = dict.fromkeys(range(0x2500, 0x2580), "+")
    table.update({ord(sign): drawing for signs, drawing in pairs.items() for sign in signs})
    return table


_ASCII_DRAWINGS = _ascii_drawings()
_GAP = re.compile("  +")


class SafeLineFilter(LineFilter):
    """Replace what a terminal would obey or a reader not see by a visible character.

    It does so in every line that is painted: Textual paints text as it is, escape sequences
    included. With `ascii`, nothing outside ASCII is painted at all. Keep one instance for as long
    as the app lives: Textual remembers filtered lines by filter.
    """

    def __init__(self, ascii: bool = False) -> None:  # noqa: A002 -- named like the option
        super().__init__()
        self._ascii = ascii

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments with safe text, together as wide as before.

        Textual has already counted their cells.
        """
        del background
        if all(control or self._is_safe(text) for text, _, control in segments):
            return segments
        result: list[Segment] = []
        excess = 0
        for text, style, control in segments:
            if not control:
                safe = text if self._is_safe(text) else self._drawn(text)
                # An unsafe character that counted for no cell takes one now. The next blanks give
                # it back, so that borders stay in place.
                excess += _width(safe) - cell_len(text)
                if excess > 0:
                    safe, excess = _narrowed(safe, excess)
                elif excess < 0:
                    safe, excess = safe + " " * -excess, 0
                text = safe
            result.append(Segment(text, style, control))
        if excess:
            result = Segment.adjust_line_length(
                result, sum(map(_segment_width, result)) - excess, _last_style(result)
            )
        return result

    def _is_safe(self, text: str) -> bool:
        if text.isascii():
            return text.isprintable()
        return not (self._ascii or has_unsafe(text))

    def _drawn(self, text: str) -> str:
        """Return the text made safe.

        A joined emoji that cannot be drawn becomes as many question marks as it has cells.
        """
        drawn: list[str] = []
        for start, end, width in split_graphemes(text)[0]:
            cluster = text[start:end]
            joined = len(cluster) > 1 and not cluster[0].isascii()
            # The parts of a cluster may be safe only together.
            if joined and not has_unsafe(cluster):
                drawn.append("?" * width if self._ascii else cluster)
            else:
                drawn += map(self._shown, cluster)
        return "".join(drawn)

    def _shown(self, character: str) -> str:
        if has_unsafe(character):
            return "?" if self._ascii else "\ufffd"
        if not self._ascii or character.isascii():
            return character
        return _ASCII_DRAWINGS.get(ord(character), "?" * cell_len(character))


def _width(text: str) -> int:
    return len(text) if text.isascii() else cell_len(text)


def _segment_width(segment: Segment) -> int:
    return 0 if segment.control else _width(segment.text)


def _last_style(segments: list[Segment]) -> Style | None:
    return segments[-1].style if segments else None


def _narrowed(text: str, excess: int) -> tuple[str, int]:
    """Return `text` with up to `excess` blanks fewer, and the excess that is left.

    At least one blank of each run stays.
    """
    taken = 0

    def take(gap: re.Match[str]) -> str:
        nonlocal taken
        less = min(len(gap.group()) - 1, excess - taken)
        taken += less
        return gap.group()[less:]

    return _GAP.sub(take, text), excess - taken

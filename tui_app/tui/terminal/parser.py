"""Turn the bytes of the terminal into keys and pastes, whatever the bytes are."""

import re
import time
from collections.abc import Callable, Generator, Iterable, Iterator

from textual import events
from textual.keys import Keys
from textual.message import Message

from tui_app.tui.terminal._textual import XTermParser

BRACKETED_PASTE_START, BRACKETED_PASTE_END = "\x1b[200~", "\x1b[201~"
"""What a terminal sends before and after a paste."""
MAX_PASTE = 1 << 20
"""Characters kept of one paste.

No answer is nearly as long, and a faulty terminal must not fill the memory.
"""
PASTE_QUIET = 2.0
"""Seconds of silence that end a paste whose end mark got lost."""
PASTE_PATIENCE = 10.0
"""Seconds after which the end mark of a paste counts as lost if text comes at typing speed."""
REPLY_QUIET = 0.5
"""Seconds of silence that end a terminal's text whose end got lost."""
_SLOWEST_PASTE = 500
"""Characters a second of a real paste on the slowest line."""
_LONGEST_KEYS = 64
"""Characters of one read that may be keys held down. More are the late rest of a paste."""
_LARGEST_SCREEN = 2000
"""Columns or rows above which a size that the terminal reports is nonsense.

Textual would build a screen of that size.
"""

_LINE_ENDS = re.compile("\r\n?")
# What a terminal answers, perhaps late and to another program: numbered reports, and the beginnings
# of texts. Neither is ever a key.
_REPORT = re.compile(r"\x1b\[(?:[?>=][\d;:]*[@-~]|[\d;:]+(?:[cntx]|\$y))|\x1b\\")
_TEXT_START = re.compile(r"\x1b(?:\][\dlLI]|P[\d>!+$|]|_G)")
_TEXT_ENDS = "\x07\x18\x1a\x1b"
_ESCAPE = "\x1b"
# What can follow ESC in a sequence. Any other character was typed after the key Escape, or with Alt
# held, which means nothing in the wizard.
_INTRODUCERS = frozenset("[]NOPX^_\\")
# Those of keys: more of them may be the rest of a sequence that nobody knows.
_BEGINS_KEYS = frozenset("[O")
# Sequences of keys that terminals have: word left and right, delete a word, Shift+Tab.
_KEYS_OF_TWO = frozenset(f"{_ESCAPE}{character}" for character in "bf\x7f\t")
_IN_NO_PASTE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SURROGATE = re.compile("[\ud800-\udfff]")


class SafeParser(XTermParser):
    """Turn what the terminal sends into keys, mouse events and pastes, whatever it sends.

    In Textual's own parser, an ESC within a paste makes keys of what follows, Enter included; a
    paste without an end swallows every key for ever; some sequences raise, which ends the app; and
    what a terminal answers to another program's question is typed, letter by letter. Here a paste
    is text up to its end mark, or until it has clearly broken off, and answers that nobody asked
    for are dropped.
    """

    def __init__(self, debug: bool = False, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(debug)
        self._clock = clock
        # The end of the keys or of the paste so far: two reads may split a mark.
        self._recent = ""
        self._pasting = False
        # Whether we are within a text that the terminal sends.
        self._replying = False
        # The last character, and whether it is an ESC that came in an earlier read than the next.
        self._last, self._escape_came_alone = "", False
        # Whether a paste was given up whose rest may still come.
        self._broken_off = False
        self._pieces: list[str] = []
        self._pasted = 0
        self._began = self._heard = 0.0

    def feed(self, data: str) -> Iterable[Message]:
        if not data:
            yield from super().feed(data)
        while data:
            self._heard = self._clock()
            data = yield from (self._feed_paste(data) if self._pasting else self._feed_keys(data))

    def tick(self) -> Iterable[Message]:
        yield from super().tick()
        if self._replying and self._clock() - self._heard > REPLY_QUIET:
            self._replying = False
        if self._pasting and self._is_broken_off():
            self._broken_off = True
            self._keep(self._recent)
            yield from self._end_paste()

    def _feed_keys(self, data: str) -> Generator[Message, None, str]:
        """Take keys up to the start of a paste. Return what follows that."""
        if self._broken_off and (len(data) > _LONGEST_KEYS or BRACKETED_PASTE_END in data):
            self._begin_paste()
            return data
        start = (self._recent + data).find(BRACKETED_PASTE_START)
        if start < 0:
            self._recent = (self._recent + data)[1 - len(BRACKETED_PASTE_START) :]
            yield from self._keys(data)
            return ""
        end = start + len(BRACKETED_PASTE_START) - len(self._recent)
        # Give Textual's parser an empty paste, so that it does not wait for the rest of the mark.
        yield from self._keys(data[:end] + BRACKETED_PASTE_END)
        self._begin_paste()
        return data[end:]

    def _keys(self, data: str) -> Iterator[Message]:
        for place, character in enumerate(data):
            self._escape_came_alone = not place and self._last == _ESCAPE
            self._last = character
            if self._replying:
                self._replying = character not in _TEXT_ENDS
                if character != "\x1b":
                    continue
            for event in super().feed(character):
                if isinstance(event, events.Paste):
                    continue
                if isinstance(event, events.Resize) and not all(
                    1 <= length <= _LARGEST_SCREEN for length in event.size
                ):
                    continue
                yield event

    def _begin_paste(self) -> None:
        self._pasting = True
        self._recent = ""
        self._began = self._clock()

    def _feed_paste(self, data: str) -> Generator[Message, None, str]:
        """Take text up to the end of the paste. Return what follows that."""
        data = self._recent + data
        text, mark, rest = data.partition(BRACKETED_PASTE_END)
        if not mark:
            split = max(len(data) + 1 - len(BRACKETED_PASTE_END), 0)
            self._keep(data[:split])
            self._recent = data[split:]
            return ""
        self._keep(text)
        self._broken_off = False
        yield from self._end_paste()
        return rest

    def _keep(self, text: str) -> None:
        text = text[: MAX_PASTE - self._pasted]
        self._pasted += len(text)
        self._pieces.append(text)

    def _end_paste(self) -> Iterator[Message]:
        text = _IN_NO_PASTE.sub("", _LINE_ENDS.sub("\n", "".join(self._pieces)))
        self._pieces.clear()
        self._pasted = 0
        self._pasting = False
        self._recent = ""
        if text:
            yield events.Paste(text)

    def _is_broken_off(self) -> bool:
        now = self._clock()
        return (
            now - self._heard > PASTE_QUIET
            or now - self._began > PASTE_PATIENCE + self._pasted / _SLOWEST_PASTE
        )

    def parse_mouse_code(self, code: str) -> Message | None:
        try:
            return super().parse_mouse_code(code)
        except ZeroDivisionError:  # A terminal that said it is 0 pixels wide.
            return None

    def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterable[events.Key]:
        self._replying = _TEXT_START.fullmatch(sequence) is not None
        if self._replying or _REPORT.fullmatch(sequence):
            yield events.Key(Keys.Ignore, sequence)
            return
        if self._is_escape_and_a_key(sequence):
            # In Textual, the key Escape is lost: with Enter behind it, "no" would become "yes".
            sequence, alt = sequence[-1], True
        try:
            keys = list(super()._sequence_to_key_events(sequence))
            if alt and sequence not in _BEGINS_KEYS:
                keys.insert(0, events.Key("escape", _ESCAPE))
        except (ValueError, OverflowError):  # A key with a number that is no character.
            keys = [events.Key(Keys.Ignore, sequence)]
        for key in keys:
            # Half a character cannot be encoded: it would fail later, in the request or on disk.
            yield (
                events.Key(Keys.Ignore, sequence)
                if key.character and _SURROGATE.search(key.character)
                else key
            )

    def _is_escape_and_a_key(self, sequence: str) -> bool:
        """Whether a sequence is no key of the terminal, but two keys of which Escape is the first.

        Both may come in one read: a link or a multiplexer hands them on together.
        """
        if len(sequence) != len(_ESCAPE) + 1 or not sequence.startswith(_ESCAPE):
            return False
        if sequence in _KEYS_OF_TWO:
            return self._escape_came_alone
        return sequence[1] not in _INTRODUCERS

"""Random bytes as a hostile, broken or merely odd terminal sends them, and a reading of them that
knows which of them are keys.

A stream never holds a key that moves, opens or submits something, outside a paste: what a user's
own key does is no fault. The reading is the one of ECMA-48 and of the terminals' manuals, not the
product's.
"""

import random
import re
import string
from collections.abc import Callable, Iterator

START, END = b"\x1b[200~", b"\x1b[201~"
MOUSE_FROM = 10**7
"""Coordinates from here on are on no screen, also where a terminal counts in pixels."""

SIGNS = "äßé日本電話🏢👩\u200d💻e\u0301\u202e\u200b\ufeff\u2028\u00a0"

Part = Callable[[random.Random], bytes]


def _one_of(*parts: bytes) -> Part:
    return lambda chance: chance.choice(parts)


def _number(chance: random.Random) -> bytes:
    return str(
        chance.choice(
            [0, 1, 2, 7, 55296, 57343, 1114112, 99999999, 10**30, chance.randrange(10**6)]
        )
    ).encode()


def _text(chance: random.Random) -> bytes:
    return "".join(chance.choices(string.printable[:95] + SIGNS, k=chance.randint(1, 12))).encode()


def _bad_utf8(chance: random.Random) -> bytes:
    cuts = (
        b"\xff",
        b"\xfe\xff",
        b"\xc0\xaf",
        b"\xe2\x82",
        b"\xed\xa0\x80",
        b"\xf0\x9f\x91",
        b"\xf8\x88\x80\x80\x80",
        b"\xf4\x90\x80\x80",
        b"\x80",
    )
    return chance.choice(
        [*cuts, bytes(chance.randrange(0x80, 0x100) for _ in range(chance.randint(1, 8)))]
    )


def _c1(chance: random.Random) -> bytes:
    return chr(chance.randrange(0x80, 0xA0)).encode()


def _kitty(chance: random.Random) -> bytes:
    """The keyboard protocol: keys of letters, and of numbers that no key has."""
    number = _number(chance)
    return chance.choice(
        [
            b"\x1b[%du" % chance.randrange(97, 123),
            b"\x1b[%d;1;%du" % (chance.randrange(97, 123), chance.randrange(97, 123)),
            b"\x1b[%d;2:3u" % chance.randrange(97, 123),
            b"\x1b[97;1;" + number + b"u",
            b"\x1b[97;1;" + b":".join(_number(chance) for _ in range(20)) + b"u",
            b"\x1b[%du" % chance.choice([55296, 1114112, 99999999, 10**30]),
            b"\x1b[" + b":" * chance.randint(1, 40) + b"u",
            b"\x1b[?31u",
            b"\x1b[>1u",
        ]
    )


def _mouse(chance: random.Random) -> bytes:
    """Reports of places that are on no screen."""
    x, y = (chance.choice([0, -1, -(10**9), MOUSE_FROM, 10**9, 10**20]) for _ in range(2))
    if min(x, y) > 0:
        x = y = max(x, y)
    return b"\x1b[<%d;%d;%d%s" % (
        chance.choice([0, 1, 2, 3, 32, 35, 64, 65, 66, 67, 128, 10**12]),
        x,
        y,
        chance.choice([b"M", b"m"]),
    )


def _old_mouse(chance: random.Random) -> bytes:
    return b"\x1b[M" + bytes(chance.randrange(0x80, 0x100) for _ in range(3))


def _size(chance: random.Random) -> bytes:
    """Reports of the terminal's size, true and absurd."""
    rows, columns = chance.choice(
        [(24, 80), (24, 80), (40, 120), (1, 1), (5, 20), (0, 0), (99999999, 99999999), (30, 100)]
    )
    high, wide = chance.choice([(480, 800), (0, 0), (1, 1), (99999, 99999)])
    return b"\x1b[48;%d;%d;%d;%dt" % (rows, columns, high, wide)


REPLIES = (
    *(
        b"\x1b[?%d;%d$y" % (mode, state)
        for mode in (2026, 2048, 1, 99999)
        for state in (0, 1, 2, 4)
    ),
    b"\x1b[12;40R",
    b"\x1b[99999999;99999999R",
    b"\x1b[0n",
    b"\x1b[?62;1;6;22c",
    b"\x1b[>41;390;0c",
    b"\x1b[8;24;80t",
    b"\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\",
    b"\x1b]10;rgb:ffff/ffff/ffff\x07",
    b"\x1b]52;c;c2VjcmV0\x07",
    b"\x1b]l a title: yes, s and Enter\x1b\\",
    b"\x1bP>|kitty(0.32.2)\x1b\\",
    b"\x1bP1+r544e=787465726d\x1b\\",
    b"\x1b_Gi=31;OK\x1b\\",
)
FOCUS = _one_of(b"\x1b[I", b"\x1b[O", b"\x1b[I\x1b[O" * 5)
# Nothing that moves the focus, opens or submits: no Tab, Enter, Ctrl+D, E, F, G, L, N, O, P, Q, R,
# T, Y or underscore.
CONTROLS = _one_of(
    *(bytes([code]) for code in (0, 1, 2, 3, 8, 11, 19, 21, 22, 23, 24, 26, 28, 29, 30, 127))
)
BROKEN = _one_of(
    b"\x1b",
    b"\x1b[",
    b"\x1b[<",
    b"\x1b[<0;",
    b"\x1b[<0;;M",
    b"\x1b[1;",
    b"\x1b[20",
    b"\x1b]52;c;",
    b"\x1bP",
    b"\x1bO",
    b"\x1b[?",
)
BROKEN_MARK = _one_of(b"\x1b[200", b"\x1b[201", b"\x1b[2", b"00~", b"\x1b[200;1~", END)
EDITING = _one_of(
    b"\x1b[C",
    b"\x1b[D",
    b"\x1b[H",
    b"\x1b[F",
    b"\x1b[3~",
    b"\x1b[1;2H",
    b"\x1b[1;5D",
    b"\x1bOH",
    b"\x1bOF",
)

# What would do harm if it were taken for keys: Enter, s, y, Ctrl+R, Ctrl+Q, Page Down, Shift+Tab,
# another paste.
KEYS = (
    b"\r",
    b"\r\n",
    b"\n",
    b"s",
    b"y",
    b"\t",
    b"\x12s\r",
    b"\x12",
    b"\x11",
    b"\x07",
    b"\x1b[6~",
    b"\x1b[Z",
    b"\x1b[A",
    b"\x1b[B",
    b"\x1b[13u",
)
_HARM = _one_of(
    *KEYS,
    b"\x1b\r",
    b"\x1b" + b"\r" * 40,
    b"\x1b\x12s" + b"\r" * 20,
    b"\x1b[" + b"s\r" * 20,
    b"\x1b\x1b",
    b"\x1b[201",
    START,
)


def paste(chance: random.Random) -> bytes:
    """Text between its marks, with everything in it that must not be obeyed; rarely very much of
    it, or without the end mark.
    """
    if chance.random() < 0.005:
        inside = (
            chance.choice([b"x", b"\r", b"s\r", b"\x00", b"\x1b\r", b"\xff", "電".encode()])
            * 1_000_000
        )[:1_000_000]
    else:
        parts = [_text, _HARM, _HARM, _bad_utf8, _c1, _one_of(b"\x00", b"\x07", b"\x1b"), BROKEN]
        inside = b"".join(chance.choice(parts)(chance) for _ in range(chance.randint(0, 8)))
    return START + inside.replace(END, b"") + (END if chance.random() < 0.95 else b"")


Streams = dict[str, list[Part]]
IN_FIELD: list[Part] = [
    *(
        paste,
        paste,
        paste,
        _text,
        _bad_utf8,
        _bad_utf8,
        _c1,
        _kitty,
        _kitty,
        _mouse,
        _old_mouse,
        _size,
        FOCUS,
        CONTROLS,
    ),
    *(BROKEN, BROKEN, BROKEN_MARK, EDITING, _one_of(*REPLIES)),
]
IN_FRONT: list[Part] = [
    # Where a letter is a command: nothing that a user could have typed.
    *(
        paste,
        paste,
        paste,
        paste,
        _bad_utf8,
        _c1,
        _mouse,
        _size,
        FOCUS,
        _one_of(b"\x00", b"\x01", b"\x1b[", b"\x1b[<0;"),
        _one_of(*REPLIES),
    ),
    _one_of(
        b"\x1b[55296u", b"\x1b[1114112u", b"\x1b[99999999u", b"\x1b[97;1;99999999u", b"\x1b[::u"
    ),
]


def streams(seed: int, parts: list[Part]) -> Iterator[bytes]:
    """Random streams without end, the same ones for the same seed."""
    chance = random.Random(seed)
    while True:
        stream = b"".join(chance.choice(parts)(chance) for _ in range(chance.randint(1, 9)))
        if not any(holds_key(part) for part in outside_pastes(stream)):
            yield stream


def outside_pastes(stream: bytes) -> Iterator[bytes]:
    """What of a stream is no paste. A paste without an end goes on to the end of the stream."""
    while True:
        before, start, stream = stream.partition(START)
        yield before
        if not start:
            return
        stream = stream.partition(END)[2]


_CSI = re.compile(rb"\x1b\[([<-?]?)([0-9:;\-]*)[ -/]*([@-~])")
_MOVES = set(b"\t\n\r\x06\x07\x0c\x0e\x0f\x10\x11\x12\x14\x19\x1f")


def holds_key(part: bytes) -> bool:
    """Whether bytes outside a paste hold, or may be put together to, a key that moves, opens or
    submits, or a click on the screen.
    """
    if _MOVES & set(part) or re.search(rb"\x1bO[ABMP-Zj-y]|\x1b\[\[", part):
        return True
    return any(_moves(*match.groups()) for match in _CSI.finditer(part))


def _moves(private: bytes, parameters: bytes, final: bytes) -> bool:
    numbers = [int(number) for number in re.findall(rb"-?[0-9]+", parameters)]
    first = numbers[0] if numbers else 1
    if private == b"<" and final in b"Mm":
        return len(numbers) > 2 and all(0 < number < MOUSE_FROM for number in numbers[1:3])
    if private:
        return False
    if final == b"~":
        return first in (5, 6, 27) or 10 < first < 60
    if final == b"u":
        # A letter, or no key at all: with Ctrl held, or from the keypad, it may be anything.
        modified = len(numbers) > 1 and numbers[1] not in (1, 2)
        known = first < 0x20 or first == 0x7F or 57344 <= first <= 63743
        return (
            known
            or (first < 0xD800 and modified)
            or any(number in (9, 10, 13) for number in numbers)
        )
    return final in b"ABEGPQRSZ" and not (final == b"R" and len(numbers) == 2 and numbers[1] > 8)

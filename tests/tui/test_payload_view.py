"""What the payload view shows is character for character what will be sent, at every size and in
all three places.
"""

import json
import sys
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len, split_graphemes
from textual.pilot import Pilot

from tests.support.pty import CTRL_R, CTRL_T, DOWN, TAB, Terminal
from tests.support.tmux import TMUX, run_tmux, shown_in_tmux
from tests.support.wizard import screen_lines, screen_text, until, wizard
from tui_app.core.draft import Draft
from tui_app.exports import EXPORTS, export
from tui_app.exports.plan import plan_of
from tui_app.text.document import Json
from tui_app.text.json_lines import document_lines, in_ascii, json_lines
from tui_app.tui.app import WizardApp
from tui_app.tui.screens.configuration import ConfigurationDialog
from tui_app.tui.screens.dialogs import PayloadDialog
from tui_app.tui.screens.pick import PickDialog
from tui_app.tui.widgets.colouring import BROKEN
from tui_app.tui.widgets.payload_view import PayloadView, wrapped

NAMES = {
    "long": "https://example.com/" + "0123456789/" * 40,
    "spaces": "a  b" + " " * 90 + "c" + " " * 50,
    "wide": "\u96fb\u8a71" * 60 + "x" + "\u4f1a\u793e" * 60,
    "joined": "\U0001f469\u200d\U0001f4bb\U0001f3e2 \U0001f1e9\U0001f1ea\U0001f44d\U0001f3fd" * 12,
    "marks": "e\u0301a\u0308 \u0301o" * 40 + "z" + "\u0301" * 200,
    "unseen": "a\u202eb\x85c\u2028d\x7fe\x9bf\u200bg\ufeffh\ufe0fi\x00j" * 8,
    "signs": BROKEN * 120 + '\\"' * 60 + " " + BROKEN + " ",
}
SIZES = [
    (60, 20),
    (61, 21),
    (79, 24),
    (80, 24),
    (99, 30),
    (100, 30),
    (120, 40),
    (137, 33),
    (200, 60),
]


def full() -> Draft:
    """A draft with every kind of value that is hard to show."""
    return Draft.of(
        {
            "connection_name": NAMES["wide"],
            "user_name": "office12",
            "password": "hunter2hunter2",
            "webhook_event_url": NAMES["long"],
            "tags": [*NAMES.values()],
            "inbound": {"codecs": ["G722", "G711U"], "channel_limit": 5},
        }
    )[0]


def unwrapped(rows: list[str], broken: str = BROKEN) -> list[str]:
    """The lines that a reader takes rows for: `broken` ends a row that goes on, and begins the
    rest.
    """
    lines: list[str] = []
    goes_on = False
    for row in rows:
        text = row.rstrip()
        if goes_on:
            lines[-1] += text.lstrip()[1:].removesuffix(broken)
        else:
            lines.append(text.removesuffix(broken))
        goes_on = text.endswith(broken)
    return lines


async def read(pilot: "Pilot[Any]", view: PayloadView) -> list[str]:
    """Reads the payload off the screen, a row at a time, scrolling down to its end."""
    app = pilot.app
    assert isinstance(app, WizardApp)
    region = view.scrollable_content_region
    rows: list[str] = []
    view.scroll_to(0, 0, animate=False)
    for top in range(0, view.virtual_size.height, max(1, region.height)):
        view.scroll_to(0, top, animate=False)
        await pilot.pause()
        here = int(view.scroll_offset.y)
        drawn = [columns(line, region.x, region.right) for line in screen_lines(app)]
        rows[here:] = drawn[region.y : region.bottom]
    return rows[: view.virtual_size.height]


def columns(line: str, left: int, right: int) -> str:
    """The characters that a terminal shows in these columns."""
    shown, x = "", 0
    for start, end, cells in split_graphemes(line)[0]:
        if left <= x < right:
            shown += line[start:end]
        x += cells
    return shown


async def check(pilot: "Pilot[Any]", view: PayloadView, payload: Json) -> None:
    # The first column is that of the marks.
    lines = unwrapped([row[1:] for row in await read(pilot, view)])
    assert lines == json_lines(payload)
    assert json.loads("\n".join(lines)) == payload


@pytest.mark.sampled(every=4)
@pytest.mark.parametrize("size", SIZES)
async def test_all_is_shown_on_the_review_and_at_the_form(size: tuple[int, int]) -> None:
    """Every day on the least, a middle and the largest size; in the campaigns on all of them."""
    draft = full()
    async with wizard(draft, size=size) as (app, pilot):
        is_narrow = size[0] < 100
        await pilot.press("ctrl+r", *(["ctrl+t"] if is_narrow else []))
        await pilot.pause()
        view = app.screen.query_one(PayloadView)
        await check(pilot, view, draft.masked_payload())
        # Shorter and longer, while it stands at its end.
        view.scroll_to(0, 999, animate=False)
        await pilot.press("f")
        await check(pilot, view, draft.masked_payload())
        await pilot.press("f", *(["ctrl+t"] if is_narrow else []), "pageup")
        if is_narrow:
            await pilot.press("ctrl+t")
            await until(pilot, PayloadDialog)
        await check(pilot, app.screen.query_one(PayloadView), draft.masked_payload())


async def test_it_follows_a_terminal_that_changes_its_size_and_an_answer() -> None:
    draft = full()
    async with wizard(draft, size=(120, 40)) as (app, pilot):
        await pilot.press("ctrl+r")
        view = app.screen.query_one(PayloadView)
        for size in ((100, 20), (200, 60), (104, 21)):
            view.scroll_to(0, 999, animate=False)
            await pilot.resize_terminal(*size)
            await pilot.pause()
            await check(pilot, view, draft.masked_payload())
        view.scroll_to(0, 999, animate=False)
        draft.set(("tags",), ["short"])
        app.sync()
        await pilot.pause()
        await check(pilot, view, draft.masked_payload())


async def test_in_ascii_it_is_the_same_payload() -> None:
    draft = full()
    async with wizard(draft, size=(120, 40)) as (app, pilot):
        view = app.screen.query_one(PayloadView)
        await pilot.press("f2")
        await pilot.pause()
        rows = [row[1:] for row in await read(pilot, view)]
        assert "".join(rows).isascii()
        assert json.loads("\n".join(unwrapped(rows, ">"))) == draft.masked_payload()
        await pilot.press("f2")
        await pilot.pause()
        await check(pilot, view, draft.masked_payload())


JSON_TEXT = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from(f" {BROKEN}\u0301\u200d\u96fb>\\")
)


@given(JSON_TEXT, st.integers(20, 200), st.integers(0, 4))
def test_a_broken_line_can_be_put_together_again(text: str, width: int, depth: int) -> None:
    (line,) = json_lines(text)
    for each in (" " * depth * 2 + line, " " * depth * 2 + in_ascii(line) + ","):
        rows = wrapped(each, width)
        assert unwrapped(rows) == [each]
        assert all(cell_len(row) <= width for row in rows)


@given(JSON_TEXT)
def test_the_lines_are_json_and_hold_nothing_unseen(text: str) -> None:
    lines = json_lines({"name": text})
    assert json.loads("\n".join(lines)) == {"name": text}
    assert json.loads("\n".join(map(in_ascii, lines))) == {"name": text}
    assert all(line.isprintable() or not line.isascii() for line in lines)


def test_what_is_not_seen_is_escaped_and_what_is_seen_stays() -> None:
    assert json_lines(
        ["e\u0301", "\u0301", "\u96fb\u8a71", "\U0001f469\u200d\U0001f4bb", "\x7f"]
    ) == [
        "[",
        '  "e\u0301",',
        '  "\\u0301",',
        '  "\u96fb\u8a71",',
        '  "\U0001f469\\u200d\U0001f4bb",',
        '  "\\u007f"',
        "]",
    ]
    flag, tone, young, unknown = "\U0001f1e9\U0001f1ea", "\U0001f3fd", "\U0001fae8", "\u0378"
    assert json_lines(f"{flag}\U0001f44d{tone}{young}{unknown}\U0001f600") == [
        '"\\ud83c\\udde9\\ud83c\\uddea\U0001f44d\\ud83c\\udffd\\ud83e\\udee8\\u0378\U0001f600"'
    ]
    assert json_lines("z" + "\u0301" * 6) == ['"z' + "\u0301" * 4 + '\\u0301\\u0301"']


def test_a_long_value_is_broken_quickly_and_marked_at_both_ends() -> None:
    rows = wrapped('  "name": "abcdefghijklmnopqrstuvwxyz"', 20)
    assert rows == [
        f'  "name": "abcdefgh{BROKEN}',
        f"      {BROKEN}ijklmnopqrst{BROKEN}",
        f'      {BROKEN}uvwxyz"',
    ]
    assert len(wrapped('"' + "x" * 100_000 + '"', 40)) > 2_500


@pytest.mark.parametrize("size", [(60, 20), (100, 30)])
def test_a_terminal_shows_it_whole(size: tuple[int, int], tmp_path: Path) -> None:
    payload: dict[str, Json] = {
        "connection_name": NAMES["wide"],
        "user_name": "office12",
        "webhook_event_url": NAMES["long"],
        # The emulator drops the rest of a text with a variation selector in it, as the form draws
        # one.
        "tags": [NAMES["unseen"].replace("\ufe0f", "")],
    }
    file = tmp_path / "payload.json"
    file.write_text(json.dumps(payload))
    command = (sys.executable, "-m", "tui_app", "--sandbox", "--from", str(file))
    with Terminal(*command, home=tmp_path, columns=size[0], rows=size[1]) as terminal:
        terminal.wait_for("Connection name", timeout=60)
        terminal.send(CTRL_R)
        terminal.wait_for("s create")
        is_wide = size[0] >= 100
        terminal.send(TAB if is_wide else CTRL_T)
        terminal.wait_for('"connection_name"')
        terminal.wait_idle()
        left = size[0] - 45 if is_wide else 0

        def rows() -> list[str]:
            drawn = [columns(line, left, size[0] - 1).rstrip() for line in terminal.lines()]
            return drawn[next(y for y, row in enumerate(drawn) if "Payload:" in row) + 1 : -1]

        def scrolled(before: list[str]) -> bool:
            return rows()[:-1] == before[1:]

        shown = rows()
        while shown[-1].strip() != "}":
            before = rows()
            terminal.send(DOWN)
            terminal.wait_until(partial(scrolled, before))
            shown.append(rows()[-1])
        assert json.loads("\n".join(unwrapped([row[1:] for row in shown]))) == payload


async def test_it_has_a_title_beside_the_form_over_it_and_on_the_review() -> None:
    draft = full()
    async with wizard(draft, size=(120, 40)) as (app, pilot):
        title = "Payload: only what I set, password masked"
        assert title in screen_text(app)
        await pilot.press("ctrl+r")
        assert title in screen_text(app)
        await pilot.press("f", "r", "pageup")
        assert "Payload: every value, password masked" in screen_text(app)
    async with wizard(draft, size=(80, 24)) as (app, pilot):
        assert "Payload:" not in screen_text(app)
        await pilot.press("ctrl+t")
        await until(pilot, PayloadDialog)
        assert "Payload: every value, password masked" in screen_text(app)


@pytest.mark.skipif(TMUX is None, reason="there is no tmux")
def test_tmux_drops_nothing_of_it(tmp_path: Path) -> None:
    """Tmux drops a skin tone that something is drawn over, and emoji that it does not know."""
    payload: dict[str, Json] = {
        # Tmux knows the emoji of the answer as none, so that it takes no cell beside the payload.
        "connection_name": "\U0001f44d\U0001f3fdx\U0001f1e9\U0001f1eay\U0001fae8z\u96fb\u8a71e\u0301",
        "user_name": "office12",
        "tags": [
            "\u05e9\u05dc\u05d5\u05dd",
            "\u0928\u092e\u0938\u094d\u0924\u0947",
            "\u0e19\u0e49\u0e33",
        ],
    }
    file, socket = tmp_path / "payload.json", tmp_path / "s"
    file.write_text(json.dumps(payload))
    wizard = f"exec env HOME={tmp_path} {sys.executable} -m tui_app --sandbox --from {file}"
    run_tmux(socket, "new-session", "-d", "-x137", "-y40", wizard)
    try:
        shown_in_tmux(socket, 0, lambda line: "telnyx-wizard" in line)
        run_tmux(socket, "send-keys", "C-r")
        shown_in_tmux(socket, 39, lambda line: "s create" in line)
        rows = run_tmux(socket, "capture-pane", "-p").splitlines()
        parts = [row.rpartition("\u2502")[2] for row in rows[:-1]]
        title = next(number for number, part in enumerate(parts) if "Payload:" in part)
        assert (
            json.loads("\n".join(unwrapped([part[1:] for part in parts[title + 1 :]]))) == payload
        )
    finally:
        run_tmux(socket, "kill-server")


@pytest.mark.sampled(every=5)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("number", range(len(EXPORTS)))
async def test_the_preview_of_an_export_is_whole(number: int, size: tuple[int, int]) -> None:
    draft = full()
    draft.set(("tags",), [text for name, text in NAMES.items() if name != "signs"])
    async with wizard(draft, size=size) as (app, pilot):
        await pilot.press("ctrl+r", "e")
        await until(pilot, PickDialog)
        await pilot.press(*["down"] * number, "enter")
        await until(pilot, ConfigurationDialog)
        view = app.screen.query_one(PayloadView)
        lines = unwrapped([row[1:] for row in await read(pilot, view)])
        text = export(list(EXPORTS)[number], plan_of(draft.chosen()))
        assert lines == [line.rstrip() for line in document_lines(text)]
        if text.startswith("{"):
            assert json.loads("\n".join(lines)) == json.loads(text)

"""What a person takes for one character moves, is deleted and is drawn as one."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.widgets import Input

from tests.support.pty import BACKSPACE, DELETE, HOME, LEFT, RIGHT, Terminal, paste
from tests.support.tmux import TMUX, run_tmux, shown_in_tmux
from tests.support.wizard import screen_text, wizard
from tui_app.text.graphemes import boundary_after, boundary_before, clusters
from tui_app.tui.widgets.field_input import FieldInput
from tui_app.tui.widgets.setting_row import LABEL_WIDTH, MARK_WIDTH

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
FLAG = "\U0001f1e9\U0001f1ea"
HEART = "\u2764\ufe0f"
THUMB = "\U0001f44d\U0001f3fd"
ACUTE = "e\u0301"
HINDI = "\u0938\u094d\u0924\u0947"
CLUSTERS = [FAMILY, FLAG, HEART, THUMB, ACUTE, HINDI, "\u6f22", "a"]
WIZARD = (sys.executable, "-m", "tui_app", "--sandbox")


@given(st.lists(st.sampled_from([*CLUSTERS[:-1], "\u00fc"]), max_size=6), st.integers(0, 40))
def test_a_place_lies_between_its_boundaries(parts: list[str], place: int) -> None:
    text = "".join(parts)
    ends = [len("".join(parts[:number])) for number in range(len(parts) + 1)]
    place = min(place, len(text))
    assert boundary_before(text, place) == max(end for end in ends if end <= place)
    assert boundary_after(text, place) == min(end for end in ends if end >= place)


@pytest.mark.parametrize("cluster", CLUSTERS, ids=ascii)
async def test_a_cluster_moves_and_deletes_as_one(cluster: str) -> None:
    async with wizard() as (app, pilot):
        field = app.focused
        assert isinstance(field, FieldInput)
        size = len(cluster)
        field.value = f"x{cluster}y{cluster}"
        await pilot.press("home", "right", "right")
        assert field.cursor_position == 1 + size
        await pilot.press("left")
        assert field.cursor_position == 1
        await pilot.press("shift+right")
        assert field.selected_text == cluster
        await pilot.press("end", "shift+left")
        assert field.selected_text == cluster
        await pilot.press("end", "backspace")
        assert field.value == f"x{cluster}y"
        await pilot.press("home", "right", "delete")
        assert field.value == "xy"
        field.value = cluster
        await pilot.press("end", "left")
        assert field.cursor_position == 0
        assert app.draft.get(("connection_name",)) == cluster


def test_what_joins_emoji_can_be_typed(tmp_path: Path) -> None:
    with Terminal(*WIZARD, home=tmp_path) as terminal:
        terminal.wait_for("Connection name")
        terminal.send("x", FAMILY)
        terminal.wait_for("\U0001f468")
        terminal.send(BACKSPACE)
        terminal.wait_until(lambda: " x " in terminal.lines()[3])
        assert "\U0001f468" not in terminal.screen_text()


async def test_a_joiner_that_joins_nothing_is_seen_in_a_field() -> None:
    async with wizard() as (app, pilot):
        field = app.focused
        assert isinstance(field, FieldInput)
        field.value = f"Off\u200dice {FAMILY} {HEART} B\ufe0f|"
        await pilot.pause()
        assert f"Off?ice {FAMILY} {HEART} B?|" in screen_text(app)


@pytest.mark.parametrize("cluster", [FAMILY, FLAG, HINDI, THUMB], ids=ascii)
async def test_a_cluster_at_the_edge_of_a_long_field_is_not_torn(cluster: str) -> None:
    """Whatever of it does not fit is blank."""
    async with wizard() as (app, pilot):
        field = app.focused
        assert isinstance(field, FieldInput)
        field.value = f"{cluster}a" * 30
        await pilot.press("end")
        for _ in range(40):
            await pilot.press("left")
            shown = field.render_line(0).text
            assert field.render_line(0).cell_length == field.size.width
            assert set(shown.replace(cluster, "")) <= set("a ")
        field.value = f"{cluster}a" * 30 + "bc"
        await pilot.press("end", "backspace")
        assert set(field.render_line(0).text.replace(cluster, "")) <= set("ab ")


async def test_a_key_and_a_click_in_a_long_field_pass_through_it_a_few_times(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Once for each character would take minutes."""
    passed = 0

    def counted(text: str) -> Iterator[tuple[int, int]]:
        nonlocal passed
        for span in clusters(text):
            passed += 1
            yield span

    monkeypatch.setattr("tui_app.text.graphemes.clusters", counted)
    monkeypatch.setattr("tui_app.tui.widgets.field_input.clusters", counted)
    async with wizard() as (app, pilot):
        field = app.focused
        assert isinstance(field, FieldInput)
        field.value = "\u6f22" * 10_000
        await pilot.pause()
        passed = 0
        await pilot.press("x")
        await pilot.click(field, offset=(5, 0))
        assert 0 < passed < 30 * len(field.value)


async def test_a_click_puts_the_cursor_between_clusters() -> None:
    async with wizard() as (app, pilot):
        field = app.focused
        assert isinstance(field, Input)
        field.value = FAMILY + ACUTE + "z"
        for cell, place in ((0, 0), (1, 0), (2, len(FAMILY)), (3, len(FAMILY + ACUTE))):
            await pilot.click(field, offset=(cell, 0))
            assert field.cursor_position == place


@pytest.mark.parametrize("cluster", CLUSTERS, ids=ascii)
def test_nothing_stale_is_left_of_a_cluster(cluster: str, tmp_path: Path) -> None:
    """In an emulator that knows no clusters: it draws each part by itself, or not at all."""
    with Terminal(*WIZARD, home=tmp_path) as terminal:
        terminal.wait_for("Connection name")
        empty = terminal.lines()[3].split()
        terminal.send(paste(f"{cluster}|{cluster}|"))
        mark = 80 - MARK_WIDTH + 1
        terminal.wait_until(lambda: [terminal.cell(mark + n, 3) for n in range(4)] == list("set "))
        follows = terminal.cell(LABEL_WIDTH + cell_len(cluster), 3)
        assert follows == "|", "what follows is where it belongs"
        terminal.send(LEFT, LEFT, DELETE, BACKSPACE, HOME, RIGHT, BACKSPACE, DELETE)
        terminal.wait_until(lambda: "|" not in terminal.lines()[3])
        terminal.wait_until(lambda: terminal.lines()[3].split() == empty)


@pytest.mark.skipif(TMUX is None, reason="there is no tmux")
def test_nothing_stale_is_left_in_tmux(tmp_path: Path) -> None:
    socket = tmp_path / "s"
    command = f"exec env HOME={tmp_path} {sys.executable} -m tui_app --sandbox"
    run_tmux(socket, "new-session", "-d", "-x80", "-y24", command)
    try:
        empty = shown_in_tmux(socket, 3, lambda line: "required" in line)
        for cluster in CLUSTERS:
            run_tmux(socket, "set-buffer", f"{cluster}|{cluster}|")
            run_tmux(socket, "paste-buffer", "-p")
            shown_in_tmux(socket, 3, lambda line: line.endswith(" set"))
            run_tmux(socket, "send-keys", "Left", "Left", "DC", "BSpace", "End", "BSpace", "BSpace")
            assert shown_in_tmux(socket, 3, lambda line: "set" not in line).split() == empty.split()
    finally:
        run_tmux(socket, "kill-server")

"""The size of the terminal changes while one types: nothing is lost, and what is too small
recovers.
"""

import random
import sys
from pathlib import Path

from tests.support.pty import CTRL_G, CTRL_Q, CTRL_R, ESCAPE, F1, TAB, Terminal
from tests.support.wizard import screen_lines, until, wizard
from tui_app.settings.request import REQUEST

WIZARD = (sys.executable, "-m", "tui_app", "--sandbox")
SIZES = [(60, 20), (80, 24), (120, 40), (200, 60), (40, 10), (59, 24), (80, 19), (1, 1), (100, 24)]


def test_resizing_wildly_while_typing_loses_nothing(tmp_path: Path) -> None:
    chance = random.Random(20)
    text = "".join(chance.choice("abcdefghijklmnopqrstuvwxyz0123456789-") for _ in range(100))
    with Terminal(*WIZARD, home=tmp_path, columns=200, rows=60) as terminal:
        terminal.wait_for("Connection name")
        for character in text:
            terminal.resize(*chance.choice(SIZES))
            terminal.send(character)
            if chance.random() < 0.2:
                terminal.wait_idle(0.01)
        terminal.resize(200, 60)
        terminal.wait_for(text, timeout=30)
        terminal.send(TAB, "office12")
        terminal.wait_for("office12")
        terminal.send(CTRL_Q)
        assert terminal.wait() == 0
        assert terminal.restored(), terminal.left_on()
    drafts = list((tmp_path / "state/telnyx-wizard/drafts").glob("*.json"))
    assert any(text in path.read_text() for path in drafts)


def test_the_screen_is_drawn_whole_after_each_change_of_size(tmp_path: Path) -> None:
    with Terminal(*WIZARD, home=tmp_path) as terminal:
        terminal.wait_for("Connection name")
        for size in SIZES:
            terminal.resize(*size)
            if size[0] >= 60 and size[1] >= 20:
                terminal.wait_until(
                    lambda: (
                        "Password" in terminal.screen_text()
                        and "PgDn next" in terminal.screen_text()
                    )
                )
            elif size != (1, 1):
                terminal.wait_until(lambda: "This terminal is" in terminal.screen_text())
        for keys, sight in (
            (CTRL_G, "Go to a step"),
            (F1, "Up/Down scrolls"),
            (CTRL_R, "Nothing has been sent yet"),
        ):
            terminal.resize(40, 10)
            terminal.wait_until(lambda: "This terminal is" in terminal.screen_text())
            terminal.resize(60, 20)
            terminal.wait_until(lambda: "This terminal is" not in terminal.screen_text())
            terminal.send(keys)
            terminal.wait_until(lambda sight=sight: sight in terminal.screen_text())  # type: ignore[misc]
            if keys != CTRL_R:
                # Escape counts once nothing follows it for a moment, and not under the notice: it
                # has to be done before the next size.
                terminal.send(ESCAPE)
                terminal.wait_until(lambda sight=sight: sight not in terminal.screen_text())  # type: ignore[misc]


async def test_every_step_and_the_review_fit_on_the_smallest_terminal() -> None:
    async with wizard(size=(60, 20)) as (app, pilot):
        for group in REQUEST.groups:
            await until(
                pilot,
                lambda group=group: all(  # type: ignore[misc]
                    setting.label in "\n".join(screen_lines(app)) for setting in group.settings
                ),
            )
            await pilot.press("pagedown")
        await until(pilot, lambda: "s create" in screen_lines(app)[-1])

"""Canary campaign: what shows a secret on purpose shows it and no longer; and what naive programs
give away is found.
"""

from collections.abc import Callable, Iterator

import pytest

from tests.support.canary import Watched
from tests.support.canary_scene import NAIVE, REVEAL, Scene
from tests.support.canary_walk import CTRL_O, fill_in, gone, leave, save, send_it
from tests.support.echo_server import EchoServer, echo_server
from tests.support.naive_leak import WAYS
from tests.support.pty import CTRL_G, CTRL_P, CTRL_R, CTRL_S, ENTER, ESCAPE, F1


@pytest.fixture
def server() -> Iterator[EchoServer]:
    with echo_server() as running:
        yield running


def shown(terminal: Watched) -> bool:
    """Whether the screen as it is now shows a secret."""
    return bool(terminal.search.in_text(terminal.screen_text(), "the screen"))


def test_only_the_deliberate_reveals_show_a_secret(
    scenes: Callable[[int], Scene], server: EchoServer
) -> None:
    scene = scenes(600)
    with scene.open("--base-url", server.url, size=(120, 40)) as terminal:
        terminal.wait_for("There is no API key")
        terminal.send("t", ENTER)
        terminal.wait_for("Paste it here")
        terminal.send(scene.key)
        assert terminal.leaks() == []
        terminal.send(CTRL_S)
        terminal.wait_until(lambda: shown(terminal))
        assert {line.partition(" (")[0] for line in terminal.sightings} == {"the API key"}
        terminal.send(ENTER)
        gone(terminal, "Paste it here")
        fill_in(terminal, scene)
        assert not shown(terminal)
        for way_off, sight in (
            (CTRL_G, "Go to a step"),
            (F1, "Up/Down scrolls"),
            (CTRL_O, "Enter picks"),
        ):
            terminal.send(CTRL_S)
            terminal.wait_until(lambda: shown(terminal), what="the password in clear")
            terminal.send(way_off)
            terminal.wait_for(sight)
            assert not shown(terminal), f"{sight} masks it"
            terminal.send(ESCAPE)
            gone(terminal, sight)
            assert not shown(terminal), f"after {sight} it stays masked"
        terminal.send(CTRL_R)
        terminal.wait_for("Nothing has been sent yet")
        assert not shown(terminal)
        terminal.send("r")
        terminal.wait_until(lambda: shown(terminal))
        terminal.send("c")
        terminal.wait_for("WITH the password in clear")
        terminal.send("s")
        terminal.wait_for("Create connection?")
        assert not shown(terminal), "the question masks it"
        terminal.send(ESCAPE)
        gone(terminal, "Create connection?")
        assert not shown(terminal)
        save(terminal, "clear.json", with_password=True)
        assert send_it(terminal) == "created"
        assert not shown(terminal)
        terminal.send("r")
        terminal.wait_until(lambda: shown(terminal))
        terminal.send(CTRL_P)
        terminal.wait_for("Commands")
        assert not shown(terminal)
        terminal.send(ESCAPE)
        gone(terminal, "Commands")
        terminal.send("d")
        terminal.wait_for("Which device?")
        terminal.send(ENTER)
        terminal.wait_for("Asterisk: pjsip.conf")
        assert not shown(terminal), "a configuration begins without it"
        terminal.send("r")
        terminal.wait_until(lambda: shown(terminal))
        terminal.send("r")
        terminal.wait_until(lambda: not shown(terminal))
        terminal.send(ESCAPE)
        gone(terminal, "Asterisk: pjsip.conf")
        assert leave(terminal) == 0
        found = terminal.leaks()
        assert {line.partition(" (")[0] for line in found} == {"the API key", "the password"}
        assert [line for line in found if "its clipboard" in line], "c after r copies it"
        assert "TELNYX_SIP_PASSWORD" not in str(found)
    assert {line.rpartition("/")[2] for line in scene.left()} == {"clear.json"}
    assert (scene.work / "clear.json").stat().st_mode & 0o777 == 0o600
    scene.note(REVEAL, len(found))


@pytest.mark.parametrize("way", WAYS)
def test_the_search_finds_what_a_naive_program_gives_away(
    way: str, scenes: Callable[[int], Scene], whole: bool
) -> None:
    if not whole and way not in ("shows", "titles", "colours", "keeps", "argues"):
        pytest.skip("with --whole")
    scene = scenes(700)
    with scene.open(program=("tests.support.naive_leak", way), traces=False) as terminal:
        terminal.wait_for("ready")
        terminal.send(scene.password)
        terminal.wait_until(lambda: "\u2022" * 20 in terminal.screen_text())
        assert terminal.leaks() == [], "the password is masked while it is typed"
        terminal.send(ENTER)
        terminal.wait_for("done")
        terminal.wait_idle()
        found = [*terminal.leaks(), *scene.left()]
    assert found, f"a program that {way}"
    assert all(line.startswith("the password") for line in found)
    scene.note(NAIVE, len(found))


def test_a_naive_crash_is_found(scenes: Callable[[int], Scene]) -> None:
    scene = scenes(800)
    with scene.open(program=("tests.support.naive_leak", "crashes"), traces=False) as terminal:
        terminal.wait_for("ready")
        terminal.send(scene.password, ENTER)
        terminal.wait()
        found = [line for line in terminal.leaks() if "the terminal" in line]
    assert found
    scene.note(NAIVE, len(found))

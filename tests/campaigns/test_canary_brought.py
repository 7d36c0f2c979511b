"""Canary campaign: what people hold a connection in, and bare secrets, in wrong fields; then the
search for the secrets in them.
"""

import random
import re
from collections.abc import Callable, Iterator

import pytest

from tests.support.canary_brought import alone, dresses, forms, plain_secret
from tests.support.canary_scene import BROUGHT, BROUGHT_PIPE, Scene
from tests.support.canary_talk import Talk
from tests.support.canary_walk import gone, leave
from tests.support.echo_server import EchoServer, echo_server
from tests.support.pty import (
    CTRL_E,
    CTRL_G,
    CTRL_R,
    ENTER,
    ESCAPE,
    PAGE_UP,
    TAB,
    Terminal,
    paste,
)

CI_FORMS = ("json", "curl", "env", "broken")
CI_DRESSES = ("register", "FreeSWITCH", "GitHub")
FIELDS = {
    "connection name": "Connection name",
    "tags": "Tags",
    "dtmf": "DTMF type",
    "event url": "Event URL",
    "codecs": "Codecs",
    "2xx": "2xx timeout",
    "localization": "Localization",
}
"""A setting of every kind: what finds it, and its label."""
ASKED = (
    "Fill in the payload?",
    "Use the API key?",
    "Put it where it belongs?",
    "Nothing was taken",
    "No answer was taken",
    "nothing was taken",
    "was not taken",
    "in use already",
)


@pytest.fixture
def server() -> Iterator[EchoServer]:
    with echo_server() as running:
        yield running


def asked(terminal: Terminal) -> list[str]:
    """What of `ASKED` is on the screen; a message may be broken anywhere between its words."""
    text = " ".join(re.sub("[\u2500-\u257f\u258c]", " ", terminal.screen_text()).split())
    return [each for each in ASKED if each in text]


def take_away(terminal: Terminal, message: str) -> None:
    """Types Escape until a message is gone: the next one of the same words may come just after."""
    for _ in range(20):
        terminal.send(ESCAPE)
        terminal.wait_idle(0.2)
        if message not in asked(terminal):
            return
    raise TimeoutError(f"{message!r} cannot be taken away")


def answer_all(terminal: Terminal, key: str) -> None:
    """Waits for what a paste leads to, and gives `key` to every question of it."""
    for _ in range(3):
        terminal.wait_until(lambda: bool(asked(terminal)))
        title = asked(terminal)[0]
        if "?" in title:
            terminal.send(key)
            terminal.wait_until(lambda: title not in asked(terminal))  # noqa: B023
        else:
            take_away(terminal, title)
        terminal.wait_idle(0.2)
        if not asked(terminal):
            return


def test_on_a_screen(scenes: Callable[[int], Scene], server: EchoServer, whole: bool) -> None:
    scene = scenes(1300)
    chance = random.Random(1300)
    password = plain_secret(scene, chance, "the pasted password")
    key = plain_secret(scene, chance, "the pasted key", "KEY")
    texts = {**forms(password, key), **alone(password, key)}
    with scene.open("--base-url", server.url) as terminal:
        terminal.wait_for("There is no API key")
        terminal.send(ESCAPE)
        gone(terminal, "There is no API key")
        terminal.wait_for("> Connection name")
        for name, text in texts.items():
            if not whole and name in forms("", "") and name not in CI_FORMS:
                continue
            for answer in (ESCAPE, ENTER) if whole else (ENTER,):
                terminal.send(paste(text))
                answer_all(terminal, answer)
                assert terminal.leaks() == [], name
                assert scene.left() == [], name
        terminal.send(CTRL_R)
        terminal.wait_for("Nothing has been sent yet")
        assert leave(terminal) == 0
        assert terminal.leaks() == []
    assert scene.left() == []
    assert scene.traces() == set()
    scene.note(BROUGHT)


def test_typed_and_left(scenes: Callable[[int], Scene], server: EchoServer, whole: bool) -> None:
    """What is typed into a field is seen while it is typed; from then on it is nowhere, and never
    in a file.
    """
    scene = scenes(1310)
    chance = random.Random(1310)
    password = plain_secret(scene, chance, "the typed password")
    key = plain_secret(scene, chance, "the typed key", "KEY")
    with scene.open("--base-url", server.url) as terminal:
        terminal.wait_for("There is no API key")
        terminal.send(ESCAPE)
        gone(terminal, "There is no API key")
        terminal.wait_for("> Connection name")
        for name, text in alone(password, key).items():
            if not whole and name not in ("key", "address"):
                continue
            for end in range(0, len(text), 8):
                terminal.send(text[end : end + 8])
                terminal.wait_idle(0.4)
                assert scene.left() == [], f"{name}, up to {end + 8}"
            terminal.send(CTRL_R if name == "key" else TAB)
            answer_all(terminal, ESCAPE)
            if name == "key":
                terminal.wait_for("Nothing has been sent yet")
            assert not scene.search.in_text(terminal.screen_text(), "the screen"), name
            terminal.send(PAGE_UP)
            terminal.send("\x07")
            terminal.wait_for("Go to a")
            terminal.send("connection na", ENTER)
            terminal.wait_for("> Connection name")
            assert not scene.search.in_text(terminal.screen_text(), "the screen"), name
        assert leave(terminal) == 0
    assert scene.left() == []
    scene.note(BROUGHT)


def test_where_a_line_is_asked_for(
    scenes: Callable[[int], Scene], server: EchoServer, whole: bool
) -> None:
    scene = scenes(1320)
    chance = random.Random(1320)
    password = plain_secret(scene, chance, "the pasted password")
    key = plain_secret(scene, chance, "the pasted key", "KEY")
    texts = {**forms(password, key), **alone(password, key)}
    # What a pipe takes to its end would take what is typed next.
    single = ("json", "reply", "curl", "cli", "postman", "env", "yaml", *alone("", ""))
    with scene.pipe("--linear", "--base-url", server.url) as running:
        talk = Talk(running)
        for name in single:
            talk.type("/go 1.1")
            talk.hear("1.1 Connection name")
            talk.type(texts[name])
            talk.hear("filled in", "No answer was taken", "Nothing was taken", "holds no setting")
            running.wait_until(lambda: running.output.endswith(b": "), 30, "a question")
            assert running.leaks() == [], name
            assert scene.left() == [], name
        talk.type("/review")
        talk.hear("Review:")
        talk.type("/quit")
        assert running.wait() == 0
        assert running.leaks() == []
    assert scene.left() == []
    scene.note(BROUGHT_PIPE)


def every_dress(scene: Scene, seed: int) -> dict[str, str]:
    chance = random.Random(seed)
    password = plain_secret(scene, chance, "the pasted password")
    key = plain_secret(scene, chance, "the pasted key", "KEY")
    token = plain_secret(scene, chance, "the pasted token", "ghp_aB3dE5")
    return dresses(password, key, token)


def test_in_every_kind_of_field(
    scenes: Callable[[int], Scene], server: EchoServer, whole: bool
) -> None:
    scene = scenes(1330)
    texts = every_dress(scene, 1330)
    fields = FIELDS if whole else dict(list(FIELDS.items())[1:3])
    with scene.open("--base-url", server.url) as terminal:
        terminal.wait_for("There is no API key")
        terminal.send(ESCAPE)
        gone(terminal, "There is no API key")
        for search, label in fields.items():
            terminal.send(CTRL_G)
            terminal.wait_for("Go to a step")
            terminal.send(search, ENTER)
            terminal.wait_for(f"> {label}")
            for name, text in texts.items():
                if whole or name in CI_DRESSES:
                    terminal.send(paste(text))
                    answer_all(terminal, ESCAPE)
                    assert terminal.leaks() == [], (label, name)
        assert scene.left() == []
        assert leave(terminal) == 0
        assert terminal.leaks() == []
    assert scene.left() == []
    scene.note(BROUGHT)


def test_where_a_dialog_asks(
    scenes: Callable[[int], Scene], server: EchoServer, whole: bool
) -> None:
    """The search for a step, and for a connection: what is no answer there is not taken at all."""
    scene = scenes(1340)
    texts = every_dress(scene, 1340)
    with scene.open("--base-url", server.url, key=scene.key) as terminal:
        terminal.wait_for("> Connection name")
        for key, sight, search in ((CTRL_G, "Go to a step", ""), (CTRL_E, "Esc close", "/")):
            for name, text in texts.items():
                if not whole and name not in CI_DRESSES:
                    continue
                terminal.send(key)
                terminal.wait_for(sight)
                terminal.send(search)
                terminal.wait_idle(0.3)
                terminal.send(paste(text))
                terminal.wait_until(lambda: "was not taken" in asked(terminal))
                assert terminal.leaks() == [], (sight, name)
                # One Escape closes the search, one the list; a message goes with what it is about.
                for _ in range(4):
                    if sight in terminal.screen_text():
                        terminal.send(ESCAPE)
                        terminal.wait_idle(0.3)
                gone(terminal, sight)
                take_away(terminal, "was not taken")
        assert leave(terminal) == 0
        assert terminal.leaks() == []
    assert scene.left() == []
    scene.note(BROUGHT)


def test_at_every_kind_of_question(
    scenes: Callable[[int], Scene], server: EchoServer, whole: bool
) -> None:
    scene = scenes(1350)
    texts = every_dress(scene, 1350)
    places = ("1.1", "1.5", "2.3", "4.1", "7.3", "7.14", "8.2")
    with scene.pipe("--linear", "--base-url", server.url) as running:
        talk = Talk(running)
        for place in places if whole else places[:2]:
            for name, text in texts.items():
                if not whole and name not in CI_DRESSES:
                    continue
                talk.type(f"/go {place}")
                talk.hear(f"{place} ")
                for line in text.split("\n"):
                    talk.type(line)
                talk.hear(
                    "filled in", "No answer was taken", "Nothing was taken", "holds no setting"
                )
                running.wait_until(lambda: running.output.endswith(b": "), 30, "a question")
                assert running.leaks() == [], (place, name)
                assert scene.left() == [], (place, name)
        talk.type("/review")
        talk.hear("Review:")
        talk.type("/quit")
        assert running.wait() == 0
        assert running.leaks() == []
    assert scene.left() == []
    scene.note(BROUGHT_PIPE)

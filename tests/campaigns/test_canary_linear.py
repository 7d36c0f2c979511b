"""Canary campaign: the linear mode, on a terminal and through pipes, with mistakes and every fault;
then the search for the secrets.

A pipe has everything echoed that is fed to it, except what is asked for as a secret. Only `/reveal`
says one.
"""

import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.canary import Watched
from tests.support.canary_scene import (
    LINES,
    LINES_CRASH,
    LINES_END,
    LINES_REVEAL,
    NAME,
    PIPE,
    USER,
    Scene,
)
from tests.support.canary_talk import Talk
from tests.support.crashing_linear import PLACES
from tests.support.echo_server import FAULTS, EchoServer, echo_server
from tests.support.piped import Piped

CI_FAULTS = ("422", "half")
ENDS = ("a terminal", "pipes")
DONE, REVIEW, CONFIRM, KEPT = (
    "Done:",
    "Review:",
    "Type yes to create it:",
    "Everything you answered is still there.",
)
WAITS = ("Looking whether it exists", "Waiting to try again")
STEPS = 8


@pytest.fixture
def server() -> Iterator[EchoServer]:
    with echo_server() as running:
        yield running


def begin(
    scene: Scene,
    end: str,
    *arguments: str,
    program: str = "",
    key: str | None = None,
    traces: bool = True,
) -> Watched | Piped:
    """The linear mode at one of `ENDS`; `program` is the place of a built-in fault."""
    module = ("tests.support.crashing_linear", program) if program else ("tui_app",)
    if end == "pipes":
        return scene.pipe("--linear", *arguments, program=module, key=key)
    return scene.open("--linear", *arguments, program=module, key=key, traces=traces)


def give_key(talk: Talk, scene: Scene, end: str) -> None:
    """Types the key, after some that cannot be one."""
    if end == "pipes":
        talk.answer(("1.1 Connection name", "/key"))
    talk.answer(("or nothing for none of them:", "2"), ("not shown", f"{scene.key} with more"))
    talk.answer(
        ("Error: ", f"/{scene.key}"),
        ("Error: that is no command", "?"),
        ("API key, not shown:", scene.key),
    )


def fill_in(talk: Talk, scene: Scene) -> None:
    talk.answer(
        ("1.1 Connection name", NAME), ("1.2 User name", USER), ("1.3 Password", scene.password)
    )
    talk.hear("1.4 Active")


def fill_in_with_mistakes(talk: Talk, scene: Scene) -> None:
    """Every way to be wrong about a password, and every command that tells what was answered."""
    talk.answer(("1.1 Connection name", NAME), ("1.2 User name", "office 12"), ("/fix: ", "/fix"))
    talk.answer(
        ("1.3 Password (required)", f"{scene.password}{'x' * 120}"),
        ("Error: Password must be", f"/{scene.password}"),
    )
    talk.answer(
        ("Error: that is no command", f"/go{scene.password}"),
        ("Error: that is no command", "?"),
        ("1.3 Password:", "/help"),
    )
    talk.answer(
        ("1.3 Password:", "/undo"),
        ("1.3 Password:", f"//{scene.password}"),
        ("1.4 Active", "/back"),
    )
    talk.answer(
        ("1.3 Password (now ********)", "/generate"),
        ("1.4 Active", "/undo"),
        ("Password: ********", "/redo"),
    )
    talk.answer(
        ("Password: ********", "/go password"),
        ("1.3 Password (now ********)", "/again"),
        ("1.3 Password (now ********)", ""),
    )
    talk.answer(
        ("1.4 Active", "/show"),
        ("1.4 Active", "/form"),
        ("1.4 Active", "/show"),
        ("1.4 Active", "/help 1.3"),
    )
    talk.answer(
        ("1.4 Active", "/problems"), ("1.4 Active", "/clear"), ("1.5 Tags", "/edit password")
    )
    talk.answer(("1.3 Password (now ********)", scene.password), (REVIEW, "/go 1.4"))
    talk.hear("1.4 Active")


def every_step(talk: Talk) -> None:
    for step in range(2, STEPS + 1):
        talk.type("/next")
        talk.answer((f"Step {step} of", "/help"), (" in the API.", "/show"), ("Payload, ", "/form"))
        talk.hear("Payload: ")


def review_and_save(talk: Talk) -> None:
    talk.type("/review")
    talk.answer(
        (REVIEW, "/show"),
        (REVIEW, "/problems"),
        (REVIEW, "/save kept.json"),
        ("or nothing for none", "1"),
    )
    talk.answer(
        ("readable by you only", "/save kept.json"),
        ("or nothing for none", "2"),
        ("kept.json exists.", "no"),
        ("File:", ""),
        ("Nothing was saved", ""),
    )
    talk.hear(REVIEW)


def send_it(talk: Talk) -> str:
    """From the review to the end of a submission; back to the review, unless a connection was
    created. `failed` or `created`.
    """
    talk.type("/submit")
    talk.answer((CONFIRM, "yes"))
    asked = "continue anyway"
    while (heard := talk.hear(KEPT, DONE, asked, *WAITS)) not in (KEPT, DONE):
        if heard == asked:
            talk.type("yes")
        else:
            talk.interrupt()
    if heard == DONE:
        return "created"
    # A refusal of one answer leads to its question.
    talk.type("/review")
    talk.hear(REVIEW)
    return "failed"


def clean(talk: Talk, scene: Scene, server: EchoServer) -> None:
    """Nothing was found so far, nor of what was made up meanwhile."""
    for number, body in enumerate([*server.posts, *server.patches]):
        scene.search.add(f"password {number} that was sent", body["password"])
    assert talk.end.leaks() == []
    assert scene.left() == []


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("end", ENDS)
def test_through_mistakes_and_every_fault(
    end: str, scenes: Callable[[int], Scene], server: EchoServer, whole: bool
) -> None:
    scene = scenes(900)
    with begin(scene, end, "--base-url", server.url) as running:
        talk = Talk(running)
        give_key(talk, scene, end)
        fill_in_with_mistakes(talk, scene)
        every_step(talk)
        review_and_save(talk)
        clean(talk, scene, server)
        for fault in FAULTS if whole else CI_FAULTS:
            server.script.append(fault)
            assert send_it(talk) == "failed", fault
            clean(talk, scene, server)
        for status in ("401", "500", "page") if whole else ("401",):
            server.looks.append(status)
            assert send_it(talk) == "failed", status
            clean(talk, scene, server)
        server.script.append("names")
        assert send_it(talk) == "created"
        talk.answer(
            (DONE, "/show"),
            (DONE, "/status"),
            (DONE, "/device asterisk"),
            ("No configuration for Asterisk", "/password"),
            ("New SIP password, not shown", f"{scene.password}{'x' * 120}"),
        )
        talk.answer(
            ("Error: Password", "/password"),
            ("New SIP password, not shown", ""),
            ("The new password is set.", "/another"),
        )
        fill_in(talk, scene)
        talk.type("/review")
        talk.hear(REVIEW)
        assert send_it(talk) == "created"
        talk.answer((DONE, "/device asterisk"), ("save it to a file", "no"))
        talk.type("/quit")
        assert running.wait() == 0
        assert server.key == scene.key
        assert server.posts[-1]["password"] == scene.password, "it was the true one all along"
        clean(talk, scene, server)
    assert scene.traces() == set()
    assert "password" not in json.loads((scene.work / "kept.json").read_text())
    scene.note(LINES if end == "a terminal" else PIPE)


@pytest.mark.parametrize(
    "number",
    [signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT],
    ids=lambda number: str(number.name),
)
def test_half_a_password_is_not_left_for_the_shell(
    number: signal.Signals, scenes: Callable[[int], Scene], whole: bool
) -> None:
    """What the wizard was ended before reading is no line of whoever reads the terminal next."""
    if not whole and number != signal.SIGTERM:
        pytest.skip("with --whole")
    scene = scenes(1000)
    script = 'trap : HUP INT QUIT TERM; "$@"; echo the shell reads; cat'
    program = ("--linear", "--sandbox")
    command = ("sh", "-c", script, "sh", sys.executable, "-m", "tui_app", *program)
    with Watched(
        *command,
        search=scene.search,
        home=scene.home,
        environ=scene.environ(None),
        directory=scene.work,
    ) as terminal:
        scene.search.looked["runs"] += 1
        talk = Talk(terminal)
        talk.answer(("1.1 Connection name", NAME), ("1.2 User name", USER))
        talk.hear("1.3 Password")
        terminal.send(scene.password)
        terminal.wait_steady(lambda: terminal.bytes_out)
        (child,) = (
            Path(f"/proc/{terminal.process.pid}/task/{terminal.process.pid}/children")
            .read_text()
            .split()
        )
        os.kill(int(child), number)
        talk.hear("the shell reads")
        terminal.send("and goes on\n")
        talk.hear("and goes on and goes on")
        assert terminal.leaks() == []
    assert scene.left() == []
    scene.note(LINES_END)


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("place", PLACES)
def test_a_crash_tells_no_secret(
    place: str, end: str, scenes: Callable[[int], Scene], server: EchoServer, whole: bool
) -> None:
    if not whole and (place, end) not in (
        ("command", "pipes"),
        ("thread", "a terminal"),
        ("new password", "pipes"),
    ):
        pytest.skip("with --whole")
    scene = scenes(1100)
    key = None if place == "key" else scene.key
    with begin(
        scene, end, "--base-url", server.url, program=place, key=key, traces=False
    ) as running:
        talk = Talk(running)
        if place == "key":
            if end == "pipes":
                talk.answer(("1.1 Connection name", "/key"))
            talk.answer(("or nothing for none of them:", "2"), ("not shown", scene.key))
        else:
            talk.answer(
                ("1.1 Connection name", NAME),
                ("1.2 User name", USER),
                ("1.3 Password", scene.password),
            )
        if place in ("command", "thread", "task"):
            talk.answer(("1.4 Active", "/problems"))
        elif place in ("request", "new password"):
            talk.answer(("1.4 Active", "/submit"), (CONFIRM, "yes"))
        if place == "new password":
            talk.answer((DONE, "/password"), ("New SIP password, not shown", scene.spare))
        talk.hear(*(("Broken", "Traceback") if PLACES[place] == "Broken" else (KEPT, "1.4 Active")))
        if PLACES[place] != "Broken":
            talk.type("/quit")
        code = running.wait()
        assert (code == 1) == (PLACES[place] == "Broken"), code
        assert running.leaks() == []
    assert scene.left() == []
    scene.note(LINES_CRASH)


@pytest.mark.parametrize("end", ENDS)
def test_only_reveal_says_a_secret(
    end: str, scenes: Callable[[int], Scene], server: EchoServer
) -> None:
    scene = scenes(1200)
    other = scene.secret("the new password")
    with begin(scene, end, "--base-url", server.url, key=scene.key) as running:
        talk = Talk(running)
        fill_in(talk, scene)
        assert running.leaks() == []
        talk.answer(
            ("1.4 Active", "/reveal"),
            ("1.4 Active", "/review"),
            (REVIEW, "/show"),
            (REVIEW, "/save clear.json"),
        )
        talk.answer(("or nothing for none", "2"), ("readable by you only", ""))
        talk.hear(REVIEW)
        assert send_it(talk) == "created"
        talk.answer(
            (DONE, "/reveal"),
            (DONE, "/password"),
            ("New SIP password, not shown", other),
            ("/reveal says it. Done:", "/reveal"),
            (DONE, "/quit"),
        )
        assert running.wait() == 0
        lines = running.output.decode().replace("\r", "").split("\n")
        said = [f"Password: {secret}" for secret in (scene.password, scene.password, other)]
        assert [line for line in lines if scene.search.in_text(line, "a line")] == said
        found = running.leaks()
        assert {line.partition(" (")[0] for line in found} == {"the password", "the new password"}
    assert {line.rpartition("/")[2] for line in scene.left()} == {"clear.json"}
    assert (scene.work / "clear.json").stat().st_mode & 0o777 == 0o600
    scene.note(LINES_REVEAL, len(found))

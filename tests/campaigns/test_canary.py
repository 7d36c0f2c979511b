"""Canary campaign: a run through every screen and every fault with secrets that cannot be there by
chance, then the search for them.

Searched are each picture that the terminal drew, every byte written to it, every file under HOME,
TMPDIR and the working directory, the process's arguments, and all that the commands print. Only the
deliberate reveals show a secret; those are asserted too.
"""

import json
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator

import pytest

from tests.support.canary_scene import (
    COMMANDS,
    CRASH,
    FILES,
    NAME,
    RETURN,
    SANDBOX,
    SCREEN,
    USER,
    Scene,
)
from tests.support.canary_walk import (
    CTRL_U,
    CTRL_X,
    F9,
    SHIFT_END,
    every_dialog_of_the_password,
    every_step,
    fill_in,
    generate_and_undo,
    gone,
    leave,
    look_into,
    review,
    save,
    send_it,
)
from tests.support.crashing_wizard import ENDING, GOING_ON
from tests.support.echo_server import FAULTS, EchoServer, echo_server
from tests.support.pty import (
    CTRL_C,
    CTRL_E,
    CTRL_G,
    CTRL_P,
    CTRL_Q,
    CTRL_R,
    DOWN,
    ENTER,
    HOME,
    PAGE_DOWN,
    PAGE_UP,
    paste,
)


@pytest.fixture
def server() -> Iterator[EchoServer]:
    with echo_server() as running:
        yield running


CI_FAULTS = ("422", "half")


@pytest.mark.timeout(1800)
def test_through_every_screen_and_every_fault(
    scenes: Callable[[int], Scene], server: EchoServer, whole: bool
) -> None:
    sizes = [(80, 24), (120, 40), (60, 20), (200, 60)] if whole else [(80, 24)]
    for seed, (columns, rows) in enumerate(sizes):
        scene = scenes(seed)
        server.connections.clear()
        with scene.open("--base-url", server.url, size=(columns, rows), key=scene.key) as terminal:
            fill_in(terminal, scene)
            if columns < 100:
                if whole:
                    every_dialog_of_the_password(terminal)
                generate_and_undo(terminal)
                every_step(terminal, whole=whole)
            review(terminal)
            save(terminal, "kept.json", with_password=False)
            for fault in FAULTS if whole else CI_FAULTS:
                server.script.append(fault)
                assert send_it(terminal) == "failed", fault
                assert not terminal.leaks(), fault
            for status in ("401", "500", "page") if whole else ("401",):
                server.looks.append(status)
                assert send_it(terminal) == "failed", status
            server.script.append("names")
            assert send_it(terminal) == "created"
            terminal.send("c")
            look_into(terminal, CTRL_P, "Commands")
            terminal.send("p")
            terminal.wait_for("New SIP password")
            terminal.send(ENTER)
            terminal.wait_for("The new password is set")
            terminal.send("n")
            terminal.wait_for("Connection name")
            terminal.send(CTRL_G)
            terminal.wait_for("Go to a step")
            terminal.send("connection na", ENTER)
            terminal.wait_for("> Connection name")
            fill_in(terminal, scene)
            terminal.send(CTRL_R)
            terminal.wait_for("s create  Enter edit")
            assert send_it(terminal) == "created"
            assert leave(terminal) == 0
            assert server.posts[-1]["password"] == scene.password, "it was the true one all along"
            for number, made in enumerate(server.patches):
                scene.search.add(f"generated password {number}", made["password"])
            assert terminal.leaks() == []
            assert terminal.pictures > 50
        assert scene.left() == []
        assert scene.traces() == set()
        assert json.loads((scene.work / "kept.json").read_text())["user_name"] == USER
        scene.note(SCREEN)


def test_the_key_prompt_the_way_out_and_the_way_back(
    scenes: Callable[[int], Scene], server: EchoServer
) -> None:
    scene = scenes(100)
    typed = scene.secret("the key that was typed", "KEY")
    with scene.open("--base-url", server.url) as terminal:
        terminal.wait_for("There is no API key")
        terminal.send("t", ENTER)
        terminal.wait_for("Paste it here")
        terminal.send(paste(f"{typed} with more"), HOME, SHIFT_END, CTRL_C, CTRL_X, ENTER)
        terminal.wait_for("That cannot be used")
        terminal.send(paste(typed), ENTER)
        gone(terminal, "Paste it here")
        fill_in(terminal, scene)
        terminal.send(PAGE_DOWN)
        terminal.wait_for("AnchorSite (media)")
        look_into(terminal, CTRL_Q, "Quit the wizard?")
        assert leave(terminal) == 0
        assert terminal.leaks() == []
    with scene.open("--resume", "--base-url", server.url) as terminal:
        terminal.wait_for("There is no API key")
        terminal.send("t", ENTER)
        terminal.wait_for("Paste it here")
        terminal.send(typed, ENTER)
        terminal.wait_for("AnchorSite (media)")
        terminal.send(PAGE_UP)
        terminal.wait_for("Connection name")
        terminal.send(DOWN, DOWN, paste(scene.password), CTRL_R)
        terminal.wait_for("s create  Enter edit")
        server.gate.clear()
        terminal.send("s")
        terminal.wait_for("Create connection?")
        terminal.send(ENTER)
        terminal.wait_until(server.arrived.is_set)
        look_into(terminal, CTRL_Q, "Quit the wizard?")
        terminal.kill(signal.SIGTERM)
        assert terminal.wait() == 143
        assert terminal.leaks() == []
    server.gate.set()
    assert server.key == typed
    assert scene.left() == []
    assert scene.traces() == set()
    scene.note(RETURN)


def test_from_files(scenes: Callable[[int], Scene], server: EchoServer) -> None:
    scene = scenes(200)
    payload, key = scene.given / "payload.json", scene.given / "key"
    payload.write_text(
        json.dumps({"connection_name": NAME, "user_name": USER, "password": scene.password})
    )
    key.write_text(f"{scene.key}\n")
    with scene.open(
        "--from", str(payload), "--api-key-file", str(key), "--base-url", server.url
    ) as terminal:
        terminal.wait_for("Connection name")
        terminal.send(DOWN, DOWN)
        every_dialog_of_the_password(terminal)
        review(terminal)
        assert send_it(terminal) == "created"
        assert leave(terminal) == 0
        assert terminal.leaks() == []
    assert (server.key, server.posts[-1]["password"]) == (scene.key, scene.password)
    assert scene.left() == []
    scene.note(FILES)


def test_the_commands(scenes: Callable[[int], Scene], server: EchoServer, whole: bool) -> None:
    scene = scenes(300)
    full, bare, wrong = (scene.given / name for name in ("full.json", "bare.json", "wrong.json"))
    least = {"connection_name": NAME, "user_name": USER}
    full.write_text(json.dumps({**least, "password": scene.password}))
    bare.write_text(json.dumps(least))
    wrong.write_text(
        json.dumps(
            {
                "connection_name": 5,
                "user_name": "!",
                "password": [scene.password],
                "inbound": {"password": 1},
            }
        )
    )
    found: list[str] = []
    for file in (full, bare, wrong):
        for more in ((), ("--json",)):
            code, told = scene.run("check", str(file), *more)
            assert code == (3 if file == wrong else 0)
            found += scene.search.in_text(told, f"check {file.name}")
    found += scene.search.in_text(scene.run("schema")[1], "schema")
    found += scene.search.in_text(
        scene.run("create", str(full), "--dry-run")[1], "create --dry-run"
    )
    for fault in FAULTS if whole else ("422", "page"):
        server.script.append(fault)
        form = [] if fault == "page" else ["--json"]
        _, told = scene.run(
            "create", str(full), "--base-url", server.url, *form, stop=True, key=scene.key
        )
        found += scene.search.in_text(told, f"create, {fault}")
        server.script.clear()
    code, told = scene.run("create", str(bare), "--sandbox", "--json")
    assert (code, '"created"' in told) == (0, True)
    assert found + scene.search.in_text(told, "create --sandbox") + scene.left() == []
    assert scene.traces() == set()
    scene.note(COMMANDS)


def test_the_sandbox_and_its_listing(scenes: Callable[[int], Scene]) -> None:
    scene = scenes(400)
    payload = scene.given / "payload.json"
    payload.write_text(
        json.dumps({"connection_name": NAME, "user_name": USER, "password": scene.password})
    )
    command = [sys.executable, "-m", "tui_app", "sandbox", "--port", "0"]
    scene.search.looked["runs"] += 1
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=scene.work,
        env=scene.whole_environ(),
    ) as process:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        assert url.startswith("http://127.0.0.1:")
        code, told = scene.run("create", str(payload), "--base-url", url, key=scene.key)
        assert code == 0, told
        request = urllib.request.Request(
            f"{url}/credential_connections", headers={"Authorization": f"Bearer {scene.key}"}
        )
        with urllib.request.urlopen(request) as answer:
            listing = answer.read().decode()
        broken = urllib.request.Request(
            f"{url}/credential_connections?page[size]=x", headers=request.headers
        )
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(broken)
        said = refused.value.read().decode()
        found = scene.search.in_process(process.pid)
        process.terminate()
        output, errors = process.communicate(timeout=10)
    assert USER in listing
    for text, where in (
        (told, "create"),
        (listing, "the listing"),
        (said, "a refusal"),
        (output + errors, "the sandbox's output"),
    ):
        found += scene.search.in_text(text, where)
    assert found + scene.left() == []
    scene.note(SANDBOX)


@pytest.mark.parametrize("place", [*ENDING, *GOING_ON])
def test_a_crash_tells_no_secret(place: str, scenes: Callable[[int], Scene], whole: bool) -> None:
    if not whole and place not in ("action", "group", "thread"):
        pytest.skip("with --whole")
    scene = scenes(500)
    # A port where nobody listens: nothing is sent. The helper imports Textual before the program
    # can drop its variables.
    program = ("tests.support.crashing_wizard", place)
    with scene.open(
        "--base-url", "http://127.0.0.1:9/v2", program=program, key=scene.key, traces=False
    ) as terminal:
        fill_in(terminal, scene)
        terminal.send(F9)
        if place in ENDING:
            assert terminal.wait() == 1
            assert terminal.restored(), terminal.left_on()
            assert "Broken" in terminal.screen_text()
        else:
            terminal.wait_idle()
            assert leave(terminal) == 0
        assert terminal.leaks() == []
    assert scene.left() == []
    drafts = list((scene.home / "state/telnyx-wizard/drafts").glob("*.json"))
    assert [USER in draft.read_text() for draft in drafts] == [True], "the draft is kept"
    scene.note(CRASH)


@pytest.mark.parametrize("place", ["key", "new password"])
def test_a_crash_over_what_was_just_typed_tells_no_secret(
    place: str, scenes: Callable[[int], Scene], server: EchoServer
) -> None:
    scene = scenes(550)
    key = None if place == "key" else scene.key
    with scene.open(
        "--base-url",
        server.url,
        program=("tests.support.crashing_wizard", place),
        key=key,
        traces=False,
    ) as terminal:
        if place == "key":
            terminal.wait_for("There is no API key")
            terminal.send("t", ENTER)
            terminal.wait_for("Paste it here")
            terminal.send(scene.key, ENTER)
        else:
            fill_in(terminal, scene)
            terminal.send(CTRL_R)
            terminal.wait_for("s create  Enter edit")
            assert send_it(terminal) == "created"
            terminal.send("p")
            terminal.wait_for("New SIP password")
            terminal.send(CTRL_E, CTRL_U, scene.spare, ENTER)
        assert terminal.wait() == 1
        assert "Broken" in terminal.screen_text()
        assert terminal.leaks() == []
    assert scene.left() == []
    scene.note(CRASH)

"""Canary campaign: the connections that exist, of an API that keeps nothing back, on a screen, in
lines and by the commands; then the search for the secrets.
"""

import json
import signal
from collections.abc import Callable, Iterator

import pytest

from tests.support.canary import Watched
from tests.support.canary_brought import plain_secret
from tests.support.canary_scene import ACCOUNT, ACCOUNT_COMMANDS, ACCOUNT_LINES, Scene
from tests.support.canary_talk import Talk
from tests.support.canary_walk import CTRL_O, CTRL_U, gone, leave, look_into
from tests.support.clear_account import ClearAccount, clear_account
from tests.support.pty import (
    CTRL_E,
    CTRL_G,
    CTRL_R,
    CTRL_T,
    DOWN,
    ENTER,
    ESCAPE,
    F1,
    PAGE_DOWN,
    TAB,
    ctrl,
)

CTRL_D = ctrl("D")
CI_FAULTS = ("422",)
FAULTS = ("400", "401", "403", "404", "409", "422", "429", "500", "503")
FIRST = "1700000000000000000"
"""The id of the first connection."""
NAMES = (
    *("password", "certificate", "private_key", "project_account_json_file"),
    *("api_key", "secret", "token", "sip_password"),
)
"""The members of an answer in which secrets stand."""


@pytest.fixture
def opened(scenes: Callable[[int], Scene]) -> Iterator[Callable[[int], tuple[Scene, ClearAccount]]]:
    """A scene, and an account whose secrets are the scene's."""
    accounts = []

    def open_(seed: int) -> tuple[Scene, ClearAccount]:
        scene = scenes(seed)
        account = clear_account({name: scene.secret(f"{name} of the account") for name in NAMES})
        accounts.append(account)
        running = account.__enter__()
        running.fill(6)
        return scene, running

    yield open_
    for account in accounts:
        account.__exit__(None, None, None)


def listed(terminal: Watched) -> None:
    """Opens the list of connections."""
    terminal.send(CTRL_E)
    terminal.wait_for("user0")
    terminal.wait_for("Esc close  F1 keys")


def go_to(terminal: Watched, text: str, label: str) -> None:
    """Goes to a setting by a part of its name."""
    terminal.send(CTRL_G)
    terminal.wait_for("Go to a step")
    terminal.send(text, ENTER)
    terminal.wait_for(f"> {label}")


def look_at_the_list(terminal: Watched) -> None:
    listed(terminal)
    look_into(terminal, F1, "Up/Down scrolls")
    look_into(terminal, ENTER, "Up/Down scrolls")
    terminal.send("r")
    terminal.wait_for("Registered")
    terminal.send("/", "office 0", ENTER)
    gone(terminal, "user1")


def give_a_new_password(terminal: Watched, password: str, account: ClearAccount) -> None:
    terminal.send("p")
    terminal.wait_for("New SIP password")
    account.script.append("422")
    terminal.send(CTRL_U, password, ENTER)
    terminal.wait_for("It was not set")
    terminal.send(ENTER)
    terminal.wait_for("New password of office 0")
    terminal.wait_for("r shows it")
    terminal.send(ESCAPE)
    gone(terminal, "New password of office 0")


def change_several(terminal: Watched) -> None:
    """Deactivates two of all rows."""
    terminal.send(ESCAPE)
    terminal.wait_for("user5")
    terminal.send("  ")
    terminal.wait_for("2 marked")
    terminal.send("m")
    terminal.wait_for("Change 2 connections")
    terminal.send(DOWN, ENTER)
    terminal.wait_for("Change 2 of 2 connections?")
    terminal.wait_for("Enter: Change connections")
    terminal.send(ENTER)
    terminal.wait_for("Up/Down scrolls", timeout=30)
    terminal.send(ESCAPE)
    gone(terminal, "Up/Down scrolls")
    terminal.send("  ")


def delete_one(terminal: Watched, account: ClearAccount) -> None:
    terminal.send("/", "office 5", ENTER)
    gone(terminal, "user0")
    terminal.send("d")
    terminal.wait_for("Delete the connection?")
    terminal.send("office 5", ENTER)
    terminal.wait_for("is deleted")
    terminal.send(ESCAPE)
    assert account.deleted


def test_the_list_and_all_that_it_leads_to(
    opened: Callable[[int], tuple[Scene, ClearAccount]], whole: bool
) -> None:
    for seed, size in enumerate([(80, 24), (60, 20), (120, 40)] if whole else [(80, 24)], 700):
        scene, account = opened(seed)
        with scene.open("--base-url", account.url, key=scene.key, size=size) as terminal:
            terminal.wait_for("Connection name")
            look_at_the_list(terminal)
            assert terminal.leaks() == []
            give_a_new_password(terminal, scene.password, account)
            assert account.patches[-1] == {"password": scene.password}
            change_several(terminal)
            assert terminal.leaks() == []
            delete_one(terminal, account)
            assert leave(terminal) == 0
            assert terminal.leaks() == []
        assert scene.left() == []
        assert scene.traces() == set()
        scene.note(ACCOUNT)


def test_the_wizard_on_what_exists(opened: Callable[[int], tuple[Scene, ClearAccount]]) -> None:
    """Cloned, kept as a template, chosen from the account, begun from a file, edited in a conflict,
    left and resumed.
    """
    scene, account = opened(710)
    payload = scene.given / "payload.sh"
    payload.write_text(
        "curl https://api.telnyx.com/v2/credential_connections "
        f"-H 'Authorization: Bearer {plain_secret(scene, scene.chance, 'a key in a file', 'KEY')}' "
        f"-d '{json.dumps({'connection_name': 'filed', 'password': scene.secret('in a file')})}'"
    )
    with scene.open("--base-url", account.url, key=scene.key) as terminal:
        terminal.wait_for("Connection name")
        listed(terminal)
        terminal.send("c")
        terminal.wait_for("Filled from office 0")
        look_into(terminal, CTRL_T, "Payload: ")
        terminal.send("office99", TAB, scene.password, CTRL_R)
        terminal.wait_for("s create  Enter edit")
        terminal.send("k")
        terminal.wait_for("Save as a template")
        terminal.send("mine", ENTER)
        terminal.wait_for("Saved. telnyx-wizard --template mine")
        for text, label, name in (
            ("ios push", "iOS push credential", "phones"),
            ("voice profile", "Outbound voice profile", "profile"),
        ):
            go_to(terminal, text, label)
            terminal.send(CTRL_O)
            terminal.wait_for("Enter picks")
            terminal.send("choose", ENTER)
            terminal.wait_for(f" {name} ")
            terminal.wait_for("Esc close  F1 keys")
            terminal.send(ENTER)
            terminal.wait_for(f"> {label}")
        assert terminal.leaks() == []
        terminal.send(CTRL_D)
        terminal.wait_for("Start from")
        terminal.send(DOWN, DOWN, ENTER)
        terminal.wait_for("Start from a file")
        terminal.send(str(payload), ENTER)
        terminal.wait_for("Fill in")
        terminal.send(ENTER)
        gone(terminal, "Fill in ")
        go_to(terminal, "connection name", "Connection name")
        assert terminal.leaks() == []
        edit(terminal, scene, account)
        assert leave(terminal) == 0
        assert terminal.leaks() == []
    assert account.patches[-1]["password"] == scene.password
    with scene.open("--edit", FIRST, "--base-url", account.url, key=scene.key) as terminal:
        terminal.wait_for("Edit office 0")
        terminal.send("x", DOWN, DOWN, scene.password, PAGE_DOWN)
        terminal.wait_for("AnchorSite")
        assert leave(terminal) == 0
        assert terminal.leaks() == []
    with scene.open("--resume", "--base-url", account.url, key=scene.key) as terminal:
        terminal.wait_for("AnchorSite")
        terminal.kill(signal.SIGKILL)
        terminal.wait()
        assert terminal.leaks() == []
    assert scene.left() == []
    assert scene.traces() == set()
    assert list(scene.home.rglob("mine.json")), "the template was saved"
    scene.note(ACCOUNT)


def edit(terminal: Watched, scene: Scene, account: ClearAccount) -> None:
    """Sets a new password and a tag; someone else has set tags meanwhile."""
    listed(terminal)
    terminal.send("e")
    terminal.wait_for('Editing "office 0"')
    terminal.send(DOWN, DOWN, scene.password, TAB, TAB, "x")
    terminal.wait_for("labx")
    account.connections[0] |= {"tags": ["theirs"], "password": scene.secret("theirs")}
    terminal.send(CTRL_R)
    terminal.wait_for("s send  Enter edit")
    terminal.send("s")
    terminal.wait_for("Change the connection?")
    terminal.wait_for("Enter: Change connection")
    terminal.send(ENTER)
    terminal.wait_for("Changed by somebody else", timeout=20)
    terminal.wait_for("y: Set mine")
    terminal.send("y")
    terminal.wait_for("✓ Changed", timeout=20)


@pytest.mark.parametrize("end", ["a terminal", "pipes"])
def test_the_linear_mode_on_what_exists(
    end: str, opened: Callable[[int], tuple[Scene, ClearAccount]]
) -> None:
    scene, account = opened(720)
    start = scene.open if end == "a terminal" else scene.pipe
    with start("--linear", "--base-url", account.url, key=scene.key) as program:
        talk = Talk(program)
        listing = "or nothing to close the list:"
        which = "nothing for none of them:"
        talk.answer(
            ("Connection name", "/connections"),
            (listing, "1"),
            (which, "1"),
            (listing, "1"),
            (which, "2"),
            (listing, "1"),
            (which, "5"),
            ("New SIP password", scene.password),
            (listing, "1 2"),
            (which, "1"),
            ("Change 2 connections", "2"),
            ("Type yes to change it:", "yes"),
            (listing, "6"),
            (which, "6"),
            ("Type its name to delete it:", "office 5"),
            (listing, "1"),
            (which, "4"),
            ("User name", "/template mine"),
            ("User name", "/choose"),
            ("User name", "/connections"),
            (listing, "1"),
            (which, "3"),
            ("Review:", "/edit password"),
            ("Password", scene.password),
            ("Review:", "/submit"),
        )
        account.script.append("422")
        talk.answer(
            ("Type yes to change it:", "yes"),
            (":", "/review"),
            ("Review:", "/submit"),
            ("Type yes to change it:", "yes"),
            (":", "/quit"),
        )
        assert program.wait() == 0
        assert program.leaks() == []
    passwords = [each["password"] for each in account.patches if "password" in each]
    assert passwords == [scene.password] * 3
    assert account.deleted
    assert scene.left() == []
    assert scene.traces() == set()
    scene.note(ACCOUNT_LINES)


def test_the_commands_on_what_exists(
    opened: Callable[[int], tuple[Scene, ClearAccount]], whole: bool
) -> None:
    scene, account = opened(730)
    change, wrong = scene.given / "change.json", scene.given / "wrong.json"
    change.write_text(json.dumps({"password": scene.password, "tags": ["mine"]}))
    wrong.write_text(json.dumps({"tags": 5, "password": [scene.password]}))
    where = ("--base-url", account.url)
    found: list[str] = []

    def run(code: int, *arguments: str) -> str:
        given, told = scene.run(*arguments, *where, key=scene.key)
        assert given == code, told
        found.extend(scene.search.in_text(told, " ".join(arguments[:2])))
        return told

    for form in ((), ("--json",)):
        assert "user0" in run(0, "list", *form)
        assert "user0" in run(0, "show", FIRST, *form)
        run(0, "update", FIRST, str(change), "--dry-run", *form)
        run(3, "update", FIRST, str(wrong), *form)
        for fault in FAULTS if whole else CI_FAULTS:
            account.script.append(fault)
            _, told = scene.run(
                "update", FIRST, str(change), "--settle", "1", *form, *where, key=scene.key
            )
            found += scene.search.in_text(told, f"update, {fault}")
            account.script.clear()
        account.fill(6)
        run(0, "update", FIRST, str(change), *form)
        account.script.append("422")
        scene.run("delete", FIRST, "--name", "office 0", *form, *where, key=scene.key)
        account.script.clear()
        run(0, "delete", FIRST, "--name", "office 0", *form)
        account.fill(6)
    assert "\n".join(found) == ""
    assert scene.left() == []
    assert scene.traces() == set()
    scene.note(ACCOUNT_COMMANDS)

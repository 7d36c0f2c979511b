"""Completion by Tab, in real shells on a pseudo-terminal: every kind of word, and silence."""

import os
import shlex
import shutil
import socket
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from tests.support.pty import TAB, Terminal, ctrl
from tests.support.sandbox import connections_in
from tui_app.cli import main
from tui_app.commands import completion
from tui_app.commands.completion import files, template_names
from tui_app.commands.options import SHELLS, parser_of_all
from tui_app.core.autosave import Position, to_document
from tui_app.core.draft import Draft
from tui_app.storage.drafts import Drafts
from tui_app.storage.locations import locations

PAYLOAD = '{"connection_name": "Ω: $(x)", "user_name": "office12", "password": "Xk7pVq2mRt9wZ4"}'
READY = "ready> "
BEGIN = {
    "bash": (
        ("--norc", "--noprofile", "-i"),
        (
            f'PS1="{READY}"; bind "set show-all-if-ambiguous on"; '
            'eval "$(telnyx-wizard completion bash)"'
        ),
    ),
    "zsh": (
        ("-f", "-i"),
        (
            f'autoload -Uz compinit; compinit -u -D; PROMPT_SP=; PS1="{READY}"; '
            'eval "$(telnyx-wizard completion zsh)"'
        ),
    ),
    "fish": (
        ("--no-config", "-i"),
        (
            f'function fish_prompt; echo -n "{READY}"; end; set fish_autosuggestion_enabled 0; '
            "telnyx-wizard completion fish | source"
        ),
    ),
}
"""How each shell starts without its user's settings, and what makes it ready."""


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """Where the shell is: two payload files and a directory, and `bin/telnyx-wizard`."""
    here = tmp_path / "here"
    (here / "phones").mkdir(parents=True)
    (here / "office.json").write_text(PAYLOAD)
    (here / "two words.json").write_text(PAYLOAD)
    (here / "$(touch made);x.json").write_text(PAYLOAD)
    program = tmp_path / "bin" / "telnyx-wizard"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m tui_app "$@"\n')
    program.chmod(0o755)
    return here


@pytest.fixture(params=SHELLS)
def complete(
    request: pytest.FixtureRequest, directory: Path, private_environment: Path
) -> Iterator[Callable[..., None]]:
    """Type words after `telnyx-wizard`, then Tab; wait until they have become what is expected."""
    shell: str = request.param
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    switches, first = BEGIN[shell]
    path = f"{directory.parent / 'bin'}:{os.environ['PATH']}"
    environ = {"PATH": path, "TELNYX_API_KEY": "KEY0123"}
    with Terminal(
        shell,
        *switches,
        home=private_environment,
        columns=160,
        directory=directory,
        environ=environ,
    ) as terminal:
        terminal.wait_idle()
        terminal.send(f"{first}\r")
        terminal.wait_until(lambda: at_prompt(terminal) == "", 30, "the prompt")

        def typed(words: str, expected: str, *, then: str = "", listed: Sequence[str] = ()) -> None:
            terminal.send(ctrl("u"), "telnyx-wizard ", words, TAB, then)
            what = f"{words!r} and Tab making {expected!r}"
            terminal.wait_until(
                lambda: at_prompt(terminal) == f"telnyx-wizard {expected}", 20, what
            )
            for name in listed:
                terminal.wait_for(name)

        yield typed


def at_prompt(terminal: Terminal) -> str | None:
    """Return what stands between the prompt and the cursor, None if there is no prompt."""
    column, row = terminal.cursor()
    line = terminal.lines()[row].ljust(column)[:column]
    return line.removeprefix(READY) if line.startswith(READY) else None


def draft() -> str:
    """Leave a draft on disk. Return its name without suffix."""
    answers, _ = Draft.of({"connection_name": "left"})
    drafts = Drafts(locations().drafts)
    assert drafts.save(to_document(answers, Position(0))) is None
    drafts.close()
    assert drafts.name is not None
    return drafts.name.removesuffix(".json")


def test_tab_completes_every_kind_of_word(complete: Callable[..., None], directory: Path) -> None:
    name = draft()
    for words, expected in (
        ("comp", "completion "),
        ("check --allow", "check --allow-unknown "),
        ("device-config --for free", "device-config --for freeswitch "),
        ("check off", "check office.json "),
        ("check two", r"check two\ words.json "),
        (r"check \$", r"check \$\(touch\ made\)\;x.json "),
        ("create ph", "create phones/"),
        ("--from=off", "--from=office.json "),
        ("check 'two", "check 'two words.json' "),
        ("--api-key-file off", "--api-key-file office.json "),
        (f"check {directory}/off", f"check {directory}/office.json "),
        ("--template soft", "--template softphone "),
        ("templates show voi", "templates show voice-app "),
        (f"drafts remove {name[:-1]}", f"drafts remove {name} "),
    ):
        complete(words, expected)
    complete("c", "c", listed=("check", "create"))
    assert not (directory / "made").exists()
    complete("device-config --for ", "device-config --for ", listed=("asterisk", "linphone"))


def test_tab_completes_an_id_of_the_sandbox(
    complete: Callable[..., None],
    directory: Path,
    private_environment: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["create", str(directory / "office.json"), "--sandbox", "--ascii"]) == 0
    identity = capsys.readouterr().out.split()[-1]
    assert connections_in(private_environment) == 1
    for words in ("show --sandbox", "--sandbox verify", "--sandbox --clone"):
        complete(f"{words} {identity[:3]}", f"{words} {identity} ")
    complete("show --sandbox ", "show --sandbox z", then="z")


def test_tab_says_nothing_if_the_account_cannot_be_asked(complete: Callable[..., None]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/v2"
        for words in (
            f"--base-url {url} show 1",  # takes the request and never answers
            "--base-url http://127.0.0.1:1/v2 show 1",  # nobody is there
            "--api-key-file phones show 1",
            "--base-url nonsense --edit 1",
        ):
            complete(words, f"{words}z", then="z")


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_is_for_the_shell_alone(
    shell: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["completion", shell]) == 0
    script = capsys.readouterr().out
    assert "telnyx-wizard" in script
    assert str(tmp_path.parent) not in script
    assert sys.prefix not in script


def test_a_file_that_would_steer_the_terminal_is_not_offered(
    directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(directory)
    (directory / "\x1b[31mred").touch()
    (directory / "two\nlines").touch()
    os.mkdir(os.fsencode(directory) + b"/\xff")  # noqa: PTH102 - a name that is no text
    (directory / ".hidden").touch()
    assert files("") == ["$(touch made);x.json", "office.json", "phones/", "two words.json"]
    assert files(".h") == [".hidden"]
    assert files("of") == ["office.json"]
    assert files("absent/") == files("~nobody-here/") == []


def test_home_stays_as_it_was_typed(private_environment: Path) -> None:
    (private_environment / "mine.json").touch()
    assert files("~/m") == ["~/mine.json"]


def test_only_the_users_own_templates_can_be_removed() -> None:
    own = locations().templates
    own.mkdir(parents=True)
    (own / "lab.json").write_text('{"name": "Lab", "body": {}}')
    removable = template_names(parsed_args=parser_of_all().parse_args(["templates", "remove", "x"]))
    shown = template_names(parsed_args=parser_of_all().parse_args(["templates", "show", "x"]))
    assert set(removable) == {"lab"}
    assert {"lab", "pbx"} <= set(shown)


def test_every_file_and_id_of_the_command_line_has_its_completer() -> None:
    parser = parser_of_all()
    completion._add_completers(parser)
    for each in (parser, *parser.commands.values()):
        for action in each._actions:
            if action.metavar in ("FILE", "ID"):
                assert hasattr(action, "completer"), action

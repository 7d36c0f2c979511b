"""A clean and private environment for every test: no real key, no real home, no colour switches."""

import gc
import os
import random
import signal
import sys
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.support.pty import Terminal
from tests.support.sampling import covering, spaced

if TYPE_CHECKING:
    from tests.support.canary_scene import Ledger, Scene

# `--hypothesis-profile=campaign` looks longer. No deadline in either: how fast a shared machine is,
# is no property of the code.
settings.register_profile("campaign", max_examples=5_000, deadline=None)
settings.register_profile("default", deadline=None)
settings.load_profile(settings.get_current_profile_name())  # "ci" where the environment says so


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--whole",
        action="store_true",
        help="run campaigns and sampled tests whole, and write the figures to tests/results",
    )
    parser.addoption(
        "--brief",
        action="store_true",
        help="for the inner loop: no pseudo-terminal, nothing long, and one case of each test",
    )


@pytest.hookimpl(trylast=True)  # after -k and -m: of what they leave, one case runs at least
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what the marker `sampled` leaves out, and count it as deselected."""
    if config.getoption("--whole"):
        return
    brief = config.getoption("--brief")
    functions: dict[str, list[pytest.Function]] = {}
    for item in items:
        if isinstance(item, pytest.Function) and (brief or item.get_closest_marker("sampled")):
            functions.setdefault(item.nodeid.partition("[")[0], []).append(item)
    choose = left_out_of_brief if brief else left_out_of
    left_out = {item for cases in functions.values() for item in choose(cases)}
    if left_out:
        config.hook.pytest_deselected(items=[item for item in items if item in left_out])
        items[:] = [item for item in items if item not in left_out]


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Do not look through all that is collected for garbage again and again: it stays."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.enable()


def left_out_of_brief(cases: list[pytest.Function]) -> list[pytest.Function]:
    """The cases of one test that `--brief` leaves out."""
    if drives_a_terminal(cases[0].module) or cases[0].get_closest_marker("long"):
        return cases
    return cases[1:]


def drives_a_terminal(module: ModuleType) -> bool:
    """Whether a module's tests start programs in pseudo-terminals or through pipes."""
    sources = ("tests.support.pty", "tests.support.piped")
    return any(getattr(value, "__module__", "") in sources for value in vars(module).values())


def left_out_of(cases: list[pytest.Function]) -> list[pytest.Function]:
    """The cases of one test that do not run every day."""
    marker = cases[0].get_closest_marker("sampled")
    assert marker is not None
    with_arguments = [case for case in cases if hasattr(case, "callspec")]
    if marker.kwargs:
        chosen = spaced([case.callspec.id for case in with_arguments], **marker.kwargs)
    else:
        # By what they look like, since not every value can be a member of a set.
        chosen = covering(
            [
                {name: repr(value) for name, value in case.callspec.params.items()}
                for case in with_arguments
            ]
        )
    return [case for place, case in enumerate(with_arguments) if place not in chosen]


def pytest_configure() -> None:
    """Signals that the caller ignores, as nohup and shells do for what runs in the background, are
    not ignored by what is tested.
    """
    for number, handler in (
        (signal.SIGHUP, signal.SIG_DFL),
        (signal.SIGINT, signal.default_int_handler),
        (signal.SIGQUIT, signal.SIG_DFL),
    ):
        if signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, handler)


@pytest.fixture
def whole(request: pytest.FixtureRequest) -> bool:
    """Whether campaigns and sampled tests run whole; shortened otherwise."""
    return bool(request.config.getoption("--whole"))


@pytest.fixture(autouse=True)
def private_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Points HOME and the XDG directories into a temporary one, which it returns, and drops what
    would change behaviour.
    """
    for name in list(os.environ):
        if name.startswith(("TELNYX_", "XDG_", "TEXTUAL_")) or name in (
            "NO_COLOR",
            "SSLKEYLOGFILE",
            "ACCESSIBLE",
            "COLORFGBG",
            "HTTPS_PROXY",
            "HTTP_PROXY",
        ):
            monkeypatch.delenv(name)
    # What is copied goes to the clipboard of a terminal that takes it, wherever the tests run.
    for name in ("TMUX", "STY", "VTE_VERSION", "TERM_PROGRAM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    for name in ("STATE", "DATA", "CONFIG", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
    return home


@pytest.fixture
def quits(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Filled by whatever runs the action `app.quit`, which hostile text names."""
    from textual.app import App

    ran: list[str] = []

    async def action_quit(self: App[object]) -> None:
        ran.append("quit")

    monkeypatch.setattr(App, "action_quit", action_quit)
    return ran


@pytest.fixture(scope="session")
def ledger(request: pytest.FixtureRequest) -> "Iterator[Ledger]":
    """What the canary campaign searched; written to its table where all of it ran whole and nothing
    failed.
    """
    from tests.support.canary_scene import Ledger

    made = Ledger()
    yield made
    if request.config.getoption("--whole") and not request.session.testsfailed:
        made.write()


@pytest.fixture
def scenes(tmp_path: Path, ledger: "Ledger") -> "Callable[[int], Scene]":
    """Makes the scene of a canary run from its seed."""
    from tests.support.canary_scene import Scene

    def scene(seed: int) -> Scene:
        print(f"seed {seed}")
        return Scene(tmp_path / f"scene-{seed}", random.Random(seed), ledger)

    return scene


@pytest.fixture
def probe(tmp_path: Path) -> Callable[..., Terminal]:
    """Starts the little app in a terminal and waits for its screen.

    What happens to it stands in the file `log`.
    """

    def start(*switches: str, ignore_hangup: bool = False) -> Terminal:
        command = (
            sys.executable,
            "-m",
            "tests.support.terminal_app",
            str(tmp_path / "log"),
            *switches,
        )
        terminal = Terminal(*command, home=tmp_path, ignore_hangup=ignore_hangup)
        try:
            terminal.wait_for("ready")
        except BaseException:
            terminal.close()
            raise
        return terminal

    return start


@pytest.fixture
def log(tmp_path: Path) -> Callable[[], list[str]]:
    return lambda: (tmp_path / "log").read_text().splitlines()

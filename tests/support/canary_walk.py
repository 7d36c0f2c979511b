"""The ways through the wizard's screen that canary runs take."""

from tests.support.canary_scene import NAME, USER, Scene
from tests.support.pty import (
    CTRL_C,
    CTRL_E,
    CTRL_F,
    CTRL_G,
    CTRL_P,
    CTRL_Q,
    CTRL_R,
    CTRL_T,
    CTRL_Y,
    DOWN,
    ENTER,
    ESCAPE,
    F1,
    HOME,
    PAGE_DOWN,
    TAB,
    Terminal,
    ctrl,
)

CTRL_O, CTRL_U, CTRL_X, UNDO, SHIFT_END, F9 = (
    ctrl("O"),
    ctrl("U"),
    ctrl("X"),
    "\x1f",
    "\x1b[1;2F",
    "\x1b[20~",
)
STEPS = 8


def gone(terminal: Terminal, text: str) -> None:
    terminal.wait_until(lambda: text not in terminal.screen_text(), what=f"the end of {text!r}")


def look_into(terminal: Terminal, key: str, sight: str) -> None:
    """Opens a dialog and closes it again."""
    terminal.send(key)
    terminal.wait_for(sight)
    terminal.send(ESCAPE)
    gone(terminal, sight)


def fill_in(terminal: Terminal, scene: Scene) -> None:
    terminal.wait_for("Connection name")
    terminal.send(NAME, TAB, USER, TAB, scene.password)
    terminal.wait_until(lambda: "*" * 20 in terminal.screen_text())


def every_dialog_of_the_password(terminal: Terminal) -> None:
    terminal.send(HOME, SHIFT_END, CTRL_C, CTRL_X, CTRL_C)
    look_into(terminal, F1, "Up/Down scrolls")
    look_into(terminal, CTRL_O, "Enter picks")
    look_into(terminal, CTRL_T, "Payload: only")
    look_into(terminal, CTRL_P, "Commands")
    look_into(terminal, CTRL_G, "Go to a step")
    terminal.send(CTRL_G)
    terminal.wait_for("Go to a step")
    terminal.send("passw", ENTER)
    gone(terminal, "Go to a step")


def generate_and_undo(terminal: Terminal) -> None:
    """Another password is made up, taken back and brought again; then the one that was typed stands
    there.
    """
    terminal.send(CTRL_O)
    terminal.wait_for("Generate")
    terminal.send(ENTER)
    terminal.wait_until(lambda: f"{'*' * 20} " in terminal.screen_text())
    terminal.send(UNDO, CTRL_Y, CTRL_F, UNDO)
    terminal.wait_until(lambda: "*" * 22 in terminal.screen_text())


def every_step(terminal: Terminal, *, whole: bool) -> None:
    for _ in range(STEPS - 1):
        before = terminal.screen_text()
        terminal.send(PAGE_DOWN)
        terminal.wait_until(lambda before=before: terminal.screen_text() != before)  # type: ignore[misc]
        if whole:
            look_into(terminal, F1, "Up/Down scrolls")
            look_into(terminal, CTRL_T, "Payload: only")


def review(terminal: Terminal) -> None:
    terminal.send(CTRL_R)
    terminal.wait_for("s create  Enter edit")
    for keys in ("c", "f", "c", CTRL_T, "f", "c", CTRL_T):
        terminal.send(keys)
        terminal.wait_idle(0.05)
    look_into(terminal, F1, "Up/Down scrolls")
    look_into(terminal, CTRL_P, "Commands")


def save(terminal: Terminal, name: str, *, with_password: bool) -> None:
    terminal.send("e")
    terminal.wait_for("Export as")
    terminal.send(ENTER)
    terminal.wait_for("e saves")
    terminal.send("e")
    terminal.wait_for("Without the password")
    terminal.send(*([DOWN] if with_password else []), ENTER)
    terminal.wait_for("File:")
    terminal.send(CTRL_E, CTRL_U, name, ENTER)
    terminal.wait_for("Saved, readable")


def state(terminal: Terminal) -> str | None:
    """Which screen of a submission is there, where it is one that waits for the user."""
    sights = {
        "is still there": "failed",
        # Where the page is longer than the screen, or a notice lies over it.
        "Enter back to the review": "failed",
        "Enter to the first of the fields": "failed",
        "q quit d device": "created",
        "Continue anyway?": "asked",
        # Neither is under way for long: it is looked for what was lost, or waited to try again.
        "Esc: The request may have left": "waiting",
        "Esc: Stop. Nothing has been created": "waiting",
    }
    text = " ".join(terminal.screen_text().split())
    if "Sending the request" in text:
        return None
    return next((name for sight, name in sights.items() if sight in text), None)


def send_it(terminal: Terminal) -> str:
    """From the review to the end of a submission; back to the review, unless a connection was
    created. `failed` or `created`.
    """
    terminal.send("s")
    terminal.wait_for("Create connection?")
    terminal.send(ENTER)
    gone(terminal, "Create connection?")
    while True:
        terminal.wait_until(
            lambda: state(terminal) is not None, timeout=20, what="the end of a submission"
        )
        found = state(terminal)
        if found == "created":
            return found
        terminal.send({"waiting": ESCAPE, "asked": "y"}.get(found or "", ENTER))
        terminal.wait_until(
            lambda found=found: state(terminal) != found,  # type: ignore[misc]
            what=f"the end of {found}",
        )
        if found == "failed":
            # A refusal of one answer leads to its field.
            terminal.send(CTRL_R)
            terminal.wait_for("s create  Enter edit")
            return found


def leave(terminal: Terminal) -> int:
    """Leaves, confirming it where that is asked."""
    terminal.send(CTRL_Q)
    terminal.wait_until(
        lambda: "Quit the wizard?" in terminal.screen_text() or b"\x1b[?1049l" in terminal.output
    )
    if b"\x1b[?1049l" not in terminal.output:
        terminal.send(ENTER)
    return terminal.wait()

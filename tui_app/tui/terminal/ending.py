"""Handle signals on the screen: keep the draft, restore the terminal, and end within seconds."""

import contextlib
import os
import signal
import termios
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

from textual.app import App

from tui_app.system.signals import Watchdog, handled
from tui_app.system.streams import let_go_of_terminal
from tui_app.system.terminal_modes import Modes, is_gone, put_back, saved_modes

# Cancels a sequence that was cut off. Then turns off, in this order: held back output, paste marks,
# mouse, focus and size reports, the keyboard protocol, the alternate screen. Then turns on line
# wrap and the cursor.
RESTORE = (
    b"\x18\x1b[?2026l\x1b[?2004l\x1b[?1000l\x1b[?1003l\x1b[?1006l\x1b[?1015l\x1b[?1016l"
    b"\x1b[?1004l\x1b[?2048l\x1b[<u\x1b[0m\x1b[?1049l\x1b[?7h\x1b[?25h\r\n"
)


@contextlib.contextmanager
def handle_signals(
    app: App[Any],
    on_end: Callable[[int], None],
    *,
    patience: float = 2.3,
    at_last: Callable[[], None] = lambda: None,
) -> Iterator[None]:
    """End `app` in good order on a signal of `ENDING`, even an ignored one. Run it in the block.

    The first signal calls `on_end(number)` at once, even if the event loop waits on a stalled
    terminal; it must be quick and must not raise. Then the app exits with 128 + number. If the
    process is not gone `patience` seconds later, its terminal is restored, `at_last()` is called,
    and the process is ended with that code, without further cleaning up.
    """
    modes = saved_modes()

    def leave(number: int) -> None:
        # This runs in the watchdog's thread: only a post from another thread wakes a sleeping loop.
        # The loop may just have been closed.
        with contextlib.suppress(RuntimeError):
            app.exit(return_code=128 + number)

    def restore() -> None:
        _restore_terminal(modes)
        at_last()

    def end(number: int) -> None:
        if watchdog.begin(number):
            on_end(number)

    watchdog = Watchdog(patience, at_once=leave, at_last=restore)
    try:
        with (
            handled(end, even_ignored=True),
            # It is enough that the signal is handled: an ignored one interrupts nothing.
            handled(lambda number: None, (signal.SIGURG,), even_ignored=True),
            watchdog,
        ):
            yield
    finally:
        if is_gone():
            let_go_of_terminal()


def can_be_continued() -> bool:
    """Whether a shell could continue this process once it is stopped.

    It cannot if the terminal was opened for the process's own group.
    """
    return os.getpgrp() != os.getsid(0)


def _restore_terminal(modes: Modes | None) -> None:
    """Restore the terminal as far as that is possible without waiting for it."""
    try:
        # Open it again: the shell shares our descriptors, and must not find them non-blocking.
        terminal = os.open("/dev/tty", os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY)
    except OSError:
        return
    # In the background, the next calls would stop the process.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTTOU})
    let_go_of_terminal()
    put_back(modes, terminal)
    with contextlib.suppress(OSError, termios.error):
        # A stalled terminal has no room left. What waits there is a picture that nobody needs.
        for _ in range(10):
            termios.tcflush(terminal, termios.TCOFLUSH)
            _interrupt_writers()
            time.sleep(0.02)
            with contextlib.suppress(BlockingIOError):
                if os.write(terminal, RESTORE) == len(RESTORE):
                    break


def _interrupt_writers() -> None:
    """Interrupt threads that are stuck in a write, which keeps the terminal locked.

    They write the rest to nothing.
    """
    for thread in threading.enumerate():
        if thread.ident is not None:
            with contextlib.suppress(ProcessLookupError):
                signal.pthread_kill(thread.ident, signal.SIGURG)

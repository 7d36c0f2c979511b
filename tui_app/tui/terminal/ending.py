"""Signals: the draft is kept, the terminal given back, and the process gone within seconds, whatever it hangs on."""

import contextlib
import os
import queue
import signal
import termios
import threading
import time
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

from textual.app import App

from tui_app.system.streams import let_go_of_terminal
from tui_app.system.terminal_modes import Modes, is_gone, put_back, saved_modes
from tui_app.system.threads import left_to_main

_ENDING_SIGNALS = tuple(
    getattr(signal, name)
    for name in ("SIGHUP", "SIGINT", "SIGQUIT", "SIGTERM")
    if hasattr(signal, name)
)

# Cancels a sequence that was cut off, then turns off, in this order: held back output, pastes' marks, mouse, focus and size reports, the
# keyboard protocol, the alternate screen; then turns on line wrap and the cursor.
RESTORE = (
    b"\x18\x1b[?2026l\x1b[?2004l\x1b[?1000l\x1b[?1003l\x1b[?1006l\x1b[?1015l\x1b[?1016l\x1b[?1004l\x1b[?2048l"
    b"\x1b[<u\x1b[0m\x1b[?1049l\x1b[?7h\x1b[?25h\r\n"
)


@contextlib.contextmanager
def handle_signals(
    app: App[Any],
    on_end: Callable[[int], None],
    *,
    patience: float = 2.3,
    at_last: Callable[[], None] = lambda: None,
) -> Iterator[None]:
    """Ends `app` in good order on SIGHUP, SIGINT, SIGQUIT and SIGTERM: put `app.run()` within.

    On the first of them, `on_end(number)` is called at once, from within whatever the main thread is doing, the event loop waiting on a
    stalled terminal included; it must be quick and must not raise. Then the app exits with the return code 128 + number. A process
    that is not gone `patience` seconds later has its terminal restored, `at_last()` is called, and it is ended with that code, without
    cleaning up further.
    """
    # `put` is the one thing that a signal handler may do to another thread without fear of a lock that it itself holds.
    ended: queue.SimpleQueue[int | None] = queue.SimpleQueue()
    numbers: list[int] = []
    overdue = threading.Event()
    modes = saved_modes()

    def end(number: int, frame: FrameType | None) -> None:
        del frame
        numbers.append(number)
        if len(numbers) == 1:
            ended.put(number)
            on_end(number)

    def watch() -> None:
        number = ended.get()
        if number is None:
            return
        # From this thread, since only a post from another one wakes a loop that is asleep. The loop may just have been closed.
        with contextlib.suppress(RuntimeError):
            app.exit(return_code=128 + number)
        time.sleep(patience)
        overdue.set()
        try:
            _restore_terminal(modes)
            at_last()
        finally:
            os._exit(128 + number)

    before = {number: signal.signal(number, end) for number in _ENDING_SIGNALS}
    # Of use by being handled at all: an ignored signal interrupts nothing.
    before[signal.SIGURG] = signal.signal(signal.SIGURG, lambda number, frame: None)
    watcher = threading.Thread(target=watch, name="signals", daemon=True)
    with left_to_main():
        watcher.start()
    try:
        yield
    finally:
        if overdue.is_set():
            # What the app hung on was the terminal, which is being restored: the process ends once that is done.
            watcher.join()
        # After a signal the watch goes on: what runs at the end of the process can hang as well.
        ended.put(None)
        for number, handler in before.items():
            signal.signal(number, handler)
        if is_gone():
            let_go_of_terminal()


def can_be_continued() -> bool:
    """Whether this process, once stopped, could be continued from a shell: not where its own group is what the terminal was opened for."""
    return os.getpgrp() != os.getsid(0)


def _restore_terminal(modes: Modes | None) -> None:
    """Gives the terminal back as it was, as far as that is possible without waiting for it."""
    try:
        # Opened anew: the shell shares what we have, and must not find it non-blocking.
        terminal = os.open("/dev/tty", os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY)
    except OSError:
        return
    # In the background the next calls would stop the process.
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
    """A thread that is stuck in the middle of a write keeps the terminal locked; interrupted, it writes the rest to nothing."""
    for thread in threading.enumerate():
        if thread.ident is not None:
            with contextlib.suppress(ProcessLookupError):
                signal.pthread_kill(thread.ident, signal.SIGURG)

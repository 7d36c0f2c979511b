"""Textual's driver, made to survive what a terminal does."""

import codecs
import selectors
import signal
import threading
from typing import Any

from textual import events
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Size
from textual.message import Message

from tui_app.system.streams import let_go_of_terminal
from tui_app.system.threads import left_to_main
from tui_app.tui import switch
from tui_app.tui.terminal._textual import (
    has_writer,
    mouse_reports_pixels,
    set_stream,
    size_is_reported,
    size_of_terminal,
    stream_of,
)
from tui_app.tui.terminal.marks import MarkedStream, Marks, Unmarked
from tui_app.tui.terminal.parser import SafeParser


class SafeDriver(LinuxDriver):
    """Textual's driver, made robust against a closed terminal and bytes that are not UTF-8.

    Neither ends it or keeps it busy.

    Events of what was typed before a moment that was marked in `marks` have an earlier time, even
    if they are read much later. If `switch.DIFFING` is off, there are no marks.
    """

    def __init__(self, app: App[Any], **kwargs: Any) -> None:
        super().__init__(app, **kwargs)
        self.app = app
        self.marks = Unmarked(self.fileno)
        if switch.DIFFING:
            self.marks = marks = Marks(self.fileno)
            set_stream(self, MarkedStream(stream_of(self), marks))

    def start_application_mode(self) -> None:
        # This starts the threads that read and write. Textual leaves it without annotations.
        with left_to_main():
            super().start_application_mode()  # type: ignore[no-untyped-call]

    @property
    def true_size(self) -> Size | None:
        """The current size of the terminal; None if the terminal itself reports each change."""
        return None if size_is_reported(self) else Size(*size_of_terminal(self))

    def run_input_thread(self) -> None:
        """Read and dispatch input until the app ends or the terminal is closed.

        Runs in a thread.
        """
        parser = SafeParser()
        decode = codecs.getincrementaldecoder("utf-8")(errors="replace").decode
        self.marks.begin()
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(0.1):
                    try:
                        data = self._read()
                    except EOFError:
                        self._end_without_terminal()
                        return
                    for part in self.marks.parts(data):
                        text = decode(part)
                        # Feed no empty text: a parser takes it for the end of the input. Half a
                        # character is no text yet.
                        for event in parser.feed(text) if text else ():
                            self._dispatch(event)
                for event in parser.tick():
                    self._dispatch(event)

    def _dispatch(self, event: Message) -> None:
        event.time = self.marks.time_of(event.time)
        self.process_message(event)

    def _read(self) -> bytes:
        """Return what the terminal sent. Raise `EOFError` once it is closed."""
        try:
            data = self.marks.read(4096)
        except BlockingIOError:
            return b""
        except OSError as error:
            raise EOFError from error
        if not data:
            raise EOFError
        return data

    def _end_without_terminal(self) -> None:
        let_go_of_terminal()
        if callable(signal.getsignal(signal.SIGHUP)):
            # Do as if the system had reported it, which it does not always do: nohup, a container's
            # terminal.
            # Signal the main thread: it may be waiting where only a signal of its own wakes it.
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGHUP)
        else:
            self.app.exit(return_code=128 + signal.SIGHUP)

    def process_message(self, message: Message) -> None:
        # Textual removes the focus if the pointer is on nothing, and letters then reach nobody.
        if isinstance(message, events.MouseEvent) and not self.app.size.region.contains(
            message.x, message.y
        ):
            return
        super().process_message(message)

    def _disable_mouse_support(self) -> None:
        super()._disable_mouse_support()
        # Textual turns this on if a terminal reports its size by itself, and leaves it on.
        if mouse_reports_pixels(self):
            self.write("\x1b[?1016l")

    # The thread that writes dies with the terminal. Write only while it lives: else whoever waits
    # for it to take something waits for ever.

    def write(self, data: str) -> None:
        if has_writer(self):
            self.marks.put()
            super().write(data)

    def close(self) -> None:
        if has_writer(self):
            super().close()

"""Restore the terminal after a death that no program can prepare for.

Such are `kill -9`, a crash of the interpreter, and a full memory. A shell waits at the other end of
a pipe. If the pipe is closed without a word, the wizard has died: then the shell turns off the
modes of the screen, and makes the modes of the line sane if nobody else has set them meanwhile.

It holds the terminal open from the start: by its name it could find another one, which was opened
after the wizard's was closed. A terminal that hangs up is closed to it too.
"""

import contextlib
import os
from types import TracebackType
from typing import Final, Self

from tui_app.tui.terminal.ending import RESTORE

SHELL: Final = "/bin/sh"
# A shell with line editing sets its own modes before it prompts again. Signal keys work in those
# modes, but not in the wizard's.
SCRIPT: Final = """
trap '' HUP INT QUIT TERM
read -r word && exit
case "$(stty -a <&3)" in *-isig*) stty sane <&3 ;; esac
printf '%b' "$1" >&3
"""


class Guardian:
    """Run the wizard in this block, and a killed process leaves its terminal as it should be.

    Without a shell or a terminal it does nothing.
    """

    def __init__(self, descriptor: int = 2) -> None:
        self._descriptor = descriptor
        self._pipe: int | None = None

    def __enter__(self) -> Self:
        if os.isatty(self._descriptor):
            with contextlib.suppress(OSError):
                reading, self._pipe = os.pipe()
                try:
                    _start(reading, self._descriptor)
                finally:
                    os.close(reading)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.dismiss()

    def dismiss(self) -> None:
        """Leave the terminal to the process from now on. Any thread may call it."""
        pipe, self._pipe = self._pipe, None
        if pipe is not None:
            # The guardian may have been killed itself.
            with contextlib.suppress(OSError):
                os.write(pipe, b"done\n")
            os.close(pipe)


def _start(reading: int, terminal: int) -> None:
    sequences = "".join(chr(code) if code >= 0x20 else f"\\0{code:03o}" for code in RESTORE)
    files = [
        (os.POSIX_SPAWN_DUP2, reading, 0),
        (os.POSIX_SPAWN_DUP2, terminal, 3),
        (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
        (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
    ]
    # Give it its own session: neither the signals of the terminal nor its end reach it. It needs
    # nothing of the environment.
    environment = {"PATH": os.environ.get("PATH", os.defpath)}
    os.posix_spawn(
        SHELL,
        [SHELL, "-c", SCRIPT, "telnyx-wizard", sequences],
        environment,
        file_actions=files,
        setsid=True,
    )

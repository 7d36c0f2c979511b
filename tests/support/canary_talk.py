"""Talk with the linear mode, on a terminal or through pipes, as canary runs do."""

from tests.support.canary import Watched
from tests.support.piped import Piped
from tests.support.pty import CTRL_C


class Talk:
    """A talk with the linear mode at either end: words are waited for, and then a line is typed."""

    def __init__(self, end: Watched | Piped) -> None:
        self.end = end
        self._from = 0

    def hear(self, *words: str) -> str:
        """Waits until one of `words` was said since the last line was typed. Which one."""

        def heard() -> str | None:
            said = " ".join(self.end.output[self._from :].decode(errors="replace").split())
            return next((each for each in words if each in said), None)

        self.end.wait_until(lambda: heard() is not None, 30, " or ".join(words))
        found = heard()
        assert found is not None
        return found

    def type(self, line: str) -> None:
        """Types a line where one is asked for: what is typed ahead of a question is shown by the
        terminal, secret or not.
        """
        self.end.wait_until(lambda: self.end.output.endswith(b": "), 30, "a question")
        self._from = len(self.end.output)
        self.end.send(f"{line}\n")

    def answer(self, *pairs: tuple[str, str]) -> None:
        """For each pair waits for the words, and then types the line."""
        for words, line in pairs:
            self.hear(words)
            self.type(line)

    def interrupt(self) -> None:
        self._from = len(self.end.output)
        if isinstance(self.end, Piped):
            self.end.interrupt()
        else:
            self.end.send(CTRL_C)

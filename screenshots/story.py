"""Type the story that the animation shows, and keep what the wizard draws after each key."""

from collections.abc import Callable
from dataclasses import dataclass

from textual.pilot import Pilot
from textual.strip import Strip

from tests.support.wizard import armed, screen_lines, strips, until
from tui_app.tui.screens.review import ReviewScreen

SIZE = (100, 30)
"""Columns and lines. From 100 columns the payload stands beside the form."""

NAME = "berlin-pbx"
WRONG_USER = "berlin-12"
"""A user name with a hyphen, which the API refuses."""
FIXED_USER = "berlin12"
PASSWORD = "orbit-lamp-kite-57"  # noqa: S105 -- nobody's, and never shown

# How long a picture stands, in milliseconds.
LETTER, TYPED, STEP, SEEN, READ, REVIEW, END = 90, 800, 900, 1_600, 2_500, 3_600, 5_000


@dataclass(frozen=True)
class Frame:
    """One picture of the screen, for how many milliseconds it stands, and the key before it."""

    milliseconds: int
    rows: tuple[Strip, ...]
    key: str = ""


class Film:
    """The frames so far of a wizard that is driven by `pilot`."""

    def __init__(self, pilot: Pilot[int]) -> None:
        self.frames: list[Frame] = []
        self._pilot = pilot

    async def show(self, milliseconds: int, key: str = "") -> None:
        """Add what the screen shows once nothing changes any more."""
        before: list[Strip] = []
        while (rows := strips(self._pilot.app)) != before:
            before = rows
            await self._pilot.pause()
        self.frames.append(Frame(milliseconds, tuple(rows), key))

    async def write(self, text: str) -> None:
        """Type a text letter by letter."""
        for place, letter in enumerate(text, 1):
            await self._pilot.press(letter)
            await self.show(LETTER if place < len(text) else TYPED)

    async def press(
        self, key: str, milliseconds: int, awaited: type | Callable[[], bool] | None = None
    ) -> None:
        """Press a key that is named in the picture. Wait for a screen, or until something holds."""
        await self._pilot.press(key)
        if awaited is not None:
            await until(self._pilot, awaited)
        await self.show(milliseconds, "+".join(map(str.capitalize, key.split("+"))))

    async def confirm(self) -> None:
        """Open the confirmation, and wait until it takes keys."""
        await self._pilot.press("s")
        await armed(self._pilot)
        await self.show(READ, "s")


async def tell(pilot: Pilot[int]) -> tuple[list[Frame], int]:
    """Create a connection with one mistake on the way.

    Return the frames, and the place of the one that stands for all where nothing may move.
    """
    film = Film(pilot)
    await film.show(SEEN)
    await film.write(NAME)
    await film.press("tab", STEP)
    await film.write(WRONG_USER)
    await film.press("tab", READ)
    await film.press("shift+tab", STEP)
    await film.press("ctrl+f", SEEN)
    await film.press("tab", STEP)
    await film.write(PASSWORD)
    await film.press("ctrl+r", REVIEW, ReviewScreen)
    still = len(film.frames) - 1
    await film.confirm()
    # Once the sandbox has told what it knows, the page stays as it is.
    await film.press("enter", END, lambda: "not registered" in "".join(screen_lines(pilot.app)))
    return film.frames, still

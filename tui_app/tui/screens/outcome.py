"""Show how a submission ended, in plain words, with the id if there is one, and what to do next."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Literal

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from tui_app.core.actions import Where
from tui_app.core.messages import KEPT_ALL
from tui_app.text.escape import MASK, escape_controls
from tui_app.tui.bindings import bindings, key_bar
from tui_app.tui.screens.base import WizardScreen
from tui_app.tui.widgets.bars import TOO_SMALL, KeyBar, TopBar
from tui_app.tui.widgets.help_pane import PlainText

if TYPE_CHECKING:
    from pydantic import SecretStr

    from tui_app.api.replies import Connection

Next = Literal["again", "password", "leave"]


class CreatedScreen(WizardScreen[Next]):
    """The connection that exists, and how a device uses it. Return what the user wants next.

    `password` is the password of the connection, masked until `r`; if there is none, another one
    can be set. `then`: how to use the connection. `differences` are the values that the connection
    does not hold as they were sent, one sentence each, under `differences_title`.
    """

    WHERE: ClassVar[Where | None] = "created"
    # Enter does not leave: pressed once too often, it would wipe the id from the screen.
    BINDINGS: ClassVar[list[BindingType]] = bindings("created")

    def __init__(
        self,
        title: str,
        made: "Connection",
        host: str,
        notes: list[str],
        password: "SecretStr | None",
        then: str,
        differences: Sequence[str] = (),
        differences_title: str = "",
    ) -> None:
        super().__init__()
        self._then = then
        self._differences, self._differences_title = differences, differences_title
        self._heading, self._made, self._host, self._notes, self._password = (
            title,
            made,
            host,
            notes,
            password,
        )
        self._revealed = False

    def compose(self) -> ComposeResult:
        yield TopBar(self._host)
        with VerticalScroll(classes="page"):
            yield PlainText(self._heading, classes="page-title")
            yield PlainText(self._facts(), id="facts-made")
            if self._differences:
                # Keep them in one widget: empty lines between them would push the rest off a small
                # screen.
                lines = [self._differences_title, *(f"- {text}" for text in self._differences)]
                yield PlainText("\n".join(map(escape_controls, lines)), id="differences")
            for note in self._notes:
                yield PlainText(escape_controls(note))
            yield PlainText(self._then)
        scrolls = ("Down scrolls",) if self._differences else ()
        yield KeyBar(
            key_bar("created", "quit", "copy_id", "reveal", "another", "password", *scrolls)
        )
        yield PlainText(TOO_SMALL, classes="too-small")

    def _facts(self) -> str:
        password = "lost: p sets a new one" if self._password is None else MASK
        if self._password is not None and self._revealed:
            password = escape_controls(self._password.get_secret_value())
        rows = {
            "Connection": escape_controls(self._made.connection_name),
            "Connection ID": escape_controls(self._made.id),
            "User name": escape_controls(self._made.user_name),
            "Password": password,
            "Environment": escape_controls(self._host),
        }
        return "\n".join(f"{label:15}{text}" for label, text in rows.items())

    def on_mount(self) -> None:
        self.query_one(TopBar).sync(self._made.connection_name)
        # Focus it for the keys that scroll.
        self.query_one(VerticalScroll).focus()

    def action_copy(self) -> None:
        self.app.copy_to_clipboard(self._made.id)
        self.notify("The id was sent to the terminal's clipboard.", markup=False)

    def mask_secrets(self) -> None:
        if self._revealed:
            self.action_reveal()

    def action_reveal(self) -> None:
        self._revealed = not self._revealed
        self.query_one("#facts-made", PlainText).say(self._facts())

    def action_next(self, choice: Next) -> None:
        if self.is_current:
            self.dismiss(choice)


class FailedScreen(WizardScreen[bool]):
    """What went wrong, whether something may have been created, and what to do next.

    Return whether to show the first field.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,escape", "back", "Back to the review")]

    def __init__(
        self,
        title: str,
        paragraphs: list[str],
        name: str,
        host: str,
        *,
        way: str = "back to the review",
    ) -> None:
        super().__init__()
        self._failed_title, self._paragraphs, self._connection, self._host = (
            title,
            paragraphs,
            name,
            host,
        )
        self._way = way

    def compose(self) -> ComposeResult:
        yield TopBar(self._host)
        with VerticalScroll(classes="page"):
            yield PlainText(escape_controls(self._failed_title), classes="page-title")
            for paragraph in self._paragraphs:
                yield PlainText(escape_controls(paragraph))
            yield PlainText(KEPT_ALL)
        yield KeyBar(key_bar("anywhere", f"Enter {self._way}", "key", "quit"))
        yield PlainText(TOO_SMALL, classes="too-small")

    def on_mount(self) -> None:
        self.query_one(TopBar).sync(self._connection)
        self.query_one(VerticalScroll).focus()

    def action_back(self) -> None:
        if self.is_current:
            self.dismiss(True)

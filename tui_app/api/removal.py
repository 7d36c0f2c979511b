"""Delete a connection, if it still has the name that the user confirmed.

A new name that it gets between the read and the request cannot be seen: the API has no If-Match.
"""

from typing import ClassVar

from tui_app.api.altering import Altering, is_gone
from tui_app.api.errors import Failure
from tui_app.api.ports import ApiOfOne
from tui_app.api.progress import Kind, Outcome
from tui_app.api.replies import Connection
from tui_app.storage.journal import Action
from tui_app.text.escape import quoted


class Removal(Altering):
    """One confirmed deletion: at most one DELETE that could have been carried out.

    It is sent only if the connection has exactly the name `name`.
    """

    ACTION: ClassVar[Action] = "delete"
    NOT_DONE: ClassVar[Kind] = "not_deleted"
    DONE_WORD: ClassVar[str] = "deleted"
    LOOKS_FOR: ClassVar[str] = "whether it still exists"

    async def prepare(self, now: Connection) -> Outcome | bool:
        if now.connection_name == self._name:
            return True
        words = f"Its name is {quoted(now.connection_name, 60)}, not {quoted(self._name, 60)}."
        return Outcome("rejected", f"{words} {self.nothing_done}", now)

    async def send(self, api: ApiOfOne) -> Connection:
        return await api.delete(self._identity)

    def succeeded(self, answer: Connection) -> Outcome:
        return Outcome("deleted", "The API says that it deleted the connection.")

    def seen(self, found: Connection | None) -> Outcome | None:
        if found is not None:
            return None
        return Outcome("deleted", "A look then showed that it is gone.")

    def needs_look(self, failure: Failure) -> bool:
        # Something on the way may have sent it twice, or somebody else deleted it in this moment.
        return is_gone(failure) or super().needs_look(failure)

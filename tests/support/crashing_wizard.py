"""The wizard with a fault built in, which F9 sets off: `python -m tests.support.crashing_wizard
PLACE ARGUMENTS OF TELNYX-WIZARD`.

A `key` or a `new password` that is given sets off its fault itself. Each fault has the secrets in
its text and in the variables of its frames, as a bug's could.
"""

import asyncio
import json
import sys
import threading
from pathlib import Path
from typing import Any, ClassVar, NoReturn

from textual.binding import Binding, BindingType
from textual.widget import Widget

import tui_app.api.password
import tui_app.core.session
import tui_app.tui.app
from tui_app.cli import main


class Broken(Exception):
    """Nothing else raises it."""


def fail(key: str, password: str) -> NoReturn:
    shown = {"key": key, "password": password, "body": json.dumps({"password": password})}
    try:
        int(password)
    except ValueError as error:
        raise Broken(f"no way on with {password} and {key!r}: {shown}") from error
    raise AssertionError


def in_the_key(self: object, text: str) -> NoReturn:
    fail(text, "")


async def in_the_new_password(client: object, identity: str, password: Any) -> NoReturn:
    fail("", password.get_secret_value())


class Painter(Widget):
    """Fails when it is painted."""

    def __init__(self, key: str, password: str) -> None:
        super().__init__()
        self.secrets = key, password

    def render(self) -> str:
        fail(*self.secrets)


class CrashingWizard(tui_app.tui.app.WizardApp):
    CSS_PATH = str(Path(tui_app.tui.app.__file__).with_name("app.tcss"))
    BINDINGS: ClassVar[list[BindingType]] = [Binding("f9", "fail", show=False)]

    def _secrets(self) -> tuple[str, str]:
        key, password = self.session.key, self.draft.password
        return (
            key.get_secret_value() if key else "",
            password.get_secret_value() if password else "",
        )

    def action_fail(self) -> None:
        key, password = self._secrets()
        if PLACE == "action":
            fail(key, password)
        elif PLACE == "timer":
            self.set_timer(0.01, lambda: fail(key, password))
        elif PLACE == "later":
            self.call_later(fail, key, password)
        elif PLACE == "worker":
            self.run_worker(self._work(key, password), name="flow")
        elif PLACE == "thread worker":
            self.run_worker(lambda: fail(key, password), thread=True)
        elif PLACE == "group":
            self.run_worker(self._group(key, password))
        elif PLACE == "paint":
            self.screen.mount(Painter(key, password))
        elif PLACE == "thread":
            # Not the app's end: Python tells of it, and the app goes on.
            threading.Thread(target=fail, args=(key, password)).start()
        elif PLACE == "task":
            self._task = asyncio.get_running_loop().create_task(self._work(key, password))
        else:
            raise AssertionError(PLACE)

    async def _work(self, key: str, password: str) -> None:
        fail(key, password)

    async def _group(self, key: str, password: str) -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(self._work(key, password))
            group.create_task(self._work(password, key))


ENDING = ("action", "timer", "later", "worker", "thread worker", "group", "paint")
GOING_ON = ("thread", "task")

PLACE = sys.argv[1] if len(sys.argv) > 1 else ""

if __name__ == "__main__":
    # Before `tui_app.tui.start` takes it from there.
    setattr(tui_app.tui.app, "WizardApp", CrashingWizard)  # noqa: B010
    if PLACE == "key":
        setattr(tui_app.core.session.Session, "use_key", in_the_key)  # noqa: B010
    elif PLACE == "new password":
        setattr(tui_app.api.password, "replace_password", in_the_new_password)  # noqa: B010
    sys.exit(main(sys.argv[2:]))

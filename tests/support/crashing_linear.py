"""The linear mode with a fault built in: `python -m tests.support.crashing_linear PLACE ARGUMENTS
OF TELNYX-WIZARD`.

Each fault has the secrets in its text and in the variables of its frames, as a bug's could.
"""

import asyncio
import sys
import threading
from collections.abc import Callable, Mapping
from typing import NoReturn

import tui_app.api.client
import tui_app.api.password
import tui_app.core.session
import tui_app.line.step
import tui_app.line.telling
from tests.support.crashing_wizard import fail, in_the_key, in_the_new_password
from tui_app.cli import main
from tui_app.line.reading import read_answer
from tui_app.line.wizard import Linear
from tui_app.settings.problem import Answer
from tui_app.settings.setting import Setting
from tui_app.text.document import Json

PLACES = {
    "command": "Broken",
    "thread": "goes on",
    "task": "goes on",
    "answer": "Broken",
    "key": "Broken",
    "request": "goes on",
    "new password": "Broken",
}
"""Where it fails, and whether that is the program's end.

`thread` and `task` are begun by `/problems`, nobody waits for them.
"""


def secrets(wizard: Linear) -> tuple[str, str]:
    key, password = wizard.session.key, wizard.draft.password
    return key.get_secret_value() if key else "", password.get_secret_value() if password else ""


def in_a_command(wizard: Linear) -> None:
    fail(*secrets(wizard))


def in_a_thread(wizard: Linear) -> None:
    thread = threading.Thread(target=fail, args=secrets(wizard))
    thread.start()
    thread.join()


def in_a_task(wizard: Linear) -> None:
    async def work() -> None:
        fail(*secrets(wizard))

    async def run() -> None:
        task = asyncio.create_task(work())
        await asyncio.wait({task})

    asyncio.run(run())


def in_an_answer(setting: Setting, typed: str) -> Answer:
    if setting.secret:
        fail("", typed)
    return read_answer(setting, typed)


async def in_the_request(self: object, body: Mapping[str, Json]) -> NoReturn:
    fail("", str(body["password"]))


def build_in(place: str) -> None:
    """Before `tui_app.line` takes them from there."""
    telling = tui_app.line.telling
    places: dict[str, tuple[object, str, Callable[..., object]]] = {
        "command": (telling, "say_numbered", in_a_command),
        "thread": (telling, "say_numbered", in_a_thread),
        "task": (telling, "say_numbered", in_a_task),
        "answer": (tui_app.line.step, "read_answer", in_an_answer),
        "key": (tui_app.core.session.Session, "use_key", in_the_key),
        "request": (tui_app.api.client.Client, "create", in_the_request),
        "new password": (tui_app.api.password, "replace_password", in_the_new_password),
    }
    owner, name, fault = places[place]
    setattr(owner, name, fault)


if __name__ == "__main__":
    build_in(sys.argv[1])
    sys.exit(main(sys.argv[2:]))

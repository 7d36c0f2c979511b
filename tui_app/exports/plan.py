"""What an export sends: the body of the request without any secret in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Final, cast

from tui_app.settings.change import CHANGE
from tui_app.settings.problem import Answer, Path
from tui_app.settings.request import REQUEST
from tui_app.text.document import Json
from tui_app.text.escape import shortened

PASSWORD_PATH: Final = ("password",)


class Secret(Enum):
    """What an export takes from the environment of whoever runs it, and never holds."""

    SIP = "TELNYX_SIP_PASSWORD"


@dataclass(frozen=True)
class Plan:
    """What an export sends: the body in the order of the screens, without any secret.

    `Secret.SIP` stands in place of the password. `update` is the id of the connection that it
    changes; empty, it creates one. `left_out` names what is missing since it holds a secret.
    """

    body: Mapping[str, "Json | Secret"] = field(repr=False)
    update: str = ""
    left_out: tuple[str, ...] = ()

    @property
    def has_password(self) -> bool:
        return Secret.SIP in self.body.values()

    @property
    def members(self) -> dict[str, Json]:
        """The body without the password."""
        return {name: value for name, value in self.body.items() if not isinstance(value, Secret)}


def plan_of(answers: Mapping[Path, Answer], *, update: str = "") -> Plan:
    """Return the plan that creates a connection with `answers`, or changes `update` to them.

    A new connection always has a password; a change has one only if `answers` do.
    """
    request = CHANGE if update else REQUEST
    others = {path: answer for path, answer in answers.items() if path != PASSWORD_PATH}
    kept = {path: answer for path, answer in others.items() if request.keeps(path, answer)}
    left_out = tuple(shortened(".".join(path), 60) for path in others if path not in kept)
    if update and PASSWORD_PATH not in answers:
        return Plan(request.body(kept), update, left_out)
    body = cast("dict[str, Json | Secret]", request.body({**kept, PASSWORD_PATH: None}))
    body["password"] = Secret.SIP
    return Plan(body, update, left_out)

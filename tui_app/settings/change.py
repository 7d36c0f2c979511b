"""A change of a connection: the body of `PATCH /credential_connections/{id}`.

It is validated as the body of a create is.
"""

from collections.abc import Callable
from dataclasses import replace

from tui_app.settings.groups import GROUPS
from tui_app.settings.problem import Answers, Problem
from tui_app.settings.request import Request
from tui_app.settings.setting import Group, Setting
from tui_app.settings.types import Choice, Flag

PERSISTENCE = Setting(
    "conversation_persistence",
    Flag(),
    label="Conversation persistence",
    help="Whether the API keeps the conversations of this connection. Only a change can set it.",
    default=False,
)
"""Accepted by PATCH and in replies, not by POST (vendor's SDK 4.189, FACTS.md 1.1 #7)."""
CREATE_ONLY = {"webhook_api_version": "texml"}
"""Choices that only a create accepts (OpenAPI document of July 2026, FACTS.md 1.1 #9)."""


class Change(Request):
    """The request of a change: nothing is required, and what it leaves out stays unchanged."""

    def __init__(self) -> None:
        super().__init__(_changeable(group, _optional) for group in GROUPS)

    def validate(
        self, answers: Answers, *, allow_unknown: bool = False, quick: bool = False
    ) -> list[Problem]:
        """Return the problems of `answers`.

        A rule applies only if the change contains every setting that the rule concerns.
        """
        return [
            problem
            for problem in super().validate(answers, allow_unknown=allow_unknown, quick=quick)
            if all(path in answers for path in (problem.path, *problem.related) if path)
        ]


class Edit(Request):
    """An existing connection as a whole, of which a change sends what differs.

    Its names stay required; its password is not, since the one that it has stays.
    """

    def __init__(self) -> None:
        super().__init__(_changeable(group, _known_secret) for group in GROUPS)


def _changeable(group: Group, adapt: Callable[[Setting], Setting]) -> Group:
    """Return a group with the settings that a change has, each adapted."""
    settings = (adapt(_without_create_only(setting)) for setting in group.settings)
    more = (PERSISTENCE,) if group is GROUPS[0] else ()
    return replace(group, settings=(*settings, *more))


def _optional(setting: Setting) -> Setting:
    return replace(setting, required=False)


def _known_secret(setting: Setting) -> Setting:
    return replace(setting, required=setting.required and not setting.secret)


def _without_create_only(setting: Setting) -> Setting:
    kind = setting.kind
    left_out = CREATE_ONLY.get(setting.json_path)
    if left_out and isinstance(kind, Choice):
        options = {name: note for name, note in kind.options.items() if name != left_out}
        return replace(setting, kind=replace(kind, options=options))
    return setting


CHANGE = Change()
"""`PATCH /credential_connections/{id}`."""
EDIT = Edit()
"""A connection that is edited."""

"""A change of a connection: the body of `PATCH /credential_connections/{id}`.

It is validated as the body of a create is.
"""

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
)
"""Accepted by PATCH and in replies, not by POST (vendor's SDK 4.189, FACTS.md 1.1 #7)."""
CREATE_ONLY = {"webhook_api_version": "texml"}
"""Choices that only a create accepts (OpenAPI document of July 2026, FACTS.md 1.1 #9)."""


class Change(Request):
    """The request of a change: nothing is required, and what it leaves out stays unchanged."""

    def __init__(self) -> None:
        super().__init__(_optional(group) for group in GROUPS)

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


def _optional(group: Group) -> Group:
    settings = tuple(map(_changeable, group.settings))
    more = (PERSISTENCE,) if group is GROUPS[0] else ()
    return replace(group, settings=(*settings, *more))


def _changeable(setting: Setting) -> Setting:
    kind = setting.kind
    left_out = CREATE_ONLY.get(setting.json_path)
    if left_out and isinstance(kind, Choice):
        options = {name: note for name, note in kind.options.items() if name != left_out}
        kind = replace(kind, options=options)
    return replace(setting, kind=kind, required=False)


CHANGE = Change()
"""`PATCH /credential_connections/{id}`."""

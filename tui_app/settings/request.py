"""The whole request: its settings, how to read and compose a payload, and its one validation.

Answers are kept flat, by path. `read` takes a payload apart, `body` composes one, `validate` finds
what is wrong with it.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import cast

from tui_app.settings.groups import GROUPS
from tui_app.settings.misplaced import address_holds_secret, find, is_secret_member
from tui_app.settings.problem import UNSET, Answer, Answers, Fix, Path, Problem, Unset
from tui_app.settings.rules import RULES, SLOW
from tui_app.settings.setting import Group, Setting
from tui_app.settings.types import Url, plain
from tui_app.settings.unknown_fields import UnknownFields
from tui_app.text.document import Json
from tui_app.text.escape import MASK, names_a_secret, quoted, shortened

# Only replies have these: a payload that was saved from a reply may contain them. The first five
# are from the OpenAPI document of July 2026, the rest from captured replies (FACTS.md 7.1). Dots
# join nested names.
REPLY_ONLY = frozenset(
    {
        "id",
        "record_type",
        "created_at",
        "updated_at",
        "conversation_persistence",
        "registration_status",
        "registration_status_updated_at",
        "third_party_control_enabled",
        "inbound.instant_ringback_enabled",
    }
)

SUGGESTED = 20
"""Unknown fields of a payload that get a suggested name: the search is slow, and nobody reads more.
"""


class Request:
    """The request as a list of groups describes it.

    The program uses `REQUEST`; tests create others.
    """

    def __init__(self, groups: Iterable[Group]) -> None:
        self.groups = tuple(groups)
        self.settings: dict[Path, Setting] = {
            setting.path: setting for group in self.groups for setting in group.settings
        }
        self.objects: frozenset[Path] = frozenset(
            path[:depth] for path in self.settings for depth in range(1, len(path))
        )
        self._unknown_fields = UnknownFields(self.settings, self.objects)

    def read(self, document: Mapping[str, Json]) -> tuple[dict[Path, Answer], list[Problem]]:
        """Take a payload apart into answers. 5.0 becomes 5 if the setting is an integer.

        The problems (warnings) name what was dropped because only a reply has it.
        """
        answers: dict[Path, Answer] = {}
        dropped: list[Problem] = []
        for path, value in self._leaves(document):
            if ".".join(path) in REPLY_ONLY and path not in self.settings:
                dropped.append(
                    Problem(
                        path,
                        "warning",
                        "reply_only",
                        "appears only in the API's replies: left out of the payload",
                    )
                )
            else:
                setting = self.settings.get(path)
                answers[path] = setting.kind.normal(value) if setting else value
        return answers, dropped

    def _leaves(self, value: Mapping[str, Json], parent: Path = ()) -> Iterator[tuple[Path, Json]]:
        for name, member in value.items():
            path = (*parent, name)
            if path in self.objects and isinstance(member, dict) and member:
                yield from self._leaves(member, path)
            else:
                yield path, member

    def respelled(self, answers: Answers) -> dict[Path, Answer]:
        """Return `answers`, those spelled otherwise (`connectionName`) under their own names."""
        result = dict(answers)
        # What an object holds that was given its name may be spelled otherwise too.
        for _ in range(2):
            for path in [path for path, value in result.items() if self._is_unknown(path, value)]:
                for each, answer in self._unknown_fields.respelled(path, result).items():
                    if isinstance(answer, Unset):
                        result.pop(each)
                    else:
                        result[each] = answer
        return result

    def validate(
        self, answers: Answers, *, allow_unknown: bool = False, quick: bool = False
    ) -> list[Problem]:
        """Return the problems of `answers` in screen order; those of no screen come last.

        `quick`: leave out the slow rules, of which none gives an error.
        """
        found: list[Problem] = []
        sound: dict[Path, Answer] = {}
        unsound: set[Path] = set()
        for path, setting in self.settings.items():
            problems = list(setting.problems(answers.get(path, UNSET)))
            found += problems
            if any(problem.severity == "error" for problem in problems):
                unsound.add(path)
            elif path in answers and not (setting.kind.blank_is_none and answers[path] == ""):
                sound[path] = plain(setting.kind.normal(answers[path]))
        for rule in (rule for rule in RULES if not (quick and rule in SLOW)):
            # If an answer is wrong by itself, what rules say about it waits until that is fixed.
            found += [
                problem
                for problem in rule(sound)
                if unsound.isdisjoint((problem.path, *problem.related))
            ]
        orders = list(self.settings)
        found.sort(
            key=lambda problem: (
                orders.index(problem.path) if problem.path in self.settings else len(orders)
            )
        )
        unknown = [path for path, value in answers.items() if self._is_unknown(path, value)]
        return found + [
            self._unknown_field(path, answers, allow_unknown, number < SUGGESTED)
            for number, path in enumerate(unknown)
        ]

    def _is_unknown(self, path: Path, value: Answer) -> bool:
        return path not in self.settings and not (path in self.objects and value == {})

    def _unknown_field(
        self, path: Path, answers: Answers, allow_unknown: bool, suggest: bool
    ) -> Problem:
        """Return the problem of an answer for which no setting is declared."""
        value = answers[path]
        away = Fix("remove it", {path: UNSET})
        if path in self.objects:
            return Problem(path, "error", "type", f"must be an object, not {quoted(value)}", away)
        if allow_unknown:
            return Problem(
                path,
                "warning",
                "unknown_setting",
                f"{shortened('.'.join(path))} is unknown: sent as it is",
                away,
            )
        words, fix = self._unknown_fields.explain(path, answers, suggest=suggest)
        name = shortened(".".join(path))
        return Problem(path, "error", "unknown_setting", f"{name} {words}", fix)

    def every_value(self, answers: Answers) -> dict[Path, Answer]:
        """Return the answers with each default of the API written out.

        Leaves out the settings that are no longer published, and those of `unknown_defaults`.
        """
        defaults = {
            path: s.default
            for path, s in self.settings.items()
            if not (isinstance(s.default, Unset) or s.retired or s.default_doubt)
        }
        return {**defaults, **answers}

    def unknown_defaults(self, answers: Answers) -> list[Setting]:
        """Return the settings that `every_value` leaves out: nobody knows their API default."""
        return [s for s in self.settings.values() if s.default_doubt and s.path not in answers]

    def masked(self, answers: Answers) -> dict[Path, Answer]:
        """Return the answers with a mask for every secret that is set.

        An unknown field counts as a secret if its name says so.
        """
        return {path: self._masked(path, value) for path, value in answers.items()}

    def _masked(self, path: Path, value: Answer) -> Answer:
        if self.is_secret(path):
            return MASK if value is not None else None
        setting = self.settings.get(path)
        if setting is not None:
            return MASK if setting.misplaced(value) else value
        return _masked_within(value, path[-1])

    def is_secret(self, path: Path) -> bool:
        """Whether the answer at `path` is never shown.

        This holds for a secret setting, and for an unknown field whose name says that it is a
        secret.
        """
        setting = self.settings.get(path)
        return setting.secret if setting is not None else any(map(names_a_secret, path))

    def keeps(self, path: Path, value: Answer) -> bool:
        """Whether an answer may be written to a draft.

        No secret may, nor an unknown field that contains one.
        """
        if self.is_secret(path):
            return False
        setting = self.settings.get(path)
        if setting is None:
            return _masked_within(value, path[-1]) == value
        if isinstance(setting.kind, Url) and isinstance(value, str):
            return not address_holds_secret(value) and setting.misplaced(value) is None
        return setting.misplaced(value) is None

    def body(self, answers: Answers) -> dict[str, Json]:
        """Return the request body of `answers`, in the order of the screens.

        Only here are secrets unwrapped to be sent.
        """
        body: dict[str, Json] = {}
        orders = {path: order for order, path in enumerate(self.settings)}
        for path in sorted(answers, key=lambda path: orders.get(path, len(orders))):
            value = answers[path]
            here = body
            for name in path[:-1]:
                inner = here.setdefault(name, {})
                if not isinstance(inner, dict):
                    inner = here[name] = {}
                here = inner
            if not (value == {} and path[-1] in here):
                here[path[-1]] = cast(Json, plain(value))
        return body

    def json_schema(self) -> dict[str, Json]:
        """Return the JSON Schema (2020-12) of the payload, as `validate` validates it.

        The rules between settings are not part of it.
        """
        root: dict[str, Json] = {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": "Create a Telnyx credential connection",
        }
        root |= self._object_schema(())
        return root

    def _object_schema(self, parent: Path) -> dict[str, Json]:
        properties: dict[str, Json] = {}
        required: list[Json] = []
        for path, setting in self.settings.items():
            if path[: len(parent)] != parent:
                continue
            name = path[len(parent)]
            if len(path) == len(parent) + 1:
                properties[name] = setting.json_schema()
                if setting.required:
                    required.append(name)
            elif name not in properties:
                properties[name] = self._object_schema((*parent, name))
        schema: dict[str, Json] = {
            "type": "object",
            "properties": properties,
            "additionalProperties": False,
        }
        return schema | ({"required": required} if required else {})


def _masked_within(value: Answer, name: str = "") -> Answer:
    """Return the value of an unknown field; each secret, by content or by name, is masked."""
    if name and is_secret_member(name, value):
        return MASK
    if isinstance(value, str):
        return MASK if find(value) else value
    if isinstance(value, dict):
        return {each: cast(Json, _masked_within(item, each)) for each, item in value.items()}
    return (
        [cast(Json, _masked_within(item, name)) for item in value]
        if isinstance(value, list)
        else value
    )


REQUEST = Request(GROUPS)
"""`POST /credential_connections`."""

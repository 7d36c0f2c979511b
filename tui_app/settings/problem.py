"""A problem of an answer: what is wrong, where, and how to fix it.

The wizard, `check` and the API's refusals all describe problems in this one form.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias, get_args

from tui_app.text.document import Json

if TYPE_CHECKING:
    from pydantic import SecretStr

Path = tuple[str, ...]
Severity = Literal["error", "warning", "hint"]
SEVERITIES: Final[tuple[Severity, ...]] = get_args(Severity)
"""Worst first. An error blocks a submission, a warning is counted, a hint is only shown."""


class Unset:
    """The type of `UNSET`: no answer was given, so nothing is sent and the API decides."""

    def __repr__(self) -> str:
        return "UNSET"

    def __bool__(self) -> bool:
        return False


UNSET: Final = Unset()


class Generate:
    """The type of `GENERATE`."""

    def __repr__(self) -> str:
        return "GENERATE"


GENERATE: Final = Generate()
"""In a `Fix`: a password that is generated when the fix is accepted."""

Answer: TypeAlias = "Json | SecretStr"
Answers = Mapping[Path, Answer]
"""The answers by path. A missing path was not set; null is None."""


class Fix(NamedTuple):
    """A fix that one key accepts: the answers that it sets.

    `GENERATE` generates an answer, `UNSET` removes it. With `look_up` the fix sets none: it opens
    the list of what the account has for the setting of that path.
    """

    label: str
    answers: Mapping[Path, "Answer | Unset | Generate"]
    look_up: Path | None = None

    def __repr__(self) -> str:
        """Without the answers: one may be a password that a file had under another name."""
        return f"Fix({self.label!r}, {sorted(map('.'.join, self.answers))!r})"


class Problem(NamedTuple):
    """One thing that is wrong.

    `path` is the setting that shows it, () the whole payload; `related` are the other settings that
    it concerns, which show it too. `code` is a stable word for programs, `message` says what is
    wrong and how to fix it. `quiet`: not shown at the setting itself, only in the review of the
    whole request.
    """

    path: Path
    severity: Severity
    code: str
    message: str
    fix: Fix | None = None
    related: tuple[Path, ...] = ()
    quiet: bool = False

    @property
    def pointer(self) -> str:
        """The path as an RFC 6901 JSON Pointer; "" for the whole payload."""
        return pointer(self.path)

    def as_json(self) -> "dict[str, Json]":
        """Return the problem as `--json` prints it."""
        return {
            "pointer": self.pointer,
            "severity": self.severity,
            "code": self.code,
            "message": self.message,
        }

    def concerns(self, path: Path) -> bool:
        """Whether to show the problem at `path`."""
        return path == self.path or path in self.related


def pointer(path: Path) -> str:
    """Return a path as an RFC 6901 JSON Pointer."""
    return "".join("/" + part.replace("~", "~0").replace("/", "~1") for part in path)


def parse_pointer(text: str) -> Path:
    """Return the path of a JSON Pointer.

    A single "/" and "" are the whole payload, as the API uses them.
    """
    if text in ("", "/"):
        return ()
    return tuple(
        part.replace("~1", "/").replace("~0", "~") for part in text.removeprefix("/").split("/")
    )


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems that block a submission."""
    return of_severity(problems, "error")


def warnings(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems that are counted and block nothing."""
    return of_severity(problems, "warning")


def of_severity(problems: Iterable[Problem], severity: Severity) -> list[Problem]:
    """Return the problems of one severity, in their order."""
    return [problem for problem in problems if problem.severity == severity]


def worst_first(problems: Iterable[Problem]) -> list[Problem]:
    """Sort the problems by severity; those of one severity keep their order."""
    return sorted(problems, key=lambda problem: SEVERITIES.index(problem.severity))

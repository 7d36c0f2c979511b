"""What is wrong with an answer, where, and how to mend it: the one form in which the wizard, `check` and the API's refusals are told."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias, get_args

from tui_app.text.document import Json

if TYPE_CHECKING:
    from pydantic import SecretStr

Path = tuple[str, ...]
Severity = Literal["error", "warning", "hint"]
SEVERITIES: Final[tuple[Severity, ...]] = get_args(Severity)
"""The worst first. An error bars a submission, a warning is counted, a hint is only told."""


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
"""In a `Fix`: a password that is made up when the fix is accepted."""

Answer: TypeAlias = "Json | SecretStr"
Answers = Mapping[Path, Answer]
"""What was answered, by path. A path that is missing was not set; null is None."""


class Fix(NamedTuple):
    """A way out that one key accepts: the answers that it sets, makes up (`GENERATE`), or takes back with `UNSET`.

    With `look_up` it sets none: it opens what the account has for the setting of that path.
    """

    label: str
    answers: Mapping[Path, "Answer | Unset | Generate"]
    look_up: Path | None = None


class Problem(NamedTuple):
    """One thing that is wrong.

    `path` is the setting it is told at, () the whole payload; `also` are the other settings that it concerns, where it is shown too.
    `code` is a stable word for programs, `message` says what is wrong and how to mend it.
    `quiet`: not shown at the setting itself, only where the whole request is reviewed.
    """

    path: Path
    severity: Severity
    code: str
    message: str
    fix: Fix | None = None
    also: tuple[Path, ...] = ()
    quiet: bool = False

    @property
    def pointer(self) -> str:
        """The path as an RFC 6901 JSON Pointer; "" for the whole payload."""
        return pointer(self.path)

    def as_json(self) -> "dict[str, Json]":
        """The problem as `--json` prints it."""
        return {
            "pointer": self.pointer,
            "severity": self.severity,
            "code": self.code,
            "message": self.message,
        }

    def concerns(self, path: Path) -> bool:
        """Whether it is to be shown at `path`."""
        return path == self.path or path in self.also


def pointer(path: Path) -> str:
    """A path as an RFC 6901 JSON Pointer."""
    return "".join("/" + part.replace("~", "~0").replace("/", "~1") for part in path)


def parse_pointer(text: str) -> Path:
    """The path that a JSON Pointer names. A single "/" and "" are the whole payload, as the API uses them."""
    if text in ("", "/"):
        return ()
    return tuple(
        part.replace("~1", "/").replace("~0", "~") for part in text.removeprefix("/").split("/")
    )


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """Those that bar a submission."""
    return of_severity(problems, "error")


def warnings(problems: Iterable[Problem]) -> list[Problem]:
    """Those that are counted and bar nothing."""
    return of_severity(problems, "warning")


def of_severity(problems: Iterable[Problem], severity: Severity) -> list[Problem]:
    """The problems of one severity, in their order."""
    return [problem for problem in problems if problem.severity == severity]


def worst_first(problems: Iterable[Problem]) -> list[Problem]:
    """The problems by severity, those of one severity in their order."""
    return sorted(problems, key=lambda problem: SEVERITIES.index(problem.severity))

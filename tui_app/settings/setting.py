"""A setting: its path in the JSON, its name and meaning, and the answers that it accepts.

One `Setting` is declared for each value of the request, in the file of its group. Every other part
of the program (screens, `check`, `schema`, sandbox) reads that declaration, so that a setting is
described once.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from tui_app.settings.misplaced import Misplaced, in_answer
from tui_app.settings.problem import UNSET, Answer, Fix, Generate, Path, Problem, Unset
from tui_app.settings.types import (
    NULL,
    Choice,
    Kind,
    Null,
    Password,
    Url,
    Violation,
    edges,
    trimmed,
)
from tui_app.settings.types.spelling import key
from tui_app.text.document import Json
from tui_app.text.escape import MASK, quoted


@dataclass(frozen=True)
class Setting:
    """One value of the request.

    `json_path` is its path in the JSON, joined by dots. `help` is at most two lines of 76
    characters; `note` is what else a user must know, shown on request, a sentence an item.
    `default` is what the API takes if nothing is sent, UNSET if it takes nothing or nobody knows.
    `default_words` describe the default if a value would not; `default_doubt` says why nobody knows
    it: such a default is never sent. `retired` settings are no longer published and never sent
    unasked. `lookup` names the API's list from which the answer can be chosen.
    """

    json_path: str
    kind: Kind
    label: str
    help: str
    note: str = ""
    synonyms: tuple[str, ...] = ()
    default: "Json | Unset" = UNSET
    default_words: str = ""
    default_doubt: str = ""
    required: bool = False
    nullable: bool = False
    retired: bool = False
    lookup: str = ""

    def __post_init__(self) -> None:
        if self.nullable and isinstance(self.kind, Choice):
            object.__setattr__(self, "kind", replace(self.kind, or_null=True))

    @property
    def path(self) -> Path:
        return tuple(self.json_path.split("."))

    @property
    def name(self) -> str:
        """The API's name of the setting, without the object that contains it."""
        return self.path[-1]

    @property
    def notes(self) -> list[str]:
        """The sentences of `note`, each at most two lines of 76 characters as an item of a list."""
        return re.split(r"(?<=\.) ", self.note) if self.note else []

    @property
    def secret(self) -> bool:
        return isinstance(self.kind, Password)

    def misplaced(self, answer: "Answer | Unset") -> Misplaced | None:
        """Return the misplaced secret in `answer`. The password itself may be any text."""
        if self.secret or isinstance(answer, Unset):
            return None
        return in_answer(answer, address=isinstance(self.kind, Url))

    def problems(self, answer: "Answer | Unset") -> Iterator[Problem]:
        """Return the problems of `answer`. UNSET is one only if the setting is required."""
        found = self.misplaced(answer)
        if found:
            # Alone: the other problems would quote the secret.
            yield Problem(self.path, "error", "secret", found.message)
            return
        violations = list(self._faults(answer))
        for violation in violations:
            yield Problem(
                self.path,
                violation.severity,
                violation.code,
                violation.message,
                self._fix(violation, answer),
            )
        if self.retired and answer not in (UNSET, self.default) and not violations:
            words = "is not in the API's list any more: it may be ignored or refused"
            yield Problem(
                self.path, "warning", "retired", words, Fix("leave it unset", {self.path: UNSET})
            )

    def _faults(self, answer: "Answer | Unset") -> Iterator[Violation]:
        if isinstance(answer, Unset):
            if self.required:
                yield Violation("required", f"is required: {self.kind.limits}")
        elif answer is None:
            if not self.nullable:
                mend = (
                    f"it is required, {self.kind.limits}"
                    if self.required
                    else "leave it unset instead"
                )
                yield Violation("null", f"cannot be null: {mend}", suggestion=UNSET)
        else:
            yield from self._violations(answer)

    def _violations(self, answer: Answer) -> list[Violation]:
        """Return what the kind finds wrong with `answer`.

        An answer that says "none", or has spaces around it, is reported as that first.
        """
        violations = list(self.kind.validate(answer))
        if not violations:
            return violations
        first = violations[0]
        if first.severity == "error" and not self.required and self.kind.is_nothing(answer):
            words = "use null" if self._clears(answer) else "leave it unset"
            message = (
                first.message if first.message.endswith(words) else f"{first.message}: {words}"
            )
            suggestion = NULL if self._clears(answer) else UNSET
            return [Violation(first.code, message, "error", suggestion)]
        text = answer if isinstance(answer, str) and self.kind.trims else ""
        bare = trimmed(text)
        if bare not in ("", text) and not any(
            violation.severity == "error" for violation in self.kind.validate(bare)
        ):
            words = f"{edges(text)}: leave it out"
            return [Violation(first.code, words, first.severity, bare)]
        return violations

    def _clears(self, answer: Answer) -> bool:
        """Whether an answer that says "none" means null.

        An empty or unknown one means that there is no answer.
        """
        return (
            self.nullable
            and not (isinstance(answer, str) and not answer.strip())
            and key(str(answer)) not in ("unset", "notset", "default", "undefined")
        )

    def _fix(self, violation: Violation, answer: "Answer | Unset") -> Fix | None:
        suggestion = violation.suggestion
        if suggestion is None:
            return None
        if isinstance(suggestion, Generate):
            return Fix("generate one", {self.path: suggestion})
        if isinstance(suggestion, Unset):
            return None if self.required else Fix("leave it unset", {self.path: UNSET})
        if isinstance(suggestion, Null):
            return Fix("use null", {self.path: None}) if self.nullable else None
        if self._errors(suggestion) >= max(1, self._errors(answer)):
            return None
        return Fix(f"use {quoted(self.kind.show(suggestion), 60)[1:-1]}", {self.path: suggestion})

    def _errors(self, answer: "Answer | Unset") -> int:
        return sum(violation.severity == "error" for violation in self._faults(answer))

    def shown(self, answer: "Answer | Unset") -> str:
        """Return an answer as people read it, with a secret masked.

        Foreign text comes back unchanged: escape it before you show it.
        """
        if isinstance(answer, Unset):
            return "not set"
        if answer is None:
            return "null"
        if answer == "" or answer == []:
            return "empty"
        if self.misplaced(answer):
            return MASK
        return self.kind.show(answer)

    @property
    def default_shown(self) -> str:
        """The API's default in words; "none" if it has none."""
        if self.default_words:
            return self.default_words
        return "none" if isinstance(self.default, Unset) else self.shown(self.default)

    def json_schema(self) -> dict[str, Json]:
        """Return the JSON Schema (2020-12) of the setting: its validation without warnings."""
        schema = self.kind.json_schema()
        described: dict[str, Json] = {
            "title": self.label,
            "description": " ".join(filter(None, (self.help, self.note))),
        }
        if not isinstance(self.default, Unset):
            described["default"] = self.default
        if self.retired:
            described["deprecated"] = True
        if self.secret:
            described["writeOnly"] = True
        if self.nullable:
            if "enum" in schema and isinstance(schema["enum"], list):
                schema["enum"] = [*schema["enum"], None]
            schema["type"] = [schema["type"], "null"]
        return described | schema


@dataclass(frozen=True)
class Group:
    """A settings group (one step of the wizard): its title, and its settings in screen order."""

    title: str
    settings: tuple[Setting, ...]
    help: str = ""

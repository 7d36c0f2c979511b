"""Remarks on answers that name something of an account: its name there, its state, its account.

An id alone says none of it, and belongs to one account on one host.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from tui_app.settings.problem import UNSET, Answer, Fix, Path, Problem, Unset
from tui_app.settings.setting import Setting
from tui_app.text.document import Json
from tui_app.text.escape import shortened

LONGEST = 1000
"""Characters of a name or host that are read from a draft on disk."""


OTHER_ACCOUNT = "other_account"
"""The code of the warning that an id belongs to another account."""


class Remark(NamedTuple):
    """What is known about one answer.

    `name` is what the account calls it; `disabled`: it is disabled there. `host` is the host for
    which it was given, "" if that is where the draft is to be created.
    """

    name: str = ""
    disabled: bool = False
    host: str = ""


_NONE = Remark()


@dataclass
class Remarks:
    """The remarks on the answers of a draft, each valid for one answer to one setting.

    If an answer is undone and made again, its remark is valid again. `host` is where the draft is
    to be created; "" until it is set.
    """

    host: str = ""
    _kept: dict[tuple[Path, str], Remark] = field(default_factory=dict)

    def at(self, path: Path, answer: "Answer | Unset") -> Remark:
        """Return the remark on an answer to the setting at `path`; an empty one if none."""
        return self._kept.get((path, answer), _NONE) if isinstance(answer, str) else _NONE

    def note(self, path: Path, answer: str, remark: Remark) -> None:
        """Set the remark on an answer. It replaces the one before."""
        self._kept[path, answer] = remark

    def renew(self, path: Path, answer: "Answer | Unset") -> bool:
        """Note that the answer was given anew, for the present host.

        Returns whether it belonged to another host until now.
        """
        if not self.at(path, answer).host or not isinstance(answer, str):
            return False
        del self._kept[path, answer]
        return True

    def move_to(self, host: str, answered: Iterable[tuple[Path, Answer]]) -> None:
        """Set `host` as where the draft is to be created.

        The answers in `answered` belong to the host before. Remarks for `host` itself lose their
        host, since they are at home again.
        """
        if self.host and host != self.host:
            for path, answer in answered:
                if isinstance(answer, str) and answer and not self.at(path, answer).host:
                    self._kept[path, answer] = self.at(path, answer)._replace(host=self.host)
        self.host = host
        self._kept = {
            key: remark._replace(host="") if remark.host == host else remark
            for key, remark in self._kept.items()
        }

    def problems(
        self, answers: Mapping[Path, Answer], settings: Mapping[Path, Setting]
    ) -> Iterator[Problem]:
        """Yield a warning for each remark that speaks against an answer, in screen order."""
        for path, setting in settings.items():
            remark = self.at(path, answers.get(path, UNSET)) if setting.lookup else _NONE
            if remark.host:
                words = (
                    f"was set for another account, on {shortened(remark.host, 60)}: "
                    "most likely this one does not have it. "
                    "Choose one of this account, or leave it unset"
                )
                fix = Fix("leave it unset", {path: UNSET})
                yield Problem(path, "warning", OTHER_ACCOUNT, words, fix)
            elif remark.disabled:
                words = (
                    "is disabled in the account: calls are refused until it is enabled. "
                    "Choose another one, or enable it in the portal"
                )
                yield Problem(path, "warning", "profile_disabled", words)

    # On disk

    def as_json(self, answers: Mapping[Path, Answer]) -> list[Json]:
        """Return the remarks on the present answers, to be saved with them."""
        return [
            [list(path), answer, remark.name, remark.disabled, remark.host]
            for path, answer in tuple(answers.items())
            if isinstance(answer, str) and (remark := self.at(path, answer)) != _NONE
        ]

    @classmethod
    def read(cls, host: str, kept: object) -> "Remarks":
        """Read the remarks of a draft's document that was begun for `host`.

        What cannot be understood is left out.
        """
        remarks = cls(host)
        for each in kept if isinstance(kept, list) else ():
            match each:
                case [list(path), str(answer), str(name), bool(disabled), str(origin)] if all(
                    isinstance(part, str) for part in path
                ):
                    remark = Remark(name[:LONGEST], disabled, origin[:LONGEST])
                    remarks.note(tuple(path), answer, remark)
        return remarks

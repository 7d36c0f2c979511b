"""What is known about answers that name something of an account: what that calls it, whether it is disabled, and whose it is.

An id alone tells none of it, and belongs to one account on one host.
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
    """About one answer: what the account calls it, whether it is disabled there, and the host it was given for.

    `host` is empty as long as that is the one where the draft is to be created.
    """

    name: str = ""
    disabled: bool = False
    host: str = ""


_NONE = Remark()


@dataclass
class Remarks:
    """The remarks on the answers of a draft, each valid for one answer to one setting: undone and made again, it holds again.

    `host` is where the draft is to be created; empty while nobody has said so.
    """

    host: str = ""
    _kept: dict[tuple[Path, str], Remark] = field(default_factory=dict)

    def at(self, path: Path, answer: "Answer | Unset") -> Remark:
        """The remark on an answer to the setting at `path`; an empty one if there is none."""
        return self._kept.get((path, answer), _NONE) if isinstance(answer, str) else _NONE

    def note(self, path: Path, answer: str, remark: Remark) -> None:
        """Remarks on an answer, in the place of what was remarked on it before."""
        self._kept[path, answer] = remark

    def renew(self, path: Path, answer: "Answer | Unset") -> bool:
        """The answer was given anew, for the present host. Whether it was held for another one's."""
        if not self.at(path, answer).host or not isinstance(answer, str):
            return False
        del self._kept[path, answer]
        return True

    def move_to(self, host: str, answered: Iterable[tuple[Path, Answer]]) -> None:
        """The draft is to be created on `host` from now on: what was `answered` until now belongs to the host before.

        What belongs to `host` itself is at home again.
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
        """What the remarks say against the answers, in the order of the screens: warnings."""
        for path, setting in settings.items():
            remark = self.at(path, answers.get(path, UNSET)) if setting.lookup else _NONE
            if remark.host:
                words = (
                    f"was set for another account, on {shortened(remark.host, 60)}: most likely this one does not have it. "
                    "Choose one of this account, or leave it unset"
                )
                fix = Fix("leave it unset", {path: UNSET})
                yield Problem(path, "warning", OTHER_ACCOUNT, words, fix)
            elif remark.disabled:
                words = "is disabled in the account: calls are refused until it is enabled. Choose another one, or enable it in the portal"
                yield Problem(path, "warning", "profile_disabled", words)

    # On disk

    def as_json(self, answers: Mapping[Path, Answer]) -> list[Json]:
        """The remarks on the present answers, to be kept with them."""
        return [
            [list(path), answer, remark.name, remark.disabled, remark.host]
            for path, answer in tuple(answers.items())
            if isinstance(answer, str) and (remark := self.at(path, answer)) != _NONE
        ]

    @classmethod
    def read(cls, host: str, kept: object) -> "Remarks":
        """The remarks that a draft's document holds, begun for `host`. What cannot be understood is left out."""
        remarks = cls(host)
        for each in kept if isinstance(kept, list) else ():
            match each:
                case [list(path), str(answer), str(name), bool(disabled), str(origin)] if all(
                    isinstance(part, str) for part in path
                ):
                    remark = Remark(name[:LONGEST], disabled, origin[:LONGEST])
                    remarks.note(tuple(path), answer, remark)
        return remarks

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
"""Characters of a name or account that are read from a draft on disk."""


OTHER_ACCOUNT = "other_account"
"""The code of the warning that an id belongs to another account."""
OTHER_KEY = "other_key"
"""The code of the warning that an id was set with another API key, maybe of another account."""
_SIGN = "#"
"""Stands between a host and the mark of the API key. No host has one."""


def account_of(host: str, key: str) -> str:
    """Return a text for the account that a key opens on a host. `key`: "" if there is none yet.

    From the few bits of the mark nobody learns anything of the key.
    """
    if not key:
        return host
    from hashlib import blake2b

    return f"{host}{_SIGN}{blake2b(key.encode(errors='replace'), digest_size=3).hexdigest()}"


def _is_same(one: str, other: str) -> bool:
    """Whether two accounts may be one: on one host, and with no two different keys."""
    host, _, mark = one.partition(_SIGN)
    other_host, _, other_mark = other.partition(_SIGN)
    return host == other_host and (mark == other_mark or not mark or not other_mark)


class Remark(NamedTuple):
    """What is known about one answer.

    `name` is what the account calls it; `disabled`: it is disabled there. `account` (see
    `account_of`) is the one for which it was given, "" if the draft is to be created in that one.
    """

    name: str = ""
    disabled: bool = False
    account: str = ""


_NONE = Remark()


@dataclass
class Remarks:
    """The remarks on the answers of a draft, each valid for one answer to one setting.

    If an answer is undone and made again, its remark is valid again. `account` is the one in
    which the draft is to be created; "" until it is set.
    """

    account: str = ""
    _kept: dict[tuple[Path, str], Remark] = field(default_factory=dict)

    def at(self, path: Path, answer: "Answer | Unset") -> Remark:
        """Return the remark on an answer to the setting at `path`; an empty one if none."""
        return self._kept.get((path, answer), _NONE) if isinstance(answer, str) else _NONE

    def note(self, path: Path, answer: str, remark: Remark) -> None:
        """Set the remark on an answer. It replaces the one before."""
        self._kept[path, answer] = remark

    def renew(self, path: Path, answer: "Answer | Unset") -> bool:
        """Note that the answer was given anew, for the present account.

        Returns whether it belonged to another one until now.
        """
        if not self.at(path, answer).account or not isinstance(answer, str):
            return False
        del self._kept[path, answer]
        return True

    def move_to(self, account: str, answered: Iterable[tuple[Path, Answer]]) -> None:
        """Set `account` as the one in which the draft is to be created.

        The answers in `answered` belong to the one before. Remarks for `account` itself lose their
        account, since they are at home again.
        """
        if self.account and not _is_same(account, self.account):
            for path, answer in answered:
                if isinstance(answer, str) and answer and not self.at(path, answer).account:
                    self._kept[path, answer] = self.at(path, answer)._replace(account=self.account)
        # Without a key nobody knows whose account it is: it stays the one that it was.
        if not _is_same(account, self.account) or _SIGN in account:
            self.account = account
        self._kept = {
            key: remark._replace(account="") if _is_same(remark.account, account) else remark
            for key, remark in self._kept.items()
        }

    def problems(
        self, answers: Mapping[Path, Answer], settings: Mapping[Path, Setting]
    ) -> Iterator[Problem]:
        """Yield a warning for each remark that speaks against an answer, in screen order."""
        for path, setting in settings.items():
            remark = self.at(path, answers.get(path, UNSET)) if setting.lookup else _NONE
            if remark.account:
                host = remark.account.partition(_SIGN)[0]
                by_key = host == self.account.partition(_SIGN)[0]
                words = (
                    "was set with another API key: if that is of another account, this one "
                    "does not have it. "
                    if by_key
                    else f"was set for another account, on {shortened(host, 60)}: "
                    "most likely this one does not have it. "
                ) + "Choose one of this account, or leave it unset"
                fix = Fix("leave it unset", {path: UNSET})
                yield Problem(path, "warning", OTHER_KEY if by_key else OTHER_ACCOUNT, words, fix)
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
            [list(path), answer, remark.name, remark.disabled, remark.account]
            for path, answer in tuple(answers.items())
            if isinstance(answer, str) and (remark := self.at(path, answer)) != _NONE
        ]

    @classmethod
    def read(cls, account: str, kept: object) -> "Remarks":
        """Read the remarks of a draft's document that was begun for `account`.

        What cannot be understood is left out.
        """
        remarks = cls(account)
        for each in kept if isinstance(kept, list) else ():
            match each:
                case [list(path), str(answer), str(name), bool(disabled), str(origin)] if all(
                    isinstance(part, str) for part in path
                ):
                    remark = Remark(name[:LONGEST], disabled, origin[:LONGEST])
                    remarks.note(tuple(path), answer, remark)
        return remarks

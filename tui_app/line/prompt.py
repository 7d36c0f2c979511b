"""A question as it is asked in lines, and what a typed line can mean for it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, NamedTuple

Effect = Literal["nothing", "again", "answered", "skipped"]
"""What a command does to the question that it was typed at.

`nothing`: the question stays. `again`: it is asked again in full. `answered`: the command answered
it. `skipped`: the setting stays as it is.
"""


class Given(NamedTuple):
    """The typed line is an answer, with this text."""

    text: str


@dataclass(frozen=True)
class Prompt:
    """A question: the lines before it, the line that asks, and a shorter line that asks again.

    `known` asks without the lines before it, if the user has heard them earlier.
    `renew` makes the question again from the current answers.
    `payloads`: the user can paste a whole payload instead of an answer.
    `address`: the question asks for a web address.
    """

    full: str
    short: str
    before: tuple[str, ...] = ()
    secret: bool = False
    known: str = ""
    renew: "Callable[[], Prompt] | None" = None
    payloads: bool = False
    address: bool = False

"""The connection on the result page: what is known of it, and for which region it is shown."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tui_app.core.checklist import Facts
from tui_app.sip.hosts import DEFAULT_REGION

if TYPE_CHECKING:
    from pydantic import SecretStr

    from tui_app.api.replies import Connection


@dataclass
class Shown:
    """A connection that exists. `password` is None if nobody knows it any more.

    `region` is the code of one in `sip.hosts`. `watching`: its registration is asked for again and
    again.
    """

    connection: "Connection"
    password: "SecretStr | None"
    region: str = DEFAULT_REGION
    facts: Facts = field(default_factory=Facts)
    watching: bool = False

"""Make up connections to fill the sandbox with: as many as wanted, always the same ones."""

import re
from itertools import count
from random import Random
from typing import Final

from tui_app.sandbox.seeds import VOICE_PROFILES
from tui_app.sandbox.store import SECOND, Record, Store, stamp
from tui_app.text.document import Json

PLACES: Final = (
    *("Amsterdam", "Berlin", "Bristol", "Chicago", "Cork", "Dallas", "Denver", "Dublin"),
    *("Geneva", "Ghent", "Hamburg", "Leeds", "Lisbon", "London", "Lyon", "Madrid", "Malmö"),
    *("Milan", "Montréal", "München", "New York", "Oslo", "Porto", "Riga", "Seattle", "Sydney"),
    *("Toronto", "Turin", "Utrecht", "Vancouver", "Vienna", "Warsaw", "Zürich"),
)
USES: Final = (
    *("alarm line", "call centre", "conference room", "door phone", "fax", "front desk"),
    *("help desk", "hotline", "lift phone", "PBX", "reception", "sales", "softphones", "warehouse"),
)
KINDS: Final[tuple[dict[str, Json], ...]] = (
    {},
    {"tags": ["office"]},
    {"inbound": {"codecs": ["G722", "G711U", "G711A"]}},
    {"inbound": {"channel_limit": 10}, "dtmf_type": "SIP INFO"},
    {"anchorsite_override": "Frankfurt, Germany", "tags": ["europe", "lab"]},
    {"webhook_event_url": "https://example.com/calls", "webhook_api_version": "2"},
)
"""What is set beside the names: mostly nothing, as in an account."""

FIRST: Final = 1_672_567_200
LAST: Final = 1_790_000_000
"""The times between which they were created: January 2023 and September 2026."""


def fill(store: Store, wanted: int) -> None:
    """Add made-up connections until the store has `wanted`; it may have more already."""
    store.fill(map(_made_up, count()), wanted)


def _made_up(number: int) -> Record:
    """Return connection `number`, from 0. Nobody can register with it: it has no password."""
    # Not for secrets: the same number must give the same connection.
    chance = Random(number)  # noqa: S311
    place, use = chance.choice(PLACES), chance.choice(USES)
    settings: dict[str, Json] = {
        "connection_name": f"{place} {use} {number + 1}",
        "user_name": f"{re.sub('[^a-z]', '', place.lower())}{number + 1:05}",
        **chance.choice(KINDS),
    }
    if chance.random() < 0.1:
        settings["active"] = False
    if chance.random() < 0.6:
        settings["outbound"] = {
            "outbound_voice_profile_id": chance.choice(VOICE_PROFILES)["id"],
        }
    seconds = chance.randrange(FIRST, LAST)
    changed = chance.choice((seconds, chance.randrange(seconds, LAST)))
    # An id is a time in nanoseconds, as of all connections; the number makes it the only one.
    return Record(
        seconds * SECOND + number, settings, stamp(seconds * SECOND), stamp(changed * SECOND)
    )

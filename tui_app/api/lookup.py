"""Finding out whether an attempt whose answer was lost created its connection: which of those that exist it must be."""

from datetime import datetime, timedelta
from typing import Final, NamedTuple

from tui_app.api.client import Listing
from tui_app.api.replies import Connection
from tui_app.storage.journal import MAX_TEXT, Intent

MARGIN: Final = timedelta(minutes=5)
"""How far this machine's clock may be off the server's, where the server does not tell its time."""


class Known(NamedTuple):
    """What existed before an attempt. `complete`: everything of its name was read, so that another id can only be a new one."""

    ids: frozenset[str] = frozenset()
    complete: bool = False


def same(one: str, other: str) -> bool:
    """Whether two names are one to the API: user names are so whatever their case (vendor's documentation of version 1)."""
    return one.strip().casefold() == other.strip().casefold()


def same_kept(name: str, kept: str) -> bool:
    """Whether a name is the one that the journal keeps, which is cut where it is very long."""
    return same(name[:MAX_TEXT], kept[:MAX_TEXT])


def matches(
    listing: Listing, intent: Intent, now: datetime, known: Known | None = None
) -> list[Connection]:
    """The connections that the attempt must have created: its names, and made since it began.

    `known` proves that where it is complete, whatever a clock says that was set meanwhile. Otherwise the time tells: `now` is this
    machine's of the look, to which the server's is compared. With `known` a connection without a readable time counts too.
    """
    return [each for each in alike(listing, intent) if _is_new(each, listing, intent, now, known)]


def alike(listing: Listing, intent: Intent) -> list[Connection]:
    """The connections with the attempt's names, however old."""
    return [
        each
        for each in listing.connections
        if same(each.user_name, intent.user_name)
        and same_kept(each.connection_name, intent.connection_name)
    ]


def _is_new(
    each: Connection, listing: Listing, intent: Intent, now: datetime, known: Known | None
) -> bool:
    if known is not None and (known.complete or each.id in known.ids):
        return each.id not in known.ids
    if each.created_at is None:
        return known is not None
    return not is_older(each, listing, intent, now)


def is_older(each: Connection, listing: Listing, intent: Intent, now: datetime) -> bool:
    """Whether a connection is of before the attempt by its time, of which it must have one."""
    # In the server's time, where that is told: a clock of this machine that is hours off then does no harm.
    began = intent.at + (listing.at - now if listing.at else timedelta())
    return each.created_at is not None and each.created_at < began - MARGIN

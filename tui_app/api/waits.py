"""How long a server asks to wait, read from its headers. Whatever they hold, this raises nothing."""

import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

LONGEST: Final = 10.0**9
"""Seconds. What is larger is no time to wait: a date in seconds since 1970, or nonsense."""
EARLIEST, LATEST = 1970, 2999
"""The years of a date that can be meant."""


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """The seconds to wait, from 0; None where the headers say nothing usable.

    `Retry-After` in seconds or as an HTTP date (RFC 9110, section 10.2.3); without a usable one `x-ratelimit-reset` (seconds; the
    vendor's pages).
    `now` is this machine's time, which counts only where the server tells none of its own.
    """
    asked = headers.get("retry-after", "").strip()
    seconds = _seconds(asked)
    if seconds is None:
        seconds = _until(asked, date(headers) or now)
    if seconds is not None:
        return seconds
    reset = re.match("[0-9]{1,20}(?:[.][0-9]{1,9})?", headers.get("x-ratelimit-reset", "").strip())
    if not reset:
        return None
    seconds = _seconds(reset.group())
    if seconds is not None:
        return seconds
    # One of the vendor's pages has the time of the reset here, in seconds since 1970.
    ahead = float(reset.group()) - (date(headers) or now).timestamp()
    return max(0.0, ahead) if ahead <= LONGEST else None


def date(headers: Mapping[str, str]) -> datetime | None:
    """The server's own time, from its `Date` header."""
    return _date(headers.get("date", ""))


def _seconds(text: str) -> float | None:
    # ASCII digits alone: float() takes "nan", "inf", "1_000" and Arabic digits too.
    if not re.fullmatch("[0-9]{1,20}(?:[.][0-9]{1,9})?", text):
        return None
    seconds = float(text)
    return seconds if math.isfinite(seconds) and seconds < LONGEST else None


def _until(text: str, now: datetime) -> float | None:
    when = _date(text)
    return None if when is None else max(0.0, (when - now).total_seconds())


def _date(text: str) -> datetime | None:
    if not text or len(text) > 60:
        return None
    try:
        when = parsedate_to_datetime(text)
    except (ValueError, OverflowError, IndexError):
        return None
    # Reckoning with the first or the last of all years can leave what a date can hold.
    if not EARLIEST <= when.year <= LATEST:
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)

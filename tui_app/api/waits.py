"""Read from headers how long a server asks to wait. Raises nothing, whatever they hold."""

import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

LONGEST: Final = 10.0**9
"""Seconds. A larger number is no time to wait: it is a date in seconds since 1970, or nonsense."""
EARLIEST, LATEST = 1970, 2999
"""The range of years that a date can mean."""


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Return the seconds to wait, from 0; None if the headers say nothing usable.

    Reads `Retry-After` in seconds or as an HTTP date (RFC 9110, section 10.2.3); without a usable
    one, `x-ratelimit-reset` (seconds; the vendor's pages). `now` is this machine's time, used only
    if the server does not send its own.
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
    """Return the server's own time, from its `Date` header."""
    return _date(headers.get("date", ""))


def _seconds(text: str) -> float | None:
    # ASCII digits only: float() also takes "nan", "inf", "1_000" and Arabic digits.
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
    # Arithmetic near the first or the last possible year can overflow a date.
    if not EARLIEST <= when.year <= LATEST:
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)

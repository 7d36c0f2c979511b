"""What the tests of the readers share: a made-up connection, and reading as a command does."""

from typing import Any

import pytest

from tui_app.readers import Reading, read_text
from tui_app.text.document import UnreadableDocument

NAME, USER, PASSWORD = "office", "exampleuser1", "Xk7pVq2mRt9wZ4"
KEY = "KEY0000EXAMPLE0000EXAMPLE0000EXAMPLE_madeupMADEUPmadeup"
BODY: dict[str, Any] = {"connection_name": NAME, "user_name": USER, "password": PASSWORD}
FULL: dict[str, Any] = {
    **BODY,
    "active": True,
    "tags": ["lab", "berlin"],
    "encrypted_media": None,
    "inbound": {"codecs": ["G722", "G711U"], "channel_limit": 10},
    "outbound": {"outbound_voice_profile_id": "1293384261075731499"},
}


def read(text: bytes | str) -> Reading:
    return read_text(text, "FILE")


def refused(text: bytes | str) -> str:
    """Why a text is not read: one line, without the secrets of these tests."""
    with pytest.raises(UnreadableDocument) as caught:
        read(text)
    words = str(caught.value)
    assert len(words.splitlines()) == 1
    assert PASSWORD not in words
    assert KEY not in words
    return words


def key_of(reading: Reading) -> str | None:
    return reading.api_key.get_secret_value() if reading.api_key else None

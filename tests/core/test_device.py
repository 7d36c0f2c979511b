"""What a device needs: the card, and that nothing foreign is obeyed."""

import pytest

from tui_app.api.replies import Connection
from tui_app.core.device import device_card
from tui_app.devices.table import Row, card_lines
from tui_app.text.document import Json
from tui_app.text.escape import MASK


def made(**document: Json) -> Connection:
    return Connection("1", "office", "office12", None, None, document)


def card(**document: Json) -> dict[str, Row]:
    return {row.label: row for row in device_card(made(**document), MASK)}


def test_the_card_holds_what_a_device_asks_for() -> None:
    rows = card()
    assert {label: rows[label].value for label in ("Server", "User name", "Password", "DTMF")} == {
        "Server": "sip.telnyx.com",
        "User name": "office12",
        "Password": MASK,
        "DTMF": "RFC 2833",
    }
    assert rows["SIP address"].value == "office12@sip.telnyx.com"
    assert [row.label for row in rows.values() if row.secret] == ["Password"]


def test_the_card_follows_what_the_connection_holds() -> None:
    rows = card(
        dtmf_type="SIP INFO",
        encrypted_media="SRTP",
        inbound={"codecs": ["G722", 5, "G711A"]},
    )
    assert rows["DTMF"].value == "SIP INFO"
    assert rows["Codecs"].value == "G722, G711A"
    assert "TLS" in rows["Transport"].value
    assert "UDP" not in rows["Transport"].value
    assert rows["SRTP"].value.startswith("required")
    assert card()["SRTP"].value.startswith("off")


def test_the_card_says_which_device_rings() -> None:
    ringing: list[Json] = [{"simultaneous_ringing": each} for each in ("enabled", "disabled", None)]
    said = [card(inbound=each)["Devices"].value for each in ringing]
    assert said == ["all that register ring", *["the last to register rings"] * 2]
    assert card()["Devices"].value == "the last to register rings"


def test_the_card_sends_no_sdk_to_a_connection_with_srtp() -> None:
    assert "SRTP" in card(encrypted_media="SRTP")["Voice SDK"].note
    assert "same login" in card()["Voice SDK"].note


def test_at_80_columns_only_the_note_beside_all_default_codecs_has_no_room() -> None:
    rows = device_card(made(), MASK)
    lines = card_lines(rows, 71)
    cut = [row.label for row, line in zip(rows, lines, strict=True) if row.note not in line]
    assert cut == ["Codecs"]


@pytest.mark.parametrize(
    "document", [{"inbound": "x"}, {"inbound": {"codecs": {}}}, {"dtmf_type": 5}]
)
def test_a_reply_of_another_shape_gives_the_defaults(document: dict[str, Json]) -> None:
    assert card(**document) == card()


def test_no_text_of_a_reply_is_obeyed() -> None:
    held = Connection("1", "x", "a\x1b[2J", None, None, {"dtmf_type": "b\x1b[2J"})
    assert "\x1b" not in "".join(text for row in device_card(held, MASK) for text in row[:3])


@pytest.mark.parametrize("width", [20, 56, 76, 100])
def test_a_note_without_room_is_left_out_and_nothing_else(width: int) -> None:
    rows = device_card(made(), MASK)
    lines = card_lines(rows, width)
    assert len(lines) == len(rows)
    for row, line in zip(rows, lines, strict=True):
        assert line.startswith(row.label)
        assert row.value in line
        assert len(line) <= width or row.note not in line or not row.note

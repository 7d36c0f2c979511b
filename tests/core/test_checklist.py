"""What is still missing before a phone rings, from the record and from what else is known."""

from typing import Any

import pytest

from tui_app.api.replies import Connection, PhoneNumber, RegistrationStatus, VoiceProfile
from tui_app.core.checklist import Facts, checklist, registration_words


def made(**document: Any) -> Connection:
    return Connection("1", "office", "office12", None, None, document)


WITH_PROFILE = {"outbound": {"outbound_voice_profile_id": "12"}}
ACTIVE = (PhoneNumber(phone_number="+15550100", status="active"),)
PENDING = (PhoneNumber(phone_number="+15550100", status="requirement-info-pending"),)


def profile(**more: Any) -> Facts:
    return Facts(profile=VoiceProfile(id="12", name="Office", **more))


def registered(status: str, **more: Any) -> Facts:
    return Facts(registration=RegistrationStatus(status=status, **more))


@pytest.mark.parametrize(
    ("document", "facts", "state", "words"),
    [
        ({}, Facts(), "unknown", "SIP 480 (RG1)"),
        ({}, registered("Not Registered"), "missing", "SIP 480 (RG1)"),
        ({}, registered("Expired"), "missing", "its password is wrong"),
        ({}, registered("Registered"), "done", "A device is registered."),
        ({"active": False}, Facts(), "missing", "SIP 404 (D18)"),
        ({}, Facts(), "unknown", "number that is assigned"),
        ({}, Facts(numbers=()), "missing", "No number is assigned"),
        ({}, Facts(numbers=ACTIVE), "done", "Number +15550100."),
        ({}, Facts(numbers=ACTIVE + PENDING), "done", "Number +15550100 and 1 more."),
        ({}, Facts(numbers=PENDING), "missing", "not active yet"),
        ({}, Facts(), "missing", "No outbound voice profile: calls out get SIP 403 (D38)"),
        ({"outbound": {"outbound_voice_profile_id": None}}, Facts(), "missing", "(D38)"),
        (WITH_PROFILE, Facts(), "unknown", "has to be enabled"),
        (WITH_PROFILE, profile(enabled=False), "missing", "Office is disabled"),
        (WITH_PROFILE, profile(), "done", "Outbound voice profile Office."),
        (WITH_PROFILE, profile(whitelisted_destinations=[]), "missing", "no destination"),
        (
            WITH_PROFILE,
            profile(whitelisted_destinations=["US", "CA", "MX", "DE", "FR"]),
            "done",
            "calls to US, CA, MX, DE and 1 more.",
        ),
        ({}, Facts(), "unknown", "SIP 403 (D35)"),
        ({"outbound": {"ani_override": ""}}, Facts(), "unknown", "SIP 403 (D35)"),
        ({"outbound": {"ani_override": "+15550100"}}, Facts(), "done", "Caller ID: +15550100."),
        ({"encrypted_media": "SRTP"}, Facts(), "unknown", "SIP 488"),
        ({"outbound": {"call_parking_enabled": True}}, Facts(), "missing", "Call parking"),
    ],
)
def test_an_item_and_its_state(
    document: dict[str, Any], facts: Facts, state: str, words: str
) -> None:
    items = checklist(made(**document), facts)
    assert [item.state for item in items if words in item.words] == [state]


def test_what_does_not_concern_the_connection_is_not_told() -> None:
    steered = made(
        active=True,
        webhook_event_url="https://example.com/hook",
        outbound={"call_parking_enabled": True},
    )
    words = " ".join(item.words for item in checklist(steered, Facts()))
    assert "parking" not in words
    assert "active" not in words
    assert "SRTP" not in words


def test_it_is_short_and_begins_with_what_goes_wrong_first() -> None:
    everything = made(active=False, encrypted_media="SRTP")
    items = checklist(everything, registered("Not Registered"))
    assert len(items) <= 6
    assert all(len(item.words) <= 120 for item in items)
    assert [item.words.split()[0] for item in items[:3]] == ["It", "A", "Calls"]


@pytest.mark.parametrize("document", [{"outbound": "x"}, {"outbound": {"ani_override": 5}}, {}])
def test_a_record_of_another_shape_counts_as_unset(document: dict[str, Any]) -> None:
    assert checklist(made(**document), Facts()) == checklist(made(), Facts())


def test_no_text_of_a_reply_is_obeyed() -> None:
    held = made(outbound={"outbound_voice_profile_id": "1", "ani_override": "\x1b[2J"})
    facts = Facts(
        RegistrationStatus(status="Registered", user_agent="\x1b[2J", transport="\x1b"),
        (PhoneNumber(phone_number="\x1b[2J"),),
        VoiceProfile(id="1", name="\x1b[2J", whitelisted_destinations=("\x1b",)),
    )
    text = " ".join([*(item.words for item in checklist(held, facts)), registration_words(facts)])
    assert "\x1b" not in text
    assert "\x1b" not in registration_words(registered("\x1b[2J"))


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (Facts(), "not known"),
        (registered("Not Registered"), "not registered"),
        (registered(""), ""),
        (registered("Registered"), "a device"),
        (
            registered(
                "Registered",
                user_agent="baresip 1.0",
                ip_address="203.0.113.7",
                port=5062,
                transport="UDP",
                last_registration="2026-11-26T06:12:05Z",
            ),
            "baresip 1.0 at 203.0.113.7:5062 over UDP since 2026-11-26 06:12:05 UTC",
        ),
        (
            registered("Registered", ip_address="203.0.113.7", last_registration="lately"),
            "a device at 203.0.113.7 since lately",
        ),
    ],
)
def test_a_registration_in_words(facts: Facts, words: str) -> None:
    assert registration_words(facts) == words

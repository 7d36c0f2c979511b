"""What an account has besides its connections: voice profiles, push credentials, phone numbers.

They are there to choose from, more than the API sends unless a longer page is asked for. All are
made up.
"""

from datetime import UTC, datetime, timedelta
from typing import Final

from tui_app.text.document import Json
from tui_app.text.escape import MASK


def _profile(number: str, name: str, created: str, **other: Json) -> dict[str, Json]:
    profile: dict[str, Json] = {
        "id": number,
        "record_type": "outbound_voice_profile",
        "name": name,
        "traffic_type": "conversational",
        "service_plan": "global",
        "concurrent_call_limit": None,
        "enabled": True,
        "tags": [],
        "usage_payment_method": "rate-deck",
        "whitelisted_destinations": ["US", "CA"],
        "max_destination_rate": None,
        "daily_spend_limit": None,
        "daily_spend_limit_enabled": False,
        "call_recording": {
            "call_recording_type": "none",
            "call_recording_channels": "single",
            "call_recording_format": "wav",
        },
        "billing_group_id": None,
        "calling_window": None,
        "created_at": created,
        "updated_at": created,
    }
    return profile | other


BRANCHES: Final = ("calls out", "night shift", "toll saver", "test lab", "visitors")


def _day(first: datetime, days: int) -> str:
    """Return the time so many days after `first`, as the API writes it there."""
    return f"{first + timedelta(days=days):%Y-%m-%dT%H:%M:%S}.000Z"


VOICE_PROFILES: Final[tuple[dict[str, Json], ...]] = (
    _profile("2241870351094581633", "Default", "2024-11-04T09:12:31.204Z"),
    _profile(
        "2398114620773549870",
        "Europe, office hours",
        "2025-06-18T07:45:02.917Z",
        whitelisted_destinations=["DE", "AT", "CH", "FR", "NL", "GB"],
        concurrent_call_limit=10,
        daily_spend_limit="50.00",
        daily_spend_limit_enabled=True,
        tags=["office"],
    ),
    _profile(
        "2467203958811402261",
        "Call centre, North America",
        "2025-09-23T16:20:44.530Z",
        concurrent_call_limit=100,
    ),
    _profile("2531996047215883904", "Old fax lines", "2025-12-22T11:03:58.071Z", enabled=False),
    *(
        _profile(
            str(1_700_000_000_000_000_000 + place * 10_000_019),
            f"Branch {place:02}, {BRANCHES[place % len(BRANCHES)]}",
            _day(datetime(2023, 3, 1, 9, tzinfo=UTC), place),
            enabled=place % 9 != 4,
        )
        for place in range(41)
    ),
)
"""The shape of the API's outbound voice profiles: the newest four, then more that are older.

`connections_count` is added when they are listed.
"""


def _push(
    identifier: str, kind: str, alias: str, created: str, secrets: dict[str, Json]
) -> dict[str, Json]:
    credential: dict[str, Json] = {
        "id": identifier,
        "record_type": "push_credential",
        "type": kind,
        "alias": alias,
        "certificate": None,
        "private_key": None,
        "project_account_json_file": None,
        "created_at": created,
        "updated_at": created,
    }
    return credential | secrets


# The API sends these secrets in full. Here each type has its own fields, so that a client meets
# them, but with a mask as value; the fields of the other type are null.
_APPLE: Final[dict[str, Json]] = {"certificate": MASK, "private_key": MASK}
_FIREBASE: Final[dict[str, Json]] = {
    "project_account_json_file": {"type": "service_account", "private_key": MASK}
}

PUSH_CREDENTIALS: Final[tuple[dict[str, Json], ...]] = (
    _push(
        "7b1c9f52-6f0e-4f6b-9a53-2f6b0f4f7e11",
        "ios",
        "Softphone iOS",
        "2025-03-02T10:00:00.000Z",
        _APPLE,
    ),
    _push(
        "c2f4a7de-31b8-4f0d-8a6e-94d5b0c7a2f3",
        "ios",
        "Softphone iOS, test build",
        "2025-05-19T14:30:00.000Z",
        _APPLE,
    ),
    _push(
        "0d9e6a34-5c27-4b81-b1f9-7a3e8c5d6f20",
        "android",
        "Softphone Android",
        "2025-03-02T10:05:00.000Z",
        _FIREBASE,
    ),
    _push(
        "e85b3c17-9a4d-4e62-8f70-1b6d2a9c4e35",
        "android",
        "Kiosk tablets",
        "2026-01-12T08:15:00.000Z",
        _FIREBASE,
    ),
    *(
        _push(
            f"5ea50000-0000-4000-8000-{len(kind):06}{place:06}",
            kind,
            f"App {place:02} {kind}",
            _day(datetime(2026, 2, 1, 12, tzinfo=UTC), place),
            secrets,
        )
        for place in range(23)
        for kind, secrets in (("ios", _APPLE), ("android", _FIREBASE))
    ),
)
"""The shape of the API's mobile push credentials, the four oldest first."""


def _phone_number(place: int, area: str, country: str, **other: Json) -> dict[str, Json]:
    created = _day(datetime(2025, 6, 1, 8, tzinfo=UTC), place)
    number: dict[str, Json] = {
        "id": str(2_600_000_000_000_000_000 + place),
        "record_type": "phone_number",
        # The numbers 555-0100 to 555-0199 belong to nobody.
        "phone_number": f"+1{area}55501{place:02}",
        "status": "active",
        "country_iso_alpha2": country,
        "phone_number_type": "local",
        "source_type": "number_order",
        "deletion_lock_enabled": False,
        "tags": [],
        "customer_reference": None,
        "purchased_at": created,
        "created_at": created,
        "updated_at": created,
    }
    return number | other


PHONE_NUMBERS: Final[tuple[dict[str, Json], ...]] = (
    _phone_number(0, "312", "US", tags=["office"]),
    _phone_number(1, "416", "CA"),
    _phone_number(2, "800", "US", phone_number_type="toll_free"),
    _phone_number(3, "212", "US", status="port-pending", source_type="port_request"),
    *(
        _phone_number(place, *(("206", "US"), ("604", "CA"), ("415", "US"))[place % 3])
        for place in range(4, 26)
    ),
)
"""The shape of the API's phone numbers, oldest first.

`connection_id` and `connection_name` are added when they are listed.
"""

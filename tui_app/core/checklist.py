"""What is still missing before a phone rings: what goes wrong first, and how to mend it.

Sources: the vendor's pages on SIP response codes, caller ID and outbound voice profiles.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from tui_app.settings.compare import at
from tui_app.settings.rules.answers import (
    ACTIVE,
    ENCRYPTED_MEDIA,
    EVENT_URL,
    OVERRIDE,
    PARKING,
    PROFILE,
)
from tui_app.text.document import Json
from tui_app.text.escape import escape_controls, shortened

if TYPE_CHECKING:
    from tui_app.api.replies import Connection, PhoneNumber, RegistrationStatus, VoiceProfile

State = Literal["done", "missing", "unknown"]
REGISTERED: Final = "Registered"
"""The status of a connection with whose login a device has registered."""
SIGNS: Final[dict[State, str]] = {"done": "Ready", "missing": "Missing", "unknown": "To check"}
"""The states in words."""
NEEDS_TITLE: Final = "Before a phone rings:"
SANDBOX_ONLY: Final = (
    "It exists only in the sandbox, and nothing was created at Telnyx. A device can register with "
    "it all the same, once telnyx-wizard sandbox --sip-port 5070 serves a registrar."
)


@dataclass(frozen=True)
class Facts:
    """What is known of a connection besides its record. None: it is not known.

    `profile` is the one that the record names.
    """

    registration: "RegistrationStatus | None" = None
    numbers: "tuple[PhoneNumber, ...] | None" = None
    profile: "VoiceProfile | None" = None

    @property
    def registered(self) -> bool | None:
        """Whether a device is registered."""
        return None if self.registration is None else self.registration.status == REGISTERED


class Item(NamedTuple):
    """A thing that a call needs, its state, and in words how to mend what is missing."""

    state: State
    words: str


def checklist(made: "Connection", facts: Facts) -> list[Item]:
    """Return what calls need, in the order in which one meets it. Its words are safe to show."""
    return list(_items(made.document, facts))


def _items(document: Mapping[str, Json], facts: Facts) -> Iterator[Item]:
    if at(document, ACTIVE) is False:
        yield Item("missing", "It is not active: calls get SIP 404 (D18). Set Active.")
    yield _registration(facts)
    yield _numbers(facts)
    yield _profile(bool(at(document, PROFILE)), facts)
    if at(document, PARKING) is True and not at(document, EVENT_URL):
        words = "Call parking is on without an event URL: nobody takes calls out. Set one."
        yield Item("missing", words)
    override = at(document, OVERRIDE)
    if isinstance(override, str) and override:
        yield Item("done", f"Caller ID: {shortened(override, 20)}.")
    else:
        yield Item(
            "unknown",
            "Caller ID: the device must send a number of yours, or calls out get SIP 403 (D35).",
        )
    if at(document, ENCRYPTED_MEDIA) == "SRTP":
        yield Item("unknown", "SRTP: the device must do it too, over TLS, or calls get SIP 488.")


def _registration(facts: Facts) -> Item:
    if facts.registered:
        return Item("done", "A device is registered.")
    words = "A device has to register, or calls to it get SIP 480 (RG1)."
    if facts.registered is None:
        return Item("unknown", words)
    return Item("missing", f"{words} If it gets 401 all the time, its password is wrong.")


def _numbers(facts: Facts) -> Item:
    if facts.numbers is None:
        return Item("unknown", "Calls in need a number that is assigned to it.")
    if not facts.numbers:
        return Item("missing", "No number is assigned to it: nobody can call it. Assign one.")
    active = [each for each in facts.numbers if each.status in (None, "active")]
    first = shortened((active or facts.numbers)[0].phone_number, 20)
    more = f" and {len(facts.numbers) - 1} more" if len(facts.numbers) > 1 else ""
    if not active:
        return Item("missing", f"Number {first}{more}: not active yet (SIP 403, D64).")
    return Item("done", f"Number {first}{more}.")


def _profile(assigned: bool, facts: Facts) -> Item:
    if not assigned:
        words = "No outbound voice profile: calls out get SIP 403 (D38). Assign one."
        return Item("missing", words)
    profile = facts.profile
    if profile is None:
        return Item("unknown", "The outbound voice profile has to be enabled, or SIP 403 (D38).")
    name = shortened(profile.name, 30)
    if not profile.enabled:
        return Item(
            "missing", f"Outbound voice profile {name} is disabled (SIP 403, D38). Enable it."
        )
    countries = profile.whitelisted_destinations
    if countries is None:
        return Item("done", f"Outbound voice profile {name}.")
    if not countries:
        return Item("missing", f"Outbound voice profile {name} allows no destination. Add one.")
    shown = ", ".join(escape_controls(each) for each in countries[:4])
    more = f" and {len(countries) - 4} more" if len(countries) > 4 else ""
    return Item("done", f"Outbound voice profile {name}: calls to {shortened(shown, 40)}{more}.")


def registration_words(facts: Facts) -> str:
    """Say whether a device is registered: which one, from where, since when. Safe to show."""
    status = facts.registration
    if status is None:
        return "not known"
    if not facts.registered:
        return shortened(status.status.lower(), 30)
    address = f"{status.ip_address}:{status.port}" if status.port else status.ip_address
    parts = (
        shortened(status.user_agent or "a device", 30),
        f"at {shortened(address, 50)}" if address else "",
        f"over {shortened(status.transport, 10)}" if status.transport else "",
        f"since {_since(status)}" if status.last_registration else "",
    )
    return " ".join(filter(None, parts))


def _since(status: "RegistrationStatus") -> str:
    """Return the time of a registration as people write it; as it is if it is no time."""
    when = status.registered_at
    if when is None:
        return shortened(status.last_registration or "", 30)
    return f"{when:%Y-%m-%d %H:%M:%S} {when.tzname()}"

"""Read the API's replies: strict on the fields that are used; unknown fields are ignored.

Secrets in them are masked or never kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Final, NamedTuple, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationError

from tui_app.settings.change import CHANGE
from tui_app.settings.misplaced import is_secret_member
from tui_app.settings.problem import Path
from tui_app.settings.request import REPLY_ONLY
from tui_app.text.document import Json
from tui_app.text.escape import MASK, names_a_secret

DEEPEST: Final = 8
"""Levels of a reply. What is nested deeper is dropped."""


def _identity(value: object) -> object:
    # A number is as good an id as its digits; JSON's true is not.
    return (
        str(value)
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1 << 63
        else value
    )


Label = Annotated[str, Field(max_length=1000)]
Identity = Annotated[Label, BeforeValidator(_identity)]
# This id stands in the path of later requests: a text that could change that path is no id.
PathIdentity = Annotated[str, BeforeValidator(_identity), Field(pattern="^[A-Za-z0-9_-]{1,64}$")]


class Reply(BaseModel):
    """A part of a reply: unknown fields are ignored, and no error shows what was in it."""

    model_config = ConfigDict(strict=True, frozen=True, extra="ignore", hide_input_in_errors=True)


class _Connection(Reply):
    id: PathIdentity
    # Of any length: the API decides how long a name may be, and one that was sent must be
    # recognised.
    connection_name: str
    user_name: str
    password: SecretStr | None = None
    created_at: str | None = None


@dataclass(frozen=True, slots=True)
class Connection:
    """A credential connection as the API has it.

    `document` is the whole reply, with every secret in it masked.
    """

    id: str
    connection_name: str
    user_name: str
    password: SecretStr | None
    created_at: datetime | None
    """None if the reply has no time that can be read."""
    document: dict[str, Json]


class VoiceProfile(Reply):
    """An outbound voice profile. `whitelisted_destinations` is None if the reply has none."""

    id: Identity
    name: Label
    enabled: bool = True
    whitelisted_destinations: tuple[Label, ...] | None = Field(default=None, strict=False)


class PhoneNumber(Reply):
    """A phone number of the account. `status` is "active" once it can be called."""

    phone_number: Label
    status: Label | None = None


class PushCredential(Reply):
    """A mobile push credential to choose. The certificates and keys sent with it are never kept."""

    id: Identity
    alias: Label | None = None
    type: str


class Listed(NamedTuple):
    """An item to choose from: its id, its name, a note, and whether it is disabled."""

    id: str
    name: str
    note: str
    disabled: bool = False


class RegistrationStatus(Reply):
    """Whether a device has registered with a connection's credentials."""

    status: Annotated[str, Field(max_length=200)]
    sip_username: str | None = None
    ip_address: str | None = None
    port: int | None = None
    transport: str | None = None
    user_agent: str | None = None
    last_registration: str | None = None

    @property
    def registered_at(self) -> datetime | None:
        """The time of the last registration; None if the reply has none that can be read."""
        return read_time(self.last_registration)


class Meta(Reply):
    """Which page of a list this is."""

    page_number: int = 1
    total_pages: int
    total_results: object = None


_Model = TypeVar("_Model", bound=Reply)


def read(model: type[_Model], data: object) -> _Model | None:
    """Read `data` as `model`; None if it has another shape."""
    try:
        return model.model_validate(data)
    except ValidationError:
        return None


def read_connection(data: object, identity: str | None = None) -> Connection | None:
    """Read a connection; None if `data` is none, or has another id than `identity`."""
    found = read(_Connection, data)
    if found is None or not isinstance(data, dict) or identity not in (None, found.id):
        return None
    return Connection(
        id=found.id,
        connection_name=found.connection_name,
        user_name=found.user_name,
        password=found.password,
        created_at=read_time(found.created_at),
        document=masked(data),
    )


def read_time(text: str | None) -> datetime | None:
    """Read a time as the API writes it: ISO 8601, UTC if it names no zone.

    None if it is no time.
    """
    if text is None or len(text) > 60:
        return None
    try:
        when = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def masked(data: Mapping[str, Json], parent: Path = ()) -> dict[str, Json]:
    """Return `data` with a mask in place of every secret, by its name or as it looks.

    The values of settings stay, whatever they look like: they are compared with what was sent.
    """
    return {name: _masked((*parent, name), value) for name, value in data.items()}


def _masked(path: Path, value: Json) -> Json:
    name = path[-1]
    if value is not None and names_a_secret(name):
        return MASK
    if isinstance(value, dict):
        return masked(value, path) if len(path) <= DEEPEST else {}
    if path in CHANGE.settings or ".".join(path) in REPLY_ONLY:
        return value
    if isinstance(value, list):
        return [_masked((*path, name), item) for item in value] if len(path) <= DEEPEST else []
    return MASK if is_secret_member(name, value) else value


def read_profile(data: object) -> Listed | None:
    """Read an outbound voice profile to choose; None if `data` is none."""
    found = read(VoiceProfile, data)
    if found is None:
        return None
    return Listed(found.id, found.name, "" if found.enabled else "disabled", not found.enabled)


def read_push(data: object) -> Listed | None:
    """Read a push credential to choose, without its secrets; None if `data` is none."""
    found = read(PushCredential, data)
    return None if found is None else Listed(found.id, found.alias or "", found.type)

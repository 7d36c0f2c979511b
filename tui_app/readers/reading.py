"""The result of reading: the body of a create, its form, and notes for the user."""

import math
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NoReturn, TypeAlias, cast, get_args

from tui_app.settings.problem import Path
from tui_app.settings.request import REPLY_ONLY, REQUEST
from tui_app.text.document import MAX_DEPTH, Json, UnreadableDocument
from tui_app.text.escape import names_a_secret, shortened

if TYPE_CHECKING:
    from pydantic import SecretStr

Form = Literal[
    "json",
    "reply",
    "curl",
    "http",
    "python",
    "javascript",
    "php",
    "ruby",
    "env",
    "yaml",
    "terraform",
    "postman",
    "cli",
]
FORMS: tuple[Form, ...] = get_args(Form)

NAMED = (
    "JSON, an API reply, curl, a raw HTTP request, Python, JavaScript, TypeScript, PHP, Ruby, "
    ".env, YAML, Terraform, a Postman collection, the telnyx CLI"
)
"""The forms as messages name them."""


@dataclass(frozen=True)
class Reading:
    """A connection that a text contains.

    `document` is the body of `POST /credential_connections` as in the text, the password in clear.
    `notes` are full sentences, safe to show: what was left out, moved or computed. `api_key` is a
    key that was in the text. `name` tells several readings apart. `change`: it was the body of a
    PATCH. `identity` is the id in a reply.
    """

    document: dict[str, Json] = field(repr=False)
    form: Form
    notes: tuple[str, ...] = ()
    api_key: "SecretStr | None" = None
    name: str = ""
    change: bool = False
    identity: str = ""


class Several(UnreadableDocument):
    """The text contains several connections: `readings`. The text of the error names them."""

    def __init__(self, source: str, readings: Sequence[Reading]) -> None:
        names = [_called(reading, index) for index, reading in enumerate(readings[:5], 1)]
        more = f" and {len(readings) - 5} more" if len(readings) > 5 else ""
        super().__init__(
            f"{source} holds {len(readings)} connections: {', '.join(names)}{more}. Keep one"
        )
        self.readings = tuple(readings)


def _called(reading: Reading, index: int) -> str:
    named = f'"{shortened(reading.name)}"' if reading.name else f"number {index}"
    if not reading.change:
        return named
    return f"a change ({', '.join(map(shortened, list(reading.document)[:3])) or named})"


@dataclass(frozen=True)
class Computed:
    """A value that the text computes. `words` name its source; they may be empty."""

    words: str = ""


Value: TypeAlias = "None | bool | int | float | str | Computed | list[Value] | dict[str, Value]"


@dataclass(frozen=True)
class Found:
    """A value that a form's reader found, before it is recognized as a connection."""

    value: Value = field(repr=False)
    name: str = ""
    change: bool = False
    notes: tuple[str, ...] = ()
    key: str = field(default="", repr=False)


class Unfit(Exception):
    """The text is not of this form after all; the error's text says why.

    Another form may be tried.
    """


class Refused(Unfit):
    """The text is of this form but cannot be accepted; the error's text says why.

    No other form is tried.
    """


SECONDS = 1.0
"""The most seconds to read a text: a usual one takes milliseconds."""
_DEADLINE: "ContextVar[float]" = ContextVar("_DEADLINE", default=math.inf)


@contextmanager
def limited() -> Iterator[None]:
    """Limit the time: within it, `hurry` raises `Refused` once `SECONDS` have passed."""
    token = _DEADLINE.set(time.monotonic() + SECONDS)
    try:
        yield
    finally:
        _DEADLINE.reset(token)


def is_late() -> bool:
    """Whether the text has taken too long."""
    return time.monotonic() > _DEADLINE.get()


def hurry() -> None:
    """Raise `Refused` if the text has taken too long."""
    if is_late():
        raise Refused("it takes too long to read: keep the part that creates the connection")


def twice(name: str) -> NoReturn:
    """Raise `Refused` for a repeated member, as the JSON reader refuses it."""
    raise Refused(f'"{shortened(name)}" appears twice in one object; keep the one you mean')


def too_deep() -> NoReturn:
    raise Refused(f"it is nested more than {MAX_DEPTH} levels deep")


def inside(made: "dict[str, Value]", path: Path, said: str) -> "dict[str, Value]":
    """Return the object in `made` that contains the member at `path`; create it if needed.

    `said` names the member in a message. Raises `Refused` if something else is at the object's
    path.
    """
    here = made
    for name in path[:-1]:
        inner = here.setdefault(name, {})
        if not isinstance(inner, dict):
            raise Refused(f"{said} goes into what is no object")
        here = inner
    return here


KNOWN = frozenset(path[0] for path in REQUEST.settings)
"""The names at the top of the body."""
PLAIN = KNOWN - {"password", "active", "tags"}
"""Names that alone identify a connection: many other things have the rest."""
ALIASES = frozenset({"username", "connectionName", "userName", "sip_username", "name"})
LISTS = ("credential_connections", "credential_connection", "telnyx_credential_connection")

_KEY_NAMES = frozenset({"apikey", "telnyxapikey", "telnyxkey"})
_PLACEHOLDER = re.compile(r"your|example_key|api_?key|token|replace|xxx|\.\.\.|changeme", re.I)
_KEY = re.compile(r"[A-Za-z0-9_\-]{8,200}")


def is_api_key(text: str) -> bool:
    """Whether `text` can be an API key, not a placeholder for one or the name of a variable."""
    if not _KEY.fullmatch(text):
        return False
    return re.fullmatch(r"KEY_?[0-9A-Za-z]{8,}[0-9A-Za-z_\-]*", text) is not None or (
        _PLACEHOLDER.search(text) is None
    )


def bearer(text: str) -> str:
    """Return the API key in the value of an Authorization header; "" if there is none."""
    scheme, _, key = text.strip().partition(" ")
    key = key.strip()
    return key if scheme.lower() == "bearer" and is_api_key(key) else ""


def key_in(name: str, text: str) -> str:
    """Return the API key that the member `name` of an object contains; "" if it contains none."""
    plain = re.sub(r"[\W_]", "", name).lower()
    if plain == "authorization":
        return bearer(text)
    return text if plain in _KEY_NAMES and is_api_key(text) else ""


class Template(dict[str, Value]):
    """An object of YAML, which others may include with `<<`."""

    is_included = False


def shared(value: Value) -> bool:
    """Whether an object is a part of others, and so none by itself."""
    return isinstance(value, Template) and value.is_included


def known(value: "Mapping[str, Value]") -> set[str]:
    """Return the names of a connection that an object has, unless a schema describes them."""
    return {
        name
        for name in KNOWN & value.keys()
        if not isinstance(member := value[name], dict)
        or ((name,) in REQUEST.objects and not {"$ref", "properties"} & member.keys())
    }


@dataclass
class _Notes:
    value: "Mapping[str, Value]" = field(repr=False)
    computed: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    key: str = field(default="", repr=False)


def reading_of(found: Found, is_reply: bool, form: Form) -> Reading:
    """Make the reading: nothing computed, nothing that only a reply has, no key in its document."""
    value = cast("dict[str, Value]", found.value)
    noted = _Notes(value, key=found.key)
    notes = list(found.notes)
    document = _settled(value, (), is_reply, noted)
    key = noted.key
    if noted.computed:
        notes += [f"{words}: left unset." for words in noted.computed[:20]]
    if noted.dropped:
        shown = ", ".join(noted.dropped[:20])
        notes.append(f"Left out what only a reply has: {shown}.")
    password = document.get("password")
    if isinstance(password, str) and password and not password.strip("*\u2022\u25cf"):
        del document["password"]
        notes.append("The password is masked in what was read: enter it again.")
    if key:
        notes.append("It contains an API key: left out of the payload.")
    named = document.get("connection_name")
    identity = value.get("id") if is_reply else None
    return Reading(
        document,
        "reply" if is_reply and form == "json" else form,
        tuple(dict.fromkeys(notes)),
        _secret(key),
        named if isinstance(named, str) and named else found.name,
        found.change,
        identity if isinstance(identity, str) else "",
    )


def _secret(key: str) -> "SecretStr | None":
    if not key:
        return None
    # Late: `check` of JSON starts without pydantic.
    from pydantic import SecretStr

    return SecretStr(key)


def _settled(
    value: "Mapping[str, Value]", parent: Path, is_reply: bool, noted: _Notes
) -> dict[str, Json]:
    made: dict[str, Json] = {}
    for name, member in value.items():
        hurry()
        path = (*parent, name)
        dotted = ".".join(path)
        setting = REQUEST.settings.get(path)
        if isinstance(member, Computed) or (isinstance(member, list) and _has_computed(member)):
            words = member.words if isinstance(member, Computed) else ""
            # A bare word at the password may be the password, if the text is in another form.
            if names_a_secret(name) and words.isalnum() and not names_a_secret(words):
                words = ""
            noted.computed.append(
                f"{shortened(dotted, 60)} is computed" + (f" ({shortened(words)})" if words else "")
            )
        elif isinstance(member, str) and key_in(name, member):
            noted.key = noted.key or key_in(name, member)
        elif is_reply and _is_of_replies(path, noted.value):
            noted.dropped.append(shortened(dotted))
        elif is_reply and member is None and (setting is None or not setting.nullable):
            # The API shows null for a setting that has no value.
            continue
        elif isinstance(member, dict):
            inner = _settled(member, path, is_reply, noted)
            # If an object is empty only because of what was left out, drop it.
            if inner or not member:
                made[name] = inner
        else:
            made[name] = cast(Json, member)
    return made


def _is_of_replies(path: Path, reply: "Mapping[str, Value]") -> bool:
    """Whether a request has no such member. Another spelling of a setting is one that it has."""
    if ".".join(path) in REPLY_ONLY:
        return True
    if path in REQUEST.settings or path in REQUEST.objects:
        return False
    [meant] = REQUEST.respelled({path: ""})
    return meant == path or meant[0] in reply


def _has_computed(items: "list[Value]") -> bool:
    return any(
        isinstance(item, Computed)
        or (isinstance(item, list) and _has_computed(item))
        or (isinstance(item, dict) and _has_computed(list(item.values())))
        for item in items
    )

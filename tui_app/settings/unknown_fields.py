"""Explain a field of a payload that no setting is declared for: its likely meaning, and one fix.

The message of the field names that fix.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple, cast

from tui_app.settings.problem import UNSET, Answer, Answers, Fix, Path, Unset
from tui_app.settings.setting import Setting
from tui_app.settings.types import plain
from tui_app.settings.types.spelling import close, key
from tui_app.text.document import Json
from tui_app.text.escape import names_a_secret

# Names as `key` writes them: snake_case, camelCase and kebab-case are the same here.

_OTHER_KINDS: Final = frozenset(
    map(
        key,
        (
            "transport_protocol",
            "microsoft_teams_sbc",
            "third_party_control_enabled",
            "sip_region",
            "sip_subdomain",
            "sip_subdomain_receive_settings",
            "default_primary_ip_id",
            "default_secondary_ip_id",
            "default_tertiary_ip_id",
            "default_primary_fqdn_id",
            "default_secondary_fqdn_id",
            "default_tertiary_fqdn_id",
            "ip_authentication_method",
            "ip_authentication_token",
            "tech_prefix",
        ),
    )
)
"""Settings that only IP and FQDN connections have (the vendor's SDK 4.189; SUP 4404448)."""

_NOWHERE: Final = frozenset(map(key, ("webrtc_enabled", "sip_uri_calling_region")))
"""Names in public programs that no kind of connection has."""

_SYNONYMS: Final[dict[str, str]] = {
    "name": "connection_name",
    "label": "connection_name",
    "trunkname": "connection_name",
    "username": "user_name",
    "user": "user_name",
    "login": "user_name",
    "sipuser": "user_name",
    "sipusername": "user_name",
    "authuser": "user_name",
    "authusername": "user_name",
    "secret": "password",
    "pass": "password",
    "passwd": "password",
    "pwd": "password",
    "sippassword": "password",
    "sipsecret": "password",
    "authpassword": "password",
    "isactive": "active",
    "anchorsite": "anchorsite_override",
    "dtmf": "dtmf_type",
    "webhook": "webhook_event_url",
    "webhookurl": "webhook_event_url",
    "eventurl": "webhook_event_url",
    "callbackurl": "webhook_event_url",
    "webhookfailoverurl": "webhook_event_failover_url",
    "failoverurl": "webhook_event_failover_url",
    "webhookversion": "webhook_api_version",
    "webhooktimeout": "webhook_timeout_secs",
    "reportfrequencyseconds": "rtcp_settings.report_frequency_secs",
    "outboundvoiceprofile": "outbound.outbound_voice_profile_id",
    "outboundprofileid": "outbound.outbound_voice_profile_id",
    "voiceprofileid": "outbound.outbound_voice_profile_id",
    "jitterbuffer.enabled": "jitter_buffer.enable_jitter_buffer",
}
"""What people call a setting, in any object; with its object if the name alone is not enough."""

_VAGUE: Final = {"port": "rtcp"}
"""Names that mean a setting only if this is in their path: most ports are of SIP."""

_ENDINGS: Final = ("secs", "enabled", "id", "url", "limit", "format")

_DEEPEST: Final = 4
"""Levels of objects in an unknown one that are searched for a user name and a password."""


class Meaning(NamedTuple):
    """The words that follow an unknown field's name in its message, and the fix they describe."""

    words: str
    fix: Fix


class UnknownFields:
    """Explains the fields of a payload that are none of `settings`.

    `objects` are the paths that contain settings.
    """

    def __init__(self, settings: Mapping[Path, Setting], objects: Iterable[Path]) -> None:
        self.settings = settings
        self.objects = frozenset(objects)
        self._known = (*settings, *self.objects)
        self._by_key: dict[str, list[Path]] = {}
        for path in self._known:
            for name in {_key(path), key("".join(path)), key(path[-1])}:
                self._by_key.setdefault(name, []).append(path)

    def explain(self, path: Path, answers: Answers, *, suggest: bool = True) -> Meaning:
        """Return what the field at `path` of `answers` means.

        `suggest` looks for names that are like it, which takes time.
        """
        away = Fix("remove it", {path: UNSET})
        name = key(path[-1])
        if name in _OTHER_KINDS:
            return Meaning("belongs to IP and FQDN connections, not to this kind: remove it", away)
        if name in _NOWHERE:
            return Meaning("is a setting of no connection: remove it", away)
        unknown = "is not a setting of this API"
        moved = self._credentials(path, answers)
        if moved:
            words = f"{unknown}: user_name and password are outside any object"
            return Meaning(words, Fix("use its user name and password", moved))
        meant = self.meant(path) if suggest else None
        if meant is None:
            return Meaning(f"{unknown}; --allow-unknown sends it all the same", away)
        json_path = ".".join(meant)
        renamed = self._renamed(path, meant, answers)
        if renamed is None:
            # Do not overwrite an existing answer with what may be a left-over.
            return Meaning(f"{unknown}, and {json_path} is there already: remove it", away)
        return Meaning(
            f"{unknown}: did you mean {json_path}?", Fix(f"rename it to {json_path}", renamed)
        )

    def respelled(self, path: Path, answers: Answers) -> dict[Path, "Answer | Unset"]:
        """The change that gives an unknown member its own name, if it is another spelling of one.

        `connectionName` is one, as other languages write it; a name that is only alike is none.
        """
        found = self._by_name(path)
        if found is None or not self._may_become(path, found):
            return {}
        return self._renamed(path, found, answers) or {}

    def meant(self, path: Path) -> Path | None:
        """Return the setting, or the object, that an unknown field clearly means.

        None if there is none, or several.
        """
        found = self._by_name(path) or self._like(path)
        return found if found and self._may_become(path, found) else None

    def _by_name(self, path: Path) -> Path | None:
        for name in (_key(path), key(path[-1])):
            synonym = _SYNONYMS.get(name)
            if synonym and tuple(synonym.split(".")) in self.settings:
                return tuple(synonym.split("."))
            found = self._by_key.get(name, [])
            if len(found) == 1:
                return found[0]
        # Several objects have that name: nobody knows which is meant.
        return None

    def _like(self, path: Path) -> Path | None:
        name = key(path[-1])
        if name in self._by_key:
            return None
        # A unit or the like that was left out at the end.
        longer = {known for end in _ENDINGS for known in self._by_key.get(name + end, ())}
        if name and len(longer) == 1:
            return longer.pop()
        beside = {known[-1]: known for known in self._known if known[:-1] == path[:-1]}
        found = close(path[-1], beside)
        if found:
            return beside[found]
        elsewhere: dict[str, list[Path]] = {}
        for known in self._known:
            elsewhere.setdefault(known[-1], []).append(known)
        found = close(path[-1], elsewhere)
        return elsewhere[found][0] if found and len(elsewhere[found]) == 1 else None

    def _may_become(self, path: Path, meant: Path) -> bool:
        """Whether a rename keeps the meaning.

        A direction stays, unless the name says it, and a secret stays a secret.
        """
        if len(path) > 1 and len(meant) > 1 and path[0] != meant[0]:
            directions = {"inbound", "outbound"}
            if {path[0], meant[0]} <= directions and not meant[-1].startswith(meant[0]):
                return False
        if _VAGUE.get(meant[-1], "") not in _key(path):
            return False
        setting = self.settings.get(meant)
        return not any(map(names_a_secret, path)) or (setting is not None and setting.secret)

    def _renamed(
        self, path: Path, meant: Path, answers: Answers
    ) -> dict[Path, "Answer | Unset"] | None:
        """Return the change that a rename makes.

        None if it would overwrite an answer, or put something else than an object at an object's
        path.
        """
        value = answers[path]
        if meant in self.settings:
            kept = value if self.settings[meant].secret else cast(Json, plain(value))
            return None if meant in answers else {path: UNSET, meant: kept}
        if not isinstance(value, dict) or not value:
            return None
        inner: dict[Path, Answer | Unset] = {(*meant, name): each for name, each in value.items()}
        taken = any(json_path in answers for json_path in inner) or meant in answers
        return None if taken else {path: UNSET, **inner}

    def _credentials(self, path: Path, answers: Answers) -> dict[Path, "Answer | Unset"] | None:
        """Return the change that takes a user name and a password out of an unknown object.

        None unless both are in it and needed.
        """
        value = answers[path]
        if not isinstance(value, dict):
            return None
        found: dict[Path, Answer | Unset] = {}
        for name, each in _texts(value):
            meant = self._by_name((name,))
            if meant in (("user_name",), ("password",)):
                if meant in found or meant in answers:
                    return None
                found[meant] = each
        return {path: UNSET, **found} if len(found) == 2 else None


def _key(path: Path) -> str:
    """Return a path as `_SYNONYMS` and the declarations write it; its dots stay."""
    return ".".join(filter(None, map(key, ".".join(path)[:200].split("."))))


def _texts(value: Mapping[str, Json], depth: int = _DEEPEST) -> Iterator[tuple[str, str]]:
    """Yield each text in an object and the objects within it, with its name there."""
    for name, each in value.items():
        if isinstance(each, str):
            yield name, each
        elif isinstance(each, dict) and depth > 1:
            yield from _texts(each, depth - 1)

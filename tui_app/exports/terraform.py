"""Write a Terraform configuration for the provider petsinc/telnyx.

The provider fills in values of its own, some unlike the API's, so that each attribute is written.
Source: credential_connection_resource.go of the provider, September 2025 (FACTS.md section 5).
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Final

from tui_app.exports.comments import comments
from tui_app.exports.literals import wide_text
from tui_app.exports.plan import Plan
from tui_app.settings.compare import at, is_nothing
from tui_app.settings.problem import Path, Unset
from tui_app.settings.request import REQUEST
from tui_app.text.document import Json
from tui_app.text.escape import shortened

RESOURCE: Final = "telnyx_credential_connection"
TWICE: Final = """\
Without its state file it creates a second connection. Take over one that exists:"""
VARIABLE: Final = "var.sip_password"
NAMES: Final = {"user_name": "username"}
"""The attributes that the provider calls otherwise."""
LACKING: Final = frozenset(
    {
        "bridge_generate_comfort_noise_on_cn",
        "call_cost_in_webhooks",
        "encrypted_media",
        "ios_push_credential_id",
        "android_push_credential_id",
        "inbound.simultaneous_ringing",
        "jitter_buffer.enable_jitter_buffer",
        "jitter_buffer.jitterbuffer_msec_max",
        "jitter_buffer.jitterbuffer_msec_min",
        "noise_suppression",
        "noise_suppression_details.attenuation_limit",
        "noise_suppression_details.engine",
        "sip_uri_calling_preference",
        "tags",
    }
)
"""The settings that the provider has no attribute for."""
ATTRIBUTES: Final = {
    path: setting for path, setting in REQUEST.settings.items() if setting.json_path not in LACKING
}
FILLED: Final[dict[str, Json]] = {
    # What the API takes is not known; left out, the provider would send true.
    "default_on_hold_comfort_noise_enabled": False,
    "webhook_event_url": "",
    # The provider's own value: it has none for "not set".
    "webhook_timeout_secs": 25,
    # Read back as "", and null would not be that.
    "outbound.outbound_voice_profile_id": "",
}
"""What is written for an unset setting that has no known default."""

# HCL has no short escape for these.
SHORT: Final = {"\\b": "\\u0008", "\\f": "\\u000c"}
_SHORT: Final = re.compile(r"\\.")


def write(plan: Plan) -> str:
    """Return the configuration. What it cannot say is listed in a comment."""
    label = _label(plan.members.get("connection_name"))
    top = comments(
        plan,
        "#",
        run='Run: TF_VAR_sip_password="$TELNYX_SIP_PASSWORD" terraform apply',
        look=["telnyx-wizard list", f"terraform import {RESOURCE}.{label} ID"],
        twice=TWICE,
        missing=_notes(plan),
    )
    return (
        f"{top}\n"
        'terraform {\n  required_providers {\n    telnyx = {\n      source = "petsinc/telnyx"\n'
        "    }\n  }\n}\n\n"
        'provider "telnyx" {}\n\n'
        'variable "sip_password" {\n  type      = string\n  sensitive = true\n}\n\n'
        f'resource "{RESOURCE}" "{label}" {{\n{_attributes(_values(plan.members))}}}\n'
    )


def _notes(plan: Plan) -> Iterator[str]:
    lost = [path for path, value in _leaves(plan.members, ()) if _is_lost(path, value)]
    if lost:
        names = ", ".join(shortened(".".join(path), 60) for path in lost)
        yield f"The provider cannot say, so that it must be set otherwise: {names}"
    yield "What is not set is written as the API's default, since the provider has others."
    yield "The state file of Terraform holds the password in clear."


def _leaves(values: Mapping[str, Json], parent: Path) -> Iterator[tuple[Path, Json]]:
    for name, value in values.items():
        path = (*parent, name)
        if isinstance(value, dict) and path in REQUEST.objects:
            yield from _leaves(value, path)
        else:
            yield path, value


def _is_lost(path: Path, value: Json) -> bool:
    """Whether the connection would be another one without this value."""
    setting = REQUEST.settings.get(path)
    return path not in ATTRIBUTES and not (setting and is_nothing(setting, value))


def _values(body: Mapping[str, Json]) -> dict[str, "str | dict[str, str]"]:
    """Return every attribute with its literal, those of an object within it."""
    made: dict[str, str | dict[str, str]] = {}
    for path, setting in ATTRIBUTES.items():
        value = at(body, path)
        # Null means "not set", to the API and to Terraform.
        if isinstance(value, Unset) or value is None:
            value = FILLED.get(setting.json_path, setting.default)
        literal = "null" if isinstance(value, Unset) else _literal(value)
        if setting.secret:
            literal = VARIABLE
        if len(path) == 1:
            made[NAMES.get(path[0], path[0])] = literal
        else:
            inner = made.setdefault(path[0], {})
            if isinstance(inner, dict):
                inner[path[1]] = literal
    return made


def _attributes(values: Mapping[str, "str | dict[str, str]"]) -> str:
    """Return attributes as `terraform fmt` formats them: plain ones aligned, then the objects."""
    plain = {name: value for name, value in values.items() if isinstance(value, str)}
    objects = {name: value for name, value in values.items() if isinstance(value, dict)}
    text = _aligned(plain, "  ")
    for name, inner in objects.items():
        text += f"\n  {name} = {{\n{_aligned(inner, '    ')}  }}\n"
    return text


def _aligned(values: Mapping[str, str], indent: str) -> str:
    width = max(map(len, values), default=0)
    return "".join(f"{indent}{name:{width}} = {value}\n" for name, value in values.items())


def _literal(value: Json) -> str:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, list):
        return f"[{', '.join(map(_literal, value))}]"
    if isinstance(value, dict):
        members = [f"{_text(name)} = {_literal(item)}" for name, item in value.items()]
        return f"{{ {', '.join(members)} }}"
    return json.dumps(value)


def _text(text: str) -> str:
    """Return a text as a string of HCL, in which `${` and `%{` begin nothing."""
    made = _SHORT.sub(lambda match: SHORT.get(match[0], match[0]), wide_text(text))
    return made.replace("${", "$${").replace("%{", "%%{")


def _label(name: object) -> str:
    """Return the name of the resource, made of the connection's."""
    words = re.sub("[^a-z0-9]+", "_", name.lower()).strip("_")[:60] if isinstance(name, str) else ""
    return words if re.match("[a-z]", words) else f"connection_{words}".rstrip("_")

"""Write a Go program with the vendor's SDK (telnyx-go 4).

Source: the parameters of its version 4.97 (credentialconnection.go).
"""

import json
from collections.abc import Iterator, Mapping
from typing import Final

from tui_app.exports.comments import comments
from tui_app.exports.literals import wide_text
from tui_app.exports.plan import Plan, Secret
from tui_app.settings.change import CHANGE
from tui_app.settings.problem import Path
from tui_app.settings.request import REQUEST
from tui_app.settings.types import Choice, Flag, Integer, TextList
from tui_app.text.document import Json

PARAMS: Final = "params"
LACKING: Final = frozenset(
    {
        ("bridge_generate_comfort_noise_on_cn",),
        ("conversation_persistence",),
        ("inbound", "privacy_zone_enabled"),
    }
)
"""The settings that the SDK has no field for."""
_INITIALS: Final = {"id": "ID", "url": "URL", "api": "API"}
HIGHEST: Final = 2**63


def write(plan: Plan) -> str:
    """Return the program, as gofmt formats it: what it sends is assigned line by line.

    What the SDK's fields cannot hold, an unknown setting or null, is among its extra fields.
    """
    lines = list(_assignments(plan.body, (), plan))
    text = "".join(f"\t{line}\n" for line in lines)
    kind, arguments = "New", "ctx"
    if plan.update:
        kind, arguments = "Update", f"ctx, {wide_text(plan.update)}"
    top = comments(
        plan,
        "//",
        run="It needs the module github.com/team-telnyx/telnyx-go/v4.",
        look=["client.CredentialConnections.List(ctx, telnyx.CredentialConnectionListParams{})"],
    )
    standard = ["context", *(["encoding/json"] if "json.RawMessage" in text else []), "fmt", "log"]
    standard += ["os"] if plan.has_password else []
    imports = "".join(f'\t"{name}"\n' for name in standard)
    return (
        f"{top}\npackage main\n\nimport (\n{imports}\n"
        '\t"github.com/team-telnyx/telnyx-go/v4"\n'
        '\t"github.com/team-telnyx/telnyx-go/v4/option"\n'
        ")\n\nfunc main() {\n"
        f"{_PASSWORD if plan.has_password else ''}"
        f"\t{PARAMS} := telnyx.CredentialConnection{kind}Params{{}}\n{text}\n"
        "\t// No retries: one after a lost answer could create a second connection.\n"
        "\tclient := telnyx.NewClient(option.WithMaxRetries(0))\n"
        "\tctx := context.Background()\n"
        f"\tconnection, err := client.CredentialConnections.{kind}({arguments}, {PARAMS})\n"
        "\tif err != nil {\n\t\tlog.Fatal(err)\n\t}\n"
        "\tfmt.Println(connection.Data.ID)\n}\n"
    )


_PASSWORD: Final = (
    f'\tpassword := os.Getenv("{Secret.SIP.value}")\n'
    f'\tif password == "" {{\n\t\tlog.Fatal("{Secret.SIP.value} is not set")\n\t}}\n'
)


def _assignments(body: Mapping[str, "Json | Secret"], parent: Path, plan: Plan) -> Iterator[str]:
    """Yield the assignments to the fields of an object, then to its extra fields."""
    extra: dict[str, Json] = {}
    inside: list[str] = []
    for name, value in body.items():
        path = (*parent, name)
        if isinstance(value, Secret):
            yield f"{_field(path)} = {'telnyx.String(password)' if plan.update else 'password'}"
        elif isinstance(value, dict) and value and path in CHANGE.objects:
            inside += _assignments(value, path, plan)
        elif typed := _typed(path, value, required=not plan.update):
            yield f"{_field(path)} = {typed}"
        else:
            extra[name] = value
    yield from inside
    if extra:
        fields = ", ".join(f"{wide_text(name)}: {_any(value)}" for name, value in extra.items())
        yield f"{_field(parent)}.SetExtraFields(map[string]any{{{fields}}})"


def _field(path: Path) -> str:
    return ".".join((PARAMS, *(_go_name(name) for name in path)))


def _go_name(name: str) -> str:
    return "".join(_INITIALS.get(part, part[:1].upper() + part[1:]) for part in name.split("_"))


def _typed(path: Path, value: Json, *, required: bool) -> str:
    """Return the value as its field takes it; "" if it has no field that does."""
    setting = CHANGE.settings.get(path)
    if setting is None or path in LACKING:
        return ""
    kind = setting.kind
    if isinstance(kind, Flag):
        return f"telnyx.Bool({json.dumps(value)})" if isinstance(value, bool) else ""
    if isinstance(kind, Integer):
        return f"telnyx.Int({value})" if _is_int64(value) else ""
    if isinstance(kind, TextList):
        return _texts(value)
    if not isinstance(value, str):
        return ""
    text = wide_text(value)
    if isinstance(kind, Choice):
        # Its field is no optional one: the empty text is not sent.
        return text if value else ""
    return text if required and REQUEST.settings[path].required else f"telnyx.String({text})"


def _texts(value: Json) -> str:
    if not isinstance(value, list):
        return ""
    texts = [wide_text(item) for item in value if isinstance(item, str)]
    return f"[]string{{{', '.join(texts)}}}" if len(texts) == len(value) else ""


def _any(value: Json) -> str:
    """Return a value for a map of anything."""
    if value is None:
        return "nil"
    if isinstance(value, str):
        return wide_text(value)
    if isinstance(value, bool | float) or _is_int64(value):
        return json.dumps(value)
    return f"json.RawMessage({wide_text(json.dumps(value, ensure_ascii=False))})"


def _is_int64(value: Json) -> bool:
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return is_number and -HIGHEST <= value < HIGHEST  # type: ignore[operator]

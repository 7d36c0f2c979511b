"""Write a Python program with the vendor's SDK (telnyx 4)."""

from typing import Final

from tui_app.exports.comments import comments
from tui_app.exports.literals import Language, wide_text
from tui_app.exports.plan import Plan, Secret
from tui_app.settings.change import CHANGE
from tui_app.text.document import Json

IMPORT: Final = "import os\n\n"
INDENT: Final = "    "
_LANGUAGE: Final = Language(wide_text, ("None", "False", "True"), wide_text, INDENT)
_PASSWORD: Final = f'os.environ["{Secret.SIP.value}"]'
KNOWN: Final = frozenset(path[0] for path in CHANGE.settings)
"""The SDK's arguments; what else is sent goes into `extra_body`."""


def write(plan: Plan) -> str:
    """Return the program."""
    top = comments(
        plan,
        "#",
        run='It needs the package "telnyx", version 4.',
        look=['client.credential_connections.list(sort="-created_at")'],
    )
    known = {name: value for name, value in plan.body.items() if name in KNOWN}
    others: Json = {name: value for name, value in plan.members.items() if name not in KNOWN}
    call = f"update(\n{INDENT}{wide_text(plan.update)},\n" if plan.update else "create(\n"
    lines = [f"{INDENT}{name}={_value(value)},\n" for name, value in known.items()]
    if others:
        lines.append(f"{INDENT}extra_body={_value(others)},\n")
    return (
        f"{top}{IMPORT if plan.has_password else ''}from telnyx import Telnyx\n\n"
        "# No retries: one after a lost answer could create a second connection.\n"
        "client = Telnyx(max_retries=0)\n"
        f"connection = client.credential_connections.{call}{''.join(lines)})\n"
        "print(connection.data.id)\n"
    )


def _value(value: "Json | Secret") -> str:
    return _PASSWORD if isinstance(value, Secret) else _LANGUAGE.write(value, INDENT)

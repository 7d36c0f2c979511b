"""Write a JavaScript program for Node.js with the vendor's SDK (telnyx 7)."""

from typing import Final

from tui_app.exports.comments import comments
from tui_app.exports.limits import sayable
from tui_app.exports.literals import Language, json_text
from tui_app.exports.plan import Plan, Secret
from tui_app.text.document import Json

INDENT: Final = "  "
MOST: Final = 2**53 - 1
"""The largest integer that a number of JavaScript keeps as it is."""
_PASSWORD: Final = f"process.env.{Secret.SIP.value}"


def _name(name: str) -> str:
    # Without brackets `__proto__` would be the prototype of the object, and not be sent.
    plain = name.isascii() and name.isidentifier()
    return name if plain and name != "__proto__" else f"[{json_text(name)}]"


_LANGUAGE: Final = Language(json_text, ("null", "false", "true"), _name, INDENT)


def write(plan: Plan) -> str:
    """Return the program, an ES module."""
    body, unsaid = sayable(plan.body, _is_inexact)
    top = comments(
        plan,
        "//",
        run='It needs the package "telnyx", version 7, and is an ES module (.mjs).',
        look=["client.credentialConnections.list({ sort: '-created_at' })"],
        missing=[f"Left out, since it is no exact number here: {name}" for name in unsaid],
    )
    lines = [f"{INDENT}{_name(name)}: {_value(value)},\n" for name, value in body.items()]
    call = f"update({json_text(plan.update)}, {{" if plan.update else "create({"
    return (
        f"{top}import Telnyx from 'telnyx';\n\n{_CHECK if plan.has_password else ''}"
        "// No retries: one after a lost answer could create a second connection.\n"
        "const client = new Telnyx({ maxRetries: 0 });\n"
        f"const connection = await client.credentialConnections.{call}\n{''.join(lines)}}});\n"
        "console.log(connection.data.id);\n"
    )


_CHECK: Final = f"if (!{_PASSWORD}) throw new Error('{Secret.SIP.value} is not set');\n\n"


def _is_inexact(value: Json) -> bool:
    return isinstance(value, int) and abs(value) > MOST


def _value(value: "Json | Secret") -> str:
    return _PASSWORD if isinstance(value, Secret) else _LANGUAGE.write(value, INDENT)

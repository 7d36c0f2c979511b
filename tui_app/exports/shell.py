"""Put the JSON body of a request into a POSIX shell script, and the password into the JSON."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from tui_app.exports.plan import Plan, Secret
from tui_app.text.document import Json
from tui_app.text.json_lines import json_lines

DELIMITER: Final = "JSON"
"""Ends the here-document. No line of indented JSON is this: each begins with a brace or a space."""

# Byte by byte, in awk alone: it is in POSIX, which jq, Python and Perl are not. ENVIRON keeps each
# byte as it is, and nothing of it is in the arguments of a process.
_JSON_STRING: Final = r"""
# The password as a string of JSON, whatever characters it has.
password=$(LC_ALL=C PASSWORD="$TELNYX_SIP_PASSWORD" awk 'BEGIN {
  for (code = 1; code < 128; code++)
    if (code < 32 || code == 127) escaped[sprintf("%c", code)] = sprintf("\\u%04x", code)
  escaped["\""] = "\\\""
  escaped["\\"] = "\\\\"
  text = ENVIRON["PASSWORD"]
  for (place = 1; place <= length(text); place++) {
    character = substr(text, place, 1)
    printf "%s", ((character in escaped) ? escaped[character] : character)
  }
}')
"""


def prelude(plan: Plan, *, check: str = "") -> str:
    """Return what comes before the request. `check`: shell commands that judge the password."""
    lines = ["set -eu", ': "${TELNYX_API_KEY:?is not set}"']
    if not plan.has_password:
        return "\n".join(lines) + "\n"
    lines.append(': "${TELNYX_SIP_PASSWORD:?is not set}"')
    return "\n".join(lines) + f"\n{check}{_JSON_STRING}"


def here_document(
    body: Mapping[str, "Json | Secret"],
    spliced: str = "$password",
    respelled: Callable[[str], str] = str,
) -> str:
    """Return the body as a here-document, with what the shell puts in place of the password.

    The shell expands nothing else in it: each character that means something to it is escaped.
    `respelled` may write a line of JSON in another way.
    """
    lines = ["{"]
    for index, (name, value) in enumerate(body.items()):
        comma = "," if index < len(body) - 1 else ""
        lines += _member(name, value, spliced, comma, respelled)
    return "\n".join([f"<<{DELIMITER}", *lines, "}", DELIMITER]) + "\n"


def _member(
    name: str, value: "Json | Secret", spliced: str, comma: str, respelled: Callable[[str], str]
) -> Iterator[str]:
    if isinstance(value, Secret):
        yield f'  "{name}": "{spliced}"{comma}'
        return
    lines = json_lines({name: value})[1:-1]
    lines[-1] += comma
    for line in lines:
        yield respelled(line).replace("\\", "\\\\").replace("$", "\\$").replace("`", "\\`")

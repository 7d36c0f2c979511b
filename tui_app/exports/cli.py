r"""Write a POSIX shell script with the vendor's command line, which gets the body by a pipe.

It reads a text that begins with `@` as the name of a file, and one that begins with `\@` as one
that begins with `@` (telnyx-cli 0.24, pkg/cmd/flagoptions.go; FACTS.md section 5).
"""

import shlex
from typing import Final

from tui_app.exports.comments import comments
from tui_app.exports.limits import sayable
from tui_app.exports.literals import with_pairs
from tui_app.exports.plan import Plan, Secret
from tui_app.exports.shell import here_document, prelude
from tui_app.text.document import Json

RESOURCE: Final = "credential-connections"
# Only the id is printed: the reply has the password in clear.
SEND: Final = f"telnyx --transform data.id {RESOURCE}"
ESCAPED: Final = "\\@"
_CHECK: Final = r"""
# The CLI reads @... as a file, and \@... as @...
case $TELNYX_SIP_PASSWORD in
  @*) escape='\\' ;;
  '\@'*) echo 'The telnyx CLI cannot send a password that begins with \@' >&2; exit 2 ;;
  *) escape= ;;
esac
"""


def write(plan: Plan) -> str:
    """Return the script. A text that the CLI cannot send is left out, and named in a comment."""
    body, unsaid = sayable(plan.body, _is_escaped)
    what = f"update --id {shlex.quote(plan.update)}" if plan.update else "create"
    missing = [
        f"Left out, since the CLI cannot send {ESCAPED} at the start of a text: {name}"
        for name in unsaid
    ]
    top = comments(plan, "#", look=[f"telnyx {RESOURCE} list"], missing=missing)
    escaped = {
        name: value if isinstance(value, Secret) else _escaped(value)
        for name, value in body.items()
    }
    # It reads the body as YAML, which has no surrogate pairs.
    document = here_document(escaped, "$escape$password", lambda line: with_pairs(line, str))
    return f"#!/bin/sh\n{top}{prelude(plan, check=_CHECK)}\n{SEND} {what} {document}"


def _is_escaped(value: Json) -> bool:
    return isinstance(value, str) and value.startswith(ESCAPED)


def _escaped(value: Json) -> Json:
    if isinstance(value, str):
        return f"\\{value}" if value.startswith("@") else value
    if isinstance(value, list):
        return [_escaped(item) for item in value]
    if isinstance(value, dict):
        return {name: _escaped(item) for name, item in value.items()}
    return value

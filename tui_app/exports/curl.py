"""Write a POSIX shell script that sends the request with curl."""

from typing import Final
from urllib.parse import quote

from tui_app.exports.comments import comments
from tui_app.exports.plan import Plan
from tui_app.exports.shell import here_document, prelude

BASE: Final = "${TELNYX_BASE_URL:-https://api.telnyx.com/v2}"

# Among the arguments, every user of the machine could read the key for as long as curl runs.
HEADERS: Final = """3<<HEADERS
Authorization: Bearer $TELNYX_API_KEY
Content-Type: application/json
HEADERS
"""
PRINT: Final = r"""
status=0
reply=$(send) || status=$?
printf '%s\n' "$reply" | sed -E 's/"password" *: *"([^"\\]|\\.)*"/"password": "********"/g'
exit "$status"
"""
LOOK: Final = (
    "telnyx-wizard list, or",
    'echo "Authorization: Bearer $TELNYX_API_KEY" | curl -H @- \\',
    "  'https://api.telnyx.com/v2/credential_connections?sort=-created_at'",
)


def write(plan: Plan) -> str:
    """Return the script. Neither the key nor the password is in the arguments of a process.

    It prints the reply, which has the password in clear, with a mask in its place.
    """
    method = "PATCH" if plan.update else "POST"
    path = f"credential_connections/{quote(plan.update, safe='')}".rstrip("/")
    top = comments(plan, "#", look=LOOK)
    return (
        f"#!/bin/sh\n{top}{prelude(plan)}\n"
        "# curl reads the headers from descriptor 3: the key is in no argument.\n"
        "send() {\n"
        f'  curl -sS --fail-with-body -X {method} "{BASE}/{path}" \\\n'
        f"    -H @/dev/fd/3 --data-binary @- {here_document(plan.body)}"
        f"}} {HEADERS}{PRINT}"
    )

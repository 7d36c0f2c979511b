"""Write the body of the request as JSON: the one format without comments."""

from tui_app.exports.plan import Plan
from tui_app.text.json_lines import json_lines


def write(plan: Plan) -> str:
    """Return the body without the password, which `create` takes from TELNYX_SIP_PASSWORD."""
    return "\n".join(json_lines(plan.members)) + "\n"

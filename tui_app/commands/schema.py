"""`schema`: print the JSON Schema of the payload."""

import argparse

from tui_app.commands.payload import print_json
from tui_app.settings.request import REQUEST


def run(options: argparse.Namespace) -> int:
    """Print the schema. Return the exit code."""
    del options
    print_json(REQUEST.json_schema())
    return 0

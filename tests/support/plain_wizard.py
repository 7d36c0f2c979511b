"""The program with Textual painting by itself: `python -m tests.support.plain_wizard ARGUMENTS`."""

import sys

from tui_app.cli import main
from tui_app.tui import switch

if __name__ == "__main__":
    # Before the command line imports what is on the screen.
    switch.DIFFING = False
    sys.exit(main(sys.argv[1:]))

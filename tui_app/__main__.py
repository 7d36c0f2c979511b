"""`python -m tui_app` is the command `telnyx-wizard`."""

import sys

from tui_app.cli import main

sys.exit(main())

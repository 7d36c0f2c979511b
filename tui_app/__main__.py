"""`python -m tui_app` is the command `telnyx-wizard`."""

import sys

try:
    from tui_app.cli import main
except KeyboardInterrupt:
    sys.exit(130)

sys.exit(main())

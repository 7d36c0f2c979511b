"""The inner loop of a room: `python -m tests ROOM [PYTEST ARGUMENT ...]`.

Checks the style of `tui_app/ROOM` and `tests/ROOM`, then runs the tests of the room in brief: none
in a pseudo-terminal, none marked `long`, and one case of each. `pytest tests/ROOM` runs all.
Without a room it lists them. A room is a folder of `tui_app`; `tests` has two more: campaigns and
house.
"""

import subprocess
import sys
from collections.abc import Sequence

from tests.support.paths import ROOT, TESTS


def rooms() -> list[str]:
    """The folders that hold tests."""
    return sorted(
        {file.relative_to(TESTS).parts[0] for file in TESTS.rglob("test_*.py")} - {"support"}
    )


def main(arguments: Sequence[str]) -> int:
    """Runs the checks of a room. The exit code of the first that fails."""
    if not arguments or arguments[0] not in rooms():
        print(f"python -m tests ROOM, one of: {', '.join(rooms())}", file=sys.stderr)
        return 2
    room, *more = arguments
    folders = [f"{top}/{room}" for top in ("tui_app", "tests") if (ROOT / top / room).is_dir()]
    python = sys.executable
    for command in (
        [python, "-m", "ruff", "check", *folders],
        [python, "-m", "ruff", "format", "--check", *folders],
        [python, "-m", "pytest", "-q", "-n", "4", "--brief", f"tests/{room}", *more],
    ):
        code = subprocess.run(command, cwd=ROOT, check=False).returncode
        if code:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

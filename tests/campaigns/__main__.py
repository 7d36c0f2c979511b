"""Every campaign, whole: `python -m tests.campaigns [NAME ...]`. Writes tests/results/*.md.

On two cores about 40 minutes: hostile_input 15, kills 10, canary 4, stall 4, openapi 2, faults and model 1.5 each, forms 2, linear seconds.
A name picks the campaigns in whose names it is: `kills`, `canary`, `model`. Without the vendor's document openapi is skipped.
"""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def main(names: list[str]) -> int:
    campaigns = {path.stem.removeprefix("test_"): path for path in sorted(HERE.glob("test_*.py"))}
    chosen = [
        str(path)
        for campaign, path in campaigns.items()
        if not names or any(name in campaign for name in names)
    ]
    if not chosen:
        print(f"no campaign of that name; there are: {', '.join(campaigns)}", file=sys.stderr)
        return 2
    command = [
        sys.executable,
        "-m",
        "pytest",
        "--whole",
        "--timeout=3600",
        "--hypothesis-profile=campaign",
        "-s",
        *chosen,
    ]
    return subprocess.run(command, cwd=HERE.parents[1], check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

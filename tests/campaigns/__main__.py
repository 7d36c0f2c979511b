"""Run every campaign whole: `python -m tests.campaigns [NAME ...]`. Writes tests/results/*.md.

On two cores this takes an hour: hostile_input 15, sampled and kills 10 each, typed_ahead 8, canary
and stall 4 each, openapi and forms 2 each, faults and model 1.5 each, linear seconds.
A name picks the campaigns in whose names it is: `kills`, `canary`, `model`. `sampled` is every test
of the other rooms that bears the marker of this name: only some of its cases run every day.
openapi is skipped if the vendor's document is not there.
"""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
WHOLE = ("-m", "pytest", "--whole", "--timeout=3600", "--hypothesis-profile=campaign", "-s")
SAMPLED = ["-m", "sampled", f"--ignore={HERE}", str(HERE.parent)]


def main(names: list[str]) -> int:
    campaigns = {path.stem.removeprefix("test_"): path for path in sorted(HERE.glob("test_*.py"))}
    chosen = [
        str(path)
        for campaign, path in campaigns.items()
        if not names or any(name in campaign for name in names)
    ]
    with_sampled = not names or any(name in "sampled" for name in names)
    if not chosen and not with_sampled:
        known = ", ".join((*campaigns, "sampled"))
        print(f"no campaign of that name; there are: {known}", file=sys.stderr)
        return 2
    runs = [*([chosen] if chosen else []), *([SAMPLED] if with_sampled else [])]
    codes = [
        subprocess.run([sys.executable, *WHOLE, *run], cwd=HERE.parents[1], check=False).returncode
        for run in runs
    ]
    return max(codes)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

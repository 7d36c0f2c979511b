"""Prints the command that stands under a heading of a Markdown file, so that what the README says is what is run."""

import re
import sys
from pathlib import Path


def block_under(text: str, heading: str) -> str:
    """The content of the one fenced block under `## heading`, without the fences.

    Raises `ValueError` where the heading does not stand there exactly once, or not with exactly one fenced block.
    """
    sections = re.split(r"^## +(.+?) *$", text, flags=re.MULTILINE)
    found = [
        body for title, body in zip(sections[1::2], sections[2::2], strict=True) if title == heading
    ]
    if len(found) != 1:
        raise ValueError(f"there must be one heading '## {heading}', not {len(found)}")
    blocks: list[str] = re.findall(
        r"^```[a-z]*\n(.*?)^```$", found[0], flags=re.MULTILINE | re.DOTALL
    )
    if len(blocks) != 1:
        raise ValueError(f"'## {heading}' must hold one fenced block, not {len(blocks)}")
    return blocks[0]


def main() -> int:
    """`readme_block.py FILE HEADING`: 0 with the block on standard output, 1 with what is wrong on standard error."""
    file, heading = sys.argv[1:]
    try:
        print(block_under(Path(file).read_text("utf-8"), heading), end="")
    except ValueError as error:
        print(f"{file}: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

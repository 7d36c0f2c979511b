"""Where campaigns write what they found."""

from collections.abc import Iterable, Sequence
from pathlib import Path

DIRECTORY = Path(__file__).parents[1] / "results"


def write_table(
    name: str, text: str, columns: Sequence[str], rows: Iterable[Sequence[object]]
) -> None:
    """Writes `tests/results/NAME.md`: `text`, then a table. Called by campaigns that ran whole."""
    lines = [text.strip(), "", f"| {' | '.join(columns)} |", f"|{' --- |' * len(columns)}"]
    lines += [f"| {' | '.join(str(cell) for cell in row)} |" for row in rows]
    DIRECTORY.mkdir(exist_ok=True)
    (DIRECTORY / f"{name}.md").write_text("\n".join(lines) + "\n")

"""Where campaigns write what they found."""

from collections.abc import Iterable, Sequence

from tests.support.paths import RESULTS


def write_table(
    name: str, text: str, columns: Sequence[str], rows: Iterable[Sequence[object]], *more: str
) -> None:
    """Writes `tests/results/NAME.md`: `text`, a table, then `more`. Called by campaigns that ran
    whole.
    """
    parts = [text.strip(), table(columns, rows), *(part.strip() for part in more)]
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.md").write_text("\n\n".join(parts) + "\n")


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table of Markdown."""
    lines = [f"| {' | '.join(columns)} |", f"|{' --- |' * len(columns)}"]
    lines += [f"| {' | '.join(str(cell) for cell in row)} |" for row in rows]
    return "\n".join(lines)

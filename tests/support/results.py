"""Where campaigns write what they found."""

from collections.abc import Iterable, Sequence

from tests.support.paths import RESULTS


def write_table(
    name: str, text: str, columns: Sequence[str], rows: Iterable[Sequence[object]]
) -> None:
    """Writes `tests/results/NAME.md`: `text`, then a table. Called by campaigns that ran whole."""
    lines = [text.strip(), "", f"| {' | '.join(columns)} |", f"|{' --- |' * len(columns)}"]
    lines += [f"| {' | '.join(str(cell) for cell in row)} |" for row in rows]
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.md").write_text("\n".join(lines) + "\n")

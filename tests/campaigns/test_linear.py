"""A transcript of the linear mode, made by a run through pipes: every line of it is heard by
somebody, so none may be noise.

`python -m tests.campaigns linear` writes it anew to tests/results/linear.md; without `--whole` the
run is compared with what stands there.
"""

import re
import subprocess
import sys
from collections import Counter

from tests.support.paths import RESULTS

TABLE = RESULTS / "linear.md"
PASSWORD = "Wq7Nz2Lm9Rx"
TYPED = (
    "office-pbx",
    "office 12",
    "/fix",
    PASSWORD,
    "",
    "lab, eu-1",
    "/next",
    "/go webhooks",
    "example.com/hook",
    "/fix",
    "/skip",
    "texml",
    "/fix",
    "/go codecs",
    "/help",
    "1, 3",
    "/back",
    "/remove g722",
    "",
    "/review",
    "/edit DTMF",
    "2",
    "/submit",
    "yes",
    "/quit",
)
HEAD = """\
# The linear mode, heard

A whole connection, created in the sandbox by lines through a pipe; what stands after a colon at the end of a line was typed. The password
was typed too, and is nowhere. No line comes twice. Made by `python -m tests.campaigns linear`; the connection's id is not always this one.

```
"""


def transcript() -> str:
    """What the run said, the id made the same every time."""
    command = [sys.executable, "-m", "tui_app", "--sandbox", "--linear"]
    done = subprocess.run(
        command,
        input="\n".join(TYPED) + "\n",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return re.sub("Created: [0-9]+", "Created: 1293384261075731499", done.stdout)


def paragraphs(said: str) -> list[str]:
    """What was said before it was broken into lines: a line goes on where the next word would not
    have fitted.
    """
    found: list[str] = []
    last = ""
    for line in said.splitlines():
        if found and not line.startswith(" ") and len(last) + 1 + len(line.split(" ")[0]) > 79:
            found[-1] += f" {line}"
        else:
            found.append(line)
        last = line
    return found


def test_the_transcript_is_what_is_said(whole: bool) -> None:
    said = transcript()
    assert "Created: " in said
    assert PASSWORD not in said
    assert [words for words, count in Counter(paragraphs(said)).items() if count > 1] == [], (
        "nothing is said twice"
    )
    assert all(line.strip() for line in said.splitlines()), "nothing is blank"
    text = f"{HEAD}{said}```\n"
    if whole:
        TABLE.write_text(text)
    assert TABLE.read_text() == text, "if it is meant: python -m tests.campaigns linear"

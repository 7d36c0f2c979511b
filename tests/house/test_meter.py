"""The benchmark's meter: a late answer is its key's own, and none is never a quick one."""

import sys
from pathlib import Path

from tests.support.meter import QUIET, Meter

# For each key: how long the answer takes, and what it is.
PROGRAM = """
import os, time, tty
tty.setraw(0)
os.write(1, b"ready")
for seconds, answer in ((0.0, [b"now"]), (0.4, [b"late"]), (0.0, [b"two", b"parts"]), (0.0, [])):
    os.read(0, 1)
    for part in answer:
        time.sleep(seconds)
        os.write(1, part)
os.read(0, 1)
"""


def test_a_late_answer_counts_for_its_own_key_and_none_is_told(tmp_path: Path) -> None:
    with Meter(sys.executable, "-c", PROGRAM, home=tmp_path) as meter:
        meter.until_written(b"ready")
        now, late, parts = meter.answer("a"), meter.answer("b"), meter.answer("c")
        assert now is not None
        assert late is not None
        assert parts is not None
        assert now.size == len("now")
        assert late.size == len("late")
        assert late.taken >= 0.4 > QUIET
        assert parts.size == len("twoparts")
        assert meter.unanswered == 0
        assert meter.answer("d", patience=0.2) is None
        assert meter.unanswered == 1

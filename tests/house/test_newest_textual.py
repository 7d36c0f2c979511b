"""The report on the newest Textual fails nobody, whatever the index does."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.newest_textual import PINNED, STATE, SWITCH, Failure, _run
from tests.support.paths import ROOT


def test_an_index_that_cannot_be_reached_is_told(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.newest_textual"],
        cwd=ROOT,
        env={
            "PATH": os.defpath,
            "HOME": str(tmp_path),
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_NO_INDEX": "1",
        },
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "the index cannot be reached" in done.stdout.splitlines()[-1]


def test_what_it_changes_in_its_copy_is_there() -> None:
    assert len(PINNED.findall((ROOT / "pyproject.toml").read_text())) == 1
    assert STATE.findall((ROOT / SWITCH).read_text()) == ["True"]


def test_a_command_that_fails_or_hangs_is_told_in_its_last_words(tmp_path: Path) -> None:
    python = sys.executable
    with pytest.raises(Failure, match=r"^last$"):
        _run(python, "-c", "print('first'); exit('last')", cwd=tmp_path, patience=60)
    with pytest.raises(Failure, match="took more than"):
        _run(python, "-c", "import time; time.sleep(60)", cwd=tmp_path, patience=0.1)

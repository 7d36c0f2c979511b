"""Where the project's files are, and what may lie beside it."""

from pathlib import Path

TESTS = Path(__file__).parents[1]
ROOT = TESTS.parent
RESULTS = TESTS / "results"
SNAPSHOTS = TESTS / "snapshots"
SHARED = ROOT.parent / "shared"
"""What the vendor publishes, if it is there; else the tests that read it are skipped."""

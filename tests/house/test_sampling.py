"""What is chosen of the cases of a test that is dear: one of each kind, whatever else is left
out.
"""

import itertools
import subprocess
import sys

import pytest

from tests.support.paths import ROOT
from tests.support.sampling import covering, some, spaced


def test_each_value_of_each_argument_is_covered_by_few_cases_and_evenly() -> None:
    cases = [{"size": size, "term": term} for size, term in itertools.product(range(4), range(7))]
    chosen = [cases[place] for place in covering(cases)]
    assert sorted(case["term"] for case in chosen) == list(range(7))
    sizes = [case["size"] for case in chosen]
    assert {sizes.count(size) for size in range(4)} == {1, 2}


def test_one_argument_and_no_argument_leave_nothing_out() -> None:
    assert covering([{"name": name} for name in range(5)]) == set(range(5))
    assert covering([]) == set()


def test_every_nth_and_the_first_of_each_kind() -> None:
    names = ["a1", "a2", "a3", "a4", "b1", "a5", "c1", "c2"]
    assert spaced(names, 3, lambda name: name[0]) == {0, 3, 4, 6}
    assert some(names, 3, lambda name: name[0], whole=False) == ["a1", "a4", "b1", "c1"]
    assert some(names, 3, lambda name: name[0], whole=True) == names


def test_one_case_alone_is_never_left_out() -> None:
    assert spaced(["a"], 100) == {0}
    assert covering([{"name": "a"}]) == {0}


@pytest.mark.parametrize(("switches", "number"), [((), 7), (("--whole",), 28)], ids=str)
def test_the_marker_leaves_out_what_is_not_chosen_unless_all_is_to_run(
    switches: tuple[str, ...], number: int
) -> None:
    """Seven surroundings at four sizes: each surroundings at one of them, or all at all."""
    name = "test_name_user_name_password_review_s_enter"
    place = f"tests/tui/test_shortest_way.py::{name}"
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", *switches, place]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert listed.stdout.count(f"::{name}[") == number


def test_in_brief_no_terminal_is_driven_and_one_case_of_each_test_runs() -> None:
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "--brief"]
    modules = ["tests/tui/test_shortest_way.py", "tests/settings/test_passwords.py"]
    listed = subprocess.run(
        [*command, *modules], cwd=ROOT, capture_output=True, text=True, check=True
    )
    names = [line for line in listed.stdout.splitlines() if "::" in line]
    assert not any("test_shortest_way" in name for name in names)
    functions = [name.partition("[")[0] for name in names]
    assert len(functions) == len(set(functions)) > 3

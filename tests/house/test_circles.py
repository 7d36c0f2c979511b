"""No two modules of the product need each other, imports for types and within functions counted."""

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests.support.paths import ROOT

Graph = dict[str, set[str]]


def graph(package: Path) -> Graph:
    """The modules of `package`, each with the modules of it that it imports anywhere."""
    files = {_name(file, package): file for file in package.rglob("*.py")}
    return {name: _imported(file, set(files)) - {name} for name, file in files.items()}


def _name(file: Path, package: Path) -> str:
    parts = file.relative_to(package.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imported(file: Path, known: set[str]) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name if name in known else node.module for name in names}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found & known


def test_no_module_needs_one_that_needs_it() -> None:
    modules = graph(ROOT / "tui_app")
    assert len(modules) > 100
    TopologicalSorter(modules).prepare()


def test_a_circle_is_found_even_if_it_is_made_for_types(tmp_path: Path) -> None:
    package = tmp_path / "house"
    package.mkdir()
    (package / "a.py").write_text("def f() -> None:\n    from house.b import g\n")
    (package / "b.py").write_text(
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from house import a\n"
    )
    with pytest.raises(CycleError):
        TopologicalSorter(graph(package)).prepare()

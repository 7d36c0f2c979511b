"""Every private part of Textual is used through one module, and its table is true."""

import ast
import builtins
import importlib
import inspect
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest
import textual

from tests.support.paths import ROOT, TESTS
from tui_app.tui.terminal import _textual
from tui_app.tui.terminal._textual_table import PRIVATE, Private

HOME = "tui_app.tui.terminal._textual"
TEXTUAL = Path(textual.__file__).parent
ROWS = pytest.mark.parametrize("row", PRIVATE, ids=lambda row: f"{row.owner}.{row.name}")


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__") and name != "_"


def is_private_module(name: str) -> bool:
    return name.startswith("textual.") and any(map(is_private, name.split(".")))


# What Textual has


def defined_in(node: ast.ClassDef) -> Iterator[str]:
    """The names that a class defines: methods, class attributes, and what is set on `self`."""
    for each in ast.walk(node):
        if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef):
            yield each.name
        elif isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store):
            yield each.id
        elif isinstance(each, ast.Attribute) and isinstance(each.ctx, ast.Store):
            yield each.attr


@cache
def names_in(file: Path) -> dict[str, frozenset[str]]:
    """The private names that each class of a file defines."""
    classes = (
        node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.ClassDef)
    )
    return {node.name: frozenset(filter(is_private, defined_in(node))) for node in classes}


@cache
def everywhere() -> frozenset[str]:
    """The private names of all classes of Textual."""
    return frozenset(
        name
        for file in TEXTUAL.rglob("*.py")
        for names in names_in(file).values()
        for name in names
    )


@cache
def inherited(kind: type) -> frozenset[str]:
    """The private names that a class has from Textual."""
    found: set[str] = set()
    for base in kind.__mro__:
        if base.__module__.partition(".")[0] == "textual":
            found |= set(filter(is_private, vars(base)))
            found |= names_in(Path(inspect.getfile(base))).get(base.__name__, frozenset())
    return frozenset(found)


# What the wizard uses


class Uses(ast.NodeVisitor):
    """The private parts of Textual that a module uses, each with its line and its class."""

    def __init__(self, module: ModuleType) -> None:
        self.module = module
        self.kind: type | None = None
        self.found: list[tuple[int, str, type | None]] = []

    def _note(self, node: ast.AST, name: str) -> None:
        self.found.append((getattr(node, "lineno", 0), name, self.kind))

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            if is_private_module(alias.name):
                self._note(node, alias.name)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        source = node.module or ""
        for alias in node.names:
            if is_private_module(f"{source}.{alias.name}"):
                self._note(node, f"{source}.{alias.name}")

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        outer, kind = self.kind, getattr(self.kind or self.module, node.name, None)
        for each in (*node.bases, *node.decorator_list, *node.keywords):
            self.visit(each)
        self.kind = kind if isinstance(kind, type) else None
        for name in sorted(self._names_of(self.kind) & set(self._defined(node))):
            self._note(node, name)
        for each in node.body:
            self.visit(each)
        self.kind = outer

    def _defined(self, node: ast.ClassDef) -> Iterator[str]:
        for each in node.body:
            if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef):
                yield each.name
            elif isinstance(each, ast.Assign):
                yield from (target.id for target in each.targets if isinstance(target, ast.Name))
            elif isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name):
                yield each.target.id

    def _names_of(self, kind: type | None) -> frozenset[str]:
        return frozenset() if kind is None else inherited(kind)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        if is_private(node.attr) and node.attr in self._names_behind(node.value):
            self._note(node, node.attr)
        self.generic_visit(node)

    def _names_behind(self, value: ast.expr) -> frozenset[str]:
        """The private names of Textual that `value` may have."""
        match value:
            case ast.Name("self" | "cls") | ast.Call(ast.Name("super")) if self.kind:
                return self._names_of(self.kind)
            case ast.Name(name):
                known = getattr(self.module, name, getattr(builtins, name, None))
                if isinstance(known, type):
                    return self._names_of(known)
                if isinstance(known, ModuleType):
                    return everywhere() if is_textual(known) else frozenset()
        return everywhere()

    def visit_Call(self, node: ast.Call) -> None:
        match node:
            case ast.Call(
                ast.Name("getattr" | "setattr" | "hasattr"), [_, ast.Constant(str(name)), *_]
            ):
                if is_private(name) and name in everywhere():
                    self._note(node, name)
        self.generic_visit(node)


def is_textual(module: ModuleType) -> bool:
    return module.__name__.partition(".")[0] == "textual"


def uses(name: str, source: str) -> list[tuple[int, str, type | None]]:
    found = Uses(importlib.import_module(name))
    found.visit(ast.parse(source))
    return found.found


def overrides() -> set[tuple[str, str]]:
    """The classes that override private parts, each with the name, as the table says."""
    return {(row.override, row.name) for row in PRIVATE if row.override}


def named(kind: type | None) -> str:
    return f"{kind.__module__}.{kind.__qualname__}" if kind else ""


def modules() -> Iterator[tuple[str, str]]:
    """Each module of what is on the screen, and its text: no other one knows Textual."""
    for file in sorted((ROOT / "tui_app" / "tui").rglob("*.py")):
        parts = file.relative_to(ROOT).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        if name != HOME:
            yield name, file.read_text()


def strays(name: str, source: str) -> list[str]:
    """What a module uses, and neither overrides as the table says nor has from there."""
    declared = overrides()
    return [
        f"{name}:{line} {part}"
        for line, part, kind in uses(name, source)
        if (named(kind), part) not in declared
    ]


def test_no_other_module_names_a_private_part() -> None:
    assert [stray for name, source in modules() for stray in strays(name, source)] == []


NAUGHTY = {
    "from textual._compositor import Compositor": ["textual._compositor.Compositor"],
    "import textual.widgets._toast": ["textual.widgets._toast"],
    "from textual.widgets import _toast": ["textual.widgets._toast"],
    "def f(app): app._notifications": ["_notifications"],
    "def f(app): app.screen._compositor.cull_map": ["_compositor"],
    "def f(app): getattr(app, '_driver')": ["_driver"],
    "class WizardApp:\n def f(self): self._driver = None": ["_driver"],
    "class WizardApp:\n def _display(self): super()._display()": ["_display", "_display"],
    "class WizardApp:\n _size = None": ["_size"],
    "class WizardApp:\n def f(self): self._screens = os._exit": [],
    "class WizardApp:\n def _show(self): self._place": [],
}


@pytest.mark.parametrize("source", NAUGHTY)
def test_each_way_to_name_one_is_seen(source: str) -> None:
    assert [part for _, part, _ in uses("tui_app.tui.app", source)] == NAUGHTY[source]


# The table


def used_at_home() -> set[str]:
    """The names of private parts that the module itself uses."""
    found = uses(HOME, Path(_textual.__file__).read_text())
    return {part.rpartition(".")[2] for _, part, _ in found}


def test_the_table_has_all_that_is_used_and_nothing_else() -> None:
    done = {
        (named(kind), part) for name, source in modules() for _, part, kind in uses(name, source)
    }
    assert overrides() == done & overrides()
    rows = [(row.owner, row.name, row.override) for row in PRIVATE]
    assert len(set(rows)) == len(rows)
    assert {row.name for row in PRIVATE if not row.override} == used_at_home()


@ROWS
def test_textual_still_has_it(row: Private) -> None:
    assert has(row.owner, row.name), f"{row.why} Watch: {row.watch}"
    if row.override:
        assert issubclass(found(row.override), found(row.owner))


def found(path: str) -> type:
    module, _, name = path.rpartition(".")
    kind: type = getattr(importlib.import_module(module), name)
    return kind


def has(owner: str, name: str) -> bool:
    """Whether a class, or a module, has a name."""
    module, _, last = owner.rpartition(".")
    kind = getattr(importlib.import_module(module), last)
    if isinstance(kind, ModuleType):
        return hasattr(kind, name)
    return name in inherited(kind) if is_private(name) else hasattr(kind, name)


def test_what_textual_has_not_is_seen() -> None:
    assert not has("textual.app.App", "_no_such_name")
    assert not has("textual._compositor", "NoSuchName")


@ROWS
def test_the_test_that_fails_without_it_is_there(row: Private) -> None:
    file, _, name = row.test.partition("::")
    tree = ast.parse((TESTS / file).read_text())
    assert name in {
        node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert all((row.why, row.watch))

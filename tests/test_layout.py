"""The wings stand in an order, and a module imports only what stands earlier."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MOST_LINES = 300
SOURCES = sorted(p for top in ("rag", "evals", "ui") for p in (ROOT / top).rglob("*.py"))
RAG = [p for p in SOURCES if p.is_relative_to(ROOT / "rag")]

# Of each wing, what it may import beside itself: everything of the lines above it.
ORDER = (
    ("rag.errors",),
    ("rag.settings", "rag.text"),
    ("rag.articles",),
    ("rag.search",),
    ("rag.answers",),
    ("rag.chain", "rag.runnable"),
    ("rag.asks",),
    ("rag.database",),
    ("rag.kept", "rag.conversation"),
    ("rag.exports",),
    ("rag.cli",),
)


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(tree: ast.AST) -> Iterator[str]:
    """The modules that a tree imports anywhere, also inside functions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def imports_of(path: Path) -> set[str]:
    return set(imported(ast.parse(path.read_text("utf-8"))))


def within(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


def place(name: str) -> int:
    """The line of ORDER that a module of rag stands in."""
    return next(i for i, wings in enumerate(ORDER) if any(within(name, w) for w in wings))


def outside(found: set[str]) -> set[str]:
    return {name.partition(".")[0] for name in found}


def ids(path: Path) -> str:
    return name_of(path)


def test_there_is_something_to_check() -> None:
    names = {name_of(p) for p in SOURCES}
    assert {"rag.chain", "rag.text", "rag.cli.main", "evals", "ui"} <= names


@pytest.mark.parametrize("path", RAG, ids=ids)
def test_a_module_of_rag_imports_only_what_stands_earlier(path: Path) -> None:
    if name_of(path) == "rag":
        assert imports_of(path) == set()
        return
    here = place(name_of(path))
    found = {n for n in imports_of(path) if within(n, "rag") and n != "rag"}
    late = {n for n in found if place(n) > here}
    assert not late


@pytest.mark.parametrize("path", RAG, ids=ids)
def test_rag_imports_neither_of_its_neighbours_nor_their_page(path: Path) -> None:
    assert not outside(imports_of(path)) & {"ui", "evals", "streamlit", "tests"}


@pytest.mark.parametrize("path", [p for p in SOURCES if p.is_relative_to(ROOT / "evals")], ids=ids)
def test_evals_import_rag_and_not_the_page(path: Path) -> None:
    assert not outside(imports_of(path)) & {"ui", "streamlit", "tests"}


def at_the_top(path: Path) -> set[str]:
    """The modules of rag that are imported when a module is, which leaves out those for types."""
    tree = ast.parse(path.read_text("utf-8"))
    body = [
        node
        for node in tree.body
        if not (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING")
        and not isinstance(node, ast.FunctionDef | ast.ClassDef)
    ]
    known = {name_of(p) for p in RAG}
    return {n for n in imported(ast.Module(body, [])) if n in known and n.count(".") > 0}


def test_no_module_of_rag_needs_itself_to_be_imported() -> None:
    packages = {name_of(p) for p in RAG if p.name == "__init__.py"}
    graph = {name_of(p): at_the_top(p) - packages for p in RAG}
    order = list(TopologicalSorter(graph).static_order())  # raises where modules form a circle
    assert len(order) == len(RAG)


@pytest.mark.parametrize("path", SOURCES, ids=ids)
def test_no_module_is_longer_than_three_hundred_lines(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= MOST_LINES

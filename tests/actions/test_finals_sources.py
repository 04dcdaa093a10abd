"""п. 6.6: no code that writes a final result can reach the averages."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("actions", "admin", "importers", "views", "jobs", "cli", "seed")
FIELDS = {"value", "published_at", "basis_kind"}


def modules() -> dict[str, Path]:
    """Our modules by dotted name."""
    found = [path for room in (*ROOMS, "queries", "rules", "access", "models", "documents")
             for path in (ROOT / room).rglob("*.py")]
    return {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in found}


MODULES = modules()


def tree(name: str) -> ast.Module:
    return ast.parse(MODULES[name].read_text(encoding="utf-8"))


def imported(name: str) -> Iterator[str]:
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def reached(name: str) -> set[str]:
    """Everything of ours that a module imports, near or far."""
    seen: set[str] = set()
    waiting = [name]
    while waiting:
        for found in imported(waiting.pop()):
            if found in MODULES and found not in seen:
                seen.add(found)
                waiting.append(found)
    return seen


def writes_finals(name: str) -> bool:
    """A module that makes a FinalMark, loads some in bulk, or assigns to a field of one."""
    return any(_makes(node) or _assigns(node) for node in ast.walk(tree(name)))


def _makes(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    called, given = ast.unparse(node.func), [ast.unparse(argument) for argument in node.args]
    loads = called.endswith((".add", "insert", "update", "bulk"))
    return called.split(".")[-1] == "FinalMark" or (loads and any(one.endswith("FinalMark") for one in given))


def _assigns(node: ast.AST) -> bool:
    targets = node.targets if isinstance(node, ast.Assign) else []
    flat = [one for each in targets for one in (each.elts if isinstance(each, ast.Tuple) else [each])]
    return any(isinstance(one, ast.Attribute) and one.attr in FIELDS and ast.unparse(one.value) == "final"
               for one in flat)


WRITERS = [name for name in MODULES if name.split(".")[0] in ROOMS and writes_finals(name)]


def test_the_writers_are_known():
    assert set(WRITERS) == {"actions.finals", "seed.results", "seed.practices"}


@pytest.mark.parametrize("name", WRITERS)
def test_no_writer_reaches_the_averages(name: str):
    assert "rules.averages" in MODULES
    ways = reached(name)
    assert not {found for found in ways if found == "rules.averages"}, "a result must not follow from the average"


def test_the_search_would_find_it():
    assert "rules.averages" in reached("queries.finals")


@pytest.mark.parametrize("path", ["static/js/finals.js", "views/finals.py", "views/finals_column.py",
                                  "views/finals_request.py", "actions/finals.py"])
def test_pages_send_only_what_was_chosen(path: str):
    text = (ROOT / path).read_text(encoding="utf-8")
    assert "average" not in text
    assert "средн" not in text

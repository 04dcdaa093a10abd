"""docs/regulation.md: every point of the regulation is listed, and what it names exists."""

from __future__ import annotations

import importlib
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask

import models
from access.table import TABLE
from rules.terms import Role

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "regulation.md"

# How many paragraphs each point has; 1 means that the point is not divided.
ORDER = range(1, 17)
PLAN = range(1, 9)
POINTS = {
    "1.1": 2, "1.2": 1, "1.3": 1, "1.4": 1, "1.5": 1, "1.6": 1,
    "2.1": 6, "2.2": 1,
    "3": 4,
    "4.1": 10,
    "5.1": 1, "5.2": 2, "5.3": 3, "5.4": 1, "5.5": 1, "5.6": 7, "5.7": 6, "5.8": 1,
    "6.1": 1, "6.2": 1, "6.3": 1, "6.4": 1, "6.5": 1, "6.6": 1, "6.7": 1, "6.8": 1, "6.9": 1,
    "7.1": 1, "7.2": 1, "7.3": 4, "7.4": 1, "7.5": 1,
    "8.1": 1, "8.2": 1, "8.3": 1,
    "9.1": 1, "9.2": 1, "9.3": 1, "9.4": 1, "9.5": 1, "9.6": 1, "9.7": 1, "9.8": 1, "9.9": 1,
}
STATES = re.compile(r"сделано(, часть [2-6])*|часть [1-6](, часть [2-6])*|организационный")
NAME = re.compile(r"`([a-z_]+(?:\.[a-z_0-9]+)*):(\w+)`")
ADDRESS = re.compile(r"`(/[^`]*)`")
TEST = re.compile(r"`(tests/[\w/]+\.py)`")
UNITS = ("rules", "models", "access", "queries", "actions", "documents", "importers", "operations", "gateways", "jobs",
         "admin", "views")


@dataclass(frozen=True)
class Row:
    point: str
    asks: str
    where: str
    tests: str
    state: str


def _rows() -> list[Row]:
    lines = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [Row(*row) for row in cells if row[0] != "Пункт"]


ROWS = _rows()
BY_POINT = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.point)


def _expected() -> list[str]:
    divided = [point if count == 1 else f"{point} ({number})"
               for point, count in POINTS.items() for number in range(1, count + 1)]
    return [*(f"Пр. {number}" for number in ORDER), *divided, *(f"ПГ {number}" for number in PLAN)]


def test_every_point_is_listed_once_and_in_order() -> None:
    assert [row.point for row in ROWS] == _expected()


@BY_POINT
def test_a_row_is_complete(row: Row) -> None:
    assert row.asks
    assert row.where, "where it lives, or why no software is needed"
    assert STATES.fullmatch(row.state), row.state
    if row.state.startswith("сделано"):
        assert NAME.search(row.where) or ADDRESS.search(row.where), "what is built has a name or a page"
        assert TEST.search(row.tests), "what is built has a test"


@BY_POINT
def test_what_a_row_names_exists(row: Row) -> None:
    for module, name in NAME.findall(row.where):
        assert hasattr(importlib.import_module(module), name), f"{module}:{name}"
    for path in TEST.findall(row.tests):
        assert (ROOT / path).is_file(), path


def test_pages_named_exist(built_app: Flask) -> None:
    known = {re.sub(r"<[^>]*>", "<>", rule.rule) for rule in built_app.url_map.iter_rules()}
    named = {re.sub(r"<[^>]*>", "<>", address) for row in ROWS for address in ADDRESS.findall(row.where)}
    assert named <= known


def test_every_rule_is_named() -> None:
    """A module of rules that no point needs has no business there."""
    named = {module for row in ROWS for module, _ in NAME.findall(row.where)}
    modules = {f"rules.{path.stem}" for path in (ROOT / "rules").glob("*.py")} - {"rules.__init__", "rules.names"}
    assert modules <= named


def test_the_code_cites_only_points_that_exist() -> None:
    """Every «п. 6.3» of a refusal or of a message is a point of the regulation."""
    cited: Counter[str] = Counter()
    for unit in UNITS:
        for path in (ROOT / unit).rglob("*.py"):
            source = path.read_text(encoding="utf-8")
            cited.update(re.findall(r"Violation\(\s*[\"'](\d[\d.]*)[\"']", source))
            cited.update(re.findall(r"п\.[ \u00a0](\d\.\d)\b", source))
    assert cited.keys() - POINTS.keys() == set()
    assert {"5.6", "6.1", "6.2", "6.3", "6.5", "6.6", "6.7", "6.8", "6.9"} <= cited.keys()


def test_every_role_of_the_order_has_rights() -> None:
    """п. 1.5, Пр. 1–13: each role reads something; a student and a parent write no marks (п. 5.8)."""
    holders = {role for grants in TABLE.values() for role in grants}
    assert holders == set(Role)
    assert not {Role.STUDENT, Role.PARENT} & set(_writers("mark") | _writers("absence"))
    assert _writers("mark") == {Role.TEACHER}, "п. 9.4: nobody but the teacher writes marks"


def _writers(entity: str) -> set[Role]:
    model = next(model for model in TABLE if model.__tablename__ == entity)
    return {role for role, grants in TABLE[model].items()
            if any(action.value in ("create", "update", "delete") for grant in grants for action in grant.actions)}


@pytest.mark.parametrize(("entity", "keys"), [
    ("Cell", {"lesson_id", "student_id", "version"}),           # 4.1 (2), 9.5
    ("AuditRecord", {"actor_id", "reason"}),                    # 1.3, 9.4
    ("Journal", {"subgroup_id", "teacher_id"}),                 # 5.6 (6)
    ("PlanEvent", {"responsible_id", "state", "topic"}),        # Пр. 14, 15
    ("PracticeProgramme", {"supervisor_id", "enterprise_id"}),  # Пр. 12
    ("TimetableChange", {"substitute_id", "reason"}),           # Пр. 9, 5.5
])
def test_the_schema_holds_what_the_points_ask(entity: str, keys: set[str]) -> None:
    assert keys <= set(getattr(models, entity).__table__.columns.keys())

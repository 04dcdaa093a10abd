"""What is typed beside the names: one text per student, as in the grid; refusals come back beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from actions.lesson_register import CellEntry
from queries.lesson_sheet import SheetLine
from rules.violation import Violation

LONGEST = 32  # «о/5/4/3/2» with room for mistakes


@dataclass
class TypedCell:
    """value: typed; seen: what the page showed, at which version."""

    value: str
    seen: str
    version: int

    @property
    def is_changed(self) -> bool:
        return self.value != self.seen


@dataclass
class TypedSheet:
    cells: dict[int, TypedCell] = field(default_factory=dict)
    errors: dict[int, list[str]] = field(default_factory=dict)

    @classmethod
    def read(cls, form: Any) -> TypedSheet:
        """Fields ``cell_<student>`` with ``seen_<student>`` and ``version_<student>`` beside them."""
        found = cls()
        for name in form:
            prefix, _, number = name.partition("_")
            if prefix == "cell" and number.isdecimal() and len(number) < 10:
                value, seen = form[name].strip()[:LONGEST], form.get(f"seen_{number}", "").strip()
                found.cells[int(number)] = TypedCell(value, seen, form.get(f"version_{number}", 0, type=int))
        return found

    def entries(self) -> list[CellEntry]:
        """Only what differs from what the page showed: what somebody else wrote meanwhile stays."""
        return [CellEntry(student_id, typed.value, typed.version)
                for student_id, typed in self.cells.items() if typed.is_changed]

    def value_of(self, line: SheetLine) -> str:
        """What stands in the student's field: the typed text, else the stored one."""
        typed = self.cells.get(line.student_id)
        return typed.value if typed is not None and typed.is_changed else line.value

    def put(self, student_id: int, value: str, lines: Iterable[SheetLine]) -> None:
        """Write a proposal as if it were typed."""
        line = next((line for line in lines if line.student_id == student_id), None)
        if line is not None and line.closed is None:
            self.cells[student_id] = TypedCell(value, line.value, line.version)

    def beside(self, shown: set[int]) -> list[str]:
        """Refusals of cells that have no field on the page; they are told on top of it."""
        return [said for student_id in self.errors.keys() - shown for said in self.errors.pop(student_id)]

    def show(self, violations: list[Violation]) -> list[Violation]:
        """Keep the refusals of cells; returns the others. One student's error stands beside the student."""
        others = []
        for violation in violations:
            prefix, _, number = (violation.field or "").partition("_")
            if prefix == "cell" and number.isdecimal():
                self.errors.setdefault(int(number), []).append(str(violation))
            else:
                others.append(violation)
        return others

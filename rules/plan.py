"""A curriculum as people write it: rows by semester, what each teaches and what must add up (Пр. 10)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from enum import IntEnum

from rules.terms import BaseEducation, LineKind, PracticeKind, ProgrammeLevel


class ObjectType(IntEnum):
    """What a row of a plan is (ММИС СправочникТипОбъекта)."""

    MODULE = 1
    DISCIPLINE = 2
    PRACTICE = 3
    MODULE_EXAM = 4
    CHOICE = 5
    STATE_EXAM = 6


@dataclass(frozen=True)
class Hours:
    """Hours of one row in one semester; ``total`` is the plan's own figure, ``weeks`` is for practices."""

    lecture: int = 0
    lab: int = 0
    practical: int = 0
    seminar: int = 0
    course_project: int = 0
    self_study: int = 0
    control: int = 0
    consultation: int = 0
    individual_project: int = 0
    total: int = 0
    weeks: Decimal = Decimal(0)

    @property
    def parts(self) -> int:
        return sum(getattr(self, field.name) for field in fields(self) if field.name not in ("total", "weeks"))


@dataclass(frozen=True)
class Controls:
    """How many times each form of control stands in the semester; a module counts its children's."""

    exam: int = 0
    graded_credit: int = 0
    credit: int = 0
    course_project: int = 0
    course_work: int = 0
    test: int = 0
    other: int = 0


@dataclass(frozen=True)
class CurriculumRow:
    """One line of the plan in one semester; rows of a module repeat the sum of its children."""

    cycle: str
    index: str
    title: str
    object_type: ObjectType
    parent_index: str | None
    semester: int
    hours: Hours
    controls: Controls
    competencies: tuple[str, ...] = ()
    complex_group: str | None = None
    position: int = 0
    line: int | None = None

    @property
    def is_sum(self) -> bool:
        """Never add this row up with others."""
        return self.object_type is ObjectType.MODULE


@dataclass(frozen=True)
class CurriculumFile:
    speciality_code: str
    speciality_title: str
    qualification: str
    admission_year: int
    title: str
    base_education: str
    duration_months: int | None
    fgos: str
    file_name: str
    competencies: tuple[tuple[str, str], ...]
    lines: tuple[CurriculumRow, ...]
    warnings: tuple[str, ...] = ()


KINDS = {
    ObjectType.MODULE: LineKind.MODULE, ObjectType.PRACTICE: LineKind.PRACTICE,
    ObjectType.MODULE_EXAM: LineKind.MODULE_EXAM, ObjectType.STATE_EXAM: LineKind.STATE_EXAM,
}
TYPES = {**{kind: type_ for type_, kind in KINDS.items()},
         LineKind.DISCIPLINE: ObjectType.DISCIPLINE, LineKind.MDK: ObjectType.DISCIPLINE}


def line_kind(row: CurriculumRow) -> LineKind:
    """What the row teaches: a discipline inside a module is an МДК."""
    return KINDS.get(row.object_type) or (LineKind.MDK if row.parent_index else LineKind.DISCIPLINE)


def is_taught(kind: LineKind) -> bool:
    """Whether the line has journals: a module is the sum of its parts, the state exam has protocols of its own."""
    return kind not in (LineKind.MODULE, LineKind.STATE_EXAM)


def practice_kind(index: str, title: str) -> PracticeKind:
    """УП, ПП or ПДП by the index, else by the title."""
    for kind, prefix, word in ((PracticeKind.PREDIPLOMA, "ПДП", "преддипломн"), (PracticeKind.STUDY, "УП", "учебн")):
        if index.startswith(prefix) or word in title.casefold():
            return kind
    return PracticeKind.INDUSTRIAL


def base_education(text: str) -> BaseEducation | None:
    """«среднее общее образование», «основное общее (9 классов)», «11 классов»; None when it is neither."""
    words = text.casefold()
    basic, secondary = ("основн" in words or "9 кл" in words), ("средн" in words or "11 кл" in words)
    if basic == secondary:
        return None
    return BaseEducation.BASIC if basic else BaseEducation.SECONDARY


def programme_level(code: str) -> ProgrammeLevel:
    """15.01.05 is a profession, 09.02.07 a speciality: the middle figures of the code tell."""
    return ProgrammeLevel.WORKERS if code[3:5] == "01" else ProgrammeLevel.SPECIALISTS


def is_physical_education(title: str) -> bool:
    """Where a medical group asks for theory instead of exercise (п. 6.8)."""
    words = title.casefold()
    return ("физическ" in words and "культур" in words) or "физкультур" in words


def differences(rows: Sequence[CurriculumRow], extra_hours: dict[tuple[str, int], int] | None = None) -> list[str]:
    """Where «Итого» is not the sum of its parts or a module is not the sum of its children."""
    extra = extra_hours or {}
    found = []
    for row in rows:
        parts = row.hours.parts + extra.get((row.index, row.semester), 0)
        if parts != row.hours.total:
            found.append(
                f"{row.index}, семестр {row.semester}: в плане итого {row.hours.total} ч, по видам занятий {parts} ч"
            )
    return found + _module_differences(rows)


def _module_differences(rows: Iterable[CurriculumRow]) -> list[str]:
    modules, children = dict[tuple[str, int], int](), defaultdict[tuple[str, int], int](int)
    for row in rows:
        if row.is_sum:
            modules[row.index, row.semester] = row.hours.total
        elif row.parent_index:
            children[row.parent_index, row.semester] += row.hours.total
    return [
        f"{index}, семестр {semester}: у модуля {modules.get((index, semester), 0)} ч,"
        f" у его составляющих {children.get((index, semester), 0)} ч"
        for index, semester in sorted({*modules, *children})
        if modules.get((index, semester), 0) != children.get((index, semester), 0)
    ]

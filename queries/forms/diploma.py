"""Data of the diploma supplement: every subject of the plan with its hours and the last result (п. 4.1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa

from access.check import rows
from access.grants import Action
from access.identity import Identity
from models import CurriculumLine, db
from queries.diary_subjects import KEY
from queries.forms.faces import Face
from queries.forms.results import Result, results
from rules.diploma import final_mark
from rules.terms import FinalKind, FinalValue, LineKind


@dataclass(frozen=True)
class Subject:
    """A subject over all semesters of the plan; ``weeks`` are a practice's."""

    key: str
    index: str
    title: str
    kind: LineKind
    hours: int
    contact: int
    weeks: Decimal
    semesters: tuple[int, ...]


@dataclass(frozen=True)
class DiplomaLine:
    """A subject with the result that the diploma takes; ``credited``: the order of a перезачёт."""

    subject: Subject
    control: FinalKind | None = None
    value: FinalValue | None = None
    semester: int | None = None
    on: dt.date | None = None
    credited: str = ""
    made_up: bool = False
    in_plan: bool = True


@dataclass(frozen=True)
class CourseWork:
    subject: str
    theme: str
    value: FinalValue
    on: dt.date


@dataclass(frozen=True)
class Graduate:
    """``lacking`` names subjects of the plan that have no result at all."""

    face: Face
    lines: tuple[DiplomaLine, ...]
    works: tuple[CourseWork, ...]

    @property
    def lacking(self) -> tuple[str, ...]:
        return tuple(f"{line.subject.index} {line.subject.title}" for line in self.lines if line.value is None)


def graduates(user: Identity, faces: Sequence[Face]) -> tuple[Graduate, ...]:
    """Two questions however many students and semesters there are."""
    plans = _plans(user, {face.curriculum_id for face in faces if face.curriculum_id is not None})
    found = results(user, [face.id for face in faces])
    return tuple(_graduate(face, plans.get(face.curriculum_id or 0, ()), found.get(face.id, [])) for face in faces)


def _plans(user: Identity, ids: Iterable[int]) -> dict[int, tuple[Subject, ...]]:
    """By curriculum, in its order; a module's own line repeats the sum of its parts and is left out."""
    contact = sum((getattr(CurriculumLine, name) for name in (
        "laboratory", "practical", "seminar", "course_project")), start=CurriculumLine.lecture)
    lines = db.session.execute(
        sa.select(CurriculumLine.curriculum_id, KEY, CurriculumLine.index.label("code"), CurriculumLine.title,
                  CurriculumLine.kind, CurriculumLine.total, contact.label("contact"), CurriculumLine.weeks,
                  CurriculumLine.semester_number)
        .where(CurriculumLine.curriculum_id.in_(ids), CurriculumLine.kind != LineKind.MODULE,
               rows(user, Action.READ, CurriculumLine))
        .order_by(CurriculumLine.position, CurriculumLine.semester_number))
    found: dict[int, dict[str, Subject]] = {}
    for row in lines:
        subjects = found.setdefault(row.curriculum_id, {})
        known = subjects.get(row.subject_key)
        subjects[row.subject_key] = Subject(
            row.subject_key, row.code, row.title, LineKind(row.kind), row.total + (known.hours if known else 0),
            row.contact + (known.contact if known else 0), row.weeks + (known.weeks if known else 0),
            (*(known.semesters if known else ()), row.semester_number))
    return {id: tuple(subjects.values()) for id, subjects in found.items()}


def _graduate(face: Face, plan: Sequence[Subject], found: Sequence[Result]) -> Graduate:
    by_key: dict[str, list[Result]] = {}
    for result in found:
        by_key.setdefault(result.key, []).append(result)
    lines = [_line(subject, by_key.get(subject.key, [])) for subject in plan]
    known = {subject.key for subject in plan}
    lines += [_line(_outside(own), own, in_plan=False) for key, own in by_key.items() if key not in known]
    works = tuple(CourseWork(one.subject, one.theme, one.mark.value, one.on) for one in found
                  if one.mark.kind is FinalKind.COURSE_PROJECT)
    return Graduate(face, tuple(lines), works)


def _line(subject: Subject, own: Sequence[Result], in_plan: bool = True) -> DiplomaLine:
    mark = final_mark(one.mark for one in own)
    if mark is None:
        return DiplomaLine(subject, in_plan=in_plan)
    last = next(one for one in own if one.mark is mark)
    credited = last.basis if mark.value is FinalValue.CREDITED else ""
    return DiplomaLine(subject, mark.kind, mark.value, mark.semester, last.on, credited, last.made_up, in_plan)


def _outside(own: Sequence[Result]) -> Subject:
    """A subject studied by another plan, before a transfer: by the hours of the semesters that have results."""
    last = own[-1]
    semesters = {one.mark.semester: one.hours for one in own}
    return Subject(last.key, last.index, last.title, last.line_kind, sum(semesters.values()), 0, Decimal(0),
                   tuple(sorted(semesters)))

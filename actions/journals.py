"""The journals of a semester, made from the group's curriculum in one action (п. 5.4, Пр. 10)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from access.identity import Identity
from access.scopes import accounts_with
from actions import turns
from actions.turns import Turn
from models import CurriculumLine, Group, Journal, Semester, Subgroup, User, db
from queries.journal_setup import planned_hours
from rules.groups import check_group, lines_of_semester
from rules.plan import is_taught
from rules.terms import LineKind, Role
from rules.violation import Violation


@dataclass(frozen=True)
class Assignment:
    """Who teaches a line to the whole group, or to one subgroup of it."""

    line_id: int
    teacher_id: int
    subgroup_id: int | None = None


@dataclass(frozen=True)
class Made:
    created: tuple[Journal, ...]
    same: int


def make_journals(user: Identity, group: Group, semester: Semester, assignments: Sequence[Assignment]) -> Made:
    """Create the journals that are not there yet; the same ones again change nothing. Flushes, never commits."""
    turns.take(Turn.YEAR)
    lines = {line.id: line for line in semester_lines(group, semester)}
    _check_teachers(assignments)
    _check_subgroups(group, assignments)
    stored = journals_by_line(group, semester)
    created: list[Journal] = []
    same = 0
    for asked in dict.fromkeys(assignments):
        line = lines.get(asked.line_id)
        if line is None:
            raise Violation("5.4", f"В плане группы «{group}» нет такой строки на {semester}", "line_id")
        if _is_there(line, stored[line.id], asked):
            same += 1
            continue
        journal = Journal(line=line, group=group, semester=semester, teacher_id=asked.teacher_id,
                          subgroup_id=asked.subgroup_id, planned_hours=planned_hours(line))
        db.session.add(journal)
        stored[line.id].append(journal)
        created.append(journal)
    db.session.flush()  # so that a clash shows here and not at the commit
    return Made(tuple(created), same)


def semester_lines(group: Group, semester: Semester) -> list[CurriculumLine]:
    """Lines with journals of their own that the group studies in the semester; Violation when it studies none."""
    closed = check_group(group.admission_year, semester.year, group.closed_on, semester.starts, group.first_course)
    if closed is not None:
        raise closed
    if group.curriculum_id is None:
        raise Violation("5.4", f"У группы «{group}» нет учебного плана: выберите его в карточке группы", "group_id")
    every = db.session.scalars(
        sa.select(CurriculumLine).where(CurriculumLine.curriculum_id == group.curriculum_id)
        .order_by(CurriculumLine.position))
    found = lines_of_semester(every, group.admission_year, semester.year, semester.number, group.first_course)
    taught = [line for line in found if is_taught(LineKind(line.kind))]
    if not taught:
        raise Violation("5.4", f"В учебном плане группы «{group}» нет занятий на {semester}: проверьте план и год "
                               "набора", "semester_id")
    return taught


def journals_by_line(group: Group, semester: Semester) -> dict[int, list[Journal]]:
    """Journals of the group in the semester, by line."""
    found: dict[int, list[Journal]] = defaultdict(list)
    for journal in db.session.scalars(
            sa.select(Journal).where(Journal.group_id == group.id, Journal.semester_id == semester.id)
            .options(joinedload(Journal.teacher), joinedload(Journal.subgroup))):
        found[journal.curriculum_line_id].append(journal)
    return found


def for_all(group: Group, semester: Semester, teacher_id: int) -> list[Assignment]:
    """One teacher for every line that has no journal yet."""
    taken = journals_by_line(group, semester)
    return [Assignment(line.id, teacher_id) for line in semester_lines(group, semester) if not taken.get(line.id)]


def _is_there(line: CurriculumLine, stored: Iterable[Journal], asked: Assignment) -> bool:
    """Whether the journal exists; another teacher's or another split is not overwritten."""
    journals = list(stored)
    twin = next((journal for journal in journals if journal.subgroup_id == asked.subgroup_id), None)
    if twin is not None and twin.teacher_id != asked.teacher_id:
        raise Violation("5.4", f"Журнал «{line.title}» уже ведёт {_name(twin)}: смените преподавателя в карточке "
                               "журнала", "teacher_id")
    if twin is None and any((journal.subgroup_id is None) != (asked.subgroup_id is None) for journal in journals):
        raise Violation("5.4", f"Журнал «{line.title}» уже ведут "
                        + ("всей группой" if asked.subgroup_id else "по подгруппам"), "subgroup_id")
    return twin is not None


def _name(journal: Journal) -> str:
    teacher = journal.teacher or db.session.get(User, journal.teacher_id)
    return teacher.short_name if teacher is not None else "другой преподаватель"


def _check_teachers(assignments: Sequence[Assignment]) -> None:
    asked = {item.teacher_id for item in assignments}
    found = set(db.session.scalars(sa.select(User.id).where(
        User.id.in_(asked), User.blocked_at.is_(None), User.id.in_(accounts_with(Role.TEACHER)))))
    if asked - found:
        raise Violation("5.4", "Журнал ведёт преподаватель: выберите его из списка", "teacher_id")


def _check_subgroups(group: Group, assignments: Sequence[Assignment]) -> None:
    asked = {item.subgroup_id for item in assignments if item.subgroup_id is not None}
    found = set(db.session.scalars(sa.select(Subgroup.id).where(Subgroup.id.in_(asked), Subgroup.group_id == group.id)))
    if asked - found:
        raise Violation("5.4", f"Такой подгруппы в группе «{group}» нет", "subgroup_id")

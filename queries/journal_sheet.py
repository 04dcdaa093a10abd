"""One journal as the sheet that page, PDF, XLSX and CSV share (п. 4.1)."""

from __future__ import annotations

from collections import defaultdict

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from access.check import rows
from access.grants import Action
from access.identity import Identity
from models import Absence, AbsenceKind, Cell, FinalMark, Journal, Lesson, Mark, db
from queries.college import college
from queries.journal_kinds import kinds_of
from queries.roster import RosterLine, roster
from queries.sheets import JournalLesson, JournalSheet, JournalStudent
from rules.attestation import short
from rules.groups import course
from rules.lessons import closed_reason
from rules.names import full_name
from rules.terms import FinalKind, FinalValue, LessonKind

SEMESTERS = {1: "I семестр", 2: "II семестр"}


def journal_sheet(user: Identity, journal: Journal) -> JournalSheet:
    """The journal's two facing pages with what the user may read on them."""
    semester, group, line = journal.semester, journal.group, journal.line
    lessons = _lessons(user, journal)
    finals = _finals(user, journal)
    titles = {kind.value: _final_title(kind, semester.number) for kind in _kinds(journal, finals)}
    owner = college()
    return JournalSheet(
        college=owner.title if owner else "", group=group.name, speciality=str(group.speciality),
        course=course(group.admission_year, semester.year, group.first_course),
        year_title=f"{semester.academic_year} учебный год", semester_title=SEMESTERS[semester.number],
        index=line.index, subject=line.title, teacher=journal.teacher.full_name,
        subgroup=str(journal.subgroup.number) if journal.subgroup else "",
        planned_hours=journal.planned_hours, given_hours=sum(lesson.hours for lesson in lessons),
        students=tuple(_student(number, line_, lessons) for number, line_ in enumerate(roster(journal, semester), 1)),
        lessons=tuple(lessons), cells=_cells(user, journal),
        finals={(student, kind.value): value for (student, kind), value in finals.items()}, final_titles=titles)


def _lessons(user: Identity, journal: Journal) -> list[JournalLesson]:
    query = (sa.select(Lesson).where(Lesson.journal_id == journal.id, rows(user, Action.READ, Lesson))
             .options(joinedload(Lesson.teacher), selectinload(Lesson.homework)).order_by(Lesson.date, Lesson.pair))
    return [JournalLesson(
        id=lesson.id, date=lesson.date, pair=lesson.pair, hours=lesson.hours, kind=LessonKind(lesson.kind).title,
        topic=lesson.topic, homework="; ".join(homework.text for homework in lesson.homework),
        teacher_short=lesson.teacher.short_name,
        substitution=lesson.teacher.short_name if lesson.substituted_id else "")
        for lesson in db.session.scalars(query)]


def _student(number: int, line: RosterLine, lessons: list[JournalLesson]) -> JournalStudent:
    closed = {lesson.id: reason for lesson in lessons if (reason := closed_reason(lesson.date, line.stays))}
    gone = [closed[lesson.id] for lesson in lessons if lesson.id in closed]
    left = line.stays[-1].ends is not None and bool(gone)
    name = full_name(line.last_name, line.first_name, line.patronymic)
    return JournalStudent(line.student_id, number, name, gone[-1].message if left else "", frozenset(closed))


def _cells(user: Identity, journal: Journal) -> dict[tuple[int, int], str]:
    """«5», «4/5», «н», «о/4» by student and lesson."""
    parts: dict[tuple[int, int], list[str]] = defaultdict(list)
    place = (Cell.student_id, Cell.lesson_id)
    absences = (sa.select(*place, AbsenceKind.letter).select_from(Absence)
                .join(Absence.cell).join(AbsenceKind, AbsenceKind.id == Absence.kind_id)
                .where(Cell.journal_id == journal.id, rows(user, Action.READ, Absence)))
    marks = (sa.select(*place, Mark.value).select_from(Mark).join(Mark.cell)
             .where(Cell.journal_id == journal.id, rows(user, Action.READ, Mark)).order_by(Mark.cell_id, Mark.position))
    for query in (absences, marks):
        for student_id, lesson_id, value in db.session.execute(query):
            parts[student_id, lesson_id].append(str(value))
    return {key: "/".join(values) for key, values in parts.items()}


def _finals(user: Identity, journal: Journal) -> dict[tuple[int, FinalKind], str]:
    """Published results only, whoever asks: a draft is on no paper. What was made up later is a record of its own."""
    found = db.session.execute(sa.select(FinalMark.student_id, FinalMark.kind, FinalMark.value).where(
        FinalMark.journal_id == journal.id, FinalMark.published_at.is_not(None), rows(user, Action.READ, FinalMark)))
    return {(row.student_id, FinalKind(row.kind)): short(FinalValue(row.value)) for row in found}


def _kinds(journal: Journal, finals: dict[tuple[int, FinalKind], str]) -> list[FinalKind]:
    planned = kinds_of(journal)
    return [*planned, *sorted({kind for _, kind in finals} - set(planned))]


def _final_title(kind: FinalKind, semester: int) -> str:
    title = SEMESTERS[semester] if kind is FinalKind.SEMESTER else kind.title
    return title[0].upper() + title[1:]

"""A day of practice in one act: the lesson, who was away, marks, what each did (п. 5.6, 6.1, Пр. 12)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

import sqlalchemy as sa

from access.check import rows
from access.grants import Action
from access.identity import Identity
from actions.cells import Entry, Stale
from actions.lesson_cells import Refusal, save_cells
from actions.lessons import LessonEntry, entry_of, record_lesson
from actions.periods import require_open
from actions.refusals import NotYours
from actions.refusals import Refused as LessonRefused
from models import Absence, AbsenceKind, Cell, DayLog, Journal, Lesson, PracticeProgramme, ProgrammeSection, db
from queries.journal_cells import filled_cells
from queries.practice_day import may_log, may_mark
from queries.roster import roster
from rules.lessons import closed_reason
from rules.practice import check_day, topic_of
from rules.terms import LessonKind, MarkKind
from rules.texts import clean, has_russian_word
from rules.violation import Violation


@dataclass(frozen=True)
class StudentDay:
    """A student's line: ``value`` is the cell («н», «5», «о/4»), None when the page did not show it.

    An empty ``work`` and no ``hours`` mean: as everybody. ``log`` is the version of the log the page showed, or 0.
    """

    student_id: int
    value: str | None
    version: int = 0
    section_id: int | None = None
    work: str = ""
    hours: int | None = None
    log: int = 0

    @property
    def is_own(self) -> bool:
        return bool(self.section_id or self.work or self.hours)


@dataclass(frozen=True)
class DayEntry:
    """The page of a day: what everybody present did, then the students one by one."""

    date: dt.date
    pair: int
    hours: int
    section_id: int | None
    work: str
    students: tuple[StudentDay, ...] = ()
    reason: str | None = None


@dataclass(frozen=True)
class Problem:
    """A refusal, and the student it concerns."""

    violation: Violation
    student_id: int | None = None


class Refused(Exception):
    """Everything that forbids the day, so that the page shows it all at once."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(str(problem.violation) for problem in problems))
        self.problems = problems


def record_day(user: Identity, journal: Journal, programme: PracticeProgramme, entry: DayEntry,
               lesson: Lesson | None = None) -> Lesson:
    """Write the day as far as the user may; raises ``Refused``; flushes, never commits."""
    sections = {section.id: section for section in programme.sections}
    logging, marking = may_log(user, programme), may_mark(user, journal, lesson)
    problems = [Problem(wrong) for wrong in _check_common(programme, entry, sections, logging)]
    if not problems and marking:
        lesson, problems = _record_lesson(user, journal, entry, sections, lesson)
    if lesson is None:
        raise Refused(problems or [Problem(Violation(
            "6.1", "Занятие этого дня ещё не записано: его записывает преподаватель журнала"))])
    lines = {line.student_id: line for line in roster(journal, journal.semester)}
    there = [student for student in entry.students if student.student_id in lines
             and closed_reason(lesson.date, lines[student.student_id].stays) is None]
    if marking and not problems:
        problems += _save_cells(user, journal, lesson, there, entry.reason)
    if logging and not problems:
        problems += _save_logs(user, journal, lesson, entry, there, sections)
    problems += [Problem(Violation("5.4", "В этот день студент не в группе"), student.student_id)
                 for student in entry.students if student not in there and (student.value or student.is_own)]
    if problems:
        raise Refused(problems)
    return lesson


def _check_common(programme: PracticeProgramme, entry: DayEntry, sections: dict[int, ProgrammeSection],
                  logging: bool) -> list[Violation]:
    found = []
    if not programme.starts <= entry.date <= programme.ends:
        found.append(Violation("", f"Практика идёт {programme.starts:%d.%m}–{programme.ends:%d.%m.%Y}: "
                                   "этот день вне её дат", "date"))
    if logging and entry.section_id is None and not clean(entry.work):
        found.append(Violation("5.6", "Выберите раздел или напишите, что делали", "work"))
    elif logging and clean(entry.work) and not has_russian_word(clean(entry.work)):
        found.append(Violation("5.6", "Напишите по-русски, что делали", "work"))
    if any(section not in sections for section in (entry.section_id, *(one.section_id for one in entry.students))
           if section is not None):
        found.append(Violation("", "Такого раздела в программе нет", "section"))
    return found


def _record_lesson(user: Identity, journal: Journal, entry: DayEntry, sections: dict[int, ProgrammeSection],
                   lesson: Lesson | None) -> tuple[Lesson | None, list[Problem]]:
    """A new lesson, or this day's own; of a past day only the cells and the logs change here."""
    section = sections.get(entry.section_id or 0)
    topic = topic_of(section.title if section else None, _work(entry.work, section))
    if lesson is None:
        written = LessonEntry(entry.date, entry.pair, entry.hours, LessonKind.PRACTICE_DAY, topic, attendance=True,
                              reason=entry.reason)
    elif lesson.date == user.today:
        written = replace(entry_of(lesson), hours=entry.hours, topic=topic or lesson.topic, attendance=True)
    else:
        return lesson, []
    try:
        return record_lesson(user, journal, written, lesson), []
    except LessonRefused as refused:
        return lesson, [Problem(one) for one in refused.violations]
    except Violation as violation:
        return lesson, [Problem(violation)]


def _save_cells(user: Identity, journal: Journal, lesson: Lesson, students: Iterable[StudentDay],
                reason: str | None) -> list[Problem]:
    """Only cells that differ from what stands are written, each by the rules of the grid (п. 6.1, 9.4)."""
    stored = filled_cells(journal, [lesson.id])
    texts = {student_id: row[lesson.id].text for student_id, row in stored.items() if lesson.id in row}
    refusals = save_cells(user, journal, lesson, {
        student.student_id: Entry(student.value, student.version, reason, MarkKind.PRACTICE) for student in students
        if student.value is not None and student.value != texts.get(student.student_id, "")})
    return [_problem(refusal, student_id) for student_id, refusal in refusals.items()]


def _problem(refusal: Refusal, student_id: int) -> Problem:
    if isinstance(refusal, NotYours):
        raise refusal
    return Problem(_overtaken(refusal) if isinstance(refusal, Stale) else refusal, student_id)


def _overtaken(stale: Stale) -> Violation:
    stands = f"записал(а) «{stale.value}»" if stale.value else "очистил(а) клетку"
    return Violation("", f"Пока страница была открыта, {stale.author} {stands}. Откройте день заново и сравните")


def _save_logs(user: Identity, journal: Journal, lesson: Lesson, entry: DayEntry, students: Iterable[StudentDay],
               sections: dict[int, ProgrammeSection]) -> list[Problem]:
    """Who was there has a log; who was away has done nothing, and a log of that day goes (its copy is kept)."""
    require_open(user, journal, lesson.date)
    stored = {log.student_id: log for log in db.session.scalars(sa.select(DayLog).where(DayLog.lesson_id == lesson.id))}
    away = _away(lesson)
    problems = []
    for student in students:
        log = stored.get(student.student_id)
        if student.student_id in away:
            if log is not None:
                db.session.delete(log)
            continue
        wrong = _write(user, lesson, entry, student, log, sections)
        if wrong is not None:
            problems.append(Problem(wrong, student.student_id))
    db.session.flush()  # so that the rights below see the logs
    if db.session.scalar(sa.select(DayLog.id).where(
            DayLog.lesson_id == lesson.id, sa.not_(rows(user, Action.CREATE, DayLog))).limit(1)) is not None:
        raise NotYours
    return problems


def _write(user: Identity, lesson: Lesson, entry: DayEntry, student: StudentDay, log: DayLog | None,
           sections: dict[int, ProgrammeSection]) -> Violation | None:
    if student.log != (log.row_version if log is not None else 0):
        return Violation("", "Дневник этого студента уже изменили в другом окне. Откройте день заново и сравните")
    section = sections.get(student.section_id or entry.section_id or 0)
    work = clean(student.work) or (_work("" if student.section_id else entry.work, section))
    hours = student.hours or min(entry.hours, lesson.hours)
    wrong = next(iter(check_day(hours, lesson.hours, lesson.date, user.today)), None)
    if wrong is None and not has_russian_word(work):
        wrong = Violation("5.6", "Напишите по-русски, что делал студент", "work")
    if wrong is not None:
        return wrong
    if log is None:
        log = DayLog(lesson_id=lesson.id, student_id=student.student_id)
        db.session.add(log)
    log.section_id, log.work, log.hours = section.id if section else None, work, hours
    return None


def _work(work: str, section: ProgrammeSection | None) -> str:
    """What was typed, else the works of the section."""
    return clean(work) or (section.work if section is not None else "")


def _away(lesson: Lesson) -> set[int]:
    return set(db.session.scalars(
        sa.select(Cell.student_id).join(Absence, Absence.cell_id == Cell.id)
        .join(AbsenceKind, AbsenceKind.id == Absence.kind_id)
        .where(Cell.lesson_id == lesson.id, AbsenceKind.counts_hours)))

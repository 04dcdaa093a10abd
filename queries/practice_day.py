"""One day of a practice as a form: what everybody did, and where a student differs (п. 6.1, Пр. 12)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from access.check import allows, rows
from access.grants import Action
from access.identity import Identity
from models import DayLog, Journal, Lesson, PracticeProgramme, ProgrammeSection, db
from queries.journal_cells import Filled, filled_cells
from queries.lessons import may_record, next_pair
from queries.practice_journal import Log, is_away, logs_of
from queries.practice_programme import on_days
from queries.roster import roster
from rules.lessons import closed_reason
from rules.practice import DAY_HOURS, next_section
from rules.violation import Violation


@dataclass(frozen=True)
class Common:
    """What all present do that day: the most frequent of what is written, or the programme's next section."""

    section_id: int | None
    work: str
    hours: int


@dataclass(frozen=True)
class StudentLine:
    """A student on the day; ``own`` is the log when it differs from the common one."""

    student_id: int
    name: str
    closed: str | None
    letter: str
    marks: str
    version: int
    is_away: bool
    log: Log | None
    own: Log | None


@dataclass(frozen=True)
class DayPage:
    """may_mark: lesson, marks and absences; may_log: what was done. Both are the supervisor's who runs the journal."""

    date: dt.date
    pair: int
    lesson: Lesson | None
    common: Common
    lines: tuple[StudentLine, ...]
    others: tuple[Lesson, ...]
    may_mark: bool
    may_log: bool


def day_page(user: Identity, journal: Journal, programme: PracticeProgramme, day: dt.date,
             pair: int | None = None) -> DayPage:
    """The lesson of the date (of the pair, when there are several) with everybody in the group that day."""
    found = list(db.session.scalars(sa.select(Lesson).where(
        Lesson.journal_id == journal.id, Lesson.date == day, rows(user, Action.READ, Lesson)).order_by(Lesson.pair)))
    lesson = next((one for one in found if pair is None or one.pair == pair), None)
    cells = filled_cells(journal, [lesson.id]) if lesson is not None else {}
    logs = logs_of(user, journal, lesson.id)[lesson.id] if lesson is not None else {}
    common = _common(programme, lesson, logs.values())
    lines = tuple(_line(line.student_id, line.name, closed_reason(day, line.stays),
                        cells.get(line.student_id, {}).get(lesson.id) if lesson else None,
                        logs.get(line.student_id), common)
                  for line in on_days(roster(journal, journal.semester), programme))
    return DayPage(day, lesson.pair if lesson else pair or next_pair(journal, day) or 1, lesson, common, lines,
                   tuple(one for one in found if one is not lesson), may_mark(user, journal, lesson),
                   may_log(user, programme))


def may_mark(user: Identity, journal: Journal, lesson: Lesson | None) -> bool:
    """Whether the user writes the lesson, its marks and absences (п. 9.4)."""
    if lesson is None:
        return allows(user, Action.CREATE, Lesson) and may_record(user, journal)
    return db.session.scalar(sa.select(Lesson.id).where(
        Lesson.id == lesson.id, rows(user, Action.UPDATE, Lesson))) is not None


def may_log(user: Identity, programme: PracticeProgramme) -> bool:
    """The log of a practice is its supervisor's."""
    return allows(user, Action.CREATE, DayLog) and programme.supervisor_id == user.id


def _common(programme: PracticeProgramme, lesson: Lesson | None, logs: Iterable[Log]) -> Common:
    most = Counter((log.section_id, log.work, log.hours) for log in logs).most_common(1)
    if most:
        return Common(*most[0][0])
    section = _proposed(programme, lesson)
    return Common(section.id if section else None, section.work if section else "",
                  lesson.hours if lesson else DAY_HOURS)


def _proposed(programme: PracticeProgramme, lesson: Lesson | None) -> ProgrammeSection | None:
    """The section in which the hours given before this day end."""
    before = sa.select(sa.func.coalesce(sa.func.sum(Lesson.hours), 0)).where(Lesson.journal_id == programme.journal_id)
    if lesson is not None:
        before = before.where(sa.or_(Lesson.date < lesson.date, sa.and_(Lesson.date == lesson.date,
                                                                        Lesson.pair < lesson.pair)))
    place = next_section([section.hours for section in programme.sections], int(db.session.scalar(before) or 0))
    return programme.sections[place] if place is not None else None


def _line(student_id: int, name: str, closed: Violation | None, cell: Filled | None, log: Log | None,
          common: Common) -> StudentLine:
    marks = "/".join(str(value) for value, _ in cell.marks) if cell else ""
    differs = log is not None and (log.section_id, log.work, log.hours) != (
        common.section_id, common.work, common.hours)
    return StudentLine(student_id, name, closed.message if closed else None,
                       cell.letter if cell else "", marks, cell.version if cell else 0, is_away(cell), log,
                       log if differs else None)

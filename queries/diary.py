"""The diary: one's own children and a week of one of them (п. 4.1, 5.8)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa

from access.check import rows
from access.grants import Action
from access.identity import Identity
from access.paths import ids
from models import Group, Membership, Student, db
from queries.diary_days import Day, Findings, Learner, days
from queries.diary_frame import frame
from queries.diary_lessons import held_lessons, noted
from queries.diary_news import Fresh, Progress, fresh, progress
from queries.diary_timetable import WEEK, timetable
from rules import names
from rules.diary import missed_words
from rules.groups import academic_year, course
from rules.lessons import Stay
from rules.terms import Gender, Role

FAMILY = (Role.STUDENT, Role.PARENT)
FIRST_NEWS = dt.timedelta(days=7)


@dataclass(frozen=True)
class Child:
    """A student whose diary the user reads; ``course`` is None out of groups, ``stays`` are the days in any."""

    id: int
    last_name: str
    first_name: str
    gender: Gender | None
    group: str | None
    course: int | None
    stays: tuple[Stay, ...]

    @property
    def name(self) -> str:
        return f"{self.last_name} {self.first_name}"

    @property
    def initials(self) -> str:
        return names.initials(self.first_name, self.last_name)


@dataclass(frozen=True)
class Week:
    monday: dt.date
    days: tuple[Day, ...]
    progress: tuple[Progress, ...]
    since: dt.date | None
    missed: tuple[str, ...]
    missed_hours: int
    fresh: tuple[Fresh, ...]
    acknowledged_at: dt.datetime | None


def children(user: Identity) -> list[Child]:
    """A student's own self or a parent's children, by name; other roles of the user open nothing here."""
    found: dict[int, Child] = {}
    query = (
        sa.select(Student.id, Student.last_name, Student.first_name, Student.gender, Membership.starts,
                  Membership.ends, Group.name, Group.admission_year, Group.first_course)
        .outerjoin(Membership, Membership.student_id == Student.id)
        .outerjoin(Group, Group.id == Membership.group_id)
        .where(rows(user.acting_as(*FAMILY), Action.READ, Student))
        .order_by(Student.sort_key, Student.id, Membership.starts))
    for row in db.session.execute(query):
        known = found.get(row.id)
        group, year_of_study, stays = (known.group, known.course, known.stays) if known else (None, None, ())
        if row.starts is not None:
            stay = Stay(row.starts, row.ends)
            if group is None or row.starts <= user.today:
                group = row.name
                year_of_study = course(row.admission_year, academic_year(user.today),
                                       row.first_course) if stay.holds(user.today) else None
            stays = (*stays, stay)
        found[row.id] = Child(row.id, row.last_name, row.first_name, Gender(row.gender) if row.gender else None,
                              group, year_of_study, stays)
    return list(found.values())


def week(user: Identity, child: Child, monday: dt.date, seen: int) -> Week:
    """A child's week; new is what the audit holds after the record ``seen``, at the first sign-in the last days'."""
    students = ids(Student.id).where(
        Student.id == child.id, rows(user.acting_as(*FAMILY), Action.READ, Student))
    sunday = monday + WEEK
    around = frame(user, child.id, monday, sunday)
    term = around.term
    studied, planned = timetable(students, around, monday)
    held = held_lessons(students, monday, sunday, user.today)
    span = (min(monday, term.starts), max(sunday, term.ends)) if term else (monday, sunday)
    cells = [cell for cell in noted(students, child.id, *span, seen) if cell.date <= user.today]
    found = Findings(around, held, planned, {cell.lesson_id: cell for cell in cells})
    missed = [cell.missed for cell in cells if cell.missed and monday <= cell.date <= sunday]
    news = [cell for cell in cells if cell.changed_by and (seen or cell.date > user.today - FIRST_NEWS)]
    return Week(
        monday, tuple(days(Learner(child.gender, child.stays, user.today), found, monday)),
        tuple(progress(cells, studied, term)), term.starts if term else None, tuple(missed_words(missed)),
        sum(one.hours for one in missed), tuple(fresh(news, child.gender)), around.acknowledged_at)

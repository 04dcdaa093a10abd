"""What the page of a programme is filled with: students, bases, supervisors, programmes to copy (Пр. 12)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from access.check import rows
from access.grants import Action
from access.identity import Identity
from models import (
    CurriculumLine,
    Enterprise,
    Group,
    Journal,
    Placement,
    PracticeProgramme,
    Semester,
    TimetableSlot,
    db,
)
from queries.practice import readable
from queries.roster import RosterLine
from rules.spans import Days
from rules.terms import LineKind

COPIES = 5


@dataclass(frozen=True)
class Base:
    """An enterprise that takes students, and its own contract."""

    name: str
    contract: str


@dataclass(frozen=True)
class Source:
    """A programme of the same practice in another group or year."""

    id: int
    group: str
    year: str
    hours: int


def practice_of(user: Identity, journal: Journal) -> tuple[Journal, PracticeProgramme | None] | None:
    """The practice journal with all that names it, and its programme; None when it is no practice of the user's."""
    found = db.session.execute(
        sa.select(Journal, PracticeProgramme)
        .outerjoin(PracticeProgramme, PracticeProgramme.journal_id == Journal.id)
        .where(Journal.id == journal.id, readable(user))
        .options(
            joinedload(Journal.line).options(joinedload(CurriculumLine.practice), joinedload(CurriculumLine.module)),
            joinedload(Journal.group), joinedload(Journal.subgroup), joinedload(Journal.semester),
            joinedload(Journal.teacher), joinedload(PracticeProgramme.supervisor),
            joinedload(PracticeProgramme.enterprise), selectinload(PracticeProgramme.sections))
        .execution_options(populate_existing=True)).unique().first()
    return (found[0], found[1]) if found is not None else None


def on_days(lines: list[RosterLine], programme: PracticeProgramme | None) -> list[RosterLine]:
    """Those who are in the group on some day of the practice; all of the semester while there are no dates."""
    if programme is None:
        return lines
    days = Days(programme.starts, programme.ends)
    return [line for line in lines if any(days.meets(Days(stay.starts, stay.ends)) for stay in line.stays)]


def places(programme: PracticeProgramme | None) -> dict[int, Placement]:
    """By student: where the practice is done."""
    if programme is None:
        return {}
    return {place.student_id: place for place in db.session.scalars(
        sa.select(Placement).where(Placement.programme_id == programme.id)
        .options(joinedload(Placement.enterprise)))}


def bases(user: Identity) -> list[Base]:
    """Enterprises where students may be sent."""
    found = db.session.scalars(sa.select(Enterprise).where(
        rows(user, Action.READ, Enterprise),
        sa.or_(Enterprise.closed_on.is_(None), Enterprise.closed_on > user.today)).order_by(Enterprise.search_key))
    return [Base(one.name, f"договор № {one.contract_number}" if one.contract_number else "") for one in found]


def scheduled_days(journal: Journal) -> Days | None:
    """From the first to the last day of the timetable of the practice, when there is one."""
    starts, ends = db.session.execute(sa.select(
        sa.func.min(TimetableSlot.starts), sa.func.max(TimetableSlot.ends)).where(
        TimetableSlot.journal_id == journal.id)).one()
    return Days(starts, ends) if isinstance(starts, dt.date) else None


def sources(user: Identity, journal: Journal) -> list[Source]:
    """Programmes of the same practice: of as many hours before the others, the latest first."""
    line, other = journal.line, sa.orm.aliased(CurriculumLine)
    found = db.session.scalars(
        sa.select(PracticeProgramme).join(PracticeProgramme.journal).join(other, other.id == Journal.curriculum_line_id)
        .join(Semester, Semester.id == Journal.semester_id).join(Group, Group.id == Journal.group_id)
        .where(rows(user, Action.READ, PracticeProgramme), Journal.id != journal.id, other.kind == LineKind.PRACTICE,
               other.practice_id == line.practice_id)
        .options(joinedload(PracticeProgramme.journal).options(
            joinedload(Journal.group), joinedload(Journal.semester)), selectinload(PracticeProgramme.sections))
        .order_by(sa.case((Journal.planned_hours == journal.planned_hours, 0), else_=1), Semester.starts.desc(),
                  Group.search_key).limit(COPIES))
    return [Source(one.id, one.journal.group.name, str(one.journal.semester.academic_year),
                   sum(section.hours for section in one.sections)) for one in found]

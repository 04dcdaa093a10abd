"""What a report is asked for, and what its form may offer to the one who asks (п. 4.1)."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from access.check import rows
from access.grants import READ
from access.identity import Identity
from access.scopes import OFFICE
from models import AcademicYear, College, CurriculumLine, Discipline, Group, Journal, User, db
from queries.college import college
from queries.hours import teachers
from rules.report_periods import Period, StudyYear
from rules.spans import Days
from rules.terms import Role

Choice = tuple[int, str]


@dataclass(frozen=True)
class Ask:
    """The parameters of a report, already found among what the reader may choose."""

    period: Period
    group: int | None = None
    teacher: int | None = None
    discipline: int | None = None


@dataclass(frozen=True)
class Choices:
    """Names to choose from; groups that are no more stand after the others."""

    groups: tuple[Choice, ...] = ()
    former_groups: tuple[Choice, ...] = ()
    teachers: tuple[Choice, ...] = ()
    disciplines: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class Letterhead:
    """Requisites and signatories of the college, for every paper."""

    title: str = ""
    short_title: str = ""
    founder: str = ""
    deputy: str = ""
    director: str = ""
    requisites: str = ""


def study_years() -> tuple[StudyYear, ...]:
    """Academic years with their semesters, in order."""
    found = db.session.scalars(sa.select(AcademicYear).options(joinedload(AcademicYear.semesters))
                               .order_by(AcademicYear.year)).unique()
    return tuple(StudyYear(year.year, Days(year.starts, year.ends),
                           tuple((one.number, Days(one.starts, one.ends)) for one in year.semesters))
                 for year in found)


def groups(user: Identity) -> tuple[tuple[Choice, ...], tuple[Choice, ...]]:
    """Groups the reader reads: those that study, then those that are closed."""
    found = db.session.execute(sa.select(Group.id, Group.name, Group.admission_year, Group.closed_on)
                               .where(rows(user, READ, Group)).order_by(Group.search_key, Group.admission_year)).all()
    open_ = tuple((row.id, row.name) for row in found if row.closed_on is None)
    return open_, tuple((row.id, f"{row.name}, набор {row.admission_year}")
                        for row in found if row.closed_on is not None)


def teachers_for(user: Identity) -> tuple[Choice, ...]:
    """All teachers for those who read everybody's journals; a teacher is offered only himself."""
    if user.has(*OFFICE):
        return tuple(teachers(user))
    if not user.has(Role.TEACHER):
        return ()
    me = db.session.get_one(User, user.account)
    return ((me.id, me.full_name),)


def disciplines(user: Identity) -> tuple[Choice, ...]:
    """Disciplines of the journals the reader reads."""
    taught = sa.select(CurriculumLine.discipline_id).join(
        Journal, Journal.curriculum_line_id == CurriculumLine.id).where(
            rows(user, READ, Journal), CurriculumLine.discipline_id.is_not(None))
    return tuple((row.id, row.title) for row in db.session.execute(
        sa.select(Discipline.id, Discipline.title).where(Discipline.id.in_(taught)).order_by(Discipline.search_key)))


def letterhead() -> Letterhead:
    found = college()
    if found is None:
        return Letterhead()
    return Letterhead(found.title, found.short_title, found.founder or "", found.deputy_name or "",
                      found.director_name or "", _requisites(found))


def _requisites(found: College) -> str:
    """Address, phone, mail, ОГРН and licence, as far as they are set."""
    named = (("", found.address), ("тел. ", found.phone), ("", found.email), ("ОГРН ", found.ogrn),
             ("лицензия ", found.licence))
    return ", ".join(f"{name}{value}" for name, value in named if value)

"""A teacher's journals of the semester with their places of the week; who substitutes reads until п. 6.3's deadline."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from access import scopes
from access.identity import Identity
from access.kept import kept, rows_of
from models import (
    CurriculumLine,
    Group,
    Journal,
    Subgroup,
    TimetableChange,
    TimetableSlot,
    User,
    db,
)
from queries.surroundings import Term
from rules import timetable
from rules.groups import with_subgroup
from rules.names import short_name
from rules.planned import Place
from rules.terms import ChangeKind, LineKind, WeekParity

FIRST, LAST = (sa.bindparam(name, type_=sa.Date()) for name in ("first", "last"))
JOURNALS: sa.BindParameter[list[int]] = sa.bindparam("journals", expanding=True)
CHANGES = (  # built once
    sa.select(TimetableChange.kind, TimetableChange.date, TimetableChange.pair, TimetableChange.journal_id,
              TimetableChange.new_journal_id, TimetableChange.substitute_id, TimetableChange.new_date,
              TimetableChange.new_pair, TimetableChange.room, TimetableChange.reason,
              User.last_name, User.first_name, User.patronymic)
    .outerjoin(User, User.id == TimetableChange.substitute_id)
    .where(sa.or_(TimetableChange.date.between(FIRST, LAST), TimetableChange.new_date.between(FIRST, LAST)),
           sa.or_(TimetableChange.journal_id.in_(JOURNALS), TimetableChange.new_journal_id.in_(JOURNALS)))
    .order_by(TimetableChange.id))


@dataclass(frozen=True)
class Book:
    """``mine`` is false for a journal in which the user only substitutes."""

    id: int
    title: str
    index: str
    kind: LineKind
    group: str
    subgroup: int | None
    mine: bool
    teacher: str
    planned_hours: int
    places: tuple[Place, ...] = field(default=())

    @property
    def whose(self) -> str:
        """«ИС-22, подгруппа 1»"""
        return with_subgroup(self.group, self.subgroup)


@dataclass(frozen=True)
class Changed:
    """A change of the timetable with the words that the rules do not need."""

    change: timetable.Change
    substitute: str | None
    reason: str | None


def books(user: Identity, term: Term) -> dict[int, Book]:
    """Journals of the semester by id: own ones, then those of substitutions, in the order of the curriculum."""
    found: dict[int, Book] = {}
    places: dict[int, list[Place]] = {}
    for row in rows_of(_books(user), term=term.id):
        if row.id not in found:
            found[row.id] = Book(
                row.id, row.title, row.line_index, LineKind(row.kind), row.name, row.number, row.teacher_id == user.id,
                short_name(row.last_name, row.first_name, row.patronymic), row.planned_hours)
        if row.weekday is not None:
            places.setdefault(row.id, []).append(Place(
                row.id, row.weekday, row.pair, WeekParity(row.parity), row.starts, row.ends, row.room))
    return {id: Book(**{**vars(book), "places": tuple(places.get(id, ()))}) for id, book in found.items()}


@kept
def _books(user: Identity) -> sa.SelectBase:
    order = (sa.case((scopes.is_me(Journal.teacher_id, user), 0), else_=1), Group.name, CurriculumLine.position,
             Subgroup.number, Journal.id, TimetableSlot.weekday, TimetableSlot.pair)
    return (
        sa.select(Journal.id, Journal.teacher_id, Journal.planned_hours, CurriculumLine.title,
                  CurriculumLine.index.label("line_index"), CurriculumLine.kind, Group.name, Subgroup.number,
                  User.last_name, User.first_name, User.patronymic,
                  TimetableSlot.weekday, TimetableSlot.pair, TimetableSlot.parity, TimetableSlot.starts,
                  TimetableSlot.ends, TimetableSlot.room)
        .join(CurriculumLine, CurriculumLine.id == Journal.curriculum_line_id)
        .join(Group, Group.id == Journal.group_id).outerjoin(Subgroup, Subgroup.id == Journal.subgroup_id)
        .join(User, User.id == Journal.teacher_id)
        .outerjoin(TimetableSlot, TimetableSlot.journal_id == Journal.id)
        .where(Journal.semester_id == sa.bindparam("term"), sa.or_(
            scopes.is_me(Journal.teacher_id, user), Journal.id.in_(scopes.substituted_journals(user))))
        .order_by(*order))


def changes(journals: list[int], term: Term) -> list[Changed]:
    """What changed in the timetable of the journals during the semester, in the order it was entered."""
    if not journals:
        return []
    found = db.session.connection().execute(
        CHANGES, {"journals": journals, "first": term.starts, "last": term.ends})
    return [Changed(rule_of(row), short_name(row.last_name, row.first_name, row.patronymic) if row.last_name else None,
                    row.reason) for row in found]


def rule_of(row: Any) -> timetable.Change:
    """The change, or the columns of one, as the rules know it."""
    return timetable.Change(ChangeKind(row.kind), row.date, row.pair, row.journal_id, row.new_journal_id,
                            row.substitute_id, row.new_date, row.new_pair, row.room)

"""A teacher's journals of the semester with their places of the week; who substitutes reads until п. 6.3's deadline."""

from __future__ import annotations

from dataclasses import dataclass, field

import sqlalchemy as sa

from access import scopes
from access.identity import Identity
from access.kept import kept, rows_of
from models import (
    CurriculumLine,
    Group,
    Journal,
    Subgroup,
    TimetableSlot,
    User,
)
from queries.surroundings import Term
from rules.groups import with_subgroup
from rules.names import short_name
from rules.planned import Place
from rules.terms import LineKind, WeekParity


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
        # one list of ids: for «mine or among those» PostgreSQL reads all places of the college's week
        .where(Journal.semester_id == sa.bindparam("term"), Journal.id.in_(scopes.taught_journals(user)))
        .order_by(*order))

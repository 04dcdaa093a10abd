"""Of what the sheet of п. 5.7 is made: the scope asked for, and the journals of it that the user may count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from access import scopes
from access.identity import Identity
from access.scopes import OFFICE
from models import CurriculumLine, Discipline, Group, Journal, Practice, User, db
from rules.names import short_name
from rules.terms import Role, Term

READERS = (*OFFICE, Role.SENIOR_MASTER, Role.CURATOR, Role.TEACHER)


class Kind(Term):
    """What a sheet is about; the title stands before its name."""

    COLLEGE = "college", "Лицей"
    COURSE = "course", "Курс"
    GROUP = "group", "Группа"
    DISCIPLINE = "discipline", "Дисциплина"
    PRACTICE = "practice", "Практика"
    TEACHER = "teacher", "Преподаватель"


@dataclass(frozen=True)
class Scope:
    """id: the course's number or the row's id, 0 for the college."""

    kind: Kind
    id: int = 0
    title: str = ""

    @property
    def key(self) -> str:
        """As the address names it: «group:12»."""
        return f"{self.kind.value}:{self.id}" if self.id else self.kind.value


def counted(user: Identity) -> sa.ColumnElement[bool]:
    """Journals whose figures are the user's: a substitute has no figures of another's journal."""
    if user.has(*OFFICE):
        return sa.true()
    found: list[sa.ColumnElement[bool]] = []
    if user.has(Role.SENIOR_MASTER):
        found.append(Journal.id.in_(scopes.practice_journals(user)))
    if user.has(Role.CURATOR):
        found.append(Journal.group_id.in_(scopes.my_groups(user)))
    if user.has(Role.TEACHER):
        found.append(scopes.is_me(Journal.teacher_id, user))
    return sa.or_(sa.false(), *found)


def first_scope(user: Identity) -> Scope | None:
    """The widest that the user may open: the college, the own group, the own journals."""
    if user.has(*OFFICE, Role.SENIOR_MASTER):
        return college(user)
    if user.has(Role.CURATOR):
        row = db.session.execute(sa.select(Group.id, Group.name).where(
            Group.id.in_(scopes.my_groups(user))).order_by(Group.name, Group.id)).first()
        if row is not None:
            return Scope(Kind.GROUP, row.id, row.name)
    return find_scope(user, Kind.TEACHER, user.id or 0) if user.has(Role.TEACHER) else None


def college(user: Identity) -> Scope:
    return Scope(Kind.COLLEGE, 0, "Лицей" if user.has(*OFFICE) else "Практика лицея")


def find_scope(user: Identity, kind: Kind, id: int) -> Scope | None:
    """The scope if it is the user's; "not yours" and "not there" look the same."""
    if kind is Kind.COLLEGE:
        return college(user) if user.has(*OFFICE, Role.SENIOR_MASTER) and not id else None
    if kind is Kind.COURSE:
        open_to = user.has(*OFFICE, Role.SENIOR_MASTER)
        return Scope(kind, id, f"{id} курс") if open_to and 1 <= id <= 6 else None
    row = db.session.execute(_named(kind).where(_ID[kind] == id, _open(user, kind))).first()
    return Scope(kind, id, _title(kind, row)) if row is not None else None


_ID: dict[Kind, Any] = {Kind.GROUP: Group.id, Kind.DISCIPLINE: Discipline.id, Kind.PRACTICE: Practice.id,
                        Kind.TEACHER: User.id}


def _named(kind: Kind) -> sa.Select[Any]:
    columns: tuple[Any, ...] = (User.last_name, User.first_name, User.patronymic)
    if kind is Kind.TEACHER:
        return sa.select(*columns)
    return sa.select({Kind.GROUP: Group.name, Kind.DISCIPLINE: Discipline.title, Kind.PRACTICE: Practice.title}[kind])


def _title(kind: Kind, row: Sequence[Any]) -> str:
    return short_name(*row) if kind is Kind.TEACHER else str(row[0])


def _open(user: Identity, kind: Kind) -> sa.ColumnElement[bool]:
    """Every scope of those who count everything or the practice, the own group, the own journals."""
    of_somebody: sa.ColumnElement[bool] = sa.true()
    if kind is Kind.TEACHER:
        of_somebody = sa.or_(User.id.in_(scopes.accounts_with(Role.TEACHER)),
                             User.id.in_(sa.select(Journal.teacher_id)))
    if user.has(*OFFICE):
        return of_somebody
    found: list[sa.ColumnElement[bool]] = []
    if user.has(Role.SENIOR_MASTER):
        found.append(_ID[kind].in_(_of_practice(kind, user)))
    if user.has(Role.CURATOR) and kind is Kind.GROUP:
        found.append(Group.id.in_(scopes.my_groups(user)))
    if user.has(Role.TEACHER) and kind is Kind.TEACHER:
        found.append(scopes.is_me(User.id, user))
    return sa.and_(of_somebody, sa.or_(sa.false(), *found))


def _of_practice(kind: Kind, user: Identity) -> sa.Select[Any]:
    column: Any = {Kind.GROUP: Journal.group_id, Kind.DISCIPLINE: CurriculumLine.discipline_id,
                   Kind.PRACTICE: CurriculumLine.practice_id, Kind.TEACHER: Journal.teacher_id}[kind]
    return sa.select(column).select_from(Journal).join(
        CurriculumLine, CurriculumLine.id == Journal.curriculum_line_id).where(
        Journal.id.in_(scopes.practice_journals(user)), column.is_not(None))

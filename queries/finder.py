"""Command search (Ctrl+K): records by name among those the user may read; one query for all kinds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from access.check import allows, rows
from access.grants import READ
from access.identity import Identity
from models import CurriculumLine, Discipline, Group, Journal, Student, User, db
from models.base import Base
from models.person import PersonName
from queries.searching import matching, ordering, search_paths, split

EACH = 5


@dataclass(frozen=True)
class Found:
    """kind: the table's name, by which the page knows where the record is shown."""

    kind: str
    id: int
    title: str


def find(user: Identity, text: str | None) -> list[Found]:
    """At most ``EACH`` records of a kind; nothing for those who are not staff."""
    if not user.is_staff or not split(text):
        return []
    parts = [_part(user, model, title, text) for model, title in _titles() if allows(user, READ, model)]
    if not parts:
        return []
    return [Found(*row) for row in db.session.execute(sa.union_all(*parts))]


def _titles() -> list[tuple[type[Base], Any]]:
    line = (sa.select(CurriculumLine.title).where(CurriculumLine.id == Journal.curriculum_line_id)
            .correlate(Journal).scalar_subquery())
    group = sa.select(Group.name).where(Group.id == Journal.group_id).correlate(Journal).scalar_subquery()
    return [(Student, _full_name(Student)), (Group, Group.name), (Journal, group + ": " + line),
            (Discipline, Discipline.title), (User, _full_name(User))]


def _full_name(person: type[PersonName]) -> Any:
    patronymic = sa.case((person.patronymic.is_(None), ""), else_=sa.literal(" ") + person.patronymic)
    return person.last_name + " " + person.first_name + patronymic


def _part(user: Identity, model: type[Base], title: Any, text: str | None) -> sa.Select[Any]:
    criteria = matching(user, model, search_paths(model), text)
    query = sa.select(sa.literal(model.__tablename__).label("kind"), model.id, title.label("title")).where(
        rows(user, READ, model), *criteria).order_by(*ordering(model)).limit(EACH).subquery()
    return sa.select(query.c.kind, query.c.id, query.c.title)

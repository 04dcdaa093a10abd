"""Journals of the semester as cards, and one journal with what it belongs to."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from access.check import rows
from access.grants import Action
from access.identity import Identity
from models import CurriculumLine, Group, Journal, Lesson, Subgroup, User, db
from queries.college import current_semester


@dataclass(frozen=True)
class JournalCard:
    """A journal in the list: what is planned, what is given, when it was last filled."""

    id: int
    title: str
    index: str
    group: str
    subgroup: int | None
    teacher: str
    planned_hours: int
    given_hours: int
    last_date: dt.date | None


CONTEXT = (  # what the page of a journal says of it; of its teacher only the name
    joinedload(Journal.line), joinedload(Journal.group), joinedload(Journal.subgroup), joinedload(Journal.semester),
    joinedload(Journal.teacher).load_only(User.last_name, User.first_name, User.patronymic))


def journal_cards(user: Identity, group_id: int | None = None, limit: int = 300) -> list[JournalCard]:
    """Journals of the current semester that the user may read, own first."""
    semester = current_semester(user.today)
    if semester is None:
        return []
    given = (sa.select(Lesson.journal_id, sa.func.sum(Lesson.hours).label("hours"),
                       sa.func.max(Lesson.date).label("last"))
             .group_by(Lesson.journal_id).subquery())
    query = (
        sa.select(Journal, given.c.hours, given.c.last).join(given, given.c.journal_id == Journal.id, isouter=True)
        .join(Journal.line).join(Journal.group).join(Journal.subgroup, isouter=True)
        .where(Journal.semester_id == semester.id, rows(user, Action.READ, Journal))
        .options(joinedload(Journal.line), joinedload(Journal.group), joinedload(Journal.subgroup),
                 joinedload(Journal.teacher))
        .order_by(sa.case((Journal.teacher_id == user.id, 0), else_=1), Group.name, CurriculumLine.position,
                  Subgroup.number).limit(limit))
    if group_id is not None:
        query = query.where(Journal.group_id == group_id)
    return [JournalCard(journal.id, journal.line.title, journal.line.index, journal.group.name,
                        journal.subgroup.number if journal.subgroup else None, journal.teacher.short_name,
                        journal.planned_hours, hours or 0, last)
            for journal, hours, last in db.session.execute(query).unique()]

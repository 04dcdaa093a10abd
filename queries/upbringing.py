"""The parents of a group as the deputy for upbringing asks of them: access, sign-ins, words, absences (Пр. 11)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

import sqlalchemy as sa

from access.check import rows
from access.grants import READ
from access.identity import Identity
from access.paths import Ids, ids
from access.scopes import covers
from models import (
    Cell,
    Group,
    Guardian,
    Guardianship,
    Journal,
    Membership,
    Student,
    User,
    db,
)
from queries.curator_absences import Waiting, waiting_by
from queries.parent_words import Word, last_words
from rules.letters import is_silent
from rules.names import full_name
from rules.norms import Norms
from rules.terms import Relation


@dataclass(frozen=True)
class ParentLine:
    """A parent about one student; ``last_sign_in`` is a day of the college's calendar."""

    name: str
    relation: str
    issued: bool
    last_sign_in: dt.date | None
    word: Word | None
    silent: bool

    @property
    def enters(self) -> bool:
        return self.last_sign_in is not None


@dataclass(frozen=True)
class Pupil:
    """A student with the parents and the absences that wait for the curator."""

    id: int
    name: str
    issued: bool
    parents: tuple[ParentLine, ...]
    waiting: Waiting


def pupils(user: Identity, group: Group, norms: Norms) -> list[Pupil]:
    """Students of the group today by name; the same statements whatever their number."""
    members = ids(Membership.student_id).where(
        Membership.group_id == group.id, covers(Membership.starts, Membership.ends, user.today))
    parents = _parents(user, members, norms)
    waiting = waiting_by(user, Cell.student_id, Journal.group_id == group.id)
    query = (sa.select(Student.id, Student.last_name, Student.first_name, Student.patronymic, Student.user_id)
             .where(Student.id.in_(members), rows(user, READ, Student)).order_by(Student.sort_key, Student.id))
    return [Pupil(row.id, full_name(row.last_name, row.first_name, row.patronymic), row.user_id is not None,
                  tuple(parents.get(row.id, ())), waiting.get(row.id, Waiting(0, None)))
            for row in db.session.execute(query)]


def _parents(user: Identity, students: Ids, norms: Norms) -> dict[int, list[ParentLine]]:
    """Parents by student, with the curator's last word to each."""
    words, found = last_words(user, students), defaultdict(list)
    query = (
        sa.select(Guardianship.student_id, Guardian.id, Guardian.last_name, Guardian.first_name, Guardian.patronymic,
                  Guardianship.relation, Guardian.user_id, User.last_sign_in_at)
        .join(Guardian, Guardian.id == Guardianship.guardian_id).outerjoin(User, User.id == Guardian.user_id)
        .where(Guardianship.student_id.in_(students), covers(Guardianship.starts, Guardianship.ends, user.today),
               rows(user, READ, Guardianship))
        .order_by(Guardianship.is_primary.desc(), Guardian.sort_key, Guardian.id))
    for row in db.session.execute(query):
        word = words.get((row.id, row.student_id))
        seen = row.last_sign_in_at.astimezone(user.now.tzinfo).date() if row.last_sign_in_at else None
        found[row.student_id].append(ParentLine(
            full_name(row.last_name, row.first_name, row.patronymic), Relation(row.relation).title,
            row.user_id is not None, seen, word, is_silent(word.on if word else None, user.today, norms)))
    return found

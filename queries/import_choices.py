"""What the options of an import may be: groups, specialities, the teacher's own journals."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from access.check import choices
from access.identity import Identity
from models import CurriculumLine, Group, Journal, Semester, Speciality, db


def group_choices(user: Identity) -> Sequence[tuple[int, str]]:
    query = sa.select(Group.id, Group.name).where(choices(user, Group), Group.closed_on.is_(None)).order_by(Group.name)
    return [(id, name) for id, name in db.session.execute(query)]


def speciality_choices(user: Identity) -> Sequence[tuple[str, str]]:
    query = sa.select(Speciality.code, Speciality.title).where(choices(user, Speciality)).order_by(Speciality.code)
    return [(code, f"{code} {title}") for code, title in db.session.execute(query)]


def journal_choices(user: Identity) -> Sequence[tuple[int, str]]:
    """The user's journals, the newest semester first."""
    query = (sa.select(Journal.id, CurriculumLine.title, Group.name, Semester.number, Semester.starts)
             .join(Journal.line).join(Journal.group).join(Journal.semester)
             .where(choices(user, Journal), Journal.teacher_id == user.id)
             .order_by(Semester.starts.desc(), CurriculumLine.title, Group.name))
    return [(id, f"{title}, {group}, {number} семестр {starts.year if number % 2 else starts.year - 1}")
            for id, title, group, number, starts in db.session.execute(query)]

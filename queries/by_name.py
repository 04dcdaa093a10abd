"""What a person types by name where there is no list to choose from: an account, a group, a semester."""

from __future__ import annotations

import sqlalchemy as sa

from access.check import rows
from access.grants import READ
from access.identity import Identity
from models import AcademicYear, Group, Semester, User, db
from rules.credentials import normalise_login
from rules.names import search_key


def account(user: Identity, login: str) -> User | None:
    return db.session.scalar(sa.select(User).where(rows(user, READ, User), User.login == normalise_login(login)))


def group(user: Identity, name: str) -> Group | None:
    """Of groups that bore the name the one that studies, else the last to be admitted."""
    return db.session.scalar(
        sa.select(Group).where(rows(user, READ, Group), Group.search_key == search_key(name))
        .order_by(Group.closed_on.is_not(None), Group.admission_year.desc()).limit(1))


def semester(year: int, number: int) -> Semester | None:
    """The semester of the academic year that begins in the calendar year."""
    return db.session.scalar(
        sa.select(Semester).join(AcademicYear).where(AcademicYear.year == year, Semester.number == number))

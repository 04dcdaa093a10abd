"""Journals that a file with marks of a past time may go to."""

from __future__ import annotations

import sqlalchemy as sa

from access.check import rows
from access.grants import READ
from access.identity import Identity
from models import Journal, Semester, db


def journals_of_group(user: Identity, group_id: int, academic_year_id: int) -> list[Journal]:
    """The user's own journals of a group in a year; of the command line, all of them."""
    own = Journal.teacher_id == user.id if user.id is not None else sa.true()
    return list(db.session.scalars(
        sa.select(Journal).join(Semester, Semester.id == Journal.semester_id)
        .where(Journal.group_id == group_id, Semester.academic_year_id == academic_year_id, own,
               rows(user, READ, Journal)).order_by(Journal.id)))

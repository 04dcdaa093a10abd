"""The log of views of personal cards (п. 9.2)."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

from access.identity import Identity
from models import ViewRecord, db

SAME_VISIT = dt.timedelta(hours=1)


def note_view(user: Identity, student_id: int, page: str, wall_now: dt.datetime) -> None:
    """Write down that the user opened a student's card; looks within an hour are one."""
    lately = sa.select(ViewRecord.id).where(
        ViewRecord.user_id == user.account, ViewRecord.student_id == student_id, ViewRecord.page == page,
        ViewRecord.at > wall_now - SAME_VISIT).limit(1)
    if db.session.scalar(lately) is None:
        db.session.add(ViewRecord(user_id=user.account, student_id=student_id, page=page, at=wall_now))

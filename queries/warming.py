"""For whom pages are drawn before workers are forked: no rows of theirs are told to anybody (views/warming.py)."""

from __future__ import annotations

import sqlalchemy as sa

from models import Journal, Lesson, User, UserRole, db
from rules.terms import Role


def somebody(role: Role) -> int | None:
    """The account of who of the role was here last."""
    return db.session.scalar(
        sa.select(User.id).join(UserRole, UserRole.user_id == User.id)
        .where(UserRole.role == role, User.blocked_at.is_(None))
        .order_by(User.last_sign_in_at.desc().nulls_last(), User.id).limit(1))


def latest_lesson(teacher_id: int | None) -> tuple[int, int] | None:
    """Journal and lesson that was written last in the teacher's journals."""
    found = db.session.execute(
        sa.select(Lesson.journal_id, Lesson.id).join(Journal, Journal.id == Lesson.journal_id)
        .where(Journal.teacher_id == teacher_id).order_by(Lesson.id.desc()).limit(1)).first()
    return None if found is None else (found.journal_id, found.id)

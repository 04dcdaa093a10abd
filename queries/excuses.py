"""Papers that excuse days: only the fact, for whoever writes the cell (п. 5.3)."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

import sqlalchemy as sa

from models import AbsenceKind, ExcuseNote, db


class PaperOn(NamedTuple):
    id: int
    kind_id: int


def paper_on(student_id: int, day: dt.date) -> PaperOn | None:
    """The newest paper that covers the student's day, whoever asks: a teacher sees the letter, never the paper."""
    row = db.session.execute(
        sa.select(ExcuseNote.id, ExcuseNote.kind_id).join(AbsenceKind, AbsenceKind.id == ExcuseNote.kind_id)
        .where(ExcuseNote.student_id == student_id, ExcuseNote.starts <= day, ExcuseNote.ends >= day,
               AbsenceKind.excused.is_(True), AbsenceKind.is_late.is_(False))
        .order_by(ExcuseNote.id.desc()).limit(1)).first()
    return PaperOn(row.id, row.kind_id) if row is not None else None


def excusing() -> list[AbsenceKind]:
    """Letters of a good reason, in the order of the dictionary."""
    return list(db.session.scalars(sa.select(AbsenceKind).where(
        AbsenceKind.excused.is_(True), AbsenceKind.is_late.is_(False)).order_by(AbsenceKind.position, AbsenceKind.id)))

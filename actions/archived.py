"""An archived year refuses every write, whoever writes and by whichever door: the state beats the role (п. 7.5)."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import MANYTOONE, Session

from access.paths import PARENTS, hangs_on
from models import Debt, DebtAttempt, Journal, Remark, ReopeningRequest, Semester, TimetableChange
from models.base import Base
from queries.closed import archived_years
from rules.lessons import archived_year

KEY = "archived_years"
# dated records of their own, made after the year: the retake of a debt, an act of inspection, a request
LATER = frozenset({Debt, DebtAttempt, Remark, ReopeningRequest})
FROZEN: set[type[Base]] = {model for model in PARENTS if hangs_on(model, Journal)} - LATER
FROZEN.add(TimetableChange)  # of either of its journals


def install(target: Any) -> None:
    """Listen to the sessions of ``target`` (a factory), once per process."""
    if event.contains(target, "before_flush", _refuse):
        return
    event.listen(target, "before_flush", _refuse, insert=True)
    event.listen(target, "after_commit", _forget)
    event.listen(target, "after_rollback", _forget)


def _refuse(session: Session, flush_context: Any, instances: Any) -> None:
    written = [obj for obj in (*session.new, *session.dirty, *session.deleted) if type(obj) in FROZEN]
    if not written:
        return
    with session.no_autoflush:
        if KEY not in session.info:
            session.info[KEY] = archived_years()
        archived = session.info[KEY]
        if archived and any(_year(session, obj) in archived for obj in written
                            if obj not in session.dirty or session.is_modified(obj, include_collections=False)):
            raise archived_year()


def _forget(session: Session) -> None:
    session.info.pop(KEY, None)


def _year(session: Session, obj: Any) -> int | None:
    """The academic year of a row, up through what it hangs on (mostly in the session already)."""
    while getattr(obj, "year", None) is None:
        column, parent = _above(obj)
        obj = _parent(obj, column) or session.get(parent, getattr(obj, column.key) or 0)
        if obj is None:
            return None
    return int(obj.year)


def _above(obj: Any) -> tuple[Any, Any]:
    """The column to what the row hangs on, and its class; a change of the timetable hangs on either of its journals."""
    if isinstance(obj, Journal):
        return Journal.semester_id, Semester
    if isinstance(obj, TimetableChange):
        return TimetableChange.journal_id if obj.journal_id or obj.journal else TimetableChange.new_journal_id, Journal
    return PARENTS[type(obj)]


def _parent(obj: Base, column: Any) -> Any:
    """What the relationship over the column leads to: of a row not written yet it alone knows."""
    table_column = column.property.columns[0]
    for relationship in sa.inspect(type(obj)).relationships:
        if relationship.direction is MANYTOONE and table_column in relationship.local_columns:
            return getattr(obj, relationship.key)
    return None

"""The curator's last word on «н»: there is no good reason; it may be taken back (п. 5.3)."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from access.check import rows
from access.grants import UPDATE
from access.identity import Identity
from actions.cells import Entry, place_of, write_cell
from actions.refusals import NotYours
from models import Absence, AbsenceKind, Cell, db
from queries.curator_absences import confirmed, unresolved
from rules.terms import Role
from rules.violation import Violation

CONFIRMED, RECALLED = "подтверждено: без уважительной причины", "подтверждение снято"


def confirm(user: Identity, absence_ids: Sequence[int]) -> int:
    """Confirm the chosen absences of the own group, all or none; the letter, the hours and the teacher's entry stay."""
    return _settle(user, absence_ids, unresolved(), user.account, CONFIRMED)


def recall(user: Identity, absence_ids: Sequence[int]) -> int:
    """Take the confirmation back: the chosen absences wait for the curator again."""
    return _settle(user, absence_ids, confirmed(), 0, RECALLED)


def _settle(user: Identity, absence_ids: Sequence[int], which: sa.ColumnElement[bool], by: int, reason: str) -> int:
    if not absence_ids:
        raise Violation("5.3", "Отметьте пропуски, о которых решаете", "absence")
    cells = _cells(user, absence_ids, which)
    for cell in cells:
        place = place_of(user, cell.journal_id, cell.lesson_id, cell.student_id)
        write_cell(user, place, Entry(str(place.cell.value), place.cell.version, reason, confirmed_by_id=by))
    return len(cells)


def _cells(user: Identity, absence_ids: Sequence[int], which: sa.ColumnElement[bool]) -> list[Cell]:
    """Cells of the chosen absences; what has been settled meanwhile is left alone, another's refuses all."""
    mine = user.acting_as(Role.CURATOR)
    found = db.session.execute(
        sa.select(Cell, sa.case((which, True), else_=False)).join(Absence, Absence.cell_id == Cell.id)
        .join(AbsenceKind, AbsenceKind.id == Absence.kind_id).join(Cell.lesson)
        .where(Absence.id.in_(absence_ids), rows(mine, UPDATE, Absence)).order_by(Absence.id)).all()
    if len(found) != len(set(absence_ids)):
        raise NotYours
    return [cell for cell, open_ in found if open_]

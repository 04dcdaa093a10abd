"""Writing one cell: marks and at most one absence, whoever asks — grid, back office, import, excuse note."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from access.identity import Identity
from actions import audit
from actions.audit.subject import Subject
from actions.cell_checks import check_change
from actions.cell_content import Entry, content_after, described, work_of
from actions.cell_excuse import by_paper
from actions.cell_rows import claim, write_contents
from actions.refusals import NotYours
from models import Cell, db
from queries.cell_place import CellNow, Place, find_place
from rules.terms import AuditAction

__all__ = ["Entry", "Saved", "Stale", "decided", "note_change", "place_of", "write_cell"]


@dataclass(frozen=True)
class Saved:
    value: str
    version: int
    saved_at: dt.datetime


class Stale(Exception):
    """Somebody wrote the cell meanwhile: what stands there now, whose it is and since when."""

    def __init__(self, cell: CellNow) -> None:
        super().__init__(f"cell is at version {cell.version}")
        self.value, self.version, self.author, self.saved_at = (
            str(cell.value), cell.version, cell.author, cell.updated_at)


def place_of(user: Identity, journal_id: int, lesson_id: int, student_id: int) -> Place:
    """Where the entry is to stand, as it is now; ``NotYours`` when the user sees no such cell."""
    place = find_place(user, journal_id, lesson_id, student_id)
    if place is None:
        raise NotYours
    return place


def write_cell(user: Identity, place: Place, entry: Entry) -> Saved:
    """Write the entry into the cell by the rules of п. 5.4–6.8, as one record of the audit; flushes, never commits."""
    after = decided(user, place, entry)
    if after == place.cell:
        return Saved(str(after.value), after.version, after.updated_at or user.now)
    cell_id = _claim(user, place, entry.reason)
    write_contents([(place, cell_id, after)], user.now)
    note_change(user, place, cell_id, after, entry.reason)
    return Saved(str(after.value), after.version + 1, user.now)


def decided(user: Identity, place: Place, entry: Entry) -> CellNow:
    """What the cell is to hold, equal to what stands there when nothing changes; raises whatever forbids it."""
    now = place.cell
    if entry.version != now.version:
        raise Stale(now)
    after = content_after(place, entry, user.today)
    if after == now:
        return now
    after = by_paper(place, after)
    check_change(user, place, after, entry.reason, work_of(place, entry.kind))
    return after


def _claim(user: Identity, place: Place, reason: str | None) -> int:
    """Take the next version of the cell; of two writers one gets it, the other is stale."""
    cell_id = claim([place], user.account, user.now, reason).get((place.lesson_id, place.student_id))
    if cell_id is None:
        raise Stale(place_of(user, place.journal_id, place.lesson_id, place.student_id).cell)
    return cell_id


def note_change(user: Identity, place: Place, cell_id: int, after: CellNow, reason: str | None) -> None:
    """One record of the audit about what the cell held and holds."""
    session, subject = db.session(), Subject(place.year, place.journal_id, place.group_id, place.student_id)
    audit.expect(session, place.year, subject.chain, place.head)
    audit.note(session, user, audit.Noted(
        Cell.__tablename__, cell_id, subject, AuditAction.UPDATE if place.cell.version else AuditAction.CREATE,
        described(place.cell), described(after), reason))

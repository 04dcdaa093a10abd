"""Writing one cell: marks and at most one absence, whoever asks — grid, back office, import, excuse note."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from access.identity import Identity
from actions import audit
from actions.audit.subject import Subject
from actions.cell_checks import NotYours, check_change
from actions.cell_content import Entry, content_after, described, work_of
from actions.cell_excuse import by_paper
from actions.cell_rows import claim, write_content
from models import Cell, Journal, Lesson, db
from queries.cell_place import CellNow, Place, find_place
from rules.terms import AuditAction

__all__ = ["Entry", "NotYours", "Saved", "Stale", "place_of", "save_cell", "write_cell"]


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


def save_cell(user: Identity, journal: Journal, lesson: Lesson, student_id: int, entry: Entry) -> Saved:
    """Write the entry into the cell of ``lesson`` × student, by the rules of п. 5.4–6.8; flushes, never commits."""
    return write_cell(user, place_of(user, journal.id, lesson.id, student_id), entry)


def place_of(user: Identity, journal_id: int, lesson_id: int, student_id: int) -> Place:
    """Where the entry is to stand, as it is now; ``NotYours`` when the user sees no such cell."""
    place = find_place(user, journal_id, lesson_id, student_id)
    if place is None:
        raise NotYours
    return place


def write_cell(user: Identity, place: Place, entry: Entry) -> Saved:
    """The same where all that the decision needs has been read; the change is one record of the audit."""
    now = place.cell
    if entry.version != now.version:
        raise Stale(now)
    after = content_after(place, entry, user.today)
    if after == now:
        return Saved(str(now.value), now.version, now.updated_at or user.now)
    after = by_paper(place, after)
    check_change(user, place, after, entry.reason, work_of(place, entry.kind))
    cell_id = _claim(user, place, entry.reason)
    write_content(place, cell_id, after, user.now)
    _note(user, place, cell_id, after, entry.reason)
    return Saved(str(after.value), now.version + 1, user.now)


def _claim(user: Identity, place: Place, reason: str | None) -> int:
    """Take the next version of the cell; of two writers one gets it, the other is stale."""
    cell_id = claim(place, user.account, user.now, reason)
    if cell_id is None:
        raise Stale(place_of(user, place.journal_id, place.lesson_id, place.student_id).cell)
    return cell_id


def _note(user: Identity, place: Place, cell_id: int, after: CellNow, reason: str | None) -> None:
    session, subject = db.session(), Subject(place.year, place.journal_id, place.group_id, place.student_id)
    audit.expect(session, place.year, subject.chain, place.head)
    audit.note(session, user, audit.Noted(
        Cell.__tablename__, cell_id, subject, AuditAction.UPDATE if place.cell.version else AuditAction.CREATE,
        described(place.cell), described(after), reason))

"""May this change of a cell be made: by whom, when and with which reason (п. 5.4, 6.1, 6.3, 6.8, 7.2, 9.4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from access.grants import CREATE, DELETE, UPDATE, Action
from access.identity import Identity
from actions.refusals import NotYours
from models import Absence, Mark
from queries.cell_place import CellNow, DeclaredWork, MarkNow, Place
from rules import deadlines
from rules.cells import check_comment
from rules.lessons import closed_reason, is_reopened
from rules.medical import check_mark_kind
from rules.violation import Violation

Change = tuple[MarkNow | None, MarkNow | None]


def check_change(user: Identity, place: Place, after: CellNow, reason: str | None, work: DeclaredWork | None) -> None:
    """Refuse, in this order: not yours, closed, late or corrected without a reason, not by п. 6.8."""
    changes = list(_changed_marks(place.cell, after))
    _require_rights(place, after, changes)
    reopened = is_reopened(place.date, place.reopenings, user.now)
    refusal = closed_reason(place.date, place.stays, place.closings, reopened, place.archived)
    if refusal is not None:
        raise refusal
    for refusal in _late(user, place, after, reason, work, resolving=not changes):
        if refusal is not None and not (refusal.is_lifted_by_reopening and reopened):
            raise refusal
    for refusal in _against_medicine(place, changes):
        if refusal is not None:
            raise refusal


def _changed_marks(before: CellNow, after: CellNow) -> Iterator[Change]:
    """Each mark that comes, goes or changes, as it was and as it is."""
    old = {mark.id: mark for mark in before.marks}
    stay = {mark.id for mark in after.marks}
    yield from ((mark, None) for mark in before.marks if mark.id not in stay)
    yield from ((old.get(mark.id), mark) for mark in after.marks if old.get(mark.id) != mark)


def _require_rights(place: Place, after: CellNow, changes: list[Change]) -> None:
    """Marks are the teacher's alone (п. 9.4), absences also the curator's (п. 5.3)."""
    for was, now in changes:
        if not place.may(_action(was, now), Mark):
            raise Violation("9.4", "Отметки ставит только преподаватель, который провёл занятие")
    before = place.cell.absence
    if before != after.absence and not place.may(_action(before, after.absence), Absence):
        raise NotYours


def _action(before: object, after: object) -> Action:
    if before is None:
        return CREATE
    return UPDATE if after is not None else DELETE


def _late(user: Identity, place: Place, after: CellNow, reason: str | None, work: DeclaredWork | None,
          resolving: bool) -> Iterator[Violation | None]:
    """Marks of a declared work within a week (п. 6.3), everything else the same day (п. 6.1), changes with a reason."""
    if resolving and (user.id not in (place.lesson_teacher_id, place.journal_teacher_id) or _confirms(place, after)):
        return  # a curator specifies absences weekly, after their day (п. 5.3)
    calendar, norms, now = place.calendar, place.norms, place.cell
    if work is not None and now.absence == after.absence:
        yield deadlines.check_results_entry(user.now, work.held_on, calendar, norms, reason)
    else:
        yield deadlines.check_lesson_entry(user.now, place.date, calendar, norms, reason)
    if now.updated_at is not None and (now.marks or now.absence):
        yield deadlines.check_correction(user.now, now.updated_at, calendar, reason)


def _confirms(place: Place, after: CellNow) -> bool:
    """The entry stays as it is: only whether the curator has confirmed it changes, also in an own journal."""
    was, now = place.cell.absence, after.absence
    return was is not None and now is not None and was != now and replace(
        was, confirmed_by_id=now.confirmed_by_id) == now


def _against_medicine(place: Place, changes: list[Change]) -> Iterator[Violation | None]:
    """A mark that is written must be for theory where a medical group asks for it; «Осв.» is no note either."""
    for was, now in changes:
        if now is None:
            continue
        if was is None or (was.value, was.kind) != (now.value, now.kind):
            yield check_mark_kind(place.medical_group, place.physical_education, now.kind)
        if was is None or was.comment != now.comment:
            yield check_comment(now.comment)

"""What a cell holds after an entry: what stays, what goes, what is new; nothing is asked or written here."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from queries.cell_place import AbsenceNow, CellNow, DeclaredWork, MarkNow, Place
from rules import cells, medical
from rules.cells import CellValue
from rules.terms import MarkKind, WorkKind

OF_WORK = {WorkKind.CONTROL: MarkKind.CONTROL, WorkKind.CHECK: MarkKind.CHECK,
           WorkKind.LABORATORY: MarkKind.LABORATORY, WorkKind.PRACTICAL: MarkKind.PRACTICAL}


@dataclass(frozen=True)
class Entry:
    """What is to stand in the cell.

    ``kind``, ``weight`` and ``comment`` describe the mark at ``position`` (from 1; the last one when None); with fewer
    marks than before, ``position`` names the one that goes. ``minutes`` of lateness, the paper ``excuse_note_id`` and
    who ``confirmed_by_id`` that there is no good reason describe the absence. None leaves what stands there, "" and 0
    take it away.
    """

    value: str
    version: int
    reason: str | None = None
    kind: MarkKind | None = None
    weight: int | None = None
    comment: str | None = None
    position: int | None = None
    minutes: int | None = None
    excuse_note_id: int | None = None
    confirmed_by_id: int | None = None


def content_after(place: Place, entry: Entry, today: dt.date) -> CellNow:
    """The cell as the entry leaves it, equal to what stands there when nothing changes; raises by п. 6.5 and 6.8."""
    value = _typed(place, entry, today)
    return replace(place.cell, marks=_marks(place, entry, value.marks), absence=_absence(place, entry, value.absence))


def work_of(place: Place, kind: MarkKind | None) -> DeclaredWork | None:
    """The declared work the marks are for: the named kind's, or the lesson's only one."""
    if kind is not None:
        return next((work for work in place.works if OF_WORK[work.kind] == kind), None)
    return place.works[0] if place.works else None


def described(cell: CellNow) -> dict[str, object]:
    """The content as the audit keeps it: weights and comments only where somebody gave them."""
    said: dict[str, object] = {"value": str(cell.value)}
    if cell.marks:
        said["kind"] = [mark.kind.value for mark in cell.marks]
    if any(mark.weight != 1 for mark in cell.marks):
        said["weight"] = [mark.weight for mark in cell.marks]
    if any(mark.comment for mark in cell.marks):
        said["comment"] = [mark.comment for mark in cell.marks]
    if cell.absence is not None and cell.absence.minutes:
        said["minutes"] = cell.absence.minutes
    if cell.absence is not None and cell.absence.confirmed_by_id:
        said["confirmed"] = True
    return said


def _typed(place: Place, entry: Entry, today: dt.date) -> CellValue:
    """The text read by the grammar; what stands there already is never refused anew."""
    now = place.cell.value
    if entry.value.strip() == str(now):
        return now
    worked_off = cells.is_worked_off(today, place.date, entry.reason) or _stands_worked_off(place)
    return cells.parse(entry.value, place.letters, place.norms, worked_off, same_day=today <= place.date)


def _stands_worked_off(place: Place) -> bool:
    """A mark beside an absence has been accepted before: its letter may be specified without telling how again."""
    now = place.cell.value
    late = {letter.letter for letter in place.letters if letter.is_late}
    return bool(now.marks) and now.absence is not None and now.absence not in late


def _marks(place: Place, entry: Entry, values: tuple[int, ...]) -> tuple[MarkNow, ...]:
    """Marks that stay keep their kind; new ones get the kind of the lesson's work."""
    now, named = place.cell.marks, entry.position
    kept = _kept(now, len(values), named)
    marks = [replace(mark, value=value) for mark, value in zip(kept, values, strict=False)]
    marks += [_new_mark(place, entry, value) for value in values[len(kept):]]
    if marks and not (len(marks) < len(now) and named is not None):
        place_in_cell = min(named or len(marks), len(marks)) - 1
        marks[place_in_cell] = _describe(place, entry, marks[place_in_cell])
    if len(marks) == len(now):
        return tuple(marks)
    return tuple(replace(mark, position=position) for position, mark in enumerate(marks, 1))


def _kept(marks: tuple[MarkNow, ...], count: int, position: int | None) -> list[MarkNow]:
    """As many as may stay: the one named goes first, then from the end; the rest close up."""
    kept = list(marks)
    if len(kept) > count and position is not None and position <= len(kept):
        del kept[position - 1]
    return kept[:count]


def _new_mark(place: Place, entry: Entry, value: int) -> MarkNow:
    """An answer, or what the lesson's work asks for; theory where a medical group lets nothing else (п. 6.8)."""
    work = work_of(place, entry.kind)
    wanted = entry.kind
    if wanted is None and work is not None and not medical.theory_only(place.medical_group, place.physical_education):
        wanted = OF_WORK[work.kind]
    kind = medical.mark_kind(place.medical_group, place.physical_education, wanted)
    return MarkNow(None, 0, value, kind, work_id=work.id if work else None)


def _describe(place: Place, entry: Entry, mark: MarkNow) -> MarkNow:
    if entry.kind is not None and mark.kind != entry.kind:
        work = work_of(place, entry.kind)
        mark = replace(mark, kind=entry.kind, work_id=work.id if work else None)
    if entry.weight is not None:
        mark = replace(mark, weight=entry.weight)
    if entry.comment is not None:
        mark = replace(mark, comment=entry.comment or None)
    return mark


def _absence(place: Place, entry: Entry, typed: str | None) -> AbsenceNow | None:
    """The same letter keeps its hours, minutes, paper and confirmation; another one starts anew."""
    if typed is None:
        return None
    letter = next(letter for letter in place.letters if letter.letter == typed)
    now = place.cell.absence
    if now is None or now.letter != typed:
        now = AbsenceNow(typed, letter.kind_id, place.hours if letter.counts_hours else 0)
    if entry.minutes is not None:
        now = replace(now, minutes=entry.minutes or None if letter.is_late else None)
    if entry.excuse_note_id is not None:
        now = replace(now, excuse_note_id=entry.excuse_note_id or None)
    if entry.confirmed_by_id is not None:
        now = replace(now, confirmed_by_id=entry.confirmed_by_id or None)
    return now

"""Writing one cell: marks and at most one absence, whoever asks — grid, back office, import, excuse note."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from access.check import rows
from access.grants import Action
from access.identity import Identity
from actions import audit
from actions.audit import context
from actions.periods import excuse, require_open
from models import Absence, AbsenceKind, Cell, Journal, Lesson, Mark, Work, db
from queries.college import absence_kinds, letters, norms_on, work_calendar
from queries.roster import RosterLine, roster
from rules import cells, deadlines
from rules.lessons import closed_reason
from rules.norms import Norms
from rules.terms import AuditAction, MarkKind, WorkKind
from rules.violation import Violation

OF_WORK = {WorkKind.CONTROL: MarkKind.CONTROL, WorkKind.CHECK: MarkKind.CHECK,
           WorkKind.LABORATORY: MarkKind.LABORATORY, WorkKind.PRACTICAL: MarkKind.PRACTICAL}


@dataclass(frozen=True)
class Entry:
    """What is to stand in the cell.

    ``kind``, ``weight`` and ``comment`` describe the mark at ``position`` (from 1; the last one when None);
    with fewer marks than before, ``position`` names the one that goes.
    """

    value: str
    version: int
    reason: str | None = None
    kind: MarkKind | None = None
    weight: int | None = None
    comment: str | None = None
    position: int | None = None


@dataclass(frozen=True)
class Saved:
    value: str
    version: int
    saved_at: dt.datetime


class Stale(Exception):
    """Somebody wrote the cell meanwhile: what stands there now, whose it is and since when."""

    def __init__(self, value: str, version: int, author: str, saved_at: dt.datetime | None) -> None:
        super().__init__(f"cell is at version {version}")
        self.value, self.version, self.author, self.saved_at = value, version, author, saved_at


class NotYours(Exception):
    """The write leaves the user's rows: answered as if there were no such cell."""


def save_cell(user: Identity, journal: Journal, lesson: Lesson, student_id: int, entry: Entry) -> Saved:
    """Write the entry into the cell of ``lesson`` × student, by the rules of п. 5.4–6.8; flushes, never commits."""
    line = _require_member(journal, student_id)
    cell = find_cell(lesson, student_id)
    _require_version(cell, entry.version)
    kinds = absence_kinds()
    known = letters(kinds)
    norms = norms_on(lesson.date)
    worked_off = cells.is_worked_off(user.today, lesson.date, entry.reason)
    before = value_of(cell)
    if entry.value.strip() == str(before) and not _touches_marks(cell, entry):
        return Saved(str(before), cell.version if cell else 0, cell.updated_at if cell else user.now)
    after = cells.parse(entry.value, known, norms, worked_off, same_day=user.today <= lesson.date)
    if after == before and not _touches_marks(cell, entry):
        return Saved(str(before), cell.version if cell else 0, cell.updated_at if cell else user.now)
    _require_open_cell(user, journal, lesson, line)
    _require_in_time(user, journal, lesson, cell, before, after, entry, norms)
    _require_old_rows(user, cell, before, after, entry)
    was = _described(str(before), cell)
    cell = _claim(user, journal, lesson, student_id, cell, entry)
    _replace_marks(user, cell, lesson, after.marks, entry)
    _replace_absence(user, cell, lesson, after.absence, kinds)
    db.session.flush()  # so that the rights below see the new rows
    _require_new_rows(user, cell, before, after)
    context.explain(db.session, entry.reason)
    action = AuditAction.CREATE if entry.version == 0 else AuditAction.UPDATE
    audit.note(db.session(), cell, was, _described(str(after), cell), action)
    return Saved(str(after), cell.version, cell.updated_at)


def find_cell(lesson: Lesson, student_id: int) -> Cell | None:
    return db.session.scalar(sa.select(Cell).where(
        Cell.year == lesson.year, Cell.lesson_id == lesson.id, Cell.student_id == student_id
    ).options(sa.orm.selectinload(Cell.marks), sa.orm.selectinload(Cell.absence))
     .execution_options(populate_existing=True))


def value_of(cell: Cell | None) -> cells.CellValue:
    """The cell as the grid writes it."""
    if cell is None:
        return cells.CellValue()
    return cells.CellValue(tuple(mark.value for mark in cell.marks), cell.absence.kind.letter if cell.absence else None)


def _require_version(cell: Cell | None, version: int) -> None:
    if version != (cell.version if cell else 0):
        raise _stale(cell)


def _stale(cell: Cell | None) -> Stale:
    if cell is None:
        return Stale("", 0, "", None)
    return Stale(str(value_of(cell)), cell.version, cell.updated_by.short_name, cell.updated_at)


def _touches_marks(cell: Cell | None, entry: Entry) -> bool:
    """The value is the same, but the mark's kind, weight or comment is not."""
    if cell is None or not cell.marks:
        return False
    mark = cell.marks[(entry.position or len(cell.marks)) - 1]
    return ((entry.kind is not None and entry.kind != mark.kind)
            or (entry.weight is not None and entry.weight != mark.weight)
            or (entry.comment is not None and (entry.comment or None) != mark.comment))


def _require_member(journal: Journal, student_id: int) -> RosterLine:
    """The student's line in the journal, asked first: a stranger is 404 before anything is compared."""
    lines = roster(journal, journal.semester, student_id)
    if not lines:
        raise NotYours
    return lines[0]


def _require_open_cell(user: Identity, journal: Journal, lesson: Lesson, line: RosterLine) -> None:
    closed = closed_reason(lesson.date, line.stays)
    if closed is not None:
        raise closed
    require_open(user, journal, lesson.date)


def _require_in_time(user: Identity, journal: Journal, lesson: Lesson, cell: Cell | None, before: cells.CellValue,
                     after: cells.CellValue, entry: Entry, norms: Norms) -> None:
    """Marks of a declared work within a week (п. 6.3), everything else the same day (п. 6.1)."""
    if _is_resolving(user, journal, lesson, before, after):
        return
    calendar = work_calendar(user, norms)
    work = _work_of(lesson, entry)
    if work is not None and before.absence == after.absence:
        late = deadlines.check_results_entry(user.now, work.held_on, calendar, norms, entry.reason)
    else:
        late = deadlines.check_lesson_entry(user.now, lesson.date, calendar, norms, entry.reason)
    excuse(user, journal, lesson.date, late)
    if cell is not None and before != cells.CellValue():
        excuse(user, journal, lesson.date,
               deadlines.check_correction(user.now, cell.updated_at, calendar, entry.reason))


def _is_resolving(user: Identity, journal: Journal, lesson: Lesson, before: cells.CellValue,
                  after: cells.CellValue) -> bool:
    """A curator specifies absences weekly, after their day (п. 5.3): only the letter changes."""
    return before.marks == after.marks and user.id not in (lesson.teacher_id, journal.teacher_id)


def _work_of(lesson: Lesson, entry: Entry) -> Work | None:
    """The declared work the marks are for: the named kind's, or the lesson's only one."""
    works: Sequence[Work] = lesson.works
    if entry.kind is not None:
        return next((work for work in works if OF_WORK[WorkKind(work.kind)] == entry.kind), None)
    return works[0] if works else None


def _claim(user: Identity, journal: Journal, lesson: Lesson, student_id: int, cell: Cell | None, entry: Entry) -> Cell:
    """Take the next version of the cell; of two writers one gets it, the other is stale."""
    late = entry.reason or None
    if cell is None:
        insert = postgresql.insert if db.session.get_bind().dialect.name == "postgresql" else sqlite.insert
        made = db.session.execute(insert(Cell).values(
            year=lesson.year, journal_id=journal.id, lesson_id=lesson.id, student_id=student_id, version=1,
            updated_at=user.now, updated_by_id=user.id, late_reason=late).on_conflict_do_nothing().returning(Cell.id))
        if made.first() is None:
            raise _stale(find_cell(lesson, student_id))
    else:
        taken = db.session.execute(
            sa.update(Cell).where(Cell.id == cell.id, Cell.version == entry.version)
            .values(version=entry.version + 1, updated_at=user.now, updated_by_id=user.id,
                    late_reason=late or cell.late_reason)
            .execution_options(synchronize_session=False))
        if taken.rowcount != 1:  # type: ignore[attr-defined]
            raise _stale(find_cell(lesson, student_id))
    claimed = find_cell(lesson, student_id)
    assert claimed is not None
    return claimed


def _replace_marks(user: Identity, cell: Cell, lesson: Lesson, values: tuple[int, ...], entry: Entry) -> None:
    """Marks that stay keep their kind and time; the new one gets the kind of the lesson's work."""
    _drop_marks(cell, len(values), entry.position)
    work = _work_of(lesson, entry)
    kind = entry.kind or (OF_WORK[WorkKind(work.kind)] if work else MarkKind.ANSWER)
    for position, value in enumerate(values, 1):
        if position > len(cell.marks):
            cell.marks.append(Mark(year=cell.year, position=position, value=value, kind=kind, entered_at=user.now,
                                   work_id=work.id if work else None))
        mark = cell.marks[position - 1]
        if mark.value != value:
            mark.value, mark.entered_at = value, user.now
        if position == (entry.position or len(values)):
            _describe_mark(mark, entry, work)


def _drop_marks(cell: Cell, left: int, position: int | None) -> None:
    """Remove marks beyond ``left``: the one named first, then from the end; the rest close up."""
    gone = [mark for mark in cell.marks if mark.position == position][:max(0, len(cell.marks) - left)]
    gone += [mark for mark in reversed(cell.marks) if mark not in gone][:max(0, len(cell.marks) - left - len(gone))]
    for mark in gone:
        cell.marks.remove(mark)
    if gone:
        db.session.flush()  # their places must be free before the rest move up
    for place, mark in enumerate(cell.marks, 1):
        mark.position = place


def _describe_mark(mark: Mark, entry: Entry, work: Work | None) -> None:
    if entry.kind is not None and mark.kind != entry.kind:
        mark.kind, mark.work_id = entry.kind, work.id if work else None
    if entry.weight is not None:
        mark.weight = entry.weight
    if entry.comment is not None:
        mark.comment = entry.comment or None


def _replace_absence(user: Identity, cell: Cell, lesson: Lesson, letter: str | None, kinds: list[AbsenceKind]) -> None:
    if letter is None:
        cell.absence = None
        return
    kind = next(kind for kind in kinds if kind.letter == letter)
    hours = lesson.hours if kind.counts_hours else 0
    if cell.absence is None:
        cell.absence = Absence(year=cell.year, kind=kind, hours=hours, entered_at=user.now)
    elif cell.absence.kind_id != kind.id:
        cell.absence.kind, cell.absence.hours, cell.absence.entered_at = kind, hours, user.now


def _require_old_rows(user: Identity, cell: Cell | None, before: cells.CellValue, after: cells.CellValue,
                      entry: Entry) -> None:
    """What stands in the cell and is about to change must be the user's: marks the teacher's alone (п. 9.4)."""
    if cell is None:
        return
    if before.marks and (before.marks != after.marks or _touches_marks(cell, entry)):
        action = Action.DELETE if len(after.marks) < len(before.marks) else Action.UPDATE
        _require_marks(_all_within(user, action, Mark, cell))
    if before.absence and before.absence != after.absence:
        _require_absence(_all_within(user, Action.UPDATE if after.absence else Action.DELETE, Absence, cell))


def _require_new_rows(user: Identity, cell: Cell, before: cells.CellValue, after: cells.CellValue) -> None:
    """What has been written must lie inside the user's rows."""
    if len(after.marks) > len(before.marks):
        _require_marks(_all_within(user, Action.CREATE, Mark, cell))
    if after.absence and not before.absence:
        _require_absence(_all_within(user, Action.CREATE, Absence, cell))


def _all_within(user: Identity, action: Action, model: type[Mark] | type[Absence], cell: Cell) -> bool:
    outside = sa.select(sa.func.count()).select_from(model).where(
        model.cell_id == cell.id, sa.not_(rows(user, action, model)))
    return db.session.scalar(outside) == 0


def _require_marks(allowed: bool) -> None:
    if not allowed:
        raise Violation("9.4", "Отметки ставит только преподаватель, который провёл занятие")


def _require_absence(allowed: bool) -> None:
    if not allowed:
        raise NotYours


def _described(value: str, cell: Cell | None) -> dict[str, object]:
    described: dict[str, object] = {"value": value}
    if cell is not None and cell.marks:
        described["kind"] = [str(mark.kind) for mark in cell.marks]
        weights = [mark.weight for mark in cell.marks]
        if any(weight != 1 for weight in weights):
            described["weight"] = weights
        comments = [mark.comment for mark in cell.marks]
        if any(comments):
            described["comment"] = comments
    return described

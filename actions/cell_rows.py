"""The rows of one cell: a version taken, marks and absence replaced, each kind of change by one statement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cache
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm.util import identity_key

from models import Absence, Cell, Mark, db
from models.base import Base
from queries.cell_place import AbsenceNow, CellNow, MarkNow, Place

CELL, MARK, ABSENCE = (cast(sa.Table, model.__table__) for model in (Cell, Mark, Absence))
MARK_CONTENT = ("value", "kind", "weight", "work_id", "comment")
ABSENCE_CONTENT = ("kind_id", "hours", "minutes_late", "excuse_note_id", "confirmed_by_id")

_TAKE = (sa.update(CELL).where(CELL.c.id == sa.bindparam("cell"), CELL.c.version == sa.bindparam("seen"))
         .values(version=CELL.c.version + 1, late_reason=sa.func.coalesce(sa.bindparam("late"), CELL.c.late_reason)))
_MOVE = (sa.update(MARK).where(MARK.c.id == sa.bindparam("mark"))
         .values(position=sa.bindparam("place"), row_version=MARK.c.row_version + 1))


def claim(place: Place, writer: int, now: dt.datetime, reason: str | None) -> int | None:
    """Take the next version of the cell and sign it; its id, or None when somebody has taken it meanwhile."""
    cell, signed = place.cell, {"updated_at": now, "updated_by_id": writer}
    if cell.id is None:
        made: int | None = db.session.scalar(_new_cell(_dialect()), {
            "year": place.year, "journal_id": place.journal_id, "lesson_id": place.lesson_id,
            "student_id": place.student_id, "version": 1, "late_reason": reason or None, **signed})
        return made
    taken = db.session.execute(_TAKE, {"cell": cell.id, "seen": cell.version, "late": reason or None, **signed})
    return cell.id if cast(sa.CursorResult[Any], taken).rowcount == 1 else None


def write_content(place: Place, cell_id: int, after: CellNow, now: dt.datetime) -> None:
    """Marks and absence as they are to be; what does not change is not touched."""
    if after.marks != place.cell.marks:
        _write_marks(place, cell_id, after.marks, now)
    if after.absence != place.cell.absence:
        _write_absence(place, cell_id, after.absence, now)
    _read_anew(cell_id, place.cell)


def _write_marks(place: Place, cell_id: int, marks: Sequence[MarkNow], now: dt.datetime) -> None:
    stay = {mark.id for mark in marks}
    gone = [mark.id for mark in place.cell.marks if mark.id not in stay]
    if gone:
        db.session.execute(sa.delete(MARK).where(MARK.c.id.in_(gone)))
    was = {mark.id: mark for mark in place.cell.marks}
    moved = [mark for mark in marks if mark.id in was and was[mark.id].position != mark.position]
    if moved:  # upwards one by one: each place is free before the next mark takes it
        db.session.execute(_MOVE, [{"mark": mark.id, "place": mark.position} for mark in moved])
    written = [mark for mark in marks if mark.id not in was or _content(was[mark.id]) != _content(mark)]
    if written:
        db.session.execute(_put(MARK, ("year", "cell_id", "position"), MARK_CONTENT, "value", _dialect()), [
            {**_of_cell(place, cell_id), "position": mark.position, "entered_at": now, **_content(mark)}
            for mark in written])


def _of_cell(place: Place, cell_id: int) -> dict[str, Any]:
    """What every row of a cell repeats of it."""
    return {"year": place.year, "cell_id": cell_id, "journal_id": place.journal_id, "student_id": place.student_id}


def _content(mark: MarkNow) -> dict[str, Any]:
    return {name: getattr(mark, name) for name in MARK_CONTENT}


def _write_absence(place: Place, cell_id: int, absence: AbsenceNow | None, now: dt.datetime) -> None:
    if absence is None:
        db.session.execute(sa.delete(ABSENCE).where(ABSENCE.c.year == place.year, ABSENCE.c.cell_id == cell_id))
        return
    db.session.execute(_put(ABSENCE, ("year", "cell_id"), ABSENCE_CONTENT, "kind_id", _dialect()), {
        **_of_cell(place, cell_id), "entered_at": now, **_missed(absence)})


def _missed(absence: AbsenceNow) -> dict[str, Any]:
    return {"kind_id": absence.kind_id, "hours": absence.hours, "minutes_late": absence.minutes,
            "excuse_note_id": absence.excuse_note_id, "confirmed_by_id": absence.confirmed_by_id}


def _read_anew(cell_id: int, before: CellNow) -> None:
    """Rows that the session has loaded already are as they were: the statements went past them."""
    known: list[tuple[type[Base], int | None]] = [
        (Cell, cell_id), *((Mark, mark.id) for mark in before.marks),
        (Absence, before.absence.id if before.absence else None)]
    for model, id in known:
        loaded = db.session.identity_map.get(identity_key(model, id)) if id is not None else None
        if loaded is not None:
            db.session.expire(loaded)


# statements that both engines know, in each one's own words

def _dialect() -> str:
    return db.session.get_bind().dialect.name


def _insert(table: sa.Table, dialect: str) -> Any:
    return (postgresql if dialect == "postgresql" else sqlite).insert(table)


@cache
def _new_cell(dialect: str) -> Any:
    return _insert(CELL, dialect).on_conflict_do_nothing().returning(CELL.c.id)


@cache
def _new_cells(dialect: str) -> Any:
    return _insert(CELL, dialect).on_conflict_do_nothing().returning(CELL.c.id, CELL.c.lesson_id, CELL.c.student_id)


@cache
def _put(table: sa.Table, key: tuple[str, ...], content: tuple[str, ...], telling: str, dialect: str) -> Any:
    """Insert, or overwrite what has the key; the moment is the new one only where the ``telling`` column changes."""
    query = _insert(table, dialect)
    new = query.excluded
    moment = sa.case((table.c[telling] != new[telling], new.entered_at), else_=table.c.entered_at)
    return query.on_conflict_do_update(index_elements=list(key), set_={
        **{name: new[name] for name in content}, "entered_at": moment, "row_version": table.c.row_version + 1})


# many cells at once, none of which stood there before

def new_cells(places: Sequence[Place], writer: int, now: dt.datetime, reason: str) -> dict[tuple[int, int], int]:
    """First versions of the cells, by (lesson, student); those that somebody has written meanwhile are left out."""
    made = db.session.execute(_new_cells(_dialect()), [
        {"year": place.year, "journal_id": place.journal_id, "lesson_id": place.lesson_id,
         "student_id": place.student_id, "version": 1, "updated_at": now, "updated_by_id": writer,
         "late_reason": reason} for place in places])
    return {(lesson, student): id for id, lesson, student in made}


def write_new(cells: Sequence[tuple[Place, int, CellNow]], now: dt.datetime) -> None:
    """The marks and the absences of new cells, a statement for each."""
    marks = [{**_of_cell(place, cell), "position": mark.position, "entered_at": now, **_content(mark)}
             for place, cell, after in cells for mark in after.marks]
    absences = [{**_of_cell(place, cell), "entered_at": now, **_missed(after.absence)}
                for place, cell, after in cells if after.absence is not None]
    for table, rows in ((MARK, marks), (ABSENCE, absences)):
        if rows:
            db.session.execute(sa.insert(table), rows)

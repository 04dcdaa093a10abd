"""The rows of cells: versions taken, marks and absences replaced; each kind of change is one statement for all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cache
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm.util import identity_key

from models import Absence, Cell, Mark, db
from models.base import Base
from models.inserts import insert_on
from queries.cell_place import AbsenceNow, CellNow, MarkNow, Place

CELL, MARK, ABSENCE = (cast(sa.Table, model.__table__) for model in (Cell, Mark, Absence))
MARK_CONTENT = ("value", "kind", "weight", "work_id", "comment")
Content = tuple[Place, int, CellNow]  # the cell's id and what it is to hold
ABSENCE_CONTENT = ("kind_id", "hours", "minutes_late", "excuse_note_id", "confirmed_by_id")

_TAKE = (sa.update(CELL).where(sa.tuple_(CELL.c.id, CELL.c.version).in_(sa.bindparam("seen", expanding=True)))
         .values(version=CELL.c.version + 1, late_reason=sa.func.coalesce(sa.bindparam("late"), CELL.c.late_reason))
         .returning(CELL.c.id, CELL.c.lesson_id, CELL.c.student_id))
_MOVE = (sa.update(MARK).where(MARK.c.id == sa.bindparam("mark"))
         .values(position=sa.bindparam("place"), row_version=MARK.c.row_version + 1))


def claim(places: Sequence[Place], writer: int, now: dt.datetime, reason: str | None) -> dict[tuple[int, int], int]:
    """Take the next version of each cell and sign it: ids by (lesson, student), without those that somebody has taken
    meanwhile."""
    signed = {"updated_at": now, "updated_by_id": writer}
    fresh = [{"year": place.year, "journal_id": place.journal_id, "lesson_id": place.lesson_id,
              "student_id": place.student_id, "version": 1, "late_reason": reason or None, **signed}
             for place in places if place.cell.id is None]
    seen = [(place.cell.id, place.cell.version) for place in places if place.cell.id is not None]
    taken = [*(db.session.execute(_new_cells(_dialect()), fresh) if fresh else ()),
             *(db.session.execute(_TAKE, {"seen": seen, "late": reason or None, **signed}) if seen else ())]
    return {(lesson, student): id for id, lesson, student in taken}


def write_contents(cells: Sequence[Content], now: dt.datetime) -> None:
    """Marks and absences as they are to be; what does not change is not touched."""
    _write_marks([content for content in cells if content[2].marks != content[0].cell.marks], now)
    _write_absences([content for content in cells if content[2].absence != content[0].cell.absence], now)
    for place, cell_id, _ in cells:
        _read_anew(cell_id, place.cell)


def _write_marks(cells: Sequence[Content], now: dt.datetime) -> None:
    was = {mark.id: mark for place, _, _ in cells for mark in place.cell.marks}
    stay = {mark.id: mark for _, _, after in cells for mark in after.marks if mark.id is not None}
    gone = [id for id in was if id not in stay]
    if gone:
        db.session.execute(sa.delete(MARK).where(MARK.c.id.in_(gone)))
    moved = [mark for mark in stay.values() if was[mark.id].position != mark.position]
    if moved:  # upwards one by one: each place is free before the next mark takes it
        db.session.execute(_MOVE, [{"mark": mark.id, "place": mark.position} for mark in moved])
    written = [{**_of_cell(place, cell_id), "position": mark.position, "entered_at": now, **_content(mark)}
               for place, cell_id, after in cells for mark in after.marks
               if mark.id not in was or _content(was[mark.id]) != _content(mark)]
    if written:
        db.session.execute(_put(MARK, ("year", "cell_id", "position"), MARK_CONTENT, "value", _dialect()), written)


def _of_cell(place: Place, cell_id: int) -> dict[str, Any]:
    """What every row of a cell repeats of it."""
    return {"year": place.year, "cell_id": cell_id, "journal_id": place.journal_id, "student_id": place.student_id}


def _content(mark: MarkNow) -> dict[str, Any]:
    return {name: getattr(mark, name) for name in MARK_CONTENT}


def _write_absences(cells: Sequence[Content], now: dt.datetime) -> None:
    gone = [place.cell.absence.id for place, _, after in cells if place.cell.absence and after.absence is None]
    if gone:
        db.session.execute(sa.delete(ABSENCE).where(ABSENCE.c.id.in_(gone)))
    written = [{**_of_cell(place, cell_id), "entered_at": now, **_missed(after.absence)}
               for place, cell_id, after in cells if after.absence is not None]
    if written:
        db.session.execute(_put(ABSENCE, ("year", "cell_id"), ABSENCE_CONTENT, "kind_id", _dialect()), written)


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


@cache
def _new_cells(dialect: str) -> Any:
    return insert_on(dialect)(CELL).on_conflict_do_nothing().returning(CELL.c.id, CELL.c.lesson_id, CELL.c.student_id)


@cache
def _put(table: sa.Table, key: tuple[str, ...], content: tuple[str, ...], telling: str, dialect: str) -> Any:
    """Insert, or overwrite what has the key; the moment is the new one only where the ``telling`` column changes."""
    query = insert_on(dialect)(table)
    new = query.excluded
    moment = sa.case((table.c[telling] != new[telling], new.entered_at), else_=table.c.entered_at)
    return query.on_conflict_do_update(index_elements=list(key), set_={
        **{name: new[name] for name in content}, "entered_at": moment, "row_version": table.c.row_version + 1})

"""Cells of a past time written together: the same rows and versions as one by one, one record of the audit."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from access.identity import Identity
from actions import audit
from actions.audit.subject import Subject
from actions.cell_rows import claim, write_contents
from actions.cells import Entry, write_cell
from actions.intake.refusal import ImportRefused
from actions.intake.trace import note_changing, note_gone, note_made
from models import Absence, Cell, Mark, db
from queries.cell_place import CellNow, Place

AT_ONCE = 500


@dataclass(frozen=True)
class Due:
    """A cell as it is to be; everything that forbids it has been asked already."""

    place: Place
    entry: Entry
    after: CellNow


def write_all(user: Identity, dues: Sequence[Due], reason: str, about: Mapping[str, Any]) -> None:
    """New cells set-wise, changed ones each with its own record: what has been seen is corrected in sight (п. 2.1)."""
    fresh = [due for due in dues if due.place.cell.id is None]
    known = [due for due in dues if due.place.cell.id is not None]
    with _traced([due.place.cell.id for due in known if due.place.cell.id is not None]):
        for due in known:
            write_cell(user, due.place, due.entry)
    for start in range(0, len(fresh), AT_ONCE):
        _write_new(user, fresh[start:start + AT_ONCE], reason)
    if fresh:
        _note(fresh, about)


@contextmanager
def _traced(cells: Sequence[int]) -> Iterator[None]:
    """What happens to known cells past the session, so that the import can be taken back."""
    session = db.session()
    before = {model: _hanging(model, cells) for model in (Mark, Absence)}
    note_changing(session, Cell, cells)
    for model, ids in before.items():
        note_changing(session, model, ids)
    yield
    for model, ids in before.items():
        after = _hanging(model, cells)
        note_made(session, model, after - ids)
        note_gone(session, model, ids - after)


def _hanging(model: type[Mark | Absence], cells: Sequence[int]) -> set[int]:
    return set(db.session.scalars(sa.select(model.id).where(model.cell_id.in_(cells)))) if cells else set()


def _write_new(user: Identity, dues: Sequence[Due], reason: str) -> None:
    ids = claim([due.place for due in dues], user.account, user.now, reason)
    if len(ids) < len(dues):
        raise ImportRefused.because("Пока файл загружали, эти клетки заполнили. Загрузите файл ещё раз")
    write_contents([(due.place, ids[due.place.lesson_id, due.place.student_id], due.after) for due in dues], user.now)
    note_made(db.session(), Cell, ids.values())
    for model in (Mark, Absence):
        note_made(db.session(), model, _hanging(model, list(ids.values())))


def _note(dues: Sequence[Due], about: Mapping[str, Any]) -> None:
    """One record in the journal's chain: which file, how many cells, and the fingerprint of what stands in them."""
    place = dues[0].place
    values = sorted((due.place.lesson_id, due.place.student_id, str(due.after.value)) for due in dues)
    fingerprint = hashlib.sha256(json.dumps(values, ensure_ascii=False).encode()).hexdigest()
    audit.bulk(db.session(), Cell, len(dues), {**about, "fingerprint": fingerprint},
               Subject(place.year, place.journal_id, place.group_id))

"""What people were told is compared with what the database holds: nothing lost, half-written or doubled."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from actions.audit.verification import verify
from models import AuditRecord, Cell, IdempotencyKey, Mark
from tools.soak.person import Save

AT_ONCE = 500
Place = tuple[int, int]  # lesson, student


@dataclass(frozen=True)
class Verdict:
    """Faults in words; none is the promise kept."""

    acknowledged: int
    remembered: int  # written before the death, told after it by the key
    lost: tuple[str, ...]
    half_written: tuple[str, ...]
    doubled: tuple[str, ...]
    chain: tuple[str, ...]

    @property
    def faults(self) -> tuple[str, ...]:
        return self.lost + self.half_written + self.doubled + self.chain


def judge(session: Session, saves: Sequence[Save], since: int = 0) -> Verdict:
    """Judge acknowledged saves, in the order of their answers; records of the audit up to ``since`` are older."""
    by_place: dict[Place, list[Save]] = defaultdict(list)
    for save in saves:
        by_place[place_of(save.path)].append(save)
    stored = _stored(session, [save.key for save in saves])
    cells = {(cell.lesson_id, cell.student_id): cell for cell in _of(session, Cell, "lesson_id", by_place, 0)}
    marks: dict[int, list[str]] = defaultdict(list)
    for mark in session.scalars(sa.select(Mark).where(Mark.cell_id.in_([cell.id for cell in cells.values()]))
                                .order_by(Mark.position)):
        marks[mark.cell_id].append(str(mark.value))
    records = _records(session, since)
    lost, half, doubled = [], [], []
    for place, told in by_place.items():
        cell = cells.get(place)
        written = records.get(cell.id, []) if cell else []
        lost += [f"{place}: «{save.value}» of version {save.version + 1} is not in the audit"
                 for save, value in _pairs(told, written) if save.value != value]
        lost += [f"{place}: the answer to {save.key} is not kept" for save in told
                 if stored.get(save.key, (None,))[0] != save.answer]
        if len(written) > len(told):
            doubled.append(f"{place}: {len(written)} records for {len(told)} saves")
        if cell and cell.version != told[0].version + len(written):
            half.append(f"{place}: version {cell.version} after {len(written)} records")
        if cell and written and "/".join(marks[cell.id]) != written[-1]:
            half.append(f"{place}: {marks[cell.id]} stands there, the audit says «{written[-1]}»")
    return Verdict(len(saves), sum(_was_written(save, stored) for save in saves), tuple(lost), tuple(half),
                   tuple(doubled), tuple(map(str, verify(session))))


def place_of(path: str) -> Place:
    lesson, student = path.split("/")[-2:]
    return int(lesson), int(student)


def last_record(session: Session) -> int:
    """Where the audit stands now."""
    return session.scalar(sa.select(sa.func.max(AuditRecord.id))) or 0


def _pairs(told: Sequence[Save], written: Sequence[str]) -> Iterable[tuple[Save, str | None]]:
    return zip(told, [*written, *[None] * len(told)], strict=False)


def _was_written(save: Save, stored: dict[str, Any]) -> bool:
    kept = stored.get(save.key)
    return bool(save.lost and kept and kept[1].timestamp() <= save.lost[0])


def _stored(session: Session, keys: Sequence[str]) -> dict[str, tuple[dict[str, Any], dt.datetime]]:
    found = {}
    for start in range(0, len(keys), AT_ONCE):
        for row in session.execute(sa.select(IdempotencyKey.key, IdempotencyKey.answer, IdempotencyKey.created_at)
                                   .where(IdempotencyKey.key.in_(keys[start:start + AT_ONCE]))):
            found[row.key] = row.answer, row.created_at
    return found


def _of(session: Session, model: Any, column: str, places: Iterable[Place], part: int) -> Iterable[Any]:
    return session.scalars(sa.select(model).where(
        getattr(model, column).in_({place[part] for place in places})).execution_options(populate_existing=True))


def _records(session: Session, since: int) -> dict[int, list[str]]:
    """The values written into each cell, in their order."""
    found: dict[int, list[str]] = defaultdict(list)
    for row in session.execute(sa.select(AuditRecord.entity_id, AuditRecord.after).where(
            AuditRecord.id > since, AuditRecord.entity == Cell.__tablename__).order_by(AuditRecord.id)):
        found[row.entity_id].append(row.after["value"])
    return found

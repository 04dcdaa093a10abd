"""Notices written, each once: to whom, shown or only sent, and what waits for which hour (п. 4.1, ADR 4)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from access.identity import Identity
from actions.outbox import Parcel, enqueue
from models import Notification, db
from models.inserts import insert_on
from queries.consents import agreed
from queries.notice_choices import SENT, Reader, readers
from rules.notice_choice import not_before
from rules.terms import Channel, ConsentKind
from rules.terms import NotificationKind as Kind

CHUNK = 500


@dataclass(frozen=True)
class Told:
    """What is told to whom, once for each of them by its record of the audit or by its occasion.

    about: the table and the number of what the reader must still have a right to; student_id: of whom it tells.
    """

    kind: Kind
    text: str
    url: str
    people: Sequence[int] = ()
    audit_id: int | None = None
    occasion: str | None = None
    student_id: int | None = None
    about: tuple[str, int] | None = None


def write(user: Identity, told: Iterable[Told], wall: dt.datetime) -> int:
    """Write the notices that are not there yet; how many."""
    items = _untold(list(told))
    known = readers({person for item in items for person in item.people}) if items else {}
    values = [_values(user, item, known[person]) for item in items for person in dict.fromkeys(item.people)
              if any(known[person].wants(item.kind, channel) for channel in Channel)]
    made = [row for start in range(0, len(values), CHUNK) for row in _insert(values[start:start + CHUNK])]
    enqueue(_parcels(_permitted(made), known, wall.astimezone(user.now.tzinfo)), wall)
    return len(made)


def _untold(items: Sequence[Told]) -> list[Told]:
    """What has been told of its occasion to somebody is not told again: its readers were those of that moment."""
    told = set(db.session.scalars(sa.select(Notification.occasion).distinct().where(
        Notification.occasion.in_({item.occasion for item in items if item.occasion}))))
    return [item for item in items if item.occasion not in told]


def _permitted(made: Sequence[Any]) -> list[Any]:
    """What tells of a student leaves by outside services with the family's consent only (152-ФЗ, п. 9.2)."""
    given = agreed({row.student_id for row in made if row.student_id is not None}, ConsentKind.MESSENGER)
    return [row for row in made if row.student_id is None or (row.user_id, row.student_id) in given]


def _parcels(made: Iterable[Any], known: dict[int, Reader], now: dt.datetime) -> Iterator[Parcel]:
    """Letters and SMS of the made notices; those of one person that go at one moment go together."""
    for row in made:
        reader = known[row.user_id]
        for channel in SENT:
            if reader.wants(Kind(row.kind), channel):
                moment = not_before(now, channel, reader.choice)
                yield Parcel(row.id, row.user_id, channel, moment, f"{moment:%Y-%m-%d %H:%M}")


def _values(user: Identity, item: Told, reader: Reader) -> dict[str, Any]:
    subject, subject_id = item.about or (None, None)
    return {"user_id": reader.id, "kind": item.kind, "student_id": item.student_id, "audit_id": item.audit_id,
            "occasion": item.occasion, "subject": subject, "subject_id": subject_id, "url": item.url,
            "shown": reader.wants(item.kind, Channel.APP), "payload": {"text": item.text}, "created_at": user.now}


def _insert(values: list[dict[str, Any]]) -> Sequence[Any]:
    """Rows whose record or occasion has not been told to the person; two jobs at once make one."""
    insert = insert_on(db.session.get_bind().dialect.name)
    return db.session.execute(insert(Notification).values(values).on_conflict_do_nothing().returning(
        Notification.id, Notification.user_id, Notification.kind, Notification.student_id)).all()

"""What is to be sent by mail and SMS: notices and letters put into the queue, each once (п. 4.1, 5.3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from access.check import rows
from access.grants import READ
from access.identity import Identity
from access.scopes import covers
from actions.file_contents import keep
from actions.refusals import NotYours
from models import Activation, Guardian, Guardianship, Outbox, Student, db
from models.inserts import insert_on
from rules.sending import check_file, check_letter
from rules.terms import Channel, DeliveryState

CHUNK = 500


@dataclass(frozen=True)
class Parcel:
    """A notice to be sent by one way.

    not_before: the hour of the digest or the end of quiet hours; rows of one ``bundle`` (any word up to 40 signs,
    the same for the notices of one digest) to one person by one way go as one letter.
    """

    notification_id: int
    user_id: int
    channel: Channel
    not_before: dt.datetime
    bundle: str | None = None


@dataclass(frozen=True)
class Letter:
    """A letter to a parent about a student; ``key`` makes a form that is sent twice one letter."""

    guardian_id: int
    student_id: int
    channel: Channel
    text: str
    key: str
    file: tuple[str, bytes] | None = None


def enqueue(parcels: Iterable[Parcel], wall_now: dt.datetime) -> int:
    """Put notices into the queue; what is there already stays as it is. How many were added.

    Notices that are only shown in the journal (``Channel.APP``) are left out.
    """
    values = [{
        "notification_id": parcel.notification_id, "user_id": parcel.user_id, "channel": parcel.channel,
        "bundle": parcel.bundle, "next_try_at": parcel.not_before, **_fresh(wall_now)}
        for parcel in parcels if parcel.channel is not Channel.APP]
    return sum(_add(values[start:start + CHUNK]) for start in range(0, len(values), CHUNK))


def write(user: Identity, letters: Sequence[Letter], wall_now: dt.datetime) -> int:
    """Put letters to parents into the queue; raises ``NotYours``, Violation. How many were added."""
    for letter in letters:
        if violation := check_letter(letter.text, letter.channel) or check_file(letter.file, letter.channel):
            raise violation
    _require_parents(user, letters)
    files = {letter.file: keep(letter.file[1]) for letter in letters if letter.file}
    values = [{
        "guardian_id": letter.guardian_id, "student_id": letter.student_id, "channel": letter.channel,
        "author_id": user.account, "text": letter.text.strip(), "key": letter.key, "next_try_at": wall_now,
        "file_name": letter.file[0][:200] if letter.file else None,
        "file_sha256": files[letter.file] if letter.file else None, **_fresh(wall_now)} for letter in letters]
    return sum(_add(values[start:start + CHUNK]) for start in range(0, len(values), CHUNK))


def _fresh(wall_now: dt.datetime) -> dict[str, Any]:
    return {"created_at": wall_now, "state": DeliveryState.WAITING, "attempts": 0}


def _add(values: list[dict[str, Any]]) -> int:
    """Rows whose key is not there yet; two jobs at once add one."""
    if not values:
        return 0
    insert = insert_on(db.session.get_bind().dialect.name)
    added = db.session.execute(insert(Outbox).values(values).on_conflict_do_nothing().returning(Outbox.id))
    return len(added.all())


def _require_parents(user: Identity, letters: Sequence[Letter]) -> None:
    """Parents and students are the author's to read, and the one represents the other today."""
    asked = {(letter.guardian_id, letter.student_id) for letter in letters}
    found = db.session.execute(
        sa.select(Guardianship.guardian_id, Guardianship.student_id)
        .join(Guardian, Guardian.id == Guardianship.guardian_id).join(Student, Student.id == Guardianship.student_id)
        .where(Guardianship.guardian_id.in_({guardian for guardian, _ in asked}), rows(user, READ, Guardian),
               rows(user, READ, Student), covers(Guardianship.starts, Guardianship.ends, user.today)))
    if missing := asked - {(row.guardian_id, row.student_id) for row in found}:
        raise NotYours(", ".join(str(guardian) for guardian, _ in sorted(missing)))


def send_code(activation: Activation, wall_now: dt.datetime) -> int:
    """Queue the SMS of a request whose parent has been found; its words are counted when it is sent."""
    return _add([{"guardian_id": activation.guardian_id, "activation_id": activation.id, "channel": Channel.SMS,
                  "next_try_at": wall_now, **_fresh(wall_now)}])

"""When a curator last wrote to each parent about each student, and in which way (п. 5.3, Пр. 11)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from access.check import rows
from access.grants import READ
from access.identity import Identity
from access.paths import Ids
from access.scopes import covers
from models import (
    Curatorship,
    Guardian,
    Guardianship,
    Membership,
    Message,
    Outbox,
    ParentLetter,
    Participant,
    Thread,
    db,
)
from models.base import UtcDateTime
from rules.terms import DeliveryState, LetterWay

Tie = tuple[int, int]
LOST = (DeliveryState.FAILED, DeliveryState.REFUSED)  # what has not come is no word


@dataclass(frozen=True)
class Word:
    on: dt.date
    way: LetterWay


def last_words(user: Identity, students: Ids) -> dict[Tie, Word]:
    """By (guardian, student): the curator's last letter or message to the parent; one statement for any number.

    A message counts when it is written to the parent by one who is or was a curator of the student's group, about this
    student or about nobody named. Announcements to the group are not a word to a parent.
    """
    zone = user.now.tzinfo
    found: dict[Tie, tuple[dt.datetime, LetterWay]] = {}
    for row in db.session.execute(sa.union_all(_letters(user, students), _messages(user, students))):
        known = found.get((row.guardian_id, row.student_id))
        if known is None or known[0] < row.at:
            found[row.guardian_id, row.student_id] = (row.at, LetterWay(row.way))
    return {tie: Word(at.astimezone(zone).date(), way) for tie, (at, way) in found.items()}


def not_lost() -> sa.ColumnElement[bool]:
    """Letters that have come or may still come: what the queue gave up is no word."""
    return ~sa.exists().where(Outbox.id == ParentLetter.outbox_id, Outbox.state.in_(LOST))


def _letters(user: Identity, students: Ids) -> sa.Select[Any]:
    way = sa.cast(ParentLetter.way, sa.String(32))
    return (sa.select(ParentLetter.guardian_id, ParentLetter.student_id, _last(ParentLetter.sent_at), way.label("way"))
            .where(ParentLetter.student_id.in_(students), rows(user, READ, ParentLetter), not_lost())
            .group_by(ParentLetter.guardian_id, ParentLetter.student_id, ParentLetter.way))


def _messages(user: Identity, students: Ids) -> sa.Select[Any]:
    tie = (Guardianship.guardian_id, Guardianship.student_id)
    curates = sa.exists().where(
        Curatorship.group_id == Membership.group_id, Curatorship.user_id == Message.author_id).correlate(
            Membership, Message)
    return (
        sa.select(*tie, _last(Message.sent_at), sa.literal(LetterWay.MESSAGE.value, sa.String(32)).label("way"))
        .select_from(Guardianship).join(Guardian, Guardian.id == Guardianship.guardian_id)
        .join(Membership, sa.and_(Membership.student_id == Guardianship.student_id,
                                  covers(Membership.starts, Membership.ends, user.today)))
        .join(Participant, Participant.user_id == Guardian.user_id)
        .join(Thread, Thread.id == Participant.thread_id).join(Message, Message.thread_id == Thread.id)
        .where(Guardianship.student_id.in_(students), rows(user, READ, Guardianship), curates,
               sa.or_(Thread.student_id.is_(None), Thread.student_id == Guardianship.student_id))
        .group_by(*tie))


def _last(moment: Any) -> Any:
    return sa.type_coerce(sa.func.max(moment), UtcDateTime()).label("at")


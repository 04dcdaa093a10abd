"""Sending a curator's letters to parents: as messages, on paper, by mail, by SMS; each is dated (п. 5.3)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from access.check import rows
from access.grants import CREATE
from access.identity import Identity
from actions import messages, outbox
from actions.refusals import NotYours
from models import Outbox, ParentLetter, Thread, db
from queries.curator_letters import Recipient
from rules.letters import Written, check_sms
from rules.terms import Channel, LetterWay, Role
from rules.violation import Violation

CHANNELS = {LetterWay.EMAIL: Channel.EMAIL, LetterWay.SMS: Channel.SMS}
UNREACHED = {LetterWay.MESSAGE: "в журнал не входят",
             LetterWay.EMAIL: "почты в карточке нет или нет согласия на внешние службы",
             LetterWay.SMS: "телефона в карточке нет или нет согласия на внешние службы"}


@dataclass(frozen=True)
class Addressed:
    """A letter with whom it is to; ``form``: the form it was sent from, which sent twice sends once."""

    to: Recipient
    letter: Written
    form: str

    def key(self, way: LetterWay) -> str:
        return f"{self.form}:{self.to.key}:{way.value}"


@dataclass(frozen=True)
class Sent:
    """How many were sent now, and the names of those whom this way does not reach."""

    count: int
    unreached: tuple[str, ...]
    not_entered: tuple[str, ...]  # have an account and have not signed in yet: the message waits for them


def send(user: Identity, letters: Sequence[Addressed], way: LetterWay, wall_now: dt.datetime) -> Sent:
    """Send by the way whom it reaches; raises ``NotYours``, Violation, ``Refused`` and then nothing is sent."""
    if not letters:
        raise Violation("5.3", "Отметьте, кому написать", "to")
    reached = [one for one in letters if reaches(one.to, way)]
    if not reached:
        raise Violation("5.3", f"Никого так не достать: {UNREACHED[way]}. Выберите другой способ", "to")
    known = _known([one.key(way) for one in reached])
    new = [one for one in reached if one.key(way) not in known]
    if way is LetterWay.SMS:
        _spare(new, user.now)
    threads = {one.key(way): _message(user, one).id for one in new} if way is LetterWay.MESSAGE else {}
    queued = _queue(user, new, way, wall_now) if way in CHANNELS else {}
    db.session.add_all(ParentLetter(
        guardian_id=one.to.parent.id, student_id=one.to.card.id, kind=one.letter.kind, way=way, author_id=user.account,
        sent_at=user.now, key=one.key(way), thread_id=threads.get(one.key(way)), outbox_id=queued.get(one.key(way)))
        for one in new)
    db.session.flush()  # so that the rights below see the rows
    _require(user, [one.key(way) for one in new])
    return Sent(len(new), _names(one for one in letters if one not in reached), _names(
        one for one in reached if way is LetterWay.MESSAGE and not one.to.parent.enters))


def _names(letters: Iterable[Addressed]) -> tuple[str, ...]:
    return tuple(one.to.parent.name for one in letters)


def _spare(letters: Sequence[Addressed], now: dt.datetime) -> None:
    """Refuse when one of the parents has had enough SMS today."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    sent = Counter({row.guardian_id: row.number for row in db.session.execute(
        sa.select(ParentLetter.guardian_id, sa.func.count().label("number")).where(
            ParentLetter.way == LetterWay.SMS, ParentLetter.sent_at >= midnight,
            ParentLetter.guardian_id.in_({one.to.parent.id for one in letters})).group_by(ParentLetter.guardian_id))})
    for one in letters:
        refusal = check_sms(sent[one.to.parent.id], one.to.parent.name)
        if refusal is not None:
            raise refusal
        sent[one.to.parent.id] += 1


def reaches(to: Recipient, way: LetterWay) -> bool:
    """Whether the parent may be reached so."""
    match way:
        case LetterWay.MESSAGE:
            return to.parent.user_id is not None and not to.parent.blocked
        case LetterWay.EMAIL:
            return bool(to.parent.email) and to.agreed
        case LetterWay.SMS:
            return bool(to.parent.phone) and to.agreed
    return True


def _message(user: Identity, one: Addressed) -> Thread:
    """A conversation of its own with each parent: an answer comes to the curator only."""
    assert one.to.parent.user_id is not None  # reaches() has asked
    return messages.begin(user, [one.to.parent.user_id], one.letter.title, one.letter.text, student_id=one.to.card.id)


def _queue(user: Identity, letters: Sequence[Addressed], way: LetterWay, wall_now: dt.datetime) -> dict[str, int]:
    """Into the queue of mail and SMS; its rows by key."""
    outbox.write(user, [outbox.Letter(
        one.to.parent.id, one.to.card.id, CHANNELS[way], one.letter.sms if way is LetterWay.SMS else one.letter.text,
        one.key(way)) for one in letters], wall_now)
    keys = [one.key(way) for one in letters]
    return {key: id for key, id in db.session.execute(
        sa.select(Outbox.key, Outbox.id).where(Outbox.key.in_(keys))) if key is not None}


def _known(keys: list[str]) -> set[str]:
    return set(db.session.scalars(sa.select(ParentLetter.key).where(ParentLetter.key.in_(keys))))


def _require(user: Identity, keys: list[str]) -> None:
    mine = db.session.scalar(sa.select(sa.func.count()).select_from(ParentLetter).where(
        ParentLetter.key.in_(keys), rows(user.acting_as(Role.CURATOR), CREATE, ParentLetter)))
    if mine != len(keys):
        raise NotYours

"""Writing messages and announcements inside what each may address (п. 4.1, 8.3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from access.check import rows
from access.grants import Action
from access.identity import Identity
from access.message_rows import addressees
from actions.attachments import Upload, attach, check_all
from actions.refusals import NotYours, Refused
from actions.support import role_of
from models import Acknowledgement, Message, Participant, SupportRequest, Thread, User, db
from models.base import Base
from models.inserts import insert_on
from rules import messages
from rules.terms import AcknowledgementKind, Audience, SupportCategory, ThreadKind
from rules.violation import Violation

ONCE = dt.date(1970, 1, 1)  # an announcement is acknowledged once, not by weeks


@dataclass(frozen=True)
class Announcement:
    """Whom an announcement is for."""

    audience: Audience | None
    group_id: int | None = None
    course: int | None = None


def begin(user: Identity, recipients: Sequence[int], subject: str, body: str, uploads: Sequence[Upload] = (),
          student_id: int | None = None) -> Thread:
    """Begin a conversation; raises ``Refused`` for what is typed, ``NotYours`` for whom it is addressed to."""
    people = list(dict.fromkeys(number for number in recipients if number != user.id))
    _refuse(messages.check_recipients(people), messages.check_subject(subject), messages.check_body(body), uploads)
    thread = Thread(kind=ThreadKind.DIALOGUE, subject=subject.strip(), audience=Audience.PEOPLE,
                    student_id=student_id, author_id=user.account, created_at=user.now)
    db.session.add(thread)
    db.session.flush()  # participants and messages need its number
    _require_addressees(user, people)
    db.session.add_all(Participant(thread_id=thread.id, user_id=number) for number in people)
    db.session.add(Participant(thread_id=thread.id, user_id=user.account, read_at=user.now))
    _say(user, thread, body, uploads)
    _require(user, Action.CREATE, thread)
    return thread


def announce(user: Identity, whom: Announcement, subject: str, body: str, uploads: Sequence[Upload] = ()) -> Thread:
    """Announce to a group, a course or everybody; raises ``Refused``, ``NotYours``."""
    _refuse(messages.check_audience(whom.audience, whom.group_id, whom.course), messages.check_subject(subject),
            messages.check_body(body), uploads)
    assert whom.audience is not None  # check_audience has refused it
    thread = Thread(
        kind=ThreadKind.ANNOUNCEMENT, subject=subject.strip(), audience=whom.audience,
        group_id=whom.group_id if whom.audience is Audience.GROUP else None,
        course=whom.course if whom.audience is Audience.COURSE else None,
        author_id=user.account, created_at=user.now)
    db.session.add(thread)
    db.session.flush()  # the message needs its number
    _say(user, thread, body, uploads)
    _require(user, Action.CREATE, thread)
    return thread


def reply(user: Identity, thread: Thread, body: str, uploads: Sequence[Upload] = ()) -> Message:
    """Answer in a conversation; an announcement is continued by its author only."""
    _refuse(messages.check_body(body), None, None, uploads)
    message = _say(user, thread, body, uploads)
    mark_read(user, thread)
    return message


def mark_read(user: Identity, thread: Thread) -> None:
    """The user has seen everything said so far: noted by the message's number, clocks may stand still."""
    last = db.session.scalar(sa.select(sa.func.max(Message.id)).where(Message.thread_id == thread.id)) or 0
    db.session.execute(sa.update(Participant).where(
        Participant.thread_id == thread.id, Participant.user_id == user.account,
        Participant.read_message_id < last).values(read_at=user.now, read_message_id=last))


def acknowledge(user: Identity, thread: Thread) -> None:
    """«Ознакомлен(а)» under an announcement, once."""
    known = {"user_id": user.account, "kind": AcknowledgementKind.ANNOUNCEMENT, "subject_id": thread.id, "week": ONCE}
    insert = insert_on(db.session.get_bind().dialect.name)
    db.session.execute(insert(Acknowledgement).values(**known, at=user.now).on_conflict_do_nothing())
    mine = rows(user, Action.CREATE, Acknowledgement)
    if db.session.scalar(sa.select(Acknowledgement.id).filter_by(**known).where(mine)) is None:
        raise NotYours


def report(user: Identity, message: Message) -> None:
    """Complain of a message: the administrator gets its words as a request, not the whole conversation."""
    if message.author_id == user.id:
        raise Violation("8.3", "Это ваше сообщение")
    db.session.refresh(message, with_for_update=True)  # a second press waits here and finds it said
    if message.reported_at is not None:
        return
    message.reported_at = user.now
    author = db.session.get_one(User, message.author_id)
    db.session.add(SupportRequest(
        author_id=user.account, author_role=role_of(user), category=SupportCategory.OTHER, page="/messages/",
        created_at=user.now,
        text=f"Жалоба на сообщение № {message.id}, автор {author.full_name}:\n«{message.body[:1500]}»"))


def _say(user: Identity, thread: Thread, body: str, uploads: Sequence[Upload]) -> Message:
    message = Message(thread_id=thread.id, author_id=user.account, body=body.strip(), sent_at=user.now)
    db.session.add(message)
    db.session.flush()  # files need its number, rights its row
    _require(user, Action.CREATE, message)
    attach(message, uploads)
    return message


def _refuse(first: Violation | None, second: Violation | None, third: Violation | None,
            uploads: Sequence[Upload]) -> None:
    found = [violation for violation in (first, second, third, *check_all(uploads)) if violation is not None]
    if found:
        raise Refused(found)


def _require_addressees(user: Identity, people: list[int]) -> None:
    allowed = db.session.scalar(sa.select(sa.func.count()).select_from(User).where(
        User.id.in_(people), User.blocked_at.is_(None), addressees(user)))
    if allowed != len(people):
        raise NotYours


def _require(user: Identity, action: Action, row: Base) -> None:
    model = type(row)
    if db.session.scalar(sa.select(model.id).where(model.id == row.id, rows(user, action, model))) is None:
        raise NotYours

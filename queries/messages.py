"""Conversations and announcements as their readers see them (п. 4.1)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from access.check import allows, rows
from access.grants import Action
from access.identity import Identity
from access.scopes import is_me
from models import Acknowledgement, Group, Message, Participant, Thread, User, db
from queries.attachments import AttachedFile, files_of_messages
from queries.searching import contains, split
from rules.terms import AcknowledgementKind, Audience, ThreadKind

PAGE = 30


@dataclass(frozen=True)
class ThreadLine:
    """A conversation in the list; unread: something has been said since the user looked."""

    id: int
    kind: ThreadKind
    subject: str
    people: str
    last: str
    last_at: dt.datetime
    unread: bool


@dataclass(frozen=True)
class Said:
    id: int
    author: str
    mine: bool
    body: str
    at: dt.datetime
    reported: bool
    files: tuple[AttachedFile, ...]


@dataclass(frozen=True)
class _Reader:
    """read_up_to: the number of the last message seen."""

    id: int
    name: str
    read_at: dt.datetime | None
    read_up_to: int


@dataclass(frozen=True)
class Conversation:
    """read: who has seen the last message, in words; readers: how many have pressed «ознакомлен(а)»."""

    id: int
    kind: ThreadKind
    subject: str
    people: str
    about: str | None
    said: tuple[Said, ...]
    read: tuple[tuple[str, dt.datetime], ...]
    mine: bool
    may_reply: bool
    acknowledged: bool
    readers: int


def inbox(user: Identity, words: str | None = None, page: int = 0) -> tuple[list[ThreadLine], bool]:
    """A page of the user's conversations, the last said first, and whether there are more."""
    last = _last_messages()
    author = aliased(User)
    me = aliased(Participant)
    seen = sa.case((Thread.kind == ThreadKind.ANNOUNCEMENT, _acknowledged(user)), else_=me.read_message_id >= last.c.id)
    query = (
        sa.select(Thread, last.c.body, last.c.sent_at, last.c.author_id, author, seen.label("seen"))
        .join(last, last.c.thread_id == Thread.id).join(author, author.id == Thread.author_id)
        .join(me, sa.and_(me.thread_id == Thread.id, is_me(me.user_id, user)), isouter=True)
        .where(rows(user, Action.READ, Thread), *_matching(words))
        .options(joinedload(Thread.group)).order_by(last.c.sent_at.desc(), Thread.id.desc())
        .offset(page * PAGE).limit(PAGE + 1))
    found = db.session.execute(query).all()
    people = _people(user, [row.Thread.id for row in found])
    zone = user.now.tzinfo
    lines = [ThreadLine(
        row.Thread.id, ThreadKind(row.Thread.kind), row.Thread.subject,
        _addressed(row.Thread, people.get(row.Thread.id, []), row[4]), row.body, row.sent_at.astimezone(zone),
        row.author_id != user.id and not row.seen) for row in found[:PAGE]]
    return lines, len(found) > PAGE


def conversation(user: Identity, thread_id: int) -> Conversation:
    """One conversation the user may read, whole."""
    thread = db.session.scalars(sa.select(Thread).where(Thread.id == thread_id).options(
        joinedload(Thread.author), joinedload(Thread.group), joinedload(Thread.student))).one()
    zone = user.now.tzinfo
    messages = db.session.scalars(sa.select(Message).where(
        Message.thread_id == thread_id, rows(user, Action.READ, Message)).options(joinedload(Message.author))
        .order_by(Message.sent_at, Message.id)).all()
    files = files_of_messages(user, [message.id for message in messages])
    said = tuple(Said(message.id, message.author.short_name, message.author_id == user.id, message.body,
                      message.sent_at.astimezone(zone), message.reported_at is not None,
                      tuple(files.get(message.id, ()))) for message in messages)
    people, mine = _participants(thread_id), thread.author_id == user.id
    dialogue = thread.kind == ThreadKind.DIALOGUE
    takes_part = mine or any(one.id == user.id for one in people)
    last = messages[-1].id if messages else 0
    return Conversation(
        thread.id, ThreadKind(thread.kind), thread.subject,
        _addressed(thread, [one.name for one in people if one.id != user.id], thread.author),
        thread.student.short_name if thread.student is not None else None, said,
        tuple((one.name, one.read_at.astimezone(zone)) for one in people
              if one.id != user.id and one.read_at is not None and one.read_up_to >= last),
        mine, mine or (dialogue and takes_part), bool(db.session.scalar(sa.select(_acknowledged(user, thread_id)))),
        _readers(thread_id) if mine and not dialogue else 0)


def announcement_groups(user: Identity) -> list[tuple[int, str]]:
    """Groups to which the user may announce."""
    if not allows(user, Action.CREATE, Thread):
        return []
    return [(row.id, row.name) for row in db.session.execute(
        sa.select(Group.id, Group.name).where(rows(user, Action.READ, Group), Group.closed_on.is_(None))
        .order_by(Group.name))]


def _last_messages() -> sa.Subquery:
    ranked = sa.select(
        Message.id, Message.thread_id, Message.body, Message.sent_at, Message.author_id,
        sa.func.row_number().over(partition_by=Message.thread_id,
                                  order_by=(Message.sent_at.desc(), Message.id.desc())).label("place")).subquery()
    return sa.select(ranked).where(ranked.c.place == 1).subquery()


def _acknowledged(user: Identity, thread_id: int | None = None) -> sa.ColumnElement[bool]:
    return sa.exists().where(
        Acknowledgement.kind == AcknowledgementKind.ANNOUNCEMENT, is_me(Acknowledgement.user_id, user),
        Acknowledgement.subject_id == (Thread.id if thread_id is None else thread_id))


def _matching(words: str | None) -> list[sa.ColumnElement[bool]]:
    return [sa.or_(contains(Thread.subject, word), Thread.id.in_(
        sa.select(Message.thread_id).where(contains(Message.body, word)))) for word in split(words)]


def _people(user: Identity, thread_ids: list[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for row in db.session.execute(
            sa.select(Participant.thread_id, User).join(User, User.id == Participant.user_id)
            .where(Participant.thread_id.in_(thread_ids), User.id != (user.id or 0)).order_by(User.sort_key)):
        found[row.thread_id].append(row.User.short_name)
    return found


def _participants(thread_id: int) -> list[_Reader]:
    query = (sa.select(User, Participant.read_at, Participant.read_message_id)
             .join(Participant, Participant.user_id == User.id)
             .where(Participant.thread_id == thread_id).order_by(User.sort_key))
    return [_Reader(row.User.id, row.User.short_name, row.read_at, row.read_message_id)
            for row in db.session.execute(query)]


def _addressed(thread: Thread, people: list[str], author: User) -> str:
    """«Вершинина И. О., ещё 3»; for an announcement, from whom and to whom."""
    if thread.kind == ThreadKind.DIALOGUE or thread.audience == Audience.PEOPLE:
        rest = len(people) - 3
        return ", ".join(people[:3]) + (f", ещё {rest}" if rest > 0 else "")
    whom = {Audience.GROUP: f"группе {thread.group}", Audience.COURSE: f"{thread.course} курсу"}
    return f"{author.short_name}, {whom.get(Audience(thread.audience), 'всему лицею')}"


def _readers(thread_id: int) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(Acknowledgement).where(
        Acknowledgement.kind == AcknowledgementKind.ANNOUNCEMENT, Acknowledgement.subject_id == thread_id)) or 0

"""Work for the queue: ordered, taken by a worker, watched, stopped, ended; a dead worker's is taken again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from access.check import rows
from access.grants import Action
from access.identity import Identity
from actions.file_contents import drop_unheld, keep
from actions.notice_rows import Told, write
from actions.refusals import NotYours
from models import Task, db
from rules import tasks as rules
from rules.terms import UNFINISHED, NotificationKind, TaskState


@dataclass(frozen=True)
class Taken:
    """A task in the hands of a worker; whoever holds an older attempt has lost it."""

    id: int
    kind: str
    arguments: dict[str, Any]
    owner: int
    roles: tuple[str, ...]
    attempt: int


@dataclass(frozen=True)
class Result:
    """What came of a task: words for its page, and a file (name, bytes) or a page to go on to."""

    words: str = ""
    file: tuple[str, bytes] | None = None
    url: str | None = None


def order(user: Identity, kind: str, title: str, arguments: Mapping[str, Any], wall: dt.datetime) -> Task:
    """Put work into the queue; the same work not yet finished is not ordered twice. Raises Violation, ``NotYours``."""
    waiting = list(db.session.scalars(sa.select(Task).where(
        Task.user_id == user.account, Task.state.in_(UNFINISHED)).order_by(Task.id)))
    same = next((one for one in waiting if (one.kind, one.arguments) == (kind, dict(arguments))), None)
    if same is not None:
        return same
    if violation := rules.check_ordering(len(waiting)):
        raise violation
    made = Task(user_id=user.account, kind=kind, title=title[:200], arguments=dict(arguments),
                roles=sorted(user.roles), ordered_at=wall)
    db.session.add(made)
    db.session.flush()  # so that the rights see the row
    if db.session.scalar(sa.select(Task.id).where(Task.id == made.id, rows(user, Action.CREATE, Task))) is None:
        raise NotYours
    return made


def ask_to_stop(task: Task, wall: dt.datetime) -> None:
    """What waits is cancelled at once, what runs is asked; what has ended stays as it is."""
    db.session.execute(_change(Task.id == task.id, Task.state == TaskState.WAITING).values(
        state=TaskState.CANCELLED, finished_at=wall))
    db.session.execute(_change(Task.id == task.id, Task.state == TaskState.RUNNING).values(stop_asked=True))


def recover(again: frozenset[str], wall: dt.datetime) -> int:
    """Tasks whose worker has died wait again, or are said to be broken; how many there were. ``again``: repeatable."""
    lost = list(db.session.execute(sa.select(Task.id, Task.kind, Task.attempt, Task.stop_asked).where(
        Task.state == TaskState.RUNNING, Task.beat_at < wall - rules.LOST)))
    for row in lost:
        taken = Task.id == row.id, Task.state == TaskState.RUNNING, Task.attempt == row.attempt
        is_last = row.kind not in again or row.attempt >= rules.MOST_ATTEMPTS or row.stop_asked
        state = TaskState.CANCELLED if row.stop_asked else TaskState.FAILED if is_last else TaskState.WAITING
        db.session.execute(_change(*taken).values(
            state=state, words=rules.lost_words(is_last), done=0, total=0, finished_at=wall if is_last else None))
    return len(lost)


def claim(wall: dt.datetime) -> Taken | None:
    """The oldest waiting task, now this worker's; None when there is none or enough of them run already."""
    running = sa.select(sa.func.count()).select_from(Task).where(Task.state == TaskState.RUNNING)
    if (db.session.scalar(running) or 0) >= rules.TOGETHER:
        return None
    found = db.session.scalar(sa.select(Task).where(Task.state == TaskState.WAITING).order_by(
        Task.ordered_at, Task.id).limit(1).with_for_update(skip_locked=True))
    if found is None:
        return None
    found.state, found.attempt, found.started_at, found.beat_at = TaskState.RUNNING, found.attempt + 1, wall, wall
    found.words = ""
    return Taken(found.id, found.kind, found.arguments, found.user_id, tuple(found.roles), found.attempt)


def note_progress(connection: sa.Connection, taken: Taken, done: int, total: int, words: str,
                  wall: dt.datetime) -> bool:
    """Write how far the task is, over a connection of its own; whether to go on: not when stopped or lost."""
    said = connection.execute(sa.update(Task).where(*_mine(taken)).values(
        done=done, total=total, words=words[:300], beat_at=wall).returning(Task.stop_asked)).first()
    return said is not None and not said.stop_asked


def finish(user: Identity, taken: Taken, result: Result, wall: dt.datetime) -> bool:
    """Keep the outcome and tell the owner; False when a later worker has the task: then nothing may be committed."""
    name, content = result.file or (None, None)
    values = {"file_name": name, "sha256": keep(content) if content is not None else None, "url": result.url,
              "done": Task.total}
    return _end(user, taken, TaskState.DONE, result.words, wall, values)


def fail(user: Identity, taken: Taken, words: str, wall: dt.datetime) -> bool:
    """It could not be done: why, in words for its owner."""
    return _end(user, taken, TaskState.FAILED, words, wall, {})


def cancelled(user: Identity, taken: Taken, wall: dt.datetime) -> bool:
    """The worker has stopped as it was asked to."""
    return _end(user, taken, TaskState.CANCELLED, "", wall, {})


def forget(wall: dt.datetime) -> int:
    """Tasks that ended long ago and their files; how many."""
    old = sa.and_(Task.finished_at < wall - rules.KEPT, Task.state.not_in(UNFINISHED))
    digests = set(db.session.scalars(sa.select(Task.sha256).where(old, Task.sha256.is_not(None))))
    gone = db.session.execute(sa.delete(Task).where(old).execution_options(synchronize_session=False))
    drop_unheld({digest for digest in digests if digest})
    return int(gone.rowcount)  # type: ignore[attr-defined]


def _end(user: Identity, taken: Taken, state: TaskState, words: str, wall: dt.datetime,
         values: dict[str, Any]) -> bool:
    title = db.session.scalar(_change(*_mine(taken)).values(
        state=state, words=words[:300], finished_at=wall, **values).returning(Task.title))
    if title is None:
        return False
    if state is not TaskState.CANCELLED:
        done = "Готово" if state is TaskState.DONE else "Не удалось"
        write(user, [Told(NotificationKind.DOCUMENT, f"{done}: {title}", f"/tasks/{taken.id}", (taken.owner,))], wall)
    return True


def _mine(taken: Taken) -> tuple[sa.ColumnElement[bool], ...]:
    return Task.id == taken.id, Task.attempt == taken.attempt, Task.state == TaskState.RUNNING


def _change(*which: sa.ColumnElement[bool]) -> sa.Update:
    return sa.update(Task).where(*which).execution_options(synchronize_session=False)

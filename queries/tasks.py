"""One's own work in the queue: how far it is and what came of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa

from access.check import rows
from access.grants import READ
from access.identity import Identity
from models import Task, db
from rules.terms import UNFINISHED, TaskState

NEWEST = 50


@dataclass(frozen=True)
class TaskLine:
    """ordered_at, finished_at: by the college's zone; ahead: how many wait before it."""

    id: int
    title: str
    state: TaskState
    done: int
    total: int
    words: str
    stop_asked: bool
    ordered_at: dt.datetime
    finished_at: dt.datetime | None
    file_name: str | None
    url: str | None
    ahead: int = 0

    @property
    def goes_on(self) -> bool:
        return self.state in UNFINISHED


def tasks_of(user: Identity) -> list[TaskLine]:
    """The newest first."""
    return [_line(user, row) for row in db.session.scalars(
        sa.select(Task).where(rows(user, READ, Task)).order_by(Task.id.desc()).limit(NEWEST))]


def task_line(user: Identity, task: Task) -> TaskLine:
    """One of them, with its place in the queue while it waits."""
    if task.state is not TaskState.WAITING:
        return _line(user, task)
    ahead = db.session.scalar(sa.select(sa.func.count()).select_from(Task).where(
        Task.state == TaskState.WAITING, Task.id < task.id))
    return _line(user, task, ahead or 0)


def _line(user: Identity, row: Task, ahead: int = 0) -> TaskLine:
    zone = user.now.tzinfo
    return TaskLine(row.id, row.title, TaskState(row.state), row.done, row.total, row.words, row.stop_asked,
                    row.ordered_at.astimezone(zone), row.finished_at.astimezone(zone) if row.finished_at else None,
                    row.file_name, row.url, ahead)

"""Background tasks: how a kind of work is described, and the worker that does it with progress, stopping, a notice.

A new kind of work is a ``TaskKind`` in ``jobs/task_kinds.py``. A page orders it by ``views.ordered.ordered(kind, title,
arguments)``, which answers with the page of the task; arguments are plain JSON. ``run`` gets a ``Work``: the user with
the roles of the order (as far as they are still held), the arguments, and ``step(done, total, words)``, to be called
now and then: it costs nothing and raises ``Stopped`` when the task has been stopped. ``run`` returns a ``Result``.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
import structlog
from flask import current_app
from huey import Huey
from sqlalchemy.exc import OperationalError

from access.identity import Identity
from actions import audit, tasks
from actions.job_runs import Told
from actions.tasks import Result, Taken
from clock import school_now, wall_now
from jobs import queue
from models import User, db
from models.engine import writing
from rules.tasks import BEAT
from rules.terms import Role
from rules.violation import Violation

LOOK = 1.0  # seconds between two looks at whether something has changed


class Stopped(Exception):
    """The task is to end: it was stopped, or another worker has it."""


class Work:
    """A task under way, as its function sees it."""

    def __init__(self, user: Identity, taken: Taken, engine: sa.Engine, aside: Huey | None = None) -> None:
        """aside: where it is said while the task holds the only writing transaction."""
        self.user, self.arguments = user, taken.arguments
        self._taken, self._engine, self._aside = taken, engine, aside
        self._said: tuple[int, int, str] = (0, 0, "")
        self._told, self._told_at, self._goes_on = self._said, wall_now(), True

    def step(self, done: int, total: int, words: str = "") -> None:
        """How far it is; raises ``Stopped``."""
        self._said = (min(done, total), total, words)
        if not self._goes_on:
            raise Stopped

    def tell(self) -> None:
        """Say what has changed, or that the worker lives, in a short transaction; a locked base is told later."""
        now = wall_now()
        if self._aside is not None:
            if self._said != self._told:
                queue.say(self._aside, self._taken.id, self._said)
                self._told = self._said
            return
        if self._said == self._told and now - self._told_at < BEAT:
            return
        said = self._said
        try:
            with self._engine.begin() as connection:
                self._goes_on = tasks.note_progress(connection, self._taken, *said, now)
        except OperationalError:  # the task itself may be writing
            return
        self._told, self._told_at = said, now


@dataclass(frozen=True)
class TaskKind:
    """permits: whether the user may have it, asked when it is ordered, done and its file sent; writes: its function
    changes data, in one transaction with the end of the task; again: a dead worker's task is done anew."""

    code: str
    run: Callable[[Work], Result]
    permits: Callable[[Identity, dict[str, Any]], bool]
    writes: bool = False
    again: bool = True


def run_waiting(kinds: dict[str, TaskKind]) -> Told:
    """Do what waits, one after another; several workers may do it at once."""
    done = 0
    again = frozenset(kind.code for kind in kinds.values() if kind.again)
    while (taken := _next(again)) is not None:
        _do(kinds.get(taken.kind), taken)
        done += 1
    return Told(f"задач: {done}") if done else Told()


def _next(again: frozenset[str]) -> Taken | None:
    writing.set(True)
    db.session.rollback()
    tasks.recover(again, wall_now())
    taken = tasks.claim(wall_now())
    db.session.commit()
    return taken


def _do(kind: TaskKind | None, taken: Taken) -> None:
    """One task from its taking to its end; whatever it does, the worker goes on."""
    writing.set(kind is not None and kind.writes)
    db.session.rollback()
    aside = queue.store_of(current_app) if kind is not None and kind.writes and db.engine.name == "sqlite" else None
    work = Work(_user(taken), taken, db.engine, aside)
    over = threading.Event()
    threading.Thread(target=_keep_telling, args=(work, over), daemon=True).start()
    try:
        if kind is None or not kind.permits(work.user, taken.arguments):
            raise Violation("", "Эта работа вам больше недоступна")
        audit.describe(db.session, work.user)
        result = kind.run(work)
        over.set()
        if not kind.writes:
            work.tell()
        _end(kind.writes, lambda user: tasks.finish(user, taken, result, wall_now()))
    except Stopped:
        _end(False, lambda user: tasks.cancelled(user, taken, wall_now()))
    except Exception as error:
        words = _words(taken, error)
        _end(False, lambda user: tasks.fail(user, taken, words, wall_now()))
    finally:
        over.set()
        if aside is not None:
            queue.hush(aside, taken.id)


def _words(taken: Taken, error: Exception) -> str:
    """A refusal in its own words; those of an error may hold people's data and stay in the log."""
    if isinstance(error, Violation):
        return error.message
    structlog.get_logger().exception("task", task=taken.id, kind=taken.kind)
    return f"Внутренняя ошибка ({type(error).__name__}). Она записана: обратитесь в поддержку"


def _end(with_work: bool, end: Callable[[Identity], bool]) -> None:
    """Write the end, together with what the task itself has written; nothing when the task is another worker's."""
    if not with_work:
        db.session.rollback()
        writing.set(True)
        audit.describe(db.session, _job())
    if end(_job()):
        db.session.commit()
    else:
        db.session.rollback()


def _keep_telling(work: Work, over: threading.Event) -> None:
    while not over.wait(LOOK):
        work.tell()


def _user(taken: Taken) -> Identity:
    """The owner with the roles of the order that are still held."""
    owner = db.session.get_one(User, taken.owner)
    held = owner.role_set if owner.is_active else frozenset()
    return Identity(owner.id, held & {Role(role) for role in taken.roles}, school_now(), "job")


def _job() -> Identity:
    return Identity(None, frozenset(), school_now(), "job")

"""The queue's own place beside the journal's database, and what a task says there while it holds the only writing."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from huey import Huey, PostgresHuey, SqliteHuey

from config import Settings

STORE = "jobs.store"
Said = tuple[int, int, str]  # done, total, words


def store_of(app: Flask) -> Huey:
    """The queue without its jobs, made when first asked for."""
    if STORE not in app.extensions:
        app.extensions[STORE] = _store(app.extensions["settings"])
    found: Huey = app.extensions[STORE]
    return found


def say(store: Huey, task: int, said: Said) -> None:
    """How far the task is: SQLite has one writer, and while it is the task nobody else can write it down."""
    store.put(_key(task), said)


def heard(app: Flask, task: int) -> Said | None:
    """What the task has said last; None when it tells in the database."""
    if not app.extensions["settings"].is_sqlite:
        return None
    found: Said | None = store_of(app).get(_key(task), peek=True)
    return found


def hush(store: Huey, task: int) -> None:
    """The task has ended."""
    store.delete(_key(task))


def _key(task: int) -> str:
    return f"task-{task}"


def _store(settings: Settings) -> Huey:
    if settings.is_sqlite:
        Path(settings.instance).mkdir(parents=True, exist_ok=True)
        return SqliteHuey("journal", filename=str(Path(settings.instance) / "jobs.db"), fsync=True)
    return PostgresHuey("journal", dsn=settings.database_url.replace("postgresql+psycopg://", "postgresql://", 1))

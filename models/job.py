"""What is done behind the pages: when each job last ran, and the work that people have ordered (п. 7.1, 9.6)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, relationship

from models.base import Base, Json, UtcDateTime, check, col, fk, flag, term
from rules.terms import TaskState

if TYPE_CHECKING:
    from models.user import User


class JobRun(Base):
    """The last run of a job, a row per job; moments by the wall's clock."""

    __tablename__ = "job_run"
    __label__, __labels__ = "Служебное задание", "Служебные задания"
    __table_args__ = (sa.UniqueConstraint("name"),)

    name: Mapped[str] = col("Задание", sa.String(60), nullable=False)
    started_at: Mapped[dt.datetime] = col("Начато", UtcDateTime(), nullable=False)
    finished_at: Mapped[dt.datetime] = col("Закончено", UtcDateTime(), nullable=False)
    succeeded_at: Mapped[dt.datetime | None] = col("Последний успех", UtcDateTime())
    ok: Mapped[bool] = flag("Удалось", default=True)
    message: Mapped[str | None] = col("Итог", sa.String(500))
    details: Mapped[dict[str, Any] | None] = col("Подробно", Json)


class Task(Base):
    """Work that a page ordered and the queue does: whose, how far it is, what came of it; moments by the wall's clock.

    roles: those it was ordered with; attempt: whoever holds another number has lost the task to a later worker;
    url: the page of the outcome, when it is not a file.
    """

    __tablename__ = "task"
    __label__, __labels__ = "Фоновая задача", "Фоновые задачи"
    __table_args__ = (
        check("progress", "done >= 0 AND done <= total"), check("file", "(file_name IS NULL) = (sha256 IS NULL)"),
        sa.Index("ix_task_state", "state", "ordered_at"),
    )

    user_id: Mapped[int] = fk("Чья", "user.id", nullable=False, ondelete="CASCADE")
    kind: Mapped[str] = col("Вид", sa.String(40), nullable=False)
    title: Mapped[str] = col("Название", sa.String(200), nullable=False)
    arguments: Mapped[dict[str, Any]] = col("Параметры", Json, nullable=False)
    roles: Mapped[list[str]] = col("С какими ролями", Json, nullable=False)
    state: Mapped[TaskState] = term("Состояние", TaskState, nullable=False, default=TaskState.WAITING)
    done: Mapped[int] = col("Сделано", sa.Integer(), nullable=False, default=0)
    total: Mapped[int] = col("Всего", sa.Integer(), nullable=False, default=0)
    words: Mapped[str] = col("Чем занята", sa.String(300), nullable=False, default="")
    stop_asked: Mapped[bool] = flag("Просили остановить")
    attempt: Mapped[int] = col("Попытка", sa.SmallInteger(), nullable=False, default=0)
    ordered_at: Mapped[dt.datetime] = col("Заказана", UtcDateTime(), nullable=False)
    started_at: Mapped[dt.datetime | None] = col("Начата", UtcDateTime())
    beat_at: Mapped[dt.datetime | None] = col("Подавала признаки жизни", UtcDateTime())
    finished_at: Mapped[dt.datetime | None] = col("Закончена", UtcDateTime())
    file_name: Mapped[str | None] = col("Файл", sa.String(200))
    sha256: Mapped[str | None] = col("SHA-256", sa.String(64))
    url: Mapped[str | None] = col("Страница итога", sa.String(200))

    user: Mapped[User] = relationship()

    def __str__(self) -> str:
        return self.title

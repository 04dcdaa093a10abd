"""Imports: what file came in, what it would change or has changed, and how to take it back."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, deferred, relationship

from models.base import Base, Json, UtcDateTime, col, fk, term
from rules.terms import ImportKind, ImportState

if TYPE_CHECKING:
    from models.user import User


class ImportBatch(Base):
    """One import: a draft with its file until it is applied, then the report, for good.

    slug: which entry of the list of imports; chosen: its options and answers; content: the file, only while it waits;
    made: rows made and changed with their values before, as far as the batch can still be taken back.
    """

    __tablename__ = "import_batch"
    __label__, __labels__ = "Загрузка", "Загрузки"

    kind: Mapped[ImportKind] = term("Что загружено", ImportKind, nullable=False)
    slug: Mapped[str | None] = col("Вид файла", sa.String(40))
    state: Mapped[ImportState] = term("Состояние", ImportState, nullable=False, default=ImportState.APPLIED,
                                      server_default=ImportState.APPLIED.value, index=True)
    file_name: Mapped[str] = col("Файл", sa.String(250), nullable=False)
    sha256: Mapped[str] = col("SHA-256", sa.String(64), nullable=False)
    user_id: Mapped[int | None] = fk("Кто", "user.id")
    at: Mapped[dt.datetime] = col("Когда", UtcDateTime(), nullable=False)
    created: Mapped[int] = col("Добавлено", sa.Integer(), nullable=False, default=0)
    changed: Mapped[int] = col("Изменено", sa.Integer(), nullable=False, default=0)
    same: Mapped[int] = col("Без изменений", sa.Integer(), nullable=False, default=0)
    report: Mapped[dict[str, Any]] = deferred(col("Отчёт", Json, nullable=False, info={"untracked": True}))
    chosen: Mapped[dict[str, Any] | None] = col("Выбрано", Json, info={"untracked": True})
    content: Mapped[bytes | None] = deferred(col("Байты файла", sa.LargeBinary(), info={"untracked": True}))
    made: Mapped[dict[str, Any] | None] = deferred(col("Что сделано", Json, info={"untracked": True}))
    undone_at: Mapped[dt.datetime | None] = col("Отменена", UtcDateTime())

    user: Mapped[User | None] = relationship()

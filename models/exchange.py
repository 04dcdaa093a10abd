"""Imports: what file came in and what it changed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, relationship

from models.base import Base, Json, UtcDateTime, col, fk, term
from rules.terms import ImportKind

if TYPE_CHECKING:
    from models.user import User


class ImportBatch(Base):
    """One applied import and its report."""

    __tablename__ = "import_batch"
    __label__, __labels__ = "Загрузка", "Загрузки"

    kind: Mapped[ImportKind] = term("Что загружено", ImportKind, nullable=False)
    file_name: Mapped[str] = col("Файл", sa.String(250), nullable=False)
    sha256: Mapped[str] = col("SHA-256", sa.String(64), nullable=False)
    user_id: Mapped[int | None] = fk("Кто", "user.id")
    at: Mapped[dt.datetime] = col("Когда", UtcDateTime(), nullable=False)
    created: Mapped[int] = col("Добавлено", sa.Integer(), nullable=False, default=0)
    changed: Mapped[int] = col("Изменено", sa.Integer(), nullable=False, default=0)
    same: Mapped[int] = col("Без изменений", sa.Integer(), nullable=False, default=0)
    report: Mapped[dict[str, Any]] = col("Отчёт", Json, nullable=False)

    user: Mapped[User | None] = relationship()

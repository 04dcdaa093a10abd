"""Reports that people keep: repeated by a schedule, and made to files (п. 4.1)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, relationship

from models.base import Base, Editable, Json, UtcDateTime, check, col, fk, term
from rules.terms import Repeat

if TYPE_CHECKING:
    from models.user import User


class SavedReport(Editable, Base):
    """A report with its parameters, kept by one person: either repeated, or made and stored by its hash."""

    __tablename__ = "saved_report"
    __label__, __labels__ = "Сохранённый отчёт", "Сохранённые отчёты"
    __table_args__ = (
        check("kind", "(repeats IS NULL) <> (sha256 IS NULL)"),
        check("made", "(sha256 IS NULL) = (made_at IS NULL)"),
        sa.Index("ix_saved_report_due", "next_on"),
    )

    user_id: Mapped[int] = fk("Чей", "user.id", nullable=False, ondelete="CASCADE")
    report: Mapped[str] = col("Отчёт", sa.String(32), nullable=False)
    title: Mapped[str] = col("Название", sa.String(200), nullable=False)
    choices: Mapped[dict[str, Any]] = col("Параметры", Json, nullable=False)
    period: Mapped[str | None] = col("Период", sa.String(24))
    repeats: Mapped[Repeat | None] = term("Повторять", Repeat)
    next_on: Mapped[dt.date | None] = col("Следующий раз", sa.Date())
    made_at: Mapped[dt.datetime | None] = col("Составлен", UtcDateTime())
    sha256: Mapped[str | None] = col("SHA-256", sa.String(64))
    seen: Mapped[dict[str, Any] | None] = col("О ком составлен", Json)

    user: Mapped[User] = relationship()

    def __str__(self) -> str:
        return self.title

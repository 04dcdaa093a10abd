"""Turning of the year: what a guided action has done and how to take it back; terms of keeping; acts of erasing."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, deferred, relationship

from models.base import Base, Editable, Json, UtcDateTime, check, col, fk, term
from rules.retention_terms import PaperKind

if TYPE_CHECKING:
    from models.student import Student
    from models.user import User


class YearOperation(Base):
    """One applied turning of a year or a semester.

    parts: which parts of it the person was allowed to do; report: [title, number] as it was told;
    made: rows made and changed with their values before, as far as it can still be taken back.
    """

    __tablename__ = "year_operation"
    __label__, __labels__ = "Переход года", "Переходы года"
    __table_args__ = (check("number", "number IN (1, 2)"),)

    year: Mapped[int] = col("Учебный год", sa.SmallInteger(), nullable=False)
    number: Mapped[int] = col("Семестр", sa.SmallInteger(), nullable=False)
    user_id: Mapped[int] = fk("Кто", "user.id", nullable=False)
    at: Mapped[dt.datetime] = col("Когда", UtcDateTime(), nullable=False)
    parts: Mapped[list[str]] = col("Части", Json, nullable=False)
    report: Mapped[list[list[Any]]] = col("Итог", Json, nullable=False)
    made: Mapped[dict[str, Any] | None] = deferred(col("Что сделано", Json, info={"untracked": True}))
    undone_at: Mapped[dt.datetime | None] = col("Отменён", UtcDateTime())

    user: Mapped[User] = relationship()

    def __str__(self) -> str:
        return f"{self.number} семестр {self.year}-{self.year + 1}"


class RetentionTerm(Editable, Base):
    """How long the college keeps a kind of papers, instead of the usual term; ``years`` empty: for ever."""

    __tablename__ = "retention_term"
    __label__, __labels__ = "Срок хранения", "Сроки хранения"
    __table_args__ = (check("years", "years BETWEEN 1 AND 100"),)

    kind: Mapped[PaperKind] = term("Документы", PaperKind, nullable=False, unique=True)
    years: Mapped[int | None] = col("Лет", sa.SmallInteger())
    basis: Mapped[str] = col("Основание", sa.String(250), nullable=False)

    def __str__(self) -> str:
        return PaperKind(self.kind).title


class Erasure(Base):
    """An act: which data of a person who left were erased, on what basis, and what is kept by law (152-ФЗ)."""

    __tablename__ = "erasure"
    __label__, __labels__ = "Акт об уничтожении данных", "Акты об уничтожении данных"
    __table_args__ = (sa.UniqueConstraint("year", "number"),)

    year: Mapped[int] = col("Год", sa.SmallInteger(), nullable=False)
    number: Mapped[int] = col("Акт №", sa.Integer(), nullable=False)
    student_id: Mapped[int] = fk("Студент", "student.id", nullable=False)
    user_id: Mapped[int] = fk("Кто", "user.id", nullable=False)
    at: Mapped[dt.datetime] = col("Когда", UtcDateTime(), nullable=False)
    basis: Mapped[str] = col("Основание", sa.String(250), nullable=False)
    erased: Mapped[list[list[Any]]] = col("Уничтожено", Json, nullable=False)
    kept: Mapped[list[list[Any]]] = col("Сохранено", Json, nullable=False)

    student: Mapped[Student] = relationship()
    user: Mapped[User] = relationship()

    def __str__(self) -> str:
        return f"Акт № {self.number} от {self.at:%d.%m.%Y}"

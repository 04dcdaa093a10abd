"""Papers that the college has issued: numbered, kept whole, checked by their code (п. 4.1)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, relationship

from models.base import Base, Editable, Json, UtcDateTime, check, col, fk, flag

if TYPE_CHECKING:
    from models.group import Group
    from models.student import Student
    from models.user import User


class NumberSeries(Editable, Base):
    """The numbers of one kind of document in one academic year; ``last`` is moved only together with a document."""

    __tablename__ = "number_series"
    __label__, __labels__ = "Нумерация документов", "Нумерация документов"
    __table_args__ = (sa.UniqueConstraint("kind", "year"), check("last", "last >= 0"))

    kind: Mapped[str] = col("Вид документа", sa.String(40), nullable=False)
    year: Mapped[int] = col("Учебный год", sa.SmallInteger(), nullable=False)
    prefix: Mapped[str] = col("Буквы перед номером", sa.String(12), nullable=False, default="")
    last: Mapped[int] = col("Последний номер", sa.Integer(), nullable=False, default=0, server_default="0")

    def __str__(self) -> str:
        return f"{self.kind}, {self.year}"


class IssuedDocument(Base):
    """A paper with its number; its bytes are the ``FileContent`` of the same hash, so that a reprint is the same file.

    arguments: what the form was asked for; closed: the period it tells of was closed on that day.
    """

    __tablename__ = "issued_document"
    __label__, __labels__ = "Выданный документ", "Выданные документы"
    __table_args__ = (sa.UniqueConstraint("kind", "year", "number"), check("number", "number > 0"))

    kind: Mapped[str] = col("Вид документа", sa.String(40), nullable=False)
    year: Mapped[int] = col("Учебный год", sa.SmallInteger(), nullable=False)
    number: Mapped[int] = col("Порядковый номер", sa.Integer(), nullable=False)
    designation: Mapped[str] = col("Номер", sa.String(40), nullable=False)
    title: Mapped[str] = col("Название", sa.String(200), nullable=False)
    issued_on: Mapped[dt.date] = col("Дата", sa.Date(), nullable=False)
    issued_at: Mapped[dt.datetime] = col("Выдан", UtcDateTime(), nullable=False)
    user_id: Mapped[int] = fk("Кто выдал", "user.id", nullable=False)
    student_id: Mapped[int | None] = fk("О студенте", "student.id")
    group_id: Mapped[int | None] = fk("О группе", "group.id")
    arguments: Mapped[dict[str, Any]] = col("Параметры", Json, nullable=False)
    closed: Mapped[bool] = flag("Период закрыт")
    sha256: Mapped[str] = col("SHA-256", sa.String(64), nullable=False, index=True)
    code: Mapped[str] = col("Код проверки", sa.String(40), nullable=False, unique=True)

    user: Mapped[User] = relationship()
    student: Mapped[Student | None] = relationship()
    group: Mapped[Group | None] = relationship()

    def __str__(self) -> str:
        return f"{self.title} № {self.designation}"

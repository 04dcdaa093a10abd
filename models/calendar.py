"""Academic years, semesters, days off and bells."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, relationship

from models.base import Base, Editable, UtcDateTime, check, col, fk, flag, term
from rules.terms import DayKind

if TYPE_CHECKING:
    from models.user import User


class AcademicYear(Editable, Base):
    """A year from September; ``year`` is the calendar year it starts in."""

    __tablename__ = "academic_year"
    __label__, __labels__ = "Учебный год", "Учебные годы"
    __table_args__ = (check("dates", "starts < ends"), check("year", "year BETWEEN 1990 AND 2200"))

    year: Mapped[int] = col("Год начала", sa.SmallInteger(), nullable=False, unique=True)
    starts: Mapped[dt.date] = col("Начало", sa.Date(), nullable=False)
    ends: Mapped[dt.date] = col("Конец", sa.Date(), nullable=False)
    archived_at: Mapped[dt.datetime | None] = col("В архиве с", UtcDateTime())
    archived_by_id: Mapped[int | None] = fk("Кто передал в архив", "user.id")
    archive_sha256: Mapped[str | None] = col("SHA-256 описи архива", sa.String(64))
    archive_checked_at: Mapped[dt.datetime | None] = col("Архив проверен", UtcDateTime())
    archive_damage: Mapped[str | None] = col("Что не так с архивом", sa.String(500))

    archived_by: Mapped[User | None] = relationship()
    semesters: Mapped[list[Semester]] = relationship(
        back_populates="academic_year", order_by="Semester.number", info={"label": "Семестры"})

    def __str__(self) -> str:
        return f"{self.year}-{self.year + 1}"


class Semester(Editable, Base):
    __tablename__ = "semester"
    __label__, __labels__ = "Семестр", "Семестры"
    __table_args__ = (
        sa.UniqueConstraint("academic_year_id", "number"),
        check("dates", "starts < ends"), check("number", "number IN (1, 2)"),
    )

    academic_year_id: Mapped[int] = fk("Учебный год", "academic_year.id", nullable=False)
    number: Mapped[int] = col("Номер", sa.SmallInteger(), nullable=False)
    starts: Mapped[dt.date] = col("Начало", sa.Date(), nullable=False)
    ends: Mapped[dt.date] = col("Конец", sa.Date(), nullable=False)

    academic_year: Mapped[AcademicYear] = relationship(back_populates="semesters", lazy="joined")

    @property
    def year(self) -> int:
        return self.academic_year.year

    def __str__(self) -> str:
        return f"{self.number} семестр {self.academic_year}"


class Holiday(Editable, Base):
    """Days without lessons, and working days moved onto weekends."""

    __tablename__ = "holiday"
    __label__, __labels__ = "Нерабочий день", "Праздники и каникулы"
    __table_args__ = (check("dates", "starts <= ends"),)

    starts: Mapped[dt.date] = col("С", sa.Date(), nullable=False, index=True)
    ends: Mapped[dt.date] = col("По", sa.Date(), nullable=False)
    kind: Mapped[DayKind] = term("Вид", DayKind, nullable=False)
    title: Mapped[str] = col("Название", sa.String(120), nullable=False)

    def __str__(self) -> str:
        return self.title


class BellSchedule(Editable, Base):
    __tablename__ = "bell_schedule"
    __label__, __labels__ = "Расписание звонков", "Расписания звонков"

    title: Mapped[str] = col("Название", sa.String(80), nullable=False, unique=True)
    is_default: Mapped[bool] = flag("Основное")

    slots: Mapped[list[BellSlot]] = relationship(
        back_populates="schedule", cascade="all, delete-orphan", order_by="BellSlot.pair", info={"label": "Пары"})

    def __str__(self) -> str:
        return self.title


class BellSlot(Editable, Base):
    __tablename__ = "bell_slot"
    __label__, __labels__ = "Пара", "Пары"
    __table_args__ = (
        sa.UniqueConstraint("schedule_id", "pair"),
        check("pair", "pair BETWEEN 0 AND 9"), check("times", "starts < ends"),
    )

    schedule_id: Mapped[int] = fk("Расписание звонков", "bell_schedule.id", nullable=False, ondelete="CASCADE")
    pair: Mapped[int] = col("Пара", sa.SmallInteger(), nullable=False)
    starts: Mapped[dt.time] = col("Начало", sa.Time(), nullable=False)
    ends: Mapped[dt.time] = col("Конец", sa.Time(), nullable=False)

    schedule: Mapped[BellSchedule] = relationship(back_populates="slots")

    def __str__(self) -> str:
        return f"{self.pair}-я пара {self.starts:%H:%M}–{self.ends:%H:%M}"

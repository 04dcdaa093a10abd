"""Practice: programmes, enterprises, placements, logs and attestation sheets (Пр. 12)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, relationship

from models.base import Base, Editable, check, col, fk, term
from rules.terms import FinalValue, SheetPart

if TYPE_CHECKING:
    from models.journal import Journal
    from models.lesson import Lesson
    from models.student import Student
    from models.user import User


class Enterprise(Editable, Base):
    __tablename__ = "enterprise"
    __label__, __labels__ = "Предприятие", "Базы практики"

    name: Mapped[str] = col("Название", sa.String(250), nullable=False, unique=True)
    search_key: Mapped[str] = col("Ключ поиска", sa.String(250), nullable=False, info={"derived": True})
    address: Mapped[str | None] = col("Адрес", sa.String(250))
    contact: Mapped[str | None] = col("Контактное лицо", sa.String(120))
    phone: Mapped[str | None] = col("Телефон", sa.String(20))
    contract_number: Mapped[str | None] = col("Договор №", sa.String(40))
    contract_date: Mapped[dt.date | None] = col("Дата договора", sa.Date())
    closed_on: Mapped[dt.date | None] = col("Закрыто с", sa.Date())

    def __str__(self) -> str:
        return self.name


class PracticeProgramme(Editable, Base):
    """A practice of one group: dates, order, supervisor; its days are lessons of the journal."""

    __tablename__ = "practice_programme"
    __label__, __labels__ = "Программа практики", "Программы практики"
    __table_args__ = (check("dates", "starts <= ends"),)

    journal_id: Mapped[int] = fk("Журнал практики", "journal.id", nullable=False, unique=True, index=False)
    starts: Mapped[dt.date] = col("Начало", sa.Date(), nullable=False)
    ends: Mapped[dt.date] = col("Конец", sa.Date(), nullable=False)
    supervisor_id: Mapped[int] = fk("Руководитель от лицея", "user.id", nullable=False)
    enterprise_id: Mapped[int | None] = fk("База практики", "enterprise.id")
    order_number: Mapped[str | None] = col("Приказ №", sa.String(32))
    order_date: Mapped[dt.date | None] = col("Дата приказа", sa.Date())

    journal: Mapped[Journal] = relationship()
    supervisor: Mapped[User] = relationship()
    enterprise: Mapped[Enterprise | None] = relationship()
    sections: Mapped[list[ProgrammeSection]] = relationship(
        back_populates="programme", order_by="ProgrammeSection.position", cascade="all, delete-orphan",
        info={"label": "Разделы"})

    def __str__(self) -> str:
        return str(self.journal)


class ProgrammeSection(Editable, Base):
    __tablename__ = "programme_section"
    __label__, __labels__ = "Раздел программы практики", "Разделы программ практики"
    __table_args__ = (sa.UniqueConstraint("programme_id", "position"), check("hours", "hours > 0"))

    programme_id: Mapped[int] = fk("Программа", "practice_programme.id", nullable=False,
                                  ondelete="CASCADE", index=False)
    position: Mapped[int] = col("№ п/п", sa.SmallInteger(), nullable=False)
    title: Mapped[str] = col("Раздел", sa.String(250), nullable=False)
    work: Mapped[str] = col("Вид работ", sa.String(500), nullable=False)
    hours: Mapped[int] = col("Часы", sa.SmallInteger(), nullable=False)

    programme: Mapped[PracticeProgramme] = relationship(back_populates="sections")

    def __str__(self) -> str:
        return self.title


class Placement(Editable, Base):
    """Where a student does the practice: enterprises differ within one group."""

    __tablename__ = "placement"
    __label__, __labels__ = "Место практики", "Места практики"
    __table_args__ = (sa.UniqueConstraint("programme_id", "student_id"),)

    programme_id: Mapped[int] = fk("Программа", "practice_programme.id", nullable=False,
                                  ondelete="CASCADE", index=False)
    student_id: Mapped[int] = fk("Студент", "student.id", nullable=False)
    enterprise_id: Mapped[int] = fk("Предприятие", "enterprise.id", nullable=False)
    mentor: Mapped[str | None] = col("Наставник от предприятия", sa.String(120))
    contract_number: Mapped[str | None] = col("Договор №", sa.String(40))
    contract_date: Mapped[dt.date | None] = col("Дата договора", sa.Date())

    programme: Mapped[PracticeProgramme] = relationship()
    student: Mapped[Student] = relationship()
    enterprise: Mapped[Enterprise] = relationship()

    def __str__(self) -> str:
        return f"{self.student}: {self.enterprise}"


class DayLog(Editable, Base):
    """What a student did on a day of practice; the day itself is a lesson (ADR 5)."""

    __tablename__ = "day_log"
    __label__, __labels__ = "День практики", "Дневник практики"
    __table_args__ = (sa.UniqueConstraint("lesson_id", "student_id"), check("hours", "hours BETWEEN 1 AND 8"))

    lesson_id: Mapped[int] = fk("Занятие", "lesson.id", nullable=False, ondelete="CASCADE", index=False)
    student_id: Mapped[int] = fk("Студент", "student.id", nullable=False)
    section_id: Mapped[int | None] = fk("Раздел", "programme_section.id", ondelete="SET NULL")
    work: Mapped[str] = col("Содержание работы", sa.String(1000), nullable=False)
    hours: Mapped[int] = col("Часы", sa.SmallInteger(), nullable=False)

    lesson: Mapped[Lesson] = relationship()
    student: Mapped[Student] = relationship()
    section: Mapped[ProgrammeSection | None] = relationship()

    def __str__(self) -> str:
        return f"{self.student}, {self.lesson.date:%d.%m.%Y}"


class AttestationSheet(Editable, Base):
    """The attestation sheet of a student's practice."""

    __tablename__ = "attestation_sheet"
    __label__, __labels__ = "Аттестационный лист", "Аттестационные листы"
    __table_args__ = (sa.UniqueConstraint("programme_id", "student_id"),)

    programme_id: Mapped[int] = fk("Программа", "practice_programme.id", nullable=False,
                                  ondelete="CASCADE", index=False)
    student_id: Mapped[int] = fk("Студент", "student.id", nullable=False)
    characteristics: Mapped[str | None] = col("Характеристика", sa.String(4000))
    value: Mapped[FinalValue | None] = term("Отметка", FinalValue)
    signed_on: Mapped[dt.date | None] = col("Дата", sa.Date())

    programme: Mapped[PracticeProgramme] = relationship()
    student: Mapped[Student] = relationship()
    rows: Mapped[list[SheetRow]] = relationship(
        back_populates="sheet", order_by="SheetRow.position", cascade="all, delete-orphan", info={"label": "Строки"})

    def __str__(self) -> str:
        return f"{self.student}: {self.programme}"


class SheetRow(Editable, Base):
    """A row of one of the sheet's three tables and its level."""

    __tablename__ = "sheet_row"
    __label__, __labels__ = "Строка аттестационного листа", "Строки аттестационных листов"
    __table_args__ = (
        sa.UniqueConstraint("sheet_id", "part", "position"),
        check("level", "(part = 'work' AND level IN ('high', 'medium', 'low'))"
              " OR (part = 'professional' AND level IN ('full', 'partial', 'none'))"
              " OR (part = 'general' AND level IN ('regular', 'episodic', 'none'))"),
    )

    sheet_id: Mapped[int] = fk("Аттестационный лист", "attestation_sheet.id", nullable=False, ondelete="CASCADE",
                               index=False)
    part: Mapped[SheetPart] = term("Таблица", SheetPart, nullable=False)
    position: Mapped[int] = col("№ п/п", sa.SmallInteger(), nullable=False)
    title: Mapped[str] = col("Вид работ или компетенция", sa.String(1000), nullable=False)
    level: Mapped[str] = col("Уровень", sa.String(16), nullable=False)

    sheet: Mapped[AttestationSheet] = relationship(back_populates="rows")

    def __str__(self) -> str:
        return self.title

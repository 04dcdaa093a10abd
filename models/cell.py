"""The journal's cell and what hangs on it: marks and at most one absence (ADR 1)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, MappedColumn, relationship

from models.base import Base, Editable, UtcDateTime, check, col, fk, flag, term
from rules.terms import MarkKind

if TYPE_CHECKING:
    from models.journal import Journal
    from models.lesson import Lesson, Work
    from models.student import Student
    from models.user import User


class Cell(Base):
    """Student × lesson: every path bumps its version, clearing keeps the row."""

    __tablename__ = "cell"
    __label__, __labels__ = "Клетка журнала", "Клетки журнала"
    __table_args__ = (
        sa.ForeignKeyConstraint(["lesson_id", "year"], ["lesson.id", "lesson.year"], ondelete="CASCADE"),
        sa.UniqueConstraint("year", "lesson_id", "student_id"),
        sa.UniqueConstraint("id", "year"),
        sa.Index("ix_cell_journal", "journal_id", "lesson_id"),
        sa.Index("ix_cell_student", "student_id", "year"),
        check("version", "version >= 1"),
    )

    year: Mapped[int] = col("Учебный год", sa.SmallInteger(), nullable=False)
    journal_id: Mapped[int] = fk("Журнал", "journal.id", nullable=False, index=False)
    lesson_id: Mapped[int] = col("Занятие", sa.Integer(), nullable=False)
    student_id: Mapped[int] = fk("Студент", "student.id", nullable=False, index=False)
    version: Mapped[int] = col("Версия", sa.Integer(), nullable=False, default=1)
    updated_at: Mapped[dt.datetime] = col("Изменена", UtcDateTime(), nullable=False)
    updated_by_id: Mapped[int] = fk("Кто изменил", "user.id", nullable=False, index=False)
    late_reason: Mapped[str | None] = col("Причина поздней записи", sa.String(250))

    journal: Mapped[Journal] = relationship()
    lesson: Mapped[Lesson] = relationship(
        primaryjoin="Cell.lesson_id == Lesson.id", foreign_keys=[lesson_id], info={"label": "Занятие"})
    student: Mapped[Student] = relationship()
    updated_by: Mapped[User] = relationship()
    marks: Mapped[list[Mark]] = relationship(
        back_populates="cell", order_by="Mark.position", cascade="all, delete-orphan", passive_deletes=True,
        primaryjoin="Cell.id == foreign(Mark.cell_id)", info={"label": "Отметки"})
    absence: Mapped[Absence | None] = relationship(
        back_populates="cell", cascade="all, delete-orphan", passive_deletes=True,
        primaryjoin="Cell.id == foreign(Absence.cell_id)", info={"label": "Пропуск"})


def _of_cell(label: str, name: str) -> MappedColumn[Any]:
    """What a mark repeats of its cell, which never changes it: an index of its own for long lists (ADR 35)."""
    def read(context: Any) -> Any:
        cells = sa.inspect(Cell).local_table
        cell_id = context.get_current_parameters()["cell_id"]
        return context.connection.scalar(sa.select(cells.c[name]).where(cells.c.id == cell_id))

    return fk(label, f"{name.removesuffix('_id')}.id", nullable=False, index=False, default=read,
              info={"derived": True, "filled": f"(SELECT cell.{name} FROM cell WHERE cell.id = cell_id)"})  # noqa: S608


class Mark(Editable, Base):
    """One mark of a cell: 2–5, for a kind of work, with a weight."""

    __tablename__ = "mark"
    __label__, __labels__ = "Отметка", "Отметки"
    __table_args__ = (
        sa.ForeignKeyConstraint(["cell_id", "year"], ["cell.id", "cell.year"], ondelete="CASCADE"),
        sa.UniqueConstraint("year", "cell_id", "position"),
        sa.Index("ix_mark_cell", "cell_id"), sa.Index("ix_mark_journal", "journal_id", "id"),
        sa.Index("ix_mark_student", "student_id", "id"),
        check("value", "value BETWEEN 2 AND 5"), check("position", "position BETWEEN 1 AND 4"),
        check("weight", "weight BETWEEN 1 AND 10"),
    )

    year: Mapped[int] = col("Учебный год", sa.SmallInteger(), nullable=False)
    cell_id: Mapped[int] = col("Клетка", sa.Integer(), nullable=False)
    journal_id: Mapped[int] = _of_cell("Журнал", "journal_id")
    student_id: Mapped[int] = _of_cell("Студент", "student_id")
    position: Mapped[int] = col("Место в клетке", sa.SmallInteger(), nullable=False, default=1)
    value: Mapped[int] = col("Отметка", sa.SmallInteger(), nullable=False)
    kind: Mapped[MarkKind] = term("Вид работы", MarkKind, nullable=False, default=MarkKind.ANSWER)
    weight: Mapped[int] = col("Вес", sa.SmallInteger(), nullable=False, default=1, server_default="1")
    work_id: Mapped[int | None] = fk("Объявленная работа", "work.id", ondelete="SET NULL")
    comment: Mapped[str | None] = col("Примечание", sa.String(250))
    entered_at: Mapped[dt.datetime] = col("Выставлена", UtcDateTime(), nullable=False)

    cell: Mapped[Cell] = relationship(
        back_populates="marks", primaryjoin="Cell.id == foreign(Mark.cell_id)", info={"label": "Клетка"})
    journal: Mapped[Journal] = relationship()
    student: Mapped[Student] = relationship()
    work: Mapped[Work | None] = relationship()

    def __str__(self) -> str:
        return str(self.value)


class AbsenceKind(Editable, Base):
    """The dictionary of absence letters: н, б, у, о (a college may add its own)."""

    __tablename__ = "absence_kind"
    __label__, __labels__ = "Вид пропуска", "Виды пропусков"
    __table_args__ = (check("letter", "letter <> ''"),)

    letter: Mapped[str] = col("Буква", sa.String(3), nullable=False, unique=True)
    title: Mapped[str] = col("Название", sa.String(80), nullable=False)
    words: Mapped[str] = col("Словами для дневника", sa.String(80), nullable=False)
    excused: Mapped[bool] = flag("Уважительная причина")
    counts_hours: Mapped[bool] = flag("Считать пропущенные часы", default=True)
    is_late: Mapped[bool] = flag("Опоздание")
    position: Mapped[int] = col("Порядок", sa.SmallInteger(), nullable=False, default=1)

    def __str__(self) -> str:
        return f"{self.letter} — {self.title}"


class Absence(Editable, Base):
    """A student's absence from (or lateness to) one lesson; a curator may confirm that it has no good reason."""

    __tablename__ = "absence"
    __label__, __labels__ = "Пропуск", "Пропуски"
    __table_args__ = (
        sa.ForeignKeyConstraint(["cell_id", "year"], ["cell.id", "cell.year"], ondelete="CASCADE"),
        sa.UniqueConstraint("year", "cell_id"),
        sa.Index("ix_absence_cell", "cell_id"), sa.Index("ix_absence_journal", "journal_id", "id"),
        sa.Index("ix_absence_student", "student_id", "id"),
        check("minutes", "minutes_late IS NULL OR minutes_late BETWEEN 1 AND 240"),
        check("hours", "hours BETWEEN 0 AND 8"),
    )

    year: Mapped[int] = col("Учебный год", sa.SmallInteger(), nullable=False)
    cell_id: Mapped[int] = col("Клетка", sa.Integer(), nullable=False)
    journal_id: Mapped[int] = _of_cell("Журнал", "journal_id")
    student_id: Mapped[int] = _of_cell("Студент", "student_id")
    kind_id: Mapped[int] = fk("Вид пропуска", "absence_kind.id", nullable=False)
    hours: Mapped[int] = col("Часов пропущено", sa.SmallInteger(), nullable=False)
    minutes_late: Mapped[int | None] = col("Опоздал на, мин.", sa.SmallInteger())
    excuse_note_id: Mapped[int | None] = fk("Оправдательный документ", "excuse_note.id", ondelete="SET NULL")
    confirmed_by_id: Mapped[int | None] = fk("Подтверждено без причины", "user.id", index=False)
    entered_at: Mapped[dt.datetime] = col("Записан", UtcDateTime(), nullable=False)

    cell: Mapped[Cell] = relationship(
        back_populates="absence", primaryjoin="Cell.id == foreign(Absence.cell_id)", info={"label": "Клетка"})
    journal: Mapped[Journal] = relationship()
    student: Mapped[Student] = relationship()
    kind: Mapped[AbsenceKind] = relationship(lazy="joined")
    excuse_note: Mapped[ExcuseNote | None] = relationship()
    confirmed_by: Mapped[User | None] = relationship()

    def __str__(self) -> str:
        return self.kind.letter


class ExcuseNote(Editable, Base):
    """A paper that excuses a span of days; the kind only, never a diagnosis."""

    __tablename__ = "excuse_note"
    __label__, __labels__ = "Оправдательный документ", "Оправдательные документы"
    __table_args__ = (check("dates", "starts <= ends"),)

    student_id: Mapped[int] = fk("Студент", "student.id", nullable=False)
    kind_id: Mapped[int] = fk("Вид пропуска", "absence_kind.id", nullable=False)
    starts: Mapped[dt.date] = col("С", sa.Date(), nullable=False)
    ends: Mapped[dt.date] = col("По", sa.Date(), nullable=False)
    document: Mapped[str | None] = col("Документ", sa.String(120))
    entered_by_id: Mapped[int] = fk("Кто внёс", "user.id", nullable=False, index=False)
    entered_at: Mapped[dt.datetime] = col("Внесён", UtcDateTime(), nullable=False)

    student: Mapped[Student] = relationship()
    kind: Mapped[AbsenceKind] = relationship()
    entered_by: Mapped[User] = relationship()

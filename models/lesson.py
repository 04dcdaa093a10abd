"""A lesson given: topic, tasks done, declared work, homework (п. 3, 5.6, 6.1–6.3)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, relationship

from models.base import Base, Editable, UtcDateTime, check, col, fk, term
from rules.terms import LessonKind, TaskKind, WorkKind

if TYPE_CHECKING:
    from models.journal import Journal, SyllabusTopic
    from models.user import User


STOOD_IN = sa.text("substituted_id IS NOT NULL")


class Lesson(Editable, Base):
    """One lesson of a journal on a date and pair; ``year`` is the academic year it belongs to."""

    __tablename__ = "lesson"
    __label__, __labels__ = "Занятие", "Занятия"
    __table_args__ = (
        sa.UniqueConstraint("year", "journal_id", "date", "pair"),
        sa.UniqueConstraint("id", "year"),
        sa.Index("ix_lesson_journal_date", "journal_id", "date", "pair"),
        sa.Index("ix_lesson_date", "date"),
        # whom one has stood in for: every right of a teacher asks it, and there are few among thousands of lessons
        sa.Index("ix_lesson_stood_in", "teacher_id", "date", postgresql_where=STOOD_IN, sqlite_where=STOOD_IN),
        check("pair", "pair BETWEEN 0 AND 9"), check("hours", "hours BETWEEN 1 AND 8"),
        check("substitution", "substituted_id IS NULL OR substituted_id <> teacher_id"),
    )

    year: Mapped[int] = col("Учебный год", sa.SmallInteger(), nullable=False)
    journal_id: Mapped[int] = fk("Журнал", "journal.id", nullable=False, index=False)
    date: Mapped[dt.date] = col("Дата", sa.Date(), nullable=False)
    pair: Mapped[int] = col("Пара", sa.SmallInteger(), nullable=False)
    hours: Mapped[int] = col("Часы", sa.SmallInteger(), nullable=False, default=2)
    kind: Mapped[LessonKind] = term("Вид занятия", LessonKind, nullable=False, default=LessonKind.COMBINED)
    topic: Mapped[str] = col("Тема", sa.String(500), nullable=False, default="")
    syllabus_topic_id: Mapped[int | None] = fk("Тема по плану", "syllabus_topic.id", ondelete="SET NULL")
    deviation_reason: Mapped[str | None] = col("Причина отклонения от плана", sa.String(250))
    teacher_id: Mapped[int] = fk("Провёл", "user.id", nullable=False)
    substituted_id: Mapped[int | None] = fk("Вместо", "user.id")
    substitution_reason: Mapped[str | None] = col("Причина замены", sa.String(250))
    attendance_at: Mapped[dt.datetime | None] = col("Посещаемость отмечена", UtcDateTime())
    entered_at: Mapped[dt.datetime] = col("Записано", UtcDateTime(), nullable=False)
    entered_by_id: Mapped[int] = fk("Кто записал", "user.id", nullable=False, index=False)
    late_reason: Mapped[str | None] = col("Причина опоздания записи", sa.String(250))

    journal: Mapped[Journal] = relationship()
    syllabus_topic: Mapped[SyllabusTopic | None] = relationship()
    teacher: Mapped[User] = relationship(foreign_keys=[teacher_id])
    substituted: Mapped[User | None] = relationship(foreign_keys=[substituted_id])
    entered_by: Mapped[User] = relationship(foreign_keys=[entered_by_id])
    tasks: Mapped[list[LessonTask]] = relationship(
        back_populates="lesson", order_by="LessonTask.position", cascade="all, delete-orphan",
        info={"label": "Выполненные задания"})
    works: Mapped[list[Work]] = relationship(
        back_populates="lesson", order_by="Work.id", cascade="all, delete-orphan", info={"label": "Объявленные работы"})
    homework: Mapped[list[Homework]] = relationship(
        back_populates="lesson", cascade="all, delete-orphan", info={"label": "Домашнее задание"})

    def __str__(self) -> str:
        return f"{self.date:%d.%m.%Y}, {self.pair}-я пара"


class LessonTask(Editable, Base):
    """A task done in class and its type (п. 5.6)."""

    __tablename__ = "lesson_task"
    __label__, __labels__ = "Задание на уроке", "Задания на уроках"
    __table_args__ = (sa.UniqueConstraint("lesson_id", "position"), check("text", "text <> ''"))

    lesson_id: Mapped[int] = fk("Занятие", "lesson.id", nullable=False, ondelete="CASCADE", index=False)
    position: Mapped[int] = col("№ п/п", sa.SmallInteger(), nullable=False, default=1)
    text: Mapped[str] = col("Задание", sa.String(1000), nullable=False)
    kind: Mapped[TaskKind] = term("Тип задания", TaskKind, nullable=False)

    lesson: Mapped[Lesson] = relationship(back_populates="tasks")

    def __str__(self) -> str:
        return self.text


class Work(Editable, Base):
    """A declared work: its marks are due a week after ``held_on`` (п. 6.3)."""

    __tablename__ = "work"
    __label__, __labels__ = "Объявленная работа", "Контрольные и практические работы"
    __table_args__ = (
        sa.UniqueConstraint("lesson_id", "kind", "number"),
        sa.Index("ix_work_held_on", "held_on"),
        check("number", "number BETWEEN 1 AND 200"), check("title", "title <> ''"),
    )

    lesson_id: Mapped[int] = fk("Занятие", "lesson.id", nullable=False, ondelete="CASCADE", index=False)
    kind: Mapped[WorkKind] = term("Вид работы", WorkKind, nullable=False)
    number: Mapped[int] = col("Номер", sa.SmallInteger(), nullable=False)
    title: Mapped[str] = col("Тема работы", sa.String(500), nullable=False)
    held_on: Mapped[dt.date] = col("Проведена", sa.Date(), nullable=False)

    lesson: Mapped[Lesson] = relationship(back_populates="works")

    def __str__(self) -> str:
        return f"{WorkKind(self.kind).title.capitalize()} № {self.number}. {self.title}"


class Homework(Editable, Base):
    """Homework set at a lesson (п. 6.2)."""

    __tablename__ = "homework"
    __label__, __labels__ = "Домашнее задание", "Домашние задания"
    __table_args__ = (sa.Index("ix_homework_due_on", "due_on"), check("text", "text <> ''"))

    lesson_id: Mapped[int] = fk("Занятие", "lesson.id", nullable=False, ondelete="CASCADE")
    text: Mapped[str] = col("Задание", sa.String(2000), nullable=False)
    kind: Mapped[TaskKind] = term("Вид задания", TaskKind, nullable=False, default=TaskKind.EXERCISE)
    due_on: Mapped[dt.date | None] = col("К какому дню", sa.Date())
    entered_at: Mapped[dt.datetime] = col("Записано", UtcDateTime(), nullable=False)
    late_reason: Mapped[str | None] = col("Причина опоздания записи", sa.String(250))

    lesson: Mapped[Lesson] = relationship(back_populates="homework")

    def __str__(self) -> str:
        return self.text

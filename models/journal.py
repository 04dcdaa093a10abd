"""A teacher's journal and its thematic plan."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, relationship

from models.base import Base, Editable, UtcDateTime, check, col, fk, term
from rules.groups import with_subgroup
from rules.terms import LessonKind, SyllabusState, TaskKind, WorkKind

if TYPE_CHECKING:
    from models.calendar import Semester
    from models.curriculum import CurriculumLine
    from models.group import Group, Subgroup
    from models.user import User

_WHOLE, _PART = sa.text("subgroup_id IS NULL"), sa.text("subgroup_id IS NOT NULL")


class Journal(Editable, Base):
    """Group or subgroup × line of the curriculum × semester × teacher, with planned hours."""

    __tablename__ = "journal"
    __label__, __labels__ = "Журнал", "Журналы"
    __table_args__ = (
        sa.Index("uq_journal_group", "curriculum_line_id", "group_id", "semester_id", "teacher_id",
                 unique=True, sqlite_where=_WHOLE, postgresql_where=_WHOLE),
        sa.Index("uq_journal_subgroup", "curriculum_line_id", "group_id", "subgroup_id", "semester_id", "teacher_id",
                 unique=True, sqlite_where=_PART, postgresql_where=_PART),
        check("planned_hours", "planned_hours >= 0"),
    )

    curriculum_line_id: Mapped[int] = fk("Строка учебного плана", "curriculum_line.id", nullable=False)
    group_id: Mapped[int] = fk("Группа", "group.id", nullable=False)
    subgroup_id: Mapped[int | None] = fk("Подгруппа", "subgroup.id")
    semester_id: Mapped[int] = fk("Семестр", "semester.id", nullable=False)
    teacher_id: Mapped[int] = fk("Преподаватель", "user.id", nullable=False)
    planned_hours: Mapped[int] = col("Часов по плану", sa.SmallInteger(), nullable=False)
    syllabus_id: Mapped[int | None] = fk("Тематический план", "syllabus.id")

    line: Mapped[CurriculumLine] = relationship(info={"label": "Строка учебного плана"})
    group: Mapped[Group] = relationship()
    subgroup: Mapped[Subgroup | None] = relationship()
    semester: Mapped[Semester] = relationship()
    teacher: Mapped[User] = relationship()
    syllabus: Mapped[Syllabus | None] = relationship(back_populates="journals")

    @property
    def part(self) -> int | None:
        """The number of the subgroup; None of the whole group."""
        return self.subgroup.number if self.subgroup is not None else None

    @property
    def whose(self) -> str:
        """«ИС-22, подгруппа 1»"""
        return with_subgroup(self.group.name, self.part)

    def __str__(self) -> str:
        return f"{self.whose}: {self.line.title}"


class Syllabus(Editable, Base):
    """A version of a thematic plan (КТП) for a line of the curriculum (п. 5.6)."""

    __tablename__ = "syllabus"
    __label__, __labels__ = "Тематический план", "Тематические планы"
    __table_args__ = (sa.UniqueConstraint("curriculum_line_id", "author_id", "version"),)

    curriculum_line_id: Mapped[int] = fk("Строка учебного плана", "curriculum_line.id", nullable=False, index=False)
    author_id: Mapped[int] = fk("Автор", "user.id", nullable=False)
    version: Mapped[int] = col("Версия плана", sa.SmallInteger(), nullable=False, default=1)
    state: Mapped[SyllabusState] = term("Состояние", SyllabusState, nullable=False, default=SyllabusState.DRAFT)
    submitted_at: Mapped[dt.datetime | None] = col("Отправлен", UtcDateTime())
    remark: Mapped[str | None] = col("Замечание методиста", sa.String(500))
    approved_by_id: Mapped[int | None] = fk("Утвердил", "user.id")
    approved_at: Mapped[dt.datetime | None] = col("Утверждён", UtcDateTime())

    line: Mapped[CurriculumLine] = relationship(info={"label": "Строка учебного плана"})
    author: Mapped[User] = relationship(foreign_keys=[author_id])
    approved_by: Mapped[User | None] = relationship(foreign_keys=[approved_by_id])
    journals: Mapped[list[Journal]] = relationship(back_populates="syllabus", info={"label": "Журналы"})
    topics: Mapped[list[SyllabusTopic]] = relationship(
        back_populates="syllabus", order_by="SyllabusTopic.position", cascade="all, delete-orphan",
        info={"label": "Темы"})

    def __str__(self) -> str:
        return f"{self.line}, версия {self.version}"


class SyllabusTopic(Editable, Base):
    __tablename__ = "syllabus_topic"
    __label__, __labels__ = "Тема плана", "Темы планов"
    __table_args__ = (sa.UniqueConstraint("syllabus_id", "position"), check("hours", "hours > 0"))

    syllabus_id: Mapped[int] = fk("Тематический план", "syllabus.id", nullable=False, ondelete="CASCADE", index=False)
    position: Mapped[int] = col("№ п/п", sa.SmallInteger(), nullable=False)
    section: Mapped[str | None] = col("Раздел", sa.String(250))
    title: Mapped[str] = col("Тема", sa.String(500), nullable=False)
    hours: Mapped[int] = col("Часы", sa.SmallInteger(), nullable=False)
    kind: Mapped[LessonKind] = term("Вид занятия", LessonKind, nullable=False, default=LessonKind.COMBINED)
    work_kind: Mapped[WorkKind | None] = term("Вид работы", WorkKind)
    work_number: Mapped[int | None] = col("№ работы", sa.SmallInteger())
    homework: Mapped[str | None] = col("Домашнее задание", sa.String(1000))
    homework_kind: Mapped[TaskKind | None] = term("Вид задания", TaskKind)

    syllabus: Mapped[Syllabus] = relationship(back_populates="topics")

    def __str__(self) -> str:
        return f"{self.position}. {self.title}"

"""Groups, subgroups, who studies in them and by which orders (п. 5.4)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, relationship

from models.base import Base, Editable, UtcDateTime, check, col, fk, term
from rules.groups import with_subgroup
from rules.terms import MovementKind, StudyForm

if TYPE_CHECKING:
    from models.curriculum import Curriculum, Speciality
    from models.student import Student
    from models.user import User


class Group(Editable, Base):
    """A study group; its course follows from the admission year."""

    __tablename__ = "group"
    __label__, __labels__ = "Группа", "Группы"
    __table_args__ = (
        sa.UniqueConstraint("name", "admission_year"),
        check("first_course", "first_course BETWEEN 1 AND 6"),
    )

    name: Mapped[str] = col("Название", sa.String(24), nullable=False)
    search_key: Mapped[str] = col("Ключ поиска", sa.String(24), nullable=False, info={"derived": True})
    speciality_id: Mapped[int] = fk("Специальность", "speciality.id", nullable=False)
    curriculum_id: Mapped[int | None] = fk("Учебный план", "curriculum.id")
    admission_year: Mapped[int] = col("Год набора", sa.SmallInteger(), nullable=False)
    first_course: Mapped[int] = col("Курс при наборе", sa.SmallInteger(), nullable=False, default=1, server_default="1")
    study_form: Mapped[StudyForm] = term("Форма обучения", StudyForm, nullable=False, default=StudyForm.FULL_TIME)
    closed_on: Mapped[dt.date | None] = col("Закрыта с", sa.Date())

    speciality: Mapped[Speciality] = relationship()
    curriculum: Mapped[Curriculum | None] = relationship()

    def course_in(self, year: int) -> int:
        """Course in the academic year that starts in ``year``."""
        return year - self.admission_year + self.first_course

    def __str__(self) -> str:
        return self.name


class Movement(Editable, Base):
    """An order about a student: enrolment, transfer, leave, return, expulsion, graduation."""

    __tablename__ = "movement"
    __label__, __labels__ = "Движение контингента", "Движение контингента"

    student_id: Mapped[int] = fk("Студент", "student.id", nullable=False)
    kind: Mapped[MovementKind] = term("Вид", MovementKind, nullable=False)
    order_number: Mapped[str] = col("Приказ №", sa.String(32), nullable=False)
    order_date: Mapped[dt.date] = col("Дата приказа", sa.Date(), nullable=False)
    effective_on: Mapped[dt.date] = col("Действует с", sa.Date(), nullable=False)
    from_group_id: Mapped[int | None] = fk("Из группы", "group.id")
    to_group_id: Mapped[int | None] = fk("В группу", "group.id")
    reason: Mapped[str | None] = col("Основание", sa.String(250))

    student: Mapped[Student] = relationship(back_populates="movements")
    from_group: Mapped[Group | None] = relationship(foreign_keys=[from_group_id])
    to_group: Mapped[Group | None] = relationship(foreign_keys=[to_group_id])

    def __str__(self) -> str:
        return f"{MovementKind(self.kind).title}, пр. № {self.order_number} от {self.order_date:%d.%m.%Y}"


class Membership(Editable, Base):
    """A student's time in a group, both days inclusive; spans of one student do not overlap."""

    __tablename__ = "membership"
    __label__, __labels__ = "Состав группы", "Составы групп"
    __table_args__ = (
        check("dates", "ends IS NULL OR starts <= ends"),
        sa.Index("ix_membership_group_span", "group_id", "starts", "ends"),
    )

    student_id: Mapped[int] = fk("Студент", "student.id", nullable=False)
    group_id: Mapped[int] = fk("Группа", "group.id", nullable=False, index=False)
    starts: Mapped[dt.date] = col("С", sa.Date(), nullable=False)
    ends: Mapped[dt.date | None] = col("По", sa.Date())
    entered_by_id: Mapped[int | None] = fk("Приказ о зачислении", "movement.id")
    left_by_id: Mapped[int | None] = fk("Приказ о выбытии", "movement.id")

    student: Mapped[Student] = relationship(back_populates="memberships")
    group: Mapped[Group] = relationship()
    entered_by: Mapped[Movement | None] = relationship(foreign_keys=[entered_by_id])
    left_by: Mapped[Movement | None] = relationship(foreign_keys=[left_by_id])

    def __str__(self) -> str:
        return f"{self.group}: с {self.starts:%d.%m.%Y}"


class Subgroup(Editable, Base):
    """A part of a group for one split («Иностранный язык», 1); proposed by the clerk, confirmed by the teacher."""

    __tablename__ = "subgroup"
    __label__, __labels__ = "Подгруппа", "Подгруппы"
    __table_args__ = (sa.UniqueConstraint("group_id", "split", "number"), check("number", "number BETWEEN 1 AND 9"))

    group_id: Mapped[int] = fk("Группа", "group.id", nullable=False, index=False)
    split: Mapped[str] = col("Деление", sa.String(120), nullable=False)
    number: Mapped[int] = col("Номер", sa.SmallInteger(), nullable=False)
    confirmed_by_id: Mapped[int | None] = fk("Подтвердил", "user.id")
    confirmed_at: Mapped[dt.datetime | None] = col("Подтверждена", UtcDateTime())

    group: Mapped[Group] = relationship()
    confirmed_by: Mapped[User | None] = relationship()

    def __str__(self) -> str:
        return with_subgroup(self.group.name, self.number)


class SubgroupMembership(Editable, Base):
    __tablename__ = "subgroup_membership"
    __label__, __labels__ = "Состав подгруппы", "Составы подгрупп"
    __table_args__ = (check("dates", "ends IS NULL OR starts <= ends"),)

    subgroup_id: Mapped[int] = fk("Подгруппа", "subgroup.id", nullable=False)
    student_id: Mapped[int] = fk("Студент", "student.id", nullable=False)
    starts: Mapped[dt.date] = col("С", sa.Date(), nullable=False)
    ends: Mapped[dt.date | None] = col("По", sa.Date())

    subgroup: Mapped[Subgroup] = relationship()
    student: Mapped[Student] = relationship()

    def __str__(self) -> str:
        return f"{self.student}: {self.subgroup}"


class Curatorship(Editable, Base):
    """A curator's assignment to a group (п. 5.3); the right to the group lives while it lasts."""

    __tablename__ = "curatorship"
    __label__, __labels__ = "Кураторство", "Кураторы групп"
    __table_args__ = (check("dates", "ends IS NULL OR starts <= ends"),)

    group_id: Mapped[int] = fk("Группа", "group.id", nullable=False)
    user_id: Mapped[int] = fk("Куратор", "user.id", nullable=False)
    starts: Mapped[dt.date] = col("С", sa.Date(), nullable=False)
    ends: Mapped[dt.date | None] = col("По", sa.Date())

    group: Mapped[Group] = relationship()
    user: Mapped[User] = relationship()

    def __str__(self) -> str:
        return f"{self.group}: {self.user.short_name}"

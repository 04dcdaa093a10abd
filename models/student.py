"""Students and their legal representatives."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, relationship

from models.base import Base, Editable, check, col, fk, flag, personal, term
from models.person import PersonName
from rules.terms import Gender, MedicalGroup, Relation

if TYPE_CHECKING:
    from models.group import Membership, Movement
    from models.user import User


class Student(PersonName, Base):
    __tablename__ = "student"
    __label__, __labels__ = "Студент", "Студенты"

    file_number: Mapped[str | None] = col("Личное дело №", sa.String(24), unique=True)
    birth_date: Mapped[dt.date | None] = personal("Дата рождения", sa.Date())
    gender: Mapped[Gender | None] = term("Пол", Gender)
    phone: Mapped[str | None] = personal("Телефон", sa.String(20))
    email: Mapped[str | None] = personal("Почта", sa.String(120))
    address: Mapped[str | None] = personal("Адрес", sa.String(250))
    medical_group: Mapped[MedicalGroup] = term(
        "Медицинская группа", MedicalGroup, nullable=False, default=MedicalGroup.MAIN, server_default="main",
        info={"personal": True})
    user_id: Mapped[int | None] = fk("Учётная запись", "user.id", unique=True, index=False)

    user: Mapped[User | None] = relationship()
    movements: Mapped[list[Movement]] = relationship(
        back_populates="student", order_by="Movement.effective_on", info={"label": "Приказы"})
    memberships: Mapped[list[Membership]] = relationship(
        back_populates="student", order_by="Membership.starts", info={"label": "Группы"})
    guardianships: Mapped[list[Guardianship]] = relationship(
        back_populates="student", cascade="all, delete-orphan", info={"label": "Родители"})


class Guardian(PersonName, Base):
    """A parent or another legal representative."""

    __tablename__ = "guardian"
    __label__, __labels__ = "Родитель", "Родители"

    phone: Mapped[str | None] = personal("Телефон", sa.String(20))
    email: Mapped[str | None] = personal("Почта", sa.String(120))
    address: Mapped[str | None] = personal("Адрес", sa.String(250))
    user_id: Mapped[int | None] = fk("Учётная запись", "user.id", unique=True, index=False)

    user: Mapped[User | None] = relationship()
    guardianships: Mapped[list[Guardianship]] = relationship(
        back_populates="guardian", cascade="all, delete-orphan", info={"label": "Дети"})


class Guardianship(Editable, Base):
    __tablename__ = "guardianship"
    __label__, __labels__ = "Родство", "Родители студентов"
    __table_args__ = (sa.UniqueConstraint("student_id", "guardian_id"),
                      check("dates", "ends IS NULL OR starts IS NULL OR starts <= ends"))

    student_id: Mapped[int] = fk("Студент", "student.id", nullable=False, ondelete="CASCADE", index=False)
    guardian_id: Mapped[int] = fk("Родитель", "guardian.id", nullable=False, ondelete="CASCADE")
    relation: Mapped[Relation] = term("Кем приходится", Relation, nullable=False, default=Relation.OTHER)
    is_primary: Mapped[bool] = flag("Основной представитель")
    starts: Mapped[dt.date | None] = col("С", sa.Date())
    ends: Mapped[dt.date | None] = col("По", sa.Date())

    student: Mapped[Student] = relationship(back_populates="guardianships")
    guardian: Mapped[Guardian] = relationship(back_populates="guardianships")

    def __str__(self) -> str:
        return f"{self.guardian.full_name}, {Relation(self.relation).title}"

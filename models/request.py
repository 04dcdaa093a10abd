"""Requests to support and to the clerk, acknowledgements, consents (п. 5.3, 8.2, 9.2)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, relationship

from models.base import Base, Editable, UtcDateTime, check, col, fk, personal, term
from rules.cards import TITLES
from rules.terms import AcknowledgementKind, ConsentKind, RequestState, Role, SupportCategory

if TYPE_CHECKING:
    from models.student import Guardian, Student
    from models.user import User


class SupportRequest(Editable, Base):
    """A question to the support desk (п. 8.2–8.3)."""

    __tablename__ = "support_request"
    __label__, __labels__ = "Обращение", "Обращения в поддержку"
    __table_args__ = (check("text", "text <> ''"),)

    author_id: Mapped[int] = fk("Автор", "user.id", nullable=False)
    author_role: Mapped[Role] = term("Роль", Role, nullable=False)
    category: Mapped[SupportCategory] = term("О чём", SupportCategory, nullable=False)
    page: Mapped[str | None] = col("Страница", sa.String(200))
    text: Mapped[str] = col("Вопрос", sa.String(4000), nullable=False)
    state: Mapped[RequestState] = term("Состояние", RequestState, nullable=False, default=RequestState.NEW)
    created_at: Mapped[dt.datetime] = col("Создано", UtcDateTime(), nullable=False)
    answer: Mapped[str | None] = col("Ответ", sa.String(4000))
    answered_by_id: Mapped[int | None] = fk("Кто ответил", "user.id")
    answered_at: Mapped[dt.datetime | None] = col("Когда ответил", UtcDateTime())

    author: Mapped[User] = relationship(foreign_keys=[author_id])
    answered_by: Mapped[User | None] = relationship(foreign_keys=[answered_by_id])


class ChangeRequest(Editable, Base):
    """A curator's word that a card must change; the clerk applies or declines it (п. 5.3)."""

    __tablename__ = "change_request"
    __label__, __labels__ = "Сообщение об изменении", "Сообщения об изменениях"

    student_id: Mapped[int] = fk("Студент", "student.id", nullable=False)
    guardian_id: Mapped[int | None] = fk("Родитель", "guardian.id")
    field: Mapped[str] = col("Поле", sa.String(40), nullable=False)
    old_value: Mapped[str | None] = personal("Было", sa.String(250))
    new_value: Mapped[str | None] = personal("Стало", sa.String(250))
    comment: Mapped[str | None] = col("Пояснение", sa.String(500))
    state: Mapped[RequestState] = term("Состояние", RequestState, nullable=False, default=RequestState.NEW)
    author_id: Mapped[int] = fk("Автор", "user.id", nullable=False)
    created_at: Mapped[dt.datetime] = col("Создано", UtcDateTime(), nullable=False)
    reply: Mapped[str | None] = col("Ответ", sa.String(500))
    decided_by_id: Mapped[int | None] = fk("Кто решил", "user.id")
    decided_at: Mapped[dt.datetime | None] = col("Когда решил", UtcDateTime())

    student: Mapped[Student] = relationship()
    guardian: Mapped[Guardian | None] = relationship()
    author: Mapped[User] = relationship(foreign_keys=[author_id])
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])

    def __str__(self) -> str:
        return f"{self.student}: {TITLES.get(self.field, self.field)}"


class Acknowledgement(Base):
    """«С дневником ознакомлен(а)» and its kin (п. 5.7, 7.4)."""

    __tablename__ = "acknowledgement"
    __label__, __labels__ = "Ознакомление", "Ознакомления"
    __table_args__ = (
        sa.UniqueConstraint("user_id", "kind", "subject_id", "week"),
        sa.Index("ix_acknowledgement_subject", "kind", "subject_id"),
    )

    user_id: Mapped[int] = fk("Кто", "user.id", nullable=False, ondelete="CASCADE", index=False)
    kind: Mapped[AcknowledgementKind] = term("С чем", AcknowledgementKind, nullable=False)
    subject_id: Mapped[int] = col("Номер", sa.Integer(), nullable=False)
    week: Mapped[dt.date] = col("Неделя", sa.Date(), nullable=False)
    at: Mapped[dt.datetime] = col("Когда", UtcDateTime(), nullable=False)

    user: Mapped[User] = relationship()


class Consent(Editable, Base):
    """Consent to the processing of personal data, with its date and basis (152-ФЗ)."""

    __tablename__ = "consent"
    __label__, __labels__ = "Согласие", "Согласия"
    __table_args__ = (check("dates", "revoked_on IS NULL OR given_on <= revoked_on"),)

    student_id: Mapped[int] = fk("Студент", "student.id", nullable=False)
    guardian_id: Mapped[int | None] = fk("Кто дал", "guardian.id")
    kind: Mapped[ConsentKind] = term("На что", ConsentKind, nullable=False)
    given_on: Mapped[dt.date] = col("Дано", sa.Date(), nullable=False)
    basis: Mapped[str] = col("Основание", sa.String(250), nullable=False)
    revoked_on: Mapped[dt.date | None] = col("Отозвано", sa.Date())

    student: Mapped[Student] = relationship()
    guardian: Mapped[Guardian | None] = relationship()

    def __str__(self) -> str:
        return f"{self.student}: {ConsentKind(self.kind).title}"

"""Final results and academic debts (п. 6.6, 6.7, 6.9)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, relationship

from models.base import Base, Editable, UtcDateTime, check, col, fk, flag, term
from rules.terms import BasisKind, DebtState, FinalKind, FinalValue

if TYPE_CHECKING:
    from models.journal import Journal
    from models.student import Student
    from models.user import User


class FinalMark(Editable, Base):
    """A final result with its basis; a draft until published."""

    __tablename__ = "final_mark"
    __label__, __labels__ = "Итоговая отметка", "Итоговые отметки"
    __table_args__ = (
        sa.UniqueConstraint("journal_id", "student_id", "kind"),
        check("basis", "basis_kind <> 'words' OR (basis IS NOT NULL AND basis <> '')"),
    )

    journal_id: Mapped[int] = fk("Журнал", "journal.id", nullable=False, index=False)
    student_id: Mapped[int] = fk("Студент", "student.id", nullable=False)
    kind: Mapped[FinalKind] = term("Вид итога", FinalKind, nullable=False)
    value: Mapped[FinalValue] = term("Итоговая отметка", FinalValue, nullable=False)
    basis_kind: Mapped[BasisKind] = term("Основание", BasisKind, nullable=False)
    basis: Mapped[str | None] = col("Основание словами", sa.String(500))
    theme: Mapped[str | None] = col("Тема проекта (работы)", sa.String(500))
    set_by_id: Mapped[int] = fk("Кто выставил", "user.id", nullable=False, index=False)
    set_at: Mapped[dt.datetime] = col("Выставлена", UtcDateTime(), nullable=False)
    published_at: Mapped[dt.datetime | None] = col("Опубликована", UtcDateTime())
    late_reason: Mapped[str | None] = col("Причина опоздания", sa.String(250))

    journal: Mapped[Journal] = relationship()
    student: Mapped[Student] = relationship()
    set_by: Mapped[User] = relationship()

    def __str__(self) -> str:
        return FinalValue(self.value).title


class Debt(Editable, Base):
    """An academic debt opened by «н/а» or a failed result; at most two attempts (273-ФЗ, ст. 58)."""

    __tablename__ = "debt"
    __label__, __labels__ = "Академическая задолженность", "Академические задолженности"

    final_mark_id: Mapped[int] = fk("Итоговая отметка", "final_mark.id", nullable=False, unique=True, index=False)
    form: Mapped[FinalKind] = term("Форма сдачи", FinalKind, nullable=False)
    opened_on: Mapped[dt.date] = col("Открыта", sa.Date(), nullable=False)
    due_on: Mapped[dt.date] = col("Срок", sa.Date(), nullable=False)
    state: Mapped[DebtState] = term("Состояние", DebtState, nullable=False, default=DebtState.OPEN)

    final_mark: Mapped[FinalMark] = relationship()
    attempts: Mapped[list[DebtAttempt]] = relationship(
        back_populates="debt", order_by="DebtAttempt.number", cascade="all, delete-orphan", info={"label": "Попытки"})


class DebtAttempt(Editable, Base):
    __tablename__ = "debt_attempt"
    __label__, __labels__ = "Попытка сдачи", "Попытки сдачи"
    __table_args__ = (sa.UniqueConstraint("debt_id", "number"), check("number", "number IN (1, 2)"),
                      check("commission", "number = 1 OR commission"))

    debt_id: Mapped[int] = fk("Задолженность", "debt.id", nullable=False, ondelete="CASCADE", index=False)
    number: Mapped[int] = col("Попытка", sa.SmallInteger(), nullable=False)
    date: Mapped[dt.date] = col("Дата", sa.Date(), nullable=False)
    examiner_id: Mapped[int] = fk("Принимает", "user.id", nullable=False)
    commission: Mapped[bool] = flag("С комиссией")
    members: Mapped[str | None] = col("Состав комиссии", sa.String(500))
    value: Mapped[FinalValue | None] = term("Результат", FinalValue)

    debt: Mapped[Debt] = relationship(back_populates="attempts")
    examiner: Mapped[User] = relationship()

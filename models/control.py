"""Control: findings, inspections, closing of periods, plan schedule (п. 5.7, 7.2–7.4)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, relationship

from models.base import Base, Editable, UtcDateTime, check, col, fk, flag, term
from rules.terms import ClosingScope, FindingState, InspectionKind, PlanState, RequestState, Severity

if TYPE_CHECKING:
    from models.group import Group
    from models.journal import Journal
    from models.lesson import Lesson
    from models.student import Student
    from models.user import User


class Finding(Editable, Base):
    """What a check found: the rule, the cell, the right person, since when.

    ``day`` is the day the fault belongs to; of what a whole semester lacks, the semester's first day.
    """

    __tablename__ = "finding"
    __label__, __labels__ = "Замечание", "Замечания контроля"
    __table_args__ = (sa.UniqueConstraint("rule", "fingerprint"), sa.Index("ix_finding_state", "state", "journal_id"),
                      sa.Index("ix_finding_rule_day", "rule", "day"))

    rule: Mapped[str] = col("Проверка", sa.String(60), nullable=False)
    point: Mapped[str] = col("Пункт", sa.String(12), nullable=False)
    severity: Mapped[Severity] = term("Важность", Severity, nullable=False)
    fingerprint: Mapped[str] = col("Отпечаток", sa.String(120), nullable=False)
    text: Mapped[str] = col("Что не так", sa.String(500), nullable=False)
    day: Mapped[dt.date] = col("День", sa.Date(), nullable=False)
    journal_id: Mapped[int | None] = fk("Журнал", "journal.id", ondelete="CASCADE")
    lesson_id: Mapped[int | None] = fk("Занятие", "lesson.id", ondelete="CASCADE")
    student_id: Mapped[int | None] = fk("Студент", "student.id", ondelete="CASCADE")
    group_id: Mapped[int | None] = fk("Группа", "group.id")
    responsible_id: Mapped[int | None] = fk("Кто отвечает", "user.id")
    found_at: Mapped[dt.datetime] = col("Найдено", UtcDateTime(), nullable=False)
    state: Mapped[FindingState] = term("Состояние", FindingState, nullable=False, default=FindingState.OPEN)
    explanation: Mapped[str | None] = col("Объяснение", sa.String(500))
    accepted_reason: Mapped[str | None] = col("Почему принято", sa.String(500))
    fixed_at: Mapped[dt.datetime | None] = col("Исправлено", UtcDateTime())
    told_id: Mapped[int | None] = col("Кому сообщено", sa.Integer(), info={"untracked": True})

    journal: Mapped[Journal | None] = relationship()
    lesson: Mapped[Lesson | None] = relationship()
    student: Mapped[Student | None] = relationship()
    group: Mapped[Group | None] = relationship()
    responsible: Mapped[User | None] = relationship()

    def __str__(self) -> str:
        return self.text


remark_finding = sa.Table(
    "remark_finding", Base.metadata,
    sa.Column("remark_id", sa.ForeignKey("remark.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("finding_id", sa.ForeignKey("finding.id", ondelete="CASCADE"), primary_key=True, index=True),
)


class Inspection(Editable, Base):
    """An act of inspection («справка проверки журнала», п. 7.2–7.4)."""

    __tablename__ = "inspection"
    __label__, __labels__ = "Справка проверки", "Справки проверок"
    __table_args__ = (sa.UniqueConstraint("number"),)

    number: Mapped[str] = col("Номер", sa.String(24), nullable=False)
    kind: Mapped[InspectionKind] = term("Вид", InspectionKind, nullable=False)
    date: Mapped[dt.date] = col("Дата", sa.Date(), nullable=False)
    inspector_id: Mapped[int] = fk("Проверил", "user.id", nullable=False)
    subject: Mapped[str] = col("Что проверено", sa.String(250), nullable=False)
    conclusion: Mapped[str | None] = col("Вывод", sa.String(4000))
    due_on: Mapped[dt.date | None] = col("Устранить до", sa.Date())

    inspector: Mapped[User] = relationship()
    remarks: Mapped[list[Remark]] = relationship(
        back_populates="inspection", cascade="all, delete-orphan", info={"label": "Журналы и замечания"})

    def __str__(self) -> str:
        return f"№ {self.number} от {self.date:%d.%m.%Y}"


class Remark(Editable, Base):
    """A journal looked at by an inspection, with a remark or without one; ``findings`` are those it sums up."""

    __tablename__ = "remark"
    __label__, __labels__ = "Замечание проверки", "Замечания проверок"

    inspection_id: Mapped[int] = fk("Справка", "inspection.id", nullable=False, ondelete="CASCADE")
    journal_id: Mapped[int] = fk("Журнал", "journal.id", nullable=False)
    text: Mapped[str | None] = col("Замечание", sa.String(2000))
    fixed_on: Mapped[dt.date | None] = col("Устранено", sa.Date())

    inspection: Mapped[Inspection] = relationship(back_populates="remarks")
    journal: Mapped[Journal] = relationship()
    findings: Mapped[list[Finding]] = relationship(secondary=remark_finding, info={"label": "Из замечаний контроля"})


class Closing(Editable, Base):
    """A closed span of days: nobody writes into it, the administrator neither; a norm closes without ``closed_by``."""

    __tablename__ = "closing"
    __label__, __labels__ = "Закрытый период", "Закрытые периоды"
    __table_args__ = (check("dates", "starts <= ends"), sa.UniqueConstraint("scope", "starts"))

    scope: Mapped[ClosingScope] = term("Что закрыто", ClosingScope, nullable=False)
    starts: Mapped[dt.date] = col("С", sa.Date(), nullable=False)
    ends: Mapped[dt.date] = col("По", sa.Date(), nullable=False)
    closed_by_id: Mapped[int | None] = fk("Кто закрыл", "user.id")
    closed_at: Mapped[dt.datetime] = col("Когда закрыто", UtcDateTime(), nullable=False)

    closed_by: Mapped[User | None] = relationship()

    def __str__(self) -> str:
        return f"{ClosingScope(self.scope).title} {self.starts:%d.%m.%Y}–{self.ends:%d.%m.%Y}"


class ReopeningGrant(Editable, Base):
    """Leave to write late or into a closed period, with a reason and an expiry."""

    __tablename__ = "reopening_grant"
    __label__, __labels__ = "Разрешение на запись", "Разрешения на запись"
    __table_args__ = (check("dates", "starts <= ends"), check("reason", "reason <> ''"))

    starts: Mapped[dt.date] = col("Занятия с", sa.Date(), nullable=False)
    ends: Mapped[dt.date] = col("по", sa.Date(), nullable=False)
    journal_id: Mapped[int | None] = fk("Журнал", "journal.id")
    user_id: Mapped[int | None] = fk("Кому", "user.id")
    reason: Mapped[str] = col("Причина", sa.String(500), nullable=False)
    expires_at: Mapped[dt.datetime] = col("Действует до", UtcDateTime(), nullable=False)
    granted_by_id: Mapped[int] = fk("Кто разрешил", "user.id", nullable=False)
    granted_at: Mapped[dt.datetime] = col("Когда разрешено", UtcDateTime(), nullable=False)

    journal: Mapped[Journal | None] = relationship()
    user: Mapped[User | None] = relationship(foreign_keys=[user_id])
    granted_by: Mapped[User] = relationship(foreign_keys=[granted_by_id])


class ReopeningRequest(Editable, Base):
    """A teacher's request for leave to write late; a deputy grants or declines it (п. 7.2)."""

    __tablename__ = "reopening_request"
    __label__, __labels__ = "Просьба открыть запись", "Просьбы открыть запись"
    __table_args__ = (check("dates", "starts <= ends"), check("reason", "reason <> ''"))

    journal_id: Mapped[int] = fk("Журнал", "journal.id", nullable=False, ondelete="CASCADE")
    starts: Mapped[dt.date] = col("Занятия с", sa.Date(), nullable=False)
    ends: Mapped[dt.date] = col("по", sa.Date(), nullable=False)
    reason: Mapped[str] = col("Причина", sa.String(500), nullable=False)
    state: Mapped[RequestState] = term("Состояние", RequestState, nullable=False, default=RequestState.NEW)
    author_id: Mapped[int] = fk("Кто просит", "user.id", nullable=False)
    created_at: Mapped[dt.datetime] = col("Создано", UtcDateTime(), nullable=False)
    reply: Mapped[str | None] = col("Ответ", sa.String(500))
    decided_by_id: Mapped[int | None] = fk("Кто решил", "user.id")
    decided_at: Mapped[dt.datetime | None] = col("Когда решил", UtcDateTime())
    grant_id: Mapped[int | None] = fk("Разрешение", "reopening_grant.id")

    journal: Mapped[Journal] = relationship()
    author: Mapped[User] = relationship(foreign_keys=[author_id])
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])
    grant: Mapped[ReopeningGrant | None] = relationship()


class PlanEvent(Editable, Base):
    """A line of the plan schedule (План-график)."""

    __tablename__ = "plan_event"
    __label__, __labels__ = "Мероприятие плана-графика", "План-график"

    position: Mapped[int] = col("№", sa.SmallInteger(), nullable=False)
    title: Mapped[str] = col("Мероприятие", sa.String(500), nullable=False)
    period: Mapped[str] = col("Период", sa.String(80), nullable=False)
    due_on: Mapped[dt.date | None] = col("Срок", sa.Date())
    responsible: Mapped[str] = col("Ответственный", sa.String(200), nullable=False)
    responsible_id: Mapped[int | None] = fk("Кто отвечает", "user.id")
    topic: Mapped[str | None] = col("Тема", sa.String(500))
    attendees: Mapped[str | None] = col("Участники", sa.String(1000))
    material: Mapped[str | None] = col("Материал", sa.String(1000))
    state: Mapped[PlanState] = term("Состояние", PlanState, nullable=False, default=PlanState.PLANNED)
    is_public: Mapped[bool] = flag("Показывать всем", default=True)

    responsible_user: Mapped[User | None] = relationship()

    def __str__(self) -> str:
        return self.title

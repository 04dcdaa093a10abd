"""The journal of changes: append-only, hash-chained (ADR 4)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, relationship

from models.base import Base, Json, UtcDateTime, col, fk, term
from rules.terms import AuditAction

if TYPE_CHECKING:
    from models.user import User


class AuditRecord(Base):
    """One change: who, when, what, before and after, why, from where; linked to the one before it."""

    __tablename__ = "audit_record"
    __label__, __labels__ = "Запись изменения", "Журнал изменений"
    __table_args__ = (
        sa.UniqueConstraint("year", "chain", "seq"),
        sa.Index("ix_audit_record_entity", "entity", "entity_id"),
        sa.Index("ix_audit_record_at", "at"),
        sa.Index("ix_audit_record_journal", "journal_id", "at"),
        sa.Index("ix_audit_record_student", "student_id", "id"),
    )

    id: Mapped[int] = col("№", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True, sort_order=-10)
    year: Mapped[int] = col("Учебный год", sa.SmallInteger(), nullable=False)
    chain: Mapped[str] = col("Цепочка", sa.String(40), nullable=False)
    seq: Mapped[int] = col("№ в цепочке", sa.Integer(), nullable=False)
    at: Mapped[dt.datetime] = col("Когда", UtcDateTime(), nullable=False)
    actor_id: Mapped[int | None] = col("Кто", sa.Integer(), index=True)
    source: Mapped[str] = col("Откуда", sa.String(24), nullable=False)
    action: Mapped[AuditAction] = term("Действие", AuditAction, nullable=False)
    entity: Mapped[str] = col("Раздел", sa.String(40), nullable=False)
    entity_id: Mapped[int | None] = col("Номер", sa.Integer())
    journal_id: Mapped[int | None] = col("Журнал", sa.Integer())
    group_id: Mapped[int | None] = col("Группа", sa.Integer())
    student_id: Mapped[int | None] = col("Студент", sa.Integer())
    before: Mapped[dict[str, Any]] = col("Было", Json, nullable=False)
    after: Mapped[dict[str, Any]] = col("Стало", Json, nullable=False)
    reason: Mapped[str | None] = col("Причина", sa.String(500))
    address: Mapped[str | None] = col("Адрес", sa.String(64))
    previous_hash: Mapped[str] = col("Хеш предыдущей", sa.String(64), nullable=False)
    hash: Mapped[str] = col("Хеш", sa.String(64), nullable=False)

    actor: Mapped[User | None] = relationship(
        primaryjoin="foreign(AuditRecord.actor_id) == User.id", viewonly=True, info={"label": "Кто"})


class AuditHead(Base):
    """The last link of each chain."""

    __tablename__ = "audit_head"
    __label__, __labels__ = "Конец цепочки", "Концы цепочек"
    __table_args__ = (sa.UniqueConstraint("year", "chain"),)

    year: Mapped[int] = col("Учебный год", sa.SmallInteger(), nullable=False)
    chain: Mapped[str] = col("Цепочка", sa.String(40), nullable=False)
    seq: Mapped[int] = col("№ в цепочке", sa.Integer(), nullable=False)
    hash: Mapped[str] = col("Хеш", sa.String(64), nullable=False)


class PersonKey(Base):
    """The key of one person's values in the audit; destroying it erases them and keeps the chain."""

    __tablename__ = "person_key"
    __label__, __labels__ = "Ключ данных человека", "Ключи данных людей"
    __table_args__ = (sa.UniqueConstraint("entity", "entity_id"),)

    entity: Mapped[str] = col("Раздел", sa.String(40), nullable=False)
    entity_id: Mapped[int] = col("Номер", sa.Integer(), nullable=False)
    key: Mapped[str | None] = col("Ключ", sa.String(64), info={"secret": True})


class ViewRecord(Base):
    """Who looked at a personal card (п. 9.2)."""

    __tablename__ = "view_record"
    __label__, __labels__ = "Просмотр карточки", "Просмотры карточек"
    __table_args__ = (sa.Index("ix_view_record_student", "student_id", "at"),)

    user_id: Mapped[int] = fk("Кто", "user.id", nullable=False)
    student_id: Mapped[int] = fk("Студент", "student.id", nullable=False, index=False)
    at: Mapped[dt.datetime] = col("Когда", UtcDateTime(), nullable=False)
    page: Mapped[str] = col("Страница", sa.String(120), nullable=False)

    user: Mapped[User] = relationship()

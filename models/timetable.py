"""The weekly timetable and its changes by date (п. 5.5)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Mapped, Mapper, relationship

from models.base import Base, Editable, check, col, fk, flag, term
from rules.terms import ChangeKind, NameKind, WeekParity
from rules.timetable_words import remembered_key
from rules.words import WEEKDAYS

if TYPE_CHECKING:
    from models.curriculum import Discipline, Practice
    from models.group import Group
    from models.journal import Journal
    from models.user import User


class TimetableSlot(Editable, Base):
    """A journal's lesson on a weekday and pair, between two dates."""

    __tablename__ = "timetable_slot"
    __label__, __labels__ = "Занятие расписания", "Расписание"
    __table_args__ = (
        sa.UniqueConstraint("journal_id", "weekday", "pair", "parity", "starts"),
        check("weekday", "weekday BETWEEN 1 AND 7"), check("pair", "pair BETWEEN 0 AND 9"),
        check("dates", "starts <= ends"),
    )

    journal_id: Mapped[int] = fk("Журнал", "journal.id", nullable=False, index=False)
    weekday: Mapped[int] = col("День недели", sa.SmallInteger(), nullable=False)
    pair: Mapped[int] = col("Пара", sa.SmallInteger(), nullable=False)
    parity: Mapped[WeekParity] = term("Недели", WeekParity, nullable=False, default=WeekParity.EVERY)
    starts: Mapped[dt.date] = col("С", sa.Date(), nullable=False)
    ends: Mapped[dt.date] = col("По", sa.Date(), nullable=False)
    room: Mapped[str | None] = col("Аудитория", sa.String(24))

    journal: Mapped[Journal] = relationship()

    def __str__(self) -> str:
        return f"{self.journal}, {WEEKDAYS[self.weekday - 1]}, {self.pair}-я пара"


class TimetableChange(Editable, Base):
    """What differs from the weekly timetable on one date: who, what, where, why."""

    __tablename__ = "timetable_change"
    __label__, __labels__ = "Изменение расписания", "Изменения расписания"
    __table_args__ = (
        sa.Index("ix_timetable_change_date", "date"),
        check("pair", "pair BETWEEN 0 AND 9"),
        check("subject", "journal_id IS NOT NULL OR new_journal_id IS NOT NULL"),
    )

    date: Mapped[dt.date] = col("Дата", sa.Date(), nullable=False)
    pair: Mapped[int] = col("Пара", sa.SmallInteger(), nullable=False)
    kind: Mapped[ChangeKind] = term("Вид", ChangeKind, nullable=False)
    journal_id: Mapped[int | None] = fk("По расписанию", "journal.id")
    new_journal_id: Mapped[int | None] = fk("Вместо него", "journal.id")
    substitute_id: Mapped[int | None] = fk("Замещает", "user.id")
    new_date: Mapped[dt.date | None] = col("Перенесено на", sa.Date())
    new_pair: Mapped[int | None] = col("Новая пара", sa.SmallInteger())
    room: Mapped[str | None] = col("Аудитория", sa.String(24))
    reason: Mapped[str | None] = col("Причина", sa.String(250))

    journal: Mapped[Journal | None] = relationship(foreign_keys=[journal_id])
    new_journal: Mapped[Journal | None] = relationship(foreign_keys=[new_journal_id])
    substitute: Mapped[User | None] = relationship()

    def __str__(self) -> str:
        return f"{self.date:%d.%m.%Y}, {self.pair}-я пара: {ChangeKind(self.kind).title}"


class TimetableName(Editable, Base):
    """What a name in a timetable's file means: answered once, used by every file that follows."""

    __tablename__ = "timetable_name"
    __label__, __labels__ = "Имя в файлах расписания", "Имена в файлах расписания"
    __table_args__ = (
        sa.UniqueConstraint("kind", "key"),
        check("target", "(CASE WHEN group_id IS NULL THEN 0 ELSE 1 END)"
              " + (CASE WHEN discipline_id IS NULL THEN 0 ELSE 1 END)"
              " + (CASE WHEN practice_id IS NULL THEN 0 ELSE 1 END)"
              " + (CASE WHEN teacher_id IS NULL THEN 0 ELSE 1 END)"
              " + (CASE WHEN skipped THEN 1 ELSE 0 END) = 1"),
    )

    kind: Mapped[NameKind] = term("Вид", NameKind, nullable=False)
    text: Mapped[str] = col("Как в файле", sa.String(250), nullable=False)
    key: Mapped[str] = col("Ключ", sa.String(250), nullable=False, info={"derived": True})
    group_id: Mapped[int | None] = fk("Группа", "group.id")
    discipline_id: Mapped[int | None] = fk("Дисциплина или МДК", "discipline.id")
    practice_id: Mapped[int | None] = fk("Практика", "practice.id")
    teacher_id: Mapped[int | None] = fk("Преподаватель", "user.id")
    skipped: Mapped[bool] = flag("Не загружать")

    group: Mapped[Group | None] = relationship()
    discipline: Mapped[Discipline | None] = relationship()
    practice: Mapped[Practice | None] = relationship()
    teacher: Mapped[User | None] = relationship()

    def __str__(self) -> str:
        return f"{NameKind(self.kind).title} «{self.text}»"


@event.listens_for(TimetableName, "before_insert")
@event.listens_for(TimetableName, "before_update")
def _remember(mapper: Mapper[Any], connection: sa.Connection, target: TimetableName) -> None:
    target.key = remembered_key(NameKind(target.kind), target.text)

"""What the timetable says of substitutions: who gives a lesson, what goes instead of it, until when (п. 6.1, 6.3)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from access.identity import Identity
from access.scopes import accounts_with
from models import Journal, Lesson, TimetableChange, User, db
from rules.names import full_name, short_name
from rules.terms import ChangeKind, Role


@dataclass(frozen=True)
class Assignment:
    """A lesson that the timetable gives to a substitute and that has no record yet."""

    date: dt.date
    pair: int
    reason: str | None


def planned_substitution(journal: Journal, day: dt.date, pair: int) -> TimetableChange | None:
    """The substitution of the timetable on a date and pair; of several the last entered."""
    return db.session.scalar(
        sa.select(TimetableChange).options(joinedload(TimetableChange.substitute)).where(
            TimetableChange.kind == ChangeKind.SUBSTITUTED, TimetableChange.journal_id == journal.id,
            TimetableChange.date == day, TimetableChange.pair == pair)
        .order_by(TimetableChange.id.desc()).limit(1))


def instead_of(journal: Journal, day: dt.date, pair: int) -> str | None:
    """What goes by the timetable instead of the journal's lesson: «Математика, Рябова Н. Г.»."""
    change = db.session.scalar(
        sa.select(TimetableChange)
        .options(joinedload(TimetableChange.new_journal).options(joinedload(Journal.line), joinedload(Journal.teacher)))
        .where(TimetableChange.kind == ChangeKind.REPLACED, TimetableChange.journal_id == journal.id,
               TimetableChange.new_journal_id.is_not(None), TimetableChange.new_journal_id != journal.id,
               TimetableChange.date == day, TimetableChange.pair == pair).limit(1))
    book = change.new_journal if change is not None else None
    return f"«{book.line.title}», {book.teacher.short_name}" if book is not None else None


def assignments(user: Identity, journal: Journal) -> list[Assignment]:
    """Lessons of the journal given to the user by the timetable, held and not recorded, the oldest first."""
    recorded = sa.exists().where(Lesson.journal_id == journal.id, Lesson.date == TimetableChange.date,
                                 Lesson.pair == TimetableChange.pair)
    return [Assignment(row.date, row.pair, row.reason) for row in db.session.execute(
        sa.select(TimetableChange.date, TimetableChange.pair, TimetableChange.reason).where(
            TimetableChange.kind == ChangeKind.SUBSTITUTED, TimetableChange.journal_id == journal.id,
            TimetableChange.substitute_id == user.id, TimetableChange.date <= user.today, ~recorded)
        .order_by(TimetableChange.date, TimetableChange.pair))]


def colleagues(user: Identity) -> list[tuple[int, str]]:
    """Other teachers, by name: who may have given a lesson instead."""
    found = db.session.execute(sa.select(User.id, User.last_name, User.first_name, User.patronymic).where(
        User.id != user.id, User.blocked_at.is_(None), User.id.in_(accounts_with(Role.TEACHER)))
        .order_by(User.sort_key))
    return [(row.id, full_name(row.last_name, row.first_name, row.patronymic)) for row in found]


def people_to_ask(*roles: Role) -> list[str]:
    """Whom to ask by name: those who hold one of the roles, at most four."""
    found = db.session.execute(sa.select(User.last_name, User.first_name, User.patronymic).where(
        User.blocked_at.is_(None), User.id.in_(accounts_with(*roles))).order_by(User.sort_key).limit(4))
    return [short_name(row.last_name, row.first_name, row.patronymic) for row in found]

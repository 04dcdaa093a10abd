"""The panel beside the grid: one lesson at a glance, with what waits for marks (п. 5.6, 6.1–6.3)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa

from access.check import rows
from access.grants import Action
from access.identity import Identity
from models import Journal, Lesson, TimetableSlot, db
from queries.lesson_page import LessonPage, lesson_page
from queries.lesson_works import Awaited, awaited_works
from queries.lessons import may_record, next_pair


@dataclass(frozen=True)
class Panel:
    """``may_write``: the user records or corrects this lesson, else the panel only tells."""

    page: LessonPage
    awaited: tuple[Awaited, ...]
    may_write: bool
    room: str | None


@dataclass(frozen=True)
class Chosen:
    """Whose panel it is: a record, or a day and pair to be recorded."""

    lesson: Lesson | None
    date: dt.date
    pair: int | None


def panel(user: Identity, journal: Journal, chosen: Chosen) -> Panel:
    """The panel of a lesson; the same statements whatever the size of the group."""
    page = lesson_page(user, journal, chosen.lesson, chosen.date, chosen.pair, brief=True)
    writes = _may_write(user, chosen.lesson) if chosen.lesson is not None else may_record(user, journal)
    awaited = awaited_works(user, journal, page.timing.calendar, page.timing.norms) if writes else []
    return Panel(page, tuple(awaited), writes, _room(journal, chosen))


def chosen_lesson(user: Identity, journal: Journal) -> Chosen | None:
    """Today's lesson that is not recorded yet, else the last recorded one the user may read."""
    pair = next_pair(journal, user.today) if may_record(user, journal) else None
    if pair is not None:
        return Chosen(None, user.today, pair)
    last = db.session.scalar(sa.select(Lesson).where(
        Lesson.journal_id == journal.id, Lesson.date <= user.today, rows(user, Action.READ, Lesson))
        .order_by(Lesson.date.desc(), Lesson.pair.desc()).limit(1))
    return Chosen(last, last.date, last.pair) if last is not None else None


def read_lesson(user: Identity, journal: Journal, lesson_id: int) -> Lesson | None:
    """A lesson of this journal that the user may read."""
    return db.session.scalar(sa.select(Lesson).where(
        Lesson.id == lesson_id, Lesson.journal_id == journal.id, rows(user, Action.READ, Lesson)))


def _may_write(user: Identity, lesson: Lesson) -> bool:
    return db.session.scalar(sa.select(Lesson.id).where(
        Lesson.id == lesson.id, rows(user, Action.UPDATE, Lesson))) is not None


def _room(journal: Journal, chosen: Chosen) -> str | None:
    return db.session.scalar(sa.select(TimetableSlot.room).where(
        TimetableSlot.journal_id == journal.id, TimetableSlot.weekday == chosen.date.isoweekday(),
        TimetableSlot.pair == chosen.pair, TimetableSlot.starts <= chosen.date, TimetableSlot.ends >= chosen.date)
        .limit(1))

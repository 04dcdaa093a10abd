"""The columns of a journal's grid: its lessons, how they stand, and the dimension lines above them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from access import scopes
from access.check import allows, rows
from access.grants import Action
from access.identity import Identity
from access.kept import ask, kept
from models import Absence, Journal, Lesson, User, Work
from queries.journal_frame import Frame
from rules.lessons import closed_period
from rules.names import short_name
from rules.openness import ABSENCES, READ_ONLY, Window, closed_window, entry_window, line_words, reason
from rules.terms import Role, WorkKind
from rules.words import MONTH_TITLES

LETTERS = {WorkKind.CONTROL: "К", WorkKind.CHECK: "Пр", WorkKind.LABORATORY: "Л", WorkKind.PRACTICAL: "П"}
FEW = 10  # so many columns may be wide
EDGES, ICON, LETTER = 30, 16, 6.4  # px: a line's ends, its lock, a letter of 12 px type


@dataclass(frozen=True)
class Column:
    """A lesson of the grid; ``work`` is the declared work of п. 6.3, ``substitute`` who gave it instead (п. 6.1);
    ``mine``: the user may change the lesson."""

    id: int
    date: dt.date
    pair: int
    hours: int
    topic: str
    work: WorkKind | None
    substitute: str | None
    window: Window
    mine: bool

    @property
    def letter(self) -> str:
        return LETTERS[self.work] if self.work else ""

    @property
    def closed(self) -> bool:
        return self.window.state.is_closed

    @property
    def hint(self) -> str:
        """Everything about the lesson in one line: topic, work, substitution, until when it is open."""
        parts = [f"{self.date:%d.%m}", self.topic, self.about, reason(self.window)]
        return "; ".join(part for part in parts if part)

    @property
    def about(self) -> str:
        """«3-я пара, практическая работа, замена: Рябова Н. Г.»"""
        parts = [f"{self.pair}-я пара", self.work.title if self.work else "",
                 f"замена: {self.substitute}" if self.substitute else ""]
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True)
class Span:
    """A dimension line over neighbouring lessons: ``words`` fit its width, ``short`` says it anyway below the grid,
    ``reason`` says all of it."""

    size: int
    words: str
    short: str
    reason: str
    closed: bool


def width(count: int) -> int:
    """Pixels of a column when ``count`` of them are shown."""
    return 40 if count <= FEW else 27


def columns(user: Identity, journal: Journal, frame: Frame) -> list[Column]:
    """Lessons of the journal that the user may read, in the order of dates and pairs, in one query."""
    window = cache(partial(_window, user, journal, frame))
    return [Column(id, date, pair, hours, topic, WorkKind(kind) if kind else None,
                   short_name(last, first, patronymic) if instead else None,
                   window(date, held, bool(mine), bool(curated)), bool(mine))
            for id, date, pair, hours, topic, kind, held, instead, last, first, patronymic, mine, curated in (
                ask(_lessons(user), journal=journal.id))]


@kept
def _lessons(user: Identity) -> sa.Select[Any]:
    work, held_on = _first_work(Work.kind), _first_work(Work.held_on)
    return (
        sa.select(Lesson.id, Lesson.date, Lesson.pair, Lesson.hours, Lesson.topic, work, held_on,
                  Lesson.substituted_id, User.last_name, User.first_name, User.patronymic,
                  sa.case((rows(user, Action.UPDATE, Lesson), 1), else_=0), _curated(user))
        .join(User, User.id == Lesson.teacher_id)
        .where(Lesson.journal_id == sa.bindparam("journal"), rows(user, Action.READ, Lesson))
        .order_by(Lesson.date, Lesson.pair))


def spans(shown: Sequence[Column], whole: bool, cell: int) -> list[Span]:
    """Dimension lines: one for neighbours of one state, and of one month when the whole semester is shown;
    ``cell`` is the width of a column."""
    def key(column: Column) -> Hashable:
        return column.window.state, column.window.what, column.date.month if whole else 0
    return [_span(group, whole, cell) for group in _groups(shown, key)]


def _span(group: list[Column], whole: bool, cell: int) -> Span:
    windows = [column.window for column in group]
    words, month = line_words(windows), MONTH_TITLES[group[0].date.month - 1]
    if whole:
        words = (*(phrase if phrase.startswith(month) else f"{month}: {phrase}" for phrase in words), month, month[:3])
    closed = windows[0].state.is_closed
    full = reason(windows[-1])
    return Span(len(group), fitting(words, len(group) * cell, closed), line_words(windows)[0],
                full[0].upper() + full[1:], closed)


def fitting(phrases: Iterable[str], room: int, icon: bool) -> str:
    """The first phrase that fits so many pixels; nothing when none does."""
    room = int((room - EDGES - (ICON if icon else 0)) / LETTER)
    return next((phrase for phrase in phrases if len(phrase) <= room), "")


def _groups(shown: Sequence[Column], key: Callable[[Column], Hashable]) -> list[list[Column]]:
    return [list(group) for _, group in groupby(shown, key=key)]


def _first_work(column: Any) -> sa.ScalarSelect[Any]:
    """Of several works of a lesson the first declared one, as the cell's action takes it."""
    return (sa.select(column).where(Work.lesson_id == Lesson.id).order_by(Work.id).limit(1)
            .correlate(Lesson).scalar_subquery())


def _curated(user: Identity) -> sa.ColumnElement[int]:
    """Whether the user is the group's curator, who specifies absences (п. 5.3)."""
    if not (user.has(Role.CURATOR) and allows(user, Action.UPDATE, Absence)):
        return sa.literal(0)
    groups = scopes.my_groups(user)
    return sa.case((Lesson.journal_id.in_(sa.select(Journal.id).where(Journal.group_id.in_(groups))), 1), else_=0)


def _window(user: Identity, journal: Journal, frame: Frame, date: dt.date, held_on: dt.date | None, mine: bool,
            curated: bool) -> Window:
    """How the cells of a lesson stand to the user; a closed period beats every right."""
    if closed := _closed(journal, frame, user, date):
        return closed
    if not mine:
        return ABSENCES if curated else READ_ONLY
    return entry_window(user.now, date, held_on, frame.calendar, frame.norms_on(date),
                        frame.reopened_until(date, user.now))


def _closed(journal: Journal, frame: Frame, user: Identity, date: dt.date) -> Window | None:
    """A closed period or the archive beats every right."""
    archived = journal.semester.academic_year.archived_at is not None
    refusal = closed_period(date, frame.closings, frame.reopened_until(date, user.now) is not None, archived)
    if refusal is None:
        return None
    title = next((period.title for period in frame.closings if period.starts <= date <= period.ends), "")
    return closed_window(refusal, title)

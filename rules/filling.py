"""What the journal still lacks about a lesson, until when and how it is told (п. 5.6, 6.1, 6.2, 6.3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from rules.calendar import WorkCalendar
from rules.deadlines import lesson_deadline
from rules.norms import Norms
from rules.terms import LessonKind, Term
from rules.words import joined

WITHOUT_HOMEWORK = frozenset({LessonKind.CONTROL, LessonKind.CREDIT, LessonKind.CONSULTATION, LessonKind.PRACTICE_DAY})


class Missing(Term):
    """A part of the record; the title stands after «нет»."""

    TOPIC = "topic", "темы"
    ATTENDANCE = "attendance", "посещаемости"
    HOMEWORK = "homework", "задания на дом"


class Stage(Term):
    """How a lesson of today stands."""

    AHEAD = "ahead", "Ещё не началось"
    GOING = "going", "Идёт"
    NOT_FILLED = "not_filled", "Не заполнено"
    NO_ATTENDANCE = "no_attendance", "Не отмечены пропуски"
    NO_HOMEWORK = "no_homework", "Нет домашнего задания"
    FILLED = "filled", "Заполнено"


@dataclass(frozen=True)
class Record:
    """What has been written about a lesson."""

    kind: LessonKind
    topic: bool
    attendance: bool
    homework: bool


def expects_homework(kind: LessonKind) -> bool:
    """After a control work, a credit, a consultation and a day of practice nothing need be set for home."""
    return kind not in WITHOUT_HOMEWORK


def missing(record: Record | None) -> tuple[Missing, ...]:
    """What is to be written; everything when there is no record (п. 6.1, 6.2)."""
    if record is None:
        return tuple(Missing)
    return tuple(part for part, there in (
        (Missing.TOPIC, record.topic), (Missing.ATTENDANCE, record.attendance),
        (Missing.HOMEWORK, record.homework or not expects_homework(record.kind))) if not there)


def missing_words(parts: Iterable[Missing]) -> str:
    """«Нет темы и посещаемости»."""
    return f"Нет {joined([part.title for part in parts])}"


def stage(now: dt.datetime, starts: dt.datetime | None, ends: dt.datetime | None, record: Record | None) -> Stage:
    """A lesson of today; without a bell its times are not known and it counts as held."""
    lacks = missing(record)
    if not lacks:
        return Stage.FILLED
    if starts is not None and now < starts:
        return Stage.AHEAD
    if ends is not None and now < ends:
        return Stage.GOING
    if record is None or Missing.TOPIC in lacks:
        return Stage.NOT_FILLED
    return Stage.NO_ATTENDANCE if Missing.ATTENDANCE in lacks else Stage.NO_HOMEWORK


def is_over(now: dt.datetime, date: dt.date, ends: dt.time | None) -> bool:
    """Whether the lesson has been held: its bell has rung, or its day is over or has no such bell."""
    today = now.date()
    return date < today or (date == today and (ends is None or now.timetz().replace(tzinfo=None) >= ends))


def was_in_time(entered_at: dt.datetime, date: dt.date, calendar: WorkCalendar, norms: Norms) -> bool:
    """Whether the lesson was recorded on its day (п. 6.1)."""
    return entered_at.astimezone(dt.UTC) <= lesson_deadline(date, calendar, norms).astimezone(dt.UTC)


def due_words(deadline: dt.datetime, now: dt.datetime, calendar: WorkCalendar) -> str:
    """«до 17:00», «сегодня», «до 23.11», «просрочено»."""
    day = calendar.local_date(deadline)
    if now > deadline:
        return "просрочено"
    if day != calendar.local_date(now):
        return f"до {day:%d.%m}"
    if deadline >= calendar.end_of_day(day):
        return "сегодня"
    return f"до {deadline.astimezone(calendar.zone):%H:%M}"

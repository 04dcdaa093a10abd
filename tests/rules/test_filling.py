"""What a lesson lacks, how it stands now, how its deadline is told (п. 5.6, 6.1, 6.2)."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from rules.calendar import WorkCalendar
from rules.filling import (
    Missing,
    Record,
    Stage,
    due_words,
    expects_homework,
    is_over,
    missing,
    missing_words,
    stage,
    was_in_time,
)
from rules.norms import Norms
from rules.terms import LessonKind
from rules.words import joined, number_word

ZONE = ZoneInfo("Asia/Barnaul")
CALENDAR = WorkCalendar(ZONE)
DAY = dt.date(2023, 11, 20)
T, A, H = Missing.TOPIC, Missing.ATTENDANCE, Missing.HOMEWORK


def at(hour: int, minute: int = 0, second: int = 0, day: dt.date = DAY) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, minute, second), ZONE)


def record(topic: bool = True, attendance: bool = True, homework: bool = True,
           kind: LessonKind = LessonKind.LECTURE) -> Record:
    return Record(kind, topic, attendance, homework)


@pytest.mark.parametrize(("given", "expected"), [
    (None, (T, A, H)),
    (record(), ()),
    (record(topic=False), (T,)),
    (record(attendance=False), (A,)),
    (record(homework=False), (H,)),
    (record(False, False, False), (T, A, H)),
    (record(homework=False, kind=LessonKind.CONTROL), ()),  # nothing is set after a control work
    (record(homework=False, kind=LessonKind.PRACTICE_DAY), ()),
    (record(homework=False, kind=LessonKind.PRACTICAL), (H,)),
])
def test_missing(given, expected):
    assert missing(given) == expected


def test_every_kind_of_lesson_is_decided():
    assert {kind for kind in LessonKind if not expects_homework(kind)} == {
        LessonKind.CONTROL, LessonKind.CREDIT, LessonKind.CONSULTATION, LessonKind.PRACTICE_DAY}


STARTS, ENDS = at(14), at(15, 30)


@pytest.mark.parametrize(("now", "given", "expected"), [
    (at(13, 59, 59), None, Stage.AHEAD),
    (at(14), None, Stage.GOING),
    (at(15, 29, 59), None, Stage.GOING),
    (at(15, 30), None, Stage.NOT_FILLED),
    (at(15, 0), record(homework=False), Stage.GOING),  # time to think of the homework
    (at(15, 30), record(homework=False), Stage.NO_HOMEWORK),
    (at(15, 30), record(attendance=False, homework=False), Stage.NO_ATTENDANCE),
    (at(15, 30), record(topic=False), Stage.NOT_FILLED),
    (at(15, 0), record(), Stage.FILLED),
])
def test_stage(now, given, expected):
    assert stage(now, STARTS, ENDS, given) is expected


def test_without_a_bell_a_lesson_of_the_day_counts_as_held():
    assert stage(at(0, 1), None, None, None) is Stage.NOT_FILLED


@pytest.mark.parametrize(("now", "date", "ends", "expected"), [
    (at(15), DAY - dt.timedelta(days=1), dt.time(18), True),
    (at(15), DAY, dt.time(15), True),
    (at(14, 59, 59), DAY, dt.time(15), False),
    (at(15), DAY, None, True),
    (at(15), DAY + dt.timedelta(days=1), None, False),
])
def test_is_over(now, date, ends, expected):
    assert is_over(now, date, ends) is expected


@pytest.mark.parametrize(("moment", "expected"), [
    (at(23, 59, 59), True), (at(0, day=DAY + dt.timedelta(days=1)), False),
    (at(18).astimezone(dt.UTC), True)])
def test_in_time_is_the_same_day(moment, expected):
    assert was_in_time(moment, DAY, CALENDAR, Norms()) is expected


@pytest.mark.parametrize(("deadline", "expected"), [
    (CALENDAR.end_of_day(DAY), "сегодня"),
    (CALENDAR.end_of_working_day(DAY, Norms()), "до 17:00"),
    (CALENDAR.end_of_day(dt.date(2023, 11, 23)), "до 23.11"),
    (at(15), "до 15:00"),
    (at(14, 59, 59), "просрочено"),
])
def test_due_words(deadline, expected):
    assert due_words(deadline, at(15), CALENDAR) == expected


@pytest.mark.parametrize(("words", "expected"), [
    ([], ""), (["темы"], "темы"), (["темы", "посещаемости"], "темы и посещаемости"),
    (["темы", "посещаемости", "задания"], "темы, посещаемости и задания")])
def test_joined(words, expected):
    assert joined(words) == expected


def test_words_of_numbers():
    assert missing_words((T, A)) == "Нет темы и посещаемости"
    assert [number_word(number) for number in (1, 2, 4, 8, 9)] == ["одна", "две", "четыре", "восемь", "9"]

"""What the line of a lesson's deadline says at which moment (п. 6.1, 6.2, 6.3, 7.2)."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from rules.calendar import WorkCalendar
from rules.deadline_words import Recorded, left_words, lesson_line, results_line
from rules.deadlines import results_deadline
from rules.norms import Norms

ZONE = ZoneInfo("Asia/Barnaul")
CALENDAR, NORMS = WorkCalendar(ZONE), Norms()
MONDAY = dt.date(2023, 11, 20)
NOTHING, RECORDED, WHOLE = Recorded(), Recorded(lesson=True), Recorded(lesson=True, homework=True)
EVENING = Recorded(lesson_ends=dt.time(18, 10))


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(f"2023-{text}").replace(tzinfo=ZONE)


@pytest.mark.parametrize(("now", "recorded", "words", "tone", "needs"), [
    ("11-20 15:00", NOTHING, "до 17:00, осталось 2 ч (п. 6.2)", "warn", None),
    ("11-20 15:00", RECORDED, "задание до 17:00, осталось 2 ч (п. 6.2)", "warn", None),
    ("11-20 15:00", WHOLE, "записано, исправить можно до конца дня (п. 6.1)", "", None),
    ("11-20 17:00", NOTHING, "до 17:00, осталось 1 мин (п. 6.2)", "warn", None),  # 17:00 itself is in time
    ("11-20 17:00:01", NOTHING, "до конца дня, осталось 7 ч (п. 6.1), задание на дом с причиной (п. 6.2)", "warn",
     "reason"),
    ("11-20 17:30", RECORDED, "задание на дом теперь с причиной (п. 6.2)", "bad", "reason"),
    ("11-20 18:00", EVENING, "до конца дня, осталось 6 ч (п. 6.1, 6.2)", "warn", None),
    ("11-21 00:00", NOTHING, "просрочено на 1 день, нужна причина: примут до 23.11 (п. 6.1)", "bad", "reason"),
    ("11-23 23:59:59", NOTHING, "просрочено на 3 дня, нужна причина: примут до 23.11 (п. 6.1)", "bad", "reason"),
    ("11-22 09:00", WHOLE, "исправить можно с причиной до 23.11 (п. 6.1)", "", "reason"),
    ("11-24 00:00", NOTHING, "срок записи прошёл 23.11 (п. 6.1)", "bad", "reopening"),
    ("11-24 00:00", WHOLE, "срок записи прошёл 23.11 (п. 6.1)", "", "reopening"),
])
def test_the_line(now, recorded, words, tone, needs):
    line = lesson_line(at(now), MONDAY, recorded, CALENDAR, NORMS)
    assert (line.words, line.tone, line.needs) == (words, tone, needs)


def test_a_reopened_lesson_says_until_when():
    line = lesson_line(at("12-04 10:00"), MONDAY, NOTHING, CALENDAR, NORMS, at("12-05 18:00"))
    assert (line.words, line.needs) == ("открыто до 05.12, 18:00 (п. 7.2)", None)


@pytest.mark.parametrize(("now", "words", "needs"), [
    ("11-27 23:59:59", "до 27.11 (п. 6.3)", None),
    ("11-28 00:00", "просрочено на 1 день (п. 6.3)", "reason"),
])
def test_results_of_a_work(now, words, needs):
    line = results_line(at(now), CALENDAR.end_of_day(dt.date(2023, 11, 27)), CALENDAR)
    assert (line.words, line.needs) == (words, needs)


@pytest.mark.parametrize(("left", "words"), [
    (dt.timedelta(seconds=1), "1 мин"), (dt.timedelta(minutes=59), "59 мин"), (dt.timedelta(hours=2), "2 ч"),
    (dt.timedelta(minutes=100), "1 ч 40 мин"), (dt.timedelta(hours=8, minutes=20), "8 ч"),
    (dt.timedelta(hours=30), "30 ч"), (dt.timedelta(days=2), "2 дня"), (dt.timedelta(days=5, hours=3), "5 дней"),
])
def test_what_is_left(left, words):
    assert left_words(left) == words


def test_no_date_is_named_where_no_deadline_runs():
    elsewhere = Norms(kept_here=False)
    assert "сроки записи за этот день не идут" in lesson_line(at("12-25 12:00"), MONDAY, NOTHING, CALENDAR,
                                                              elsewhere).words
    due = results_deadline(MONDAY, CALENDAR, elsewhere)
    assert results_line(at("12-25 12:00"), due, CALENDAR).words == "срока нет: журнал за тот день вели не здесь"

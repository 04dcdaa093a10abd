"""Until when a lesson's cells are open and what is said when they are not (п. 5.3, 6.1, 6.3, 7.2, 7.5)."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from rules.calendar import WorkCalendar
from rules.norms import Norms
from rules.openness import (
    ABSENCES,
    READ_ONLY,
    Openness,
    Window,
    closed_window,
    closing_title,
    entry_window,
    line_words,
    reason,
)
from rules.terms import ClosingScope
from rules.violation import Violation

ZONE = ZoneInfo("Asia/Barnaul")
CALENDAR = WorkCalendar(ZONE)
MONDAY = dt.date(2023, 11, 20)
SECOND = dt.timedelta(seconds=1)


def at(day: dt.date, time: dt.time = dt.time(15)) -> dt.datetime:
    return dt.datetime.combine(day, time, ZONE)


@pytest.mark.parametrize(("lesson", "held", "state", "point"), [
    (dt.date(2023, 11, 20), None, Openness.OPEN, "6.1"),  # today
    (dt.date(2023, 11, 18), None, Openness.LATE, "6.1"),  # Saturday: three working days end on Wednesday
    (dt.date(2023, 11, 16), None, Openness.LATE, "6.1"),  # the last day of grace is today
    (dt.date(2023, 11, 15), None, Openness.PASSED, "6.1"),
    (dt.date(2023, 11, 13), dt.date(2023, 11, 13), Openness.OPEN, "6.3"),  # a week includes its seventh day
    (dt.date(2023, 11, 11), dt.date(2023, 11, 11), Openness.LATE, "6.3"),
    (dt.date(2023, 11, 9), dt.date(2023, 11, 9), Openness.LATE, "6.3"),
    (dt.date(2023, 11, 8), dt.date(2023, 11, 8), Openness.PASSED, "6.3"),
])
def test_a_lesson_is_open_as_its_deadline_says(lesson, held, state, point):
    window = entry_window(at(MONDAY), lesson, held, CALENDAR, Norms())
    assert (window.state, window.point) == (state, point)
    assert window.state.is_closed == (state is Openness.PASSED)


@pytest.mark.parametrize("zone", ["UTC", "Asia/Barnaul", "America/New_York"])
@pytest.mark.parametrize(("shift", "state"), [(-SECOND, Openness.LATE), (0 * SECOND, Openness.PASSED)])
def test_the_last_second_of_grace_whatever_the_servers_zone(zone, shift, state):
    midnight = dt.datetime(2023, 11, 21, tzinfo=ZONE)  # grace of 16.11 ends with 20.11
    now = (midnight + shift).astimezone(ZoneInfo(zone))
    assert entry_window(now, dt.date(2023, 11, 16), None, CALENDAR, Norms()).state is state


def test_leave_to_write_opens_what_has_passed_and_only_that():
    until = at(dt.date(2023, 11, 22), dt.time(18))
    passed = entry_window(at(MONDAY), dt.date(2023, 10, 2), None, CALENDAR, Norms(), until)
    assert (passed.state, passed.point, passed.until) == (Openness.OPEN, "7.2", until)
    late = entry_window(at(MONDAY), dt.date(2023, 11, 16), None, CALENDAR, Norms(), until)
    assert late.state is Openness.LATE  # a reason is enough, and still asked


def window(state: Openness, point: str, **more) -> Window:
    return Window(state, point, at(dt.date(2023, 11, 15)), **more)


CLOSED = closed_window(Violation("7.2", "закрыто"), "октябрь закрыт")
ARCHIVED = closed_window(Violation("7.5", "архив"), "")


@pytest.mark.parametrize(("windows", "words"), [
    ([window(Openness.PASSED, "6.3")], "прошла неделя, п. 6.3"),
    ([window(Openness.PASSED, "6.1"), window(Openness.PASSED, "6.3")], "срок записи прошёл, п. 6.1, 6.3"),
    ([window(Openness.OPEN, "6.1"), window(Openness.OPEN, "6.3")], "открыто"),
    ([window(Openness.OPEN, "7.2")], "открыто до 15.11, 15:00"),
    ([window(Openness.LATE, "6.1")], "с причиной, п. 6.1"),
    ([CLOSED], "октябрь закрыт, п. 7.2"),
    ([ARCHIVED], "год в архиве, п. 7.5"),
    ([READ_ONLY], "только просмотр"),
    ([ABSENCES], "пропуски, п. 5.3"),
])
def test_the_dimension_line_says_why(windows, words):
    phrases = line_words(windows)
    assert phrases[0] == words
    assert sorted(phrases, key=len, reverse=True) == list(phrases), "from the longest to the shortest"


@pytest.mark.parametrize(("state", "said"), [
    (window(Openness.OPEN, "6.3"), "открыто до 15.11 (п. 6.3)"),
    (window(Openness.LATE, "6.1"), "запись с причиной до 15.11 (п. 6.1)"),
    (window(Openness.PASSED, "6.1"), "Попросите заместителя директора открыть журнал"),
    (CLOSED, "октябрь закрыт. Попросите заместителя директора открыть журнал (п. 7.2)"),
    (ARCHIVED, "п. 7.5"),
    (ABSENCES, "отметки ставит преподаватель"),
    (READ_ONLY, "только просмотр"),
])
def test_the_reason_says_what_to_do(state, said):
    assert said in reason(state)


@pytest.mark.parametrize(("scope", "title"), [
    (ClosingScope.MONTH, "октябрь закрыт"), (ClosingScope.SEMESTER, "семестр закрыт"),
    (ClosingScope.YEAR, "учебный год закрыт"),
])
def test_a_closed_period_has_a_name(scope, title):
    assert closing_title(scope, dt.date(2023, 10, 1)) == title


def test_days_kept_elsewhere_are_open_without_a_date():
    window = entry_window(at(dt.date(2024, 5, 15)), MONDAY, None, CALENDAR, Norms(kept_here=False))
    assert window == Window(Openness.OPEN, "6.1")
    assert "сроки записи за этот день не идут" in reason(window)
    assert line_words([window]) == ("открыто",)

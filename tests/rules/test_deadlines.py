"""Deadlines to the second, under three zones of the server and of the college (п. 6.1, 6.2, 6.3, 6.9)."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest

from rules import deadlines
from rules.calendar import WorkCalendar
from rules.deadlines import Timeliness, judge
from rules.norms import Norms
from rules.terms import DayKind

SECOND = dt.timedelta(seconds=1)
MONDAY = dt.date(2023, 11, 20)
FRIDAY = dt.date(2023, 11, 24)
NORMS = Norms()
IN_TIME, LATE, CLOSED = Timeliness.IN_TIME, Timeliness.LATE_WITH_REASON, Timeliness.NEEDS_REOPENING


@pytest.fixture(params=["UTC", "America/New_York", "Pacific/Kiritimati"])
def server_zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


@pytest.fixture(params=["Asia/Barnaul", "Europe/Kaliningrad", "Asia/Kamchatka"])
def calendar(request: pytest.FixtureRequest, server_zone: str) -> WorkCalendar:
    return WorkCalendar(ZoneInfo(request.param), [(dt.date(2023, 11, 6), dt.date(2023, 11, 6), DayKind.HOLIDAY)])


def local(calendar: WorkCalendar, day: dt.date, hour: int, minute: int, second: int) -> dt.datetime:
    """A moment of the college, handed over in UTC as the server does."""
    return dt.datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=calendar.zone).astimezone(dt.UTC)


def test_boundaries_of_the_same_day(calendar: WorkCalendar) -> None:
    """п. 6.1: the lesson's own day, then three working days with a reason."""
    deadline = deadlines.lesson_deadline(MONDAY, calendar, NORMS)
    grace = deadlines.grace_end(deadline, calendar, NORMS)
    midnight = local(calendar, dt.date(2023, 11, 21), 0, 0, 0)
    grace_midnight = local(calendar, dt.date(2023, 11, 24), 0, 0, 0)
    for moment, judged in [
        (midnight - SECOND, IN_TIME),        # 23:59:59 of the day
        (midnight, LATE),                    # the next day has come
        (midnight + SECOND, LATE),
        (grace_midnight - SECOND, LATE),     # 23:59:59 of the third working day
        (grace_midnight, CLOSED),
        (grace_midnight + SECOND, CLOSED),
    ]:
        assert judge(moment, deadline, grace) is judged, moment


def test_boundaries_of_homework(calendar: WorkCalendar) -> None:
    """п. 6.2: 17:00 itself is not later than the end of the working day."""
    deadline = deadlines.homework_deadline(MONDAY, calendar, NORMS)
    grace = deadlines.grace_end(deadline, calendar, NORMS)
    five = local(calendar, MONDAY, 17, 0, 0)
    assert [judge(five + shift * SECOND, deadline, grace) for shift in (-1, 0, 1)] == [IN_TIME, IN_TIME, LATE]


def test_boundaries_of_results(calendar: WorkCalendar) -> None:
    """п. 6.3: a work of the 13th is due on the 20th inclusive."""
    deadline = deadlines.results_deadline(dt.date(2023, 11, 13), calendar, NORMS)
    grace = deadlines.grace_end(deadline, calendar, NORMS)
    midnight = local(calendar, dt.date(2023, 11, 21), 0, 0, 0)
    assert [judge(midnight + shift * SECOND, deadline, grace) for shift in (-1, 0, 1)] == [IN_TIME, LATE, LATE]
    closed = local(calendar, dt.date(2023, 11, 24), 0, 0, 0)
    assert [judge(closed + shift * SECOND, deadline, grace) for shift in (-1, 0, 1)] == [LATE, CLOSED, CLOSED]


def test_boundaries_of_finals(calendar: WorkCalendar) -> None:
    """п. 6.9: the semester's last day inclusive; here a Saturday, so grace ends on Wednesday."""
    deadline = deadlines.finals_deadline(dt.date(2023, 12, 30), calendar)
    midnight = local(calendar, dt.date(2023, 12, 31), 0, 0, 0)
    grace = deadlines.grace_end(deadline, calendar, NORMS)
    assert [judge(midnight + shift * SECOND, deadline, grace) for shift in (-1, 0, 1)] == [IN_TIME, LATE, LATE]
    assert calendar.local_date(grace) == dt.date(2024, 1, 3)


GRACE = [
    (MONDAY, 3, dt.date(2023, 11, 23), "Tue, Wed, Thu"),
    (FRIDAY, 3, dt.date(2023, 11, 28), "Sat is a working day, Sunday is not"),
    (dt.date(2023, 11, 4), 3, dt.date(2023, 11, 9), "Sunday and the holiday of the 6th do not count"),
    (MONDAY, 1, dt.date(2023, 11, 21), "the norm is the college's"),
    (MONDAY, 0, MONDAY, "no grace at all"),
]


@pytest.mark.parametrize(("day", "grace_days", "last", "why"), GRACE)
def test_grace_counts_working_days(calendar: WorkCalendar, day: dt.date, grace_days: int, last: dt.date,
                                   why: str) -> None:
    norms = Norms(grace_days=grace_days)
    deadline = deadlines.lesson_deadline(day, calendar, NORMS)
    assert calendar.local_date(deadlines.grace_end(deadline, calendar, norms)) == last, why


def test_no_grace_closes_homework_at_its_hour(calendar: WorkCalendar) -> None:
    norms = Norms(grace_days=0)
    deadline = deadlines.homework_deadline(MONDAY, calendar, norms)
    after = local(calendar, MONDAY, 17, 0, 1)
    assert judge(after, deadline, deadlines.grace_end(deadline, calendar, norms)) is CLOSED


def test_homework_of_an_evening_lesson_is_due_by_midnight(calendar: WorkCalendar) -> None:
    evening = deadlines.homework_deadline(MONDAY, calendar, NORMS, lesson_ends=dt.time(20, 0))
    assert evening == deadlines.lesson_deadline(MONDAY, calendar, NORMS)
    morning = deadlines.homework_deadline(MONDAY, calendar, NORMS, lesson_ends=dt.time(9, 30))
    assert morning.astimezone(calendar.zone).time() == dt.time(17, 0)


CHECKED = [
    # moment, reason, needs, why
    ((2023, 11, 20, 15), None, None, "the same day needs nothing"),
    ((2023, 11, 21, 9), None, "reason", "the next day needs a reason"),
    ((2023, 11, 21, 9), "   ", "reason", "spaces are not a reason"),
    ((2023, 11, 21, 9), "-.-", "reason", "signs are not a reason"),
    ((2023, 11, 21, 9), "болел", None, "a reason in words is enough"),
    ((2023, 11, 27, 9), "болел", "reopening", "a week later a reason is not enough"),
]


@pytest.mark.parametrize(("moment", "reason", "needs", "why"), CHECKED)
@pytest.mark.parametrize(("check", "point"), [
    (deadlines.check_lesson_entry, "6.1"), (deadlines.check_homework_entry, "6.2"),
    (deadlines.check_final_entry, "6.9"),
])
def test_checks(calendar: WorkCalendar, check, point: str, moment, reason, needs, why) -> None:
    now = local(calendar, dt.date(*moment[:3]), moment[3], 0, 0)
    violation = check(now, MONDAY, calendar, NORMS, reason)
    assert (violation and violation.needs) == needs, why
    assert violation is None or violation.point == point
    assert violation is None or violation.is_lifted_by_reopening is (needs == "reopening"), why


@pytest.mark.parametrize(("day", "needs"), [(27, None), (28, "reason"), (30, "reason")])
def test_results_are_checked_by_the_day_of_the_work(calendar: WorkCalendar, day: int, needs: str | None) -> None:
    now = local(calendar, dt.date(2023, 11, day), 12, 0, 0)
    violation = deadlines.check_results_entry(now, MONDAY, calendar, NORMS)
    assert (violation and violation.needs) == needs
    assert violation is None or violation.point == "6.3"


@pytest.mark.parametrize(("day", "reason", "needs"), [
    (20, None, None),            # corrected on the day it was made
    (21, None, "reason"),        # corrected later
    (21, "описка", None),
])
def test_corrections(calendar: WorkCalendar, day: int, reason: str | None, needs: str | None) -> None:
    entered = local(calendar, MONDAY, 9, 0, 0)
    now = local(calendar, dt.date(2023, 11, day), 10, 0, 0)
    violation = deadlines.check_correction(now, entered, calendar, reason)
    assert (violation and violation.needs) == needs


def test_messages_tell_the_date_in_the_colleges_time(calendar: WorkCalendar) -> None:
    now = local(calendar, dt.date(2023, 11, 21), 0, 0, 0)
    violation = deadlines.check_homework_entry(now, MONDAY, calendar, NORMS)
    assert violation is not None
    assert "20.11 в 17:00" in violation.message


def test_a_moment_without_a_zone_is_refused(calendar: WorkCalendar) -> None:
    deadline = deadlines.lesson_deadline(MONDAY, calendar, NORMS)
    with pytest.raises(ValueError, match="time zone"):
        judge(dt.datetime(2023, 11, 20, 12), deadline, deadline)


def test_clocks_moved_in_the_night() -> None:
    """Barnaul left +06 for +07 on 27.03.2016 at 02:00; the day before still ends at its own midnight."""
    calendar = WorkCalendar(ZoneInfo("Asia/Barnaul"))
    before = deadlines.lesson_deadline(dt.date(2016, 3, 26), calendar, NORMS)
    after = deadlines.lesson_deadline(dt.date(2016, 3, 27), calendar, NORMS)
    assert after.astimezone(dt.UTC) - before.astimezone(dt.UTC) == dt.timedelta(hours=23)


def test_no_deadline_runs_for_days_whose_journal_was_kept_elsewhere(calendar: WorkCalendar) -> None:
    elsewhere, much_later = Norms(kept_here=False), local(calendar, dt.date(2024, 6, 28), 12, 0, 0)
    for due in (deadlines.lesson_deadline(MONDAY, calendar, elsewhere),
                deadlines.homework_deadline(MONDAY, calendar, elsewhere),
                deadlines.results_deadline(MONDAY, calendar, elsewhere)):
        assert due == deadlines.UNTIMED
        assert judge(much_later, due, deadlines.grace_end(due, calendar, elsewhere)) is IN_TIME
    assert deadlines.check_lesson_entry(much_later, MONDAY, calendar, elsewhere) is None
    assert deadlines.check_results_entry(much_later, MONDAY, calendar, elsewhere) is None
    assert deadlines.check_lesson_entry(much_later, MONDAY, calendar, NORMS).needs == "reopening"

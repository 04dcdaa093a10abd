"""Hours missed by days of a month, with the semester's sums, counted by hand (п. 5.3)."""

from __future__ import annotations

import datetime as dt

import pytest

from queries.forms.absence_sheet import absence_sheet
from rules.terms import Role
from tests import factories as f
from tests.families import asks
from tests.report_world import ask, journal, missed, student


@pytest.fixture
def group(db):
    made = f.GroupFactory(name="ИС-21")
    of = journal(made, "Физика")
    one, other = student(made, "Абрамова"), student(made, "Белова")
    for day, pair, letter in ((13, 1, "н"), (13, 2, "н"), (14, 1, "б"), (15, 1, "о")):
        missed(of, one, letter, day, pair)
    missed(of, one, "н", 10, month=10)
    missed(of, other, "у", 14)
    f.HolidayFactory()
    return made


def test_the_sheet_by_hand(group):
    found = absence_sheet(asks(f.UserFactory(roles=(Role.DEPUTY_UVR,))), ask("2023-11", group=group.id))
    one, other = found.month.lines
    assert one.days == {dt.date(2023, 11, 13): (0, 4), dt.date(2023, 11, 14): (2, 0)}
    assert (one.missed.unexcused, one.missed.excused, one.missed.total, one.missed.late) == (4, 2, 6, 1)
    semester = found.of_semester(one.student_id)
    assert (semester.unexcused, semester.excused, semester.total) == (6, 2, 8), "October's two hours come along"
    assert found.of_semester(other.student_id).total == 2
    assert (found.semester_total.total, found.month.missed.total) == (10, 8)
    assert [found.month.hours_on(day) for day in found.month.buckets[12:15]] == [4, 4, 0]
    off = [day.first.day for day in found.month.buckets if day.off]
    assert off == [5, 6, 12, 19, 26], "Sundays and the holiday of the sixth"


def test_a_month_before_the_first_semester(group):
    found = absence_sheet(asks(f.UserFactory(roles=(Role.DEPUTY_UVR,))), ask("2022-11", group=group.id))
    assert found.semester.starts == dt.date(2022, 11, 1)


def test_a_curator_of_another_group_reads_nothing(group):
    found = absence_sheet(asks(f.CuratorshipFactory().user), ask("2023-11", group=group.id))
    assert found.month.lines == ()


def test_growth(group, count_queries):
    user, asked = asks(f.UserFactory(roles=(Role.DEPUTY_UVR,))), ask("2023-11", group=group.id)
    with count_queries() as few:
        absence_sheet(user, asked)
    of = journal(group, "Химия")
    for number in range(20):
        missed(of, student(group, f"Петрова{number}"), "н", number + 1)
    with count_queries(at_most=14) as many:
        absence_sheet(user, asked)
    assert len(many) == len(few)

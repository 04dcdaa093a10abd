"""Attendance in hours against counts made by hand: kinds, days, who joined and left (п. 5.3, 6.7)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from queries.reports.attendance import attendance
from rules.attendance import HoursHeld, attended, common, per_student
from rules.spans import Days
from rules.terms import MovementKind, Role
from tests import factories as f
from tests.families import asks
from tests.report_world import ask, journal, missed, student

day = dt.date.fromisoformat


@pytest.fixture
def deputy(db):
    return asks(f.UserFactory(roles=(Role.DEPUTY_UVR,)), Role.DEPUTY_UVR)


@pytest.fixture
def group(db):
    """Five lessons of two hours: 1, 13, 14, 15 and 16 November; three students, not all of them all the time."""
    for letter, excused in (("н", False), ("б", True), ("у", True)):
        f.AbsenceKindFactory(letter=letter, title=letter, excused=excused)
    f.AbsenceKindFactory(letter="о", title="опоздание", is_late=True, counts_hours=False)
    made = f.GroupFactory(name="ИС-21")
    of = journal(made, "Математика")
    for number in (1, 13, 14, 15, 16):
        f.LessonFactory(journal=of, date=dt.date(2023, 11, number), pair=1, hours=2)
    always = student(made, "Абрамова")
    late = student(made, "Белова", starts="2023-11-14")
    gone = student(made, "Власова", ends="2023-11-13", left=MovementKind.LEAVE)
    for who, letter, number in ((always, "н", 13), (always, "б", 14), (always, "о", 15), (late, "у", 15),
                                (gone, "н", 1), (gone, "н", 13)):
        missed(of, who, letter, number)
    return made


def test_a_month_by_hand(deputy, group):
    found = attendance(deputy, ask("2023-11", group=group.id))
    lines = {one.name.split()[0]: one for one in found.lines}
    assert {name: (one.held, one.missed.total, one.missed.excused, one.missed.unexcused, one.missed.late, one.attended)
            for name, one in lines.items()} == {
        "Абрамова": (10, 4, 2, 2, 1, Decimal("60.00")),
        "Белова": (6, 2, 2, 0, 0, Decimal("66.67")),  # joined on the 14th: three lessons
        "Власова": (4, 4, 0, 4, 0, Decimal("0.00")),  # on leave since the 14th: two lessons, all missed
    }
    assert lines["Абрамова"].days == {day("2023-11-13"): (0, 2), day("2023-11-14"): (2, 0)}
    assert dict(lines["Абрамова"].missed.hours) == {"н": 2, "б": 2, "о": 0}
    assert (found.missed.total, found.held, found.attended) == (10, 20, Decimal("50.00"))
    assert [one.title for one in found.buckets][:3] == ["1", "2", "3"]
    assert [one.title for one in found.buckets if one.off] == ["5", "12", "19", "26"], "Sundays"


def test_a_semester_has_a_column_per_month(deputy, group):
    missed(journal(group, "История"), student(group, "Гладких"), "н", 3, month=10)
    found = attendance(deputy, ask("2023.1", group=group.id))
    assert [one.title for one in found.buckets] == ["09.2023", "10.2023", "11.2023", "12.2023"]
    lines = {one.name.split()[0]: one.days for one in found.lines}
    assert lines["Гладких"] == {day("2023-10-01"): (0, 2)}
    assert lines["Абрамова"] == {day("2023-11-01"): (2, 2)}


def test_groups_of_the_college(deputy, group):
    f.MembershipFactory(group=f.GroupFactory(name="СВ-22"))
    found = attendance(deputy, ask("2023-11"))
    assert [(one.name, one.students, one.missed.total, one.held, one.attended) for one in found.lines] == [
        ("ИС-21", 3, 10, 20, Decimal("50.00")), ("СВ-22", 1, 0, 0, None)], "no lessons: nothing to attend"


def test_a_subgroup_counts_for_its_own(deputy, db):
    made = f.GroupFactory()
    line = f.CurriculumLineFactory(curriculum=made.curriculum)
    part = f.SubgroupFactory(group=made, number=1)
    of = f.JournalFactory(group=made, line=line, subgroup=part)
    f.LessonFactory(journal=of, date=day("2023-11-13"), pair=1, hours=2)
    f.LessonFactory(journal=of, date=day("2023-11-20"), pair=1, hours=2)
    inside, _ = student(made, "Абрамова"), student(made, "Белова")
    f.SubgroupMembershipFactory(subgroup=part, student=inside, starts=day("2023-11-14"))
    found = attendance(deputy, ask("2023-11", group=made.id))
    assert [one.held for one in found.lines] == [2, 0], "in the subgroup since the 14th; the other one is in none"


@pytest.mark.parametrize("members", [0, 2])
def test_no_students_and_no_lessons(deputy, db, members):
    made = f.GroupFactory()
    f.SemesterFactory()
    for number in range(members):
        student(made, f"Абрамова{number}")
    found = attendance(deputy, ask("2023-11", group=made.id))
    assert (len(found.lines), found.held, found.attended) == (members, 0, None)


def test_a_curator_reads_own_group(db, group):
    curator = f.UserFactory(roles=(Role.CURATOR,))
    f.CuratorshipFactory(group=group, user=curator)
    other = f.GroupFactory(name="СВ-22")
    missed(journal(other, "Химия"), student(other, "Ежова"), "н", 13)
    assert [one.name for one in attendance(asks(curator), ask("2023-11")).lines] == ["ИС-21"]


def test_growth(deputy, group, count_queries):
    def both() -> None:
        attendance(deputy, ask("2023-11", group=group.id))
        attendance(deputy, ask("2023-11"))

    both()
    with count_queries(at_most=21) as few:
        both()
    of = journal(group, "Физика")
    for number in range(22):
        missed(of, student(group, f"Иванова{number}"), "н", number + 1)
    with count_queries() as many:
        both()
    assert len(many) == len(few)


HELD = HoursHeld([(day("2023-11-13"), 2), (day("2023-11-13"), 2), (day("2023-11-15"), 6)])


@pytest.mark.parametrize(("starts", "ends", "hours"), [
    ("2023-11-13", "2023-11-15", 10), ("2023-11-13", "2023-11-14", 4), ("2023-11-14", None, 6),
    ("2023-11-14", "2023-11-14", 0), ("2023-11-16", None, 0), ("2023-11-01", "2023-11-12", 0)])
def test_hours_held_during(starts, ends, hours):
    assert HELD.during(Days(day(starts), ends and day(ends))) == hours


def test_shares_and_spans():
    assert attended(3, 1) == Decimal("66.67")
    assert attended(0, 0) is None
    assert attended(2, 4) == Decimal("0.00"), "an absence on a day outside the membership"
    assert per_student(10, 3) == Decimal("3.33")
    assert per_student(0, 0) is None
    assert HoursHeld().during(Days(day("2023-11-01"))) == 0
    first, second = Days(day("2023-11-01"), day("2023-11-10")), Days(day("2023-11-10"))
    assert common(first, second) == Days(day("2023-11-10"), day("2023-11-10"))
    assert common(first, Days(day("2023-11-11"))) is None

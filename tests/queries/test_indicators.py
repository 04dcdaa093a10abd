"""The sheet of п. 5.7 equals what is counted by hand; each edge of docs/indicators.md has its row."""

from __future__ import annotations

import datetime as dt

import pytest

from access.identity import Identity
from models import db as database
from queries.indicators import Cut, sheet
from queries.indicators_basis import Asked
from queries.indicators_rows import Wish, indicator_rows
from queries.indicators_scope import Kind, Scope, find_scope
from rules.calendar import month_of
from rules.indicators import Indicator, Share
from rules.terms import ChangeKind, FinalKind, FinalValue, LessonKind, Role
from tests import factories as f
from tests.control_world import College, college, day, moment
from tests.families import asks

NOVEMBER, OCTOBER = month_of(day(1)), month_of(day(1, 10))


@pytest.fixture
def world(db) -> College:
    made = college()
    db.flush()
    return made


def director() -> Identity:
    return asks(f.UserFactory(roles=(Role.DIRECTOR,)), Role.DIRECTOR)


def of_college(span=NOVEMBER, cut=None):
    return sheet(director(), Asked(Scope(Kind.COLLEGE, 0, "Лицей"), *span), cut)


def test_six_figures_by_hand(world):
    found = of_college().figures
    assert found.participation == Share(2, 5)  # 2 and 9 of 2, 7, 9, 17, 18
    assert found.no_marks == Share(2, 4)  # of four who had lessons: absent from all, and come on the 14th
    assert found.one_mark == Share(1, 4)
    assert found.homework == Share(3, 5)  # 2, 7, 15 of 2, 7, 15, 17, 18; the control work of the 9th sets nothing
    assert found.homework_in_time == Share(2, 5)
    assert found.material == Share(9, 10)  # 2 + 2 + 2 + 1 + 2 h; 2, 7, 9, 16 and the moved 18 were due
    assert found.topics == Share(2, 4)  # the third got two hours of four
    assert found.families == Share(2, 7)  # five students and two parents
    assert (found.students_came, found.parents_came) == (Share(1, 5), Share(1, 2))
    assert (found.pairs_without, found.pairs_with_one) == (Share(2, 4), Share(1, 4))


def test_a_substitute_answers_for_the_lesson_given(world):
    lines = {line.title: line.figures for line in of_college(cut=Cut.TEACHERS).lines}
    first, second = (f"{name}." for name in ("Вершинина И", "Рябова Н"))
    own, other = (next(figures for title, figures in lines.items() if title.startswith(name[:-2]))
                  for name in (first, second))
    assert (own.participation, other.participation) == (Share(1, 4), Share(1, 1))
    assert (own.material, other.material) == (Share(9, 10), Share(0, 0))


@pytest.mark.parametrize("kind", [Kind.GROUP, Kind.COURSE, Kind.DISCIPLINE])
def test_each_scope_of_one_journal_has_its_figures(world, kind):
    id = {Kind.GROUP: world.group.id, Kind.COURSE: 2, Kind.DISCIPLINE: world.journal.line.discipline_id}[kind]
    scope = find_scope(director(), kind, id)
    assert sheet(director(), Asked(scope, *NOVEMBER)).figures == of_college().figures


def test_the_sheet_of_a_teacher_and_of_a_substitute(world):
    own = sheet(director(), Asked(find_scope(director(), Kind.TEACHER, world.teacher.id), *NOVEMBER)).figures
    assert (own.participation, own.homework, own.material) == (Share(1, 4), Share(3, 5), Share(9, 10))
    other = sheet(director(), Asked(find_scope(director(), Kind.TEACHER, world.substitute.id), *NOVEMBER)).figures
    assert (other.participation, other.material, other.families) == (Share(1, 1), Share(0, 0), Share(0, 0))


@pytest.mark.parametrize(("span", "participation", "no_marks", "families"), [
    ((day(2), day(2)), Share(1, 1), Share(2, 4), Share(0, 5)),  # on the 2nd four were there, the leaver among them
    ((day(10), day(14)), Share(0, 0), Share(0, 0), Share(1, 6)),  # the 14th was moved: no lesson, no students counted
    ((day(20), day(20)), Share(0, 0), Share(0, 0), Share(0, 7)),  # no lesson on Mondays
    ((day(21), day(30)), Share(0, 0), Share(0, 0), Share(0, 7)),  # ahead: the people of today
])
def test_any_period(world, span, participation, no_marks, families):
    found = of_college(span).figures
    assert (found.participation, found.no_marks) == (participation, no_marks)
    assert found.families == families


def test_the_month_before_stands_beside(world):
    found = of_college()
    assert [point.month.month for point in found.trend] == [9, 10, 11]
    assert found.before.month == day(1, 10)
    assert found.before.figures.participation == Share(0, 0)  # no timetable in October
    assert found.comparison(Indicator.PARTICIPATION).words == "сравнить не с чем"
    october = of_college(OCTOBER)
    assert october.figures.families == found.before.figures.families
    assert of_college(month_of(day(1, 9))).before is None  # September compares with no year before
    for indicator in Indicator:
        assert found.trend[-1].figures.of(indicator) == found.figures.of(indicator)


def test_nobody_and_nothing(db):
    found = of_college()
    assert found.lines == ()
    assert {str(found.figures.of(indicator)) for indicator in Indicator} == {"—"}


def test_a_holiday_takes_its_lessons(world):
    f.HolidayFactory(starts=day(7), ends=day(7))
    found = of_college().figures
    assert found.participation == Share(2, 4)  # the record of the 7th is beside the timetable now
    assert found.material == Share(9, 8)


def test_a_subgroup_counts_its_own(world):
    part = f.SubgroupFactory(group=world.group)
    f.SubgroupMembershipFactory(subgroup=part, student=world.students[0])
    half = f.JournalFactory(line=f.CurriculumLineFactory(curriculum=world.journal.line.curriculum), group=world.group,
                            subgroup=part)
    f.LessonFactory(journal=half, date=day(3), pair=1)
    lines = {line.journal: line.figures for line in sheet(director(), Asked(
        find_scope(director(), Kind.GROUP, world.group.id), *NOVEMBER), Cut.JOURNALS).lines}
    assert lines[half.id].no_marks == Share(1, 1)
    assert lines[half.id].families == Share(2, 2)  # the student and the parent
    assert of_college().figures.no_marks == Share(2, 4)  # has marks in the other journal


@pytest.mark.parametrize(("published", "awaited"), [(moment(16), Share(1, 3)), (None, Share(2, 4))])
def test_the_recredited_is_not_waited_for(world, published, awaited):
    f.FinalMarkFactory(journal=world.journal, student=world.students[2], kind=FinalKind.SEMESTER,
                       value=FinalValue.CREDITED, published_at=published)
    assert of_college().figures.no_marks == awaited, "a draft says nothing yet"


def test_a_practice_outside_the_timetable_goes_by_its_programme(db):
    programme = f.PracticeProgrammeFactory(journal__planned_hours=36)  # six days from Monday, 13 November
    for number in (13, 14):
        f.LessonFactory(journal=programme.journal, date=day(number), pair=1, hours=6, kind=LessonKind.PRACTICE_DAY,
                        entered_at=moment(number if number == 13 else 15))
    found = of_college().figures
    assert found.participation == Share(1, 6)
    assert found.material == Share(12, 36)
    assert found.homework == Share(0, 0)


def test_the_lesson_of_today_is_judged_when_its_day_is_over(world):
    f.TimetableChangeFactory(journal=None, new_journal=world.journal, pair=6, date=day(20), kind=ChangeKind.ADDED)
    assert of_college().figures.participation == Share(2, 5)
    lesson = f.LessonFactory(journal=world.journal, date=day(20), pair=6, entered_at=moment(20))
    assert of_college().figures.participation == Share(2, 5)  # no homework yet
    f.HomeworkFactory(lesson=lesson)
    database.session.flush()
    assert of_college().figures.participation == Share(3, 6)


@pytest.mark.parametrize(("indicator", "total", "parts"), [
    (Indicator.PARTICIPATION, 5, {"all": 5, "whole": 2, "late": 1, "partial": 1, "missing": 1}),
    (Indicator.HOMEWORK, 5, {"all": 5, "in_time": 2, "late": 1, "missing": 2}),
    (Indicator.NO_MARKS, 2, {"students": 2, "pairs": 2}),
    (Indicator.ONE_MARK, 1, {"students": 1, "pairs": 1}),
    (Indicator.MATERIAL, 1, {"all": 1, "behind": 1}),
    (Indicator.FAMILIES, 5, {"absent": 5, "came": 2}),
])
def test_the_rows_behind_a_figure_are_as_many(world, indicator, total, parts):
    asked = Asked(Scope(Kind.COLLEGE, 0, "Лицей"), *NOVEMBER)
    found = indicator_rows(director(), asked, indicator, Wish())
    assert {choice.name: choice.count for choice in found.choices} == parts
    assert (found.total, len(found.rows)) == (total, total)
    for choice in found.choices:
        assert len(indicator_rows(director(), asked, indicator, Wish(choice.name)).rows) == choice.count


def test_the_only_mark_leads_to_its_lesson(world):
    asked = Asked(Scope(Kind.COLLEGE, 0, "Лицей"), *NOVEMBER)
    [row] = indicator_rows(director(), asked, Indicator.ONE_MARK, Wish("pairs")).rows
    assert (row.journal, row.lesson, row.day) == (world.journal.id, world.lessons[9].id, day(9))
    assert row.state == "«5» 09.11"
    absent = next(row for row in indicator_rows(director(), asked, Indicator.NO_MARKS, Wish("pairs")).rows
                  if row.title.startswith("Васильченко"))
    assert absent.values[-1] == "3"  # missed all three while there


def test_periods_are_inclusive(world):
    assert of_college((day(9), day(9))).figures.participation == Share(1, 1)
    assert dt.timedelta() == day(9) - day(9)

"""Hours of teachers by month and year against counts made by hand (п. 5.6, 6.1, 7.3)."""

from __future__ import annotations

import datetime as dt

import pytest

from queries.reports.discipline import discipline_results
from queries.reports.month_hours import month_hours
from queries.reports.year_hours import year_hours
from rules.terms import Role
from tests import factories as f
from tests.families import asks
from tests.report_world import ask, journal


@pytest.fixture
def director(db):
    return asks(f.UserFactory(roles=(Role.DIRECTOR,)), Role.DIRECTOR)


@pytest.fixture
def maths(db):
    """36 hours planned: two lessons of her own in November, one in October, one given by another in November."""
    made = journal(f.GroupFactory(name="ИС-21"), "Математика",
                   teacher=f.TeacherFactory(last_name="Вершинина", first_name="Инна", patronymic="Олеговна"))
    for month, day in ((11, 1), (11, 15), (10, 3)):
        f.LessonFactory(journal=made, date=dt.date(2023, month, day), pair=1, hours=2)
    other = f.TeacherFactory(last_name="Рябова", first_name="Нина", patronymic="Львовна")
    f.LessonFactory(journal=made, date=dt.date(2023, 11, 2), pair=3, hours=2, teacher=other,
                    substituted=made.teacher, substitution_reason="болезнь")
    return made


def other_of(maths):
    from models import User, db

    return db.session.scalars(db.select(User).filter_by(last_name="Рябова")).one()


def test_the_month_of_one_who_was_replaced(director, maths):
    found = month_hours(director, ask("2023-11", teacher=maths.teacher_id))
    assert [(one.title, one.group, one.days, one.total, one.left) for one in found.lines] == [
        ("Математика", "ИС-21", {1: 2, 15: 2}, 4, 28)], "36 planned, 8 given by both since September"
    assert found.given == ()
    assert [(one.date.day, one.pair, one.gave, one.instead_of, one.reason, one.hours) for one in found.received] == [
        (2, 3, "Рябова Н. Л.", "Вершинина И. О.", "болезнь", 2)]
    assert (found.total, found.of_day(1), found.of_day(2)) == (4, 2, 0)
    assert {5, 12, 19, 26} <= set(found.off)


def test_the_month_of_the_substitute(director, maths):
    """Hours go to the one who gave the lesson, also after the right to its entry has ended (п. 6.3)."""
    other = other_of(maths)
    for user in (director, asks(other, Role.TEACHER)):
        found = month_hours(user, ask("2023-11", teacher=other.id))
        assert [(one.instead_of, one.days, one.left) for one in found.lines] == [("Вершинина И. О.", {2: 2}, None)]
        assert len(found.given) == 1
        assert found.received == ()


def test_everybody(director, maths):
    found = month_hours(director, ask("2023-11"))
    assert [(one.teacher, one.total) for one in found.lines] == [("Вершинина И. О.", 4), ("Рябова Н. Л.", 2)]
    assert found.total == 6
    assert month_hours(director, ask("2023-09")).lines == ()


def test_the_year(director, maths):
    second = f.SemesterFactory(number=2)
    f.JournalFactory(group=maths.group, line=maths.line, semester=second, teacher=maths.teacher, planned_hours=40)
    found = year_hours(director, ask("2023"))
    assert [(one.teacher, one.title, one.group, one.plan, one.months, one.own, one.received, one.left)
            for one in found.lines] == [
        ("Вершинина И. О.", "Математика", "ИС-21", (36, 40), {10: 2, 11: 4}, 6, 2, 68)]
    assert [(one.teacher, one.title, one.months) for one in found.given] == [("Рябова Н. Л.", "Математика", {11: 2})]
    assert found.months == (9, 10, 11, 12, 1, 2, 3, 4, 5, 6)
    assert found.teachers == (("Вершинина И. О.", 76, 6, 0, 2), ("Рябова Н. Л.", 0, 0, 2, 0))


def test_subgroups_are_each_teachers(director, maths):
    for number in (1, 2):
        part = f.JournalFactory(group=maths.group, line=maths.line, semester=maths.semester, planned_hours=36,
                                teacher=maths.teacher, subgroup=f.SubgroupFactory(group=maths.group, number=number))
        f.LessonFactory(journal=part, date=dt.date(2023, 11, 16), pair=number, hours=2)
    found = year_hours(director, ask("2023", teacher=maths.teacher_id))
    assert [(one.group, one.own) for one in found.lines] == [
        ("ИС-21", 6), ("ИС-21, подгр. 1", 2), ("ИС-21, подгр. 2", 2)]
    assert month_hours(director, ask("2023-11", teacher=maths.teacher_id)).total == 8


def test_groups_of_one_name_are_kept_apart(director, maths):
    """A closed group's name has come back: its hours stay its own."""
    old = f.GroupFactory(name="ИС-21", admission_year=2020, curriculum=maths.group.curriculum,
                         closed_on=dt.date(2023, 11, 10))
    of = f.JournalFactory(group=old, line=maths.line, semester=maths.semester, teacher=maths.teacher)
    f.LessonFactory(journal=of, date=dt.date(2023, 11, 3), pair=1, hours=2)
    assert [(one.group, one.own) for one in year_hours(director, ask("2023", teacher=maths.teacher_id)).lines] == [
        ("ИС-21", 6), ("ИС-21, набор 2020", 2)]


def test_a_journal_given_to_another(director, maths):
    """Who gave it away keeps the hours given, without a plan to fall short of."""
    before = maths.teacher
    maths.teacher = f.TeacherFactory(last_name="Яхина", first_name="Анна", patronymic=None)
    lines = {one.teacher: (one.planned, one.own, one.left) for one in year_hours(director, ask("2023")).lines}
    assert lines == {before.short_name: (0, 6, None), "Яхина А.": (36, 0, 34 + 2)}


def test_growth(director, maths, count_queries):
    def both() -> None:
        month_hours(director, ask("2023-11"))
        year_hours(director, ask("2023"))

    both()
    with count_queries(at_most=13) as few:
        both()
    for number in range(20):
        f.LessonFactory(journal=journal(maths.group, f"Химия {number}"), date=dt.date(2023, 11, number + 1), pair=2)
    with count_queries() as many:
        both()
    assert len(many) == len(few)


def test_a_substitute_reads_no_journal_of_another(db, maths):
    """The right to the lesson of п. 6.1 opens neither the year of the one who was ill nor the results."""
    other = other_of(maths)
    f.LessonFactory(journal=maths, date=f.TODAY, pair=5, hours=2, teacher=other, substituted=maths.teacher,
                    substitution_reason="болезнь")
    reader = asks(other, Role.TEACHER)
    assert year_hours(reader, ask("2023")).lines == ()
    assert [one.total for one in year_hours(reader, ask("2023")).given] == [4]
    assert discipline_results(reader, ask("2023.1")).lines == ()
    assert len(discipline_results(asks(maths.teacher, Role.TEACHER), ask("2023.1")).lines) == 1


def test_practices_of_one_name_are_told_apart(director, maths):
    """УП.01 and УП.02 are both «Учебная практика»."""
    for index in ("УП.01", "УП.02"):
        line = f.CurriculumLineFactory(curriculum=maths.group.curriculum, of_practice=True, practice__index=index)
        of = f.JournalFactory(group=maths.group, line=line, semester=maths.semester, teacher=maths.teacher)
        f.LessonFactory(journal=of, date=dt.date(2023, 11, 16), pair=int(index[-1]), hours=6)
    found = year_hours(director, ask("2023", teacher=maths.teacher_id)).lines
    assert [(one.title, one.own) for one in found] == [
        ("Математика", 6), ("УП.01 Учебная практика", 6), ("УП.02 Учебная практика", 6)]
    titles = {one.title for one in discipline_results(director, ask("2023.1")).lines}
    assert titles == {"Математика", "УП.01 Учебная практика", "УП.02 Учебная практика"}

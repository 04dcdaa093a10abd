"""Attendance, the programme passed and the timetable of a student (п. 4.1, 5.3, 5.5, 5.6)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from models import Student
from queries.diary import timetable_of_week
from queries.diary_attendance import Attendance, attendance
from queries.diary_cells import Visit
from queries.diary_days import Day
from queries.diary_family import children
from queries.diary_programme import Passed, Topics, programme, topics
from queries.diary_studies import periods
from rules.terms import ChangeKind, Gender, TaskKind
from tests import factories as f
from tests.families import MONDAY, NOW, asks, day, journal, lesson, member, parent_of


@pytest.fixture
def group(db: Any) -> Any:
    return f.GroupFactory(name="ИС-21")


@pytest.fixture
def student(group: Any) -> Student:
    return member(group, last_name="Осинцева", first_name="Алина", gender=Gender.FEMALE)


def asked(student: Student) -> tuple[Any, Any]:
    user = asks(parent_of(student))
    [child] = children(user)
    return user, child


def missed(student: Student) -> Attendance:
    user, child = asked(student)
    return attendance(user, child, periods(child, user.today)[0])


def passed(student: Student) -> list[Passed]:
    user, child = asked(student)
    return programme(user, child, periods(child, user.today)[0])


def told(student: Student, of: Any) -> Topics | None:
    user, child = asked(student)
    return topics(user, child, of.id)


def ill() -> Any:
    return f.AbsenceKindFactory(letter="б", title="болезнь", words="болезнь", excused=True)


def late() -> Any:
    return f.AbsenceKindFactory(letter="о", title="опоздание", words="опоздал(а)", is_late=True, counts_hours=False)


def absent(student: Student, given: Any, kind: Any = None, **more: Any) -> None:
    f.AbsenceFactory(cell__lesson=given, cell__student=student, kind=kind or f.AbsenceKindFactory(), **more)


# attendance

def test_absences_by_kind_by_month_and_one_by_one(db, group, student):
    math = journal(group, "Математика")
    october = f.LessonFactory(journal=math, date=dt.date(2023, 10, 20), pair=1)
    absent(student, october, ill())
    absent(student, lesson(math, 13), ill())
    absent(student, lesson(math, 14, 2), hours=2)
    absent(student, lesson(math, 14, 1), late(), hours=0, minutes_late=10)
    absent(member(group), lesson(math, 15))  # a classmate's
    shown = missed(student)
    assert [(one.kind.title, one.lessons, one.hours) for one in shown.kinds] == [
        ("болезнь", 2, 4), ("без уважительной причины", 1, 2), ("опоздание", 1, 0)]
    assert [(month.first, month.counts, month.hours) for month in shown.months] == [
        (day(1), (2, 2, 1), 4), (dt.date(2023, 10, 1), (2, 0, 0), 2)]
    assert [(entry.date.day, entry.pair, entry.said) for entry in shown.entries] == [
        (14, 2, "не была без причины"), (14, 1, "опоздала на 10 мин"), (13, 1, "не была: болезнь"),
        (20, 1, "не была: болезнь")]
    assert (shown.hours, shown.unexcused_hours, shown.late, shown.given.hours) == (6, 2, 1, 10)


def test_absences_of_another_semester_and_of_tomorrow_are_not_of_this_one(db, group, student):
    spring = f.SemesterFactory(academic_year=f.AcademicYearFactory(year=2022), number=2)
    old = journal(group, "Черчение", semester=spring)
    math = journal(group, "Математика")
    absent(student, f.LessonFactory(journal=old, date=dt.date(2023, 5, 15)))
    absent(student, lesson(math, 21))  # tomorrow
    shown = missed(student)
    assert (shown.entries, shown.hours, shown.given.hours) == ((), 0, 0)


def test_absences_in_the_group_before_count(db, group):
    new = f.GroupFactory()
    moved = f.StudentFactory()
    f.MembershipFactory(student=moved, group=group, ends=day(14))
    f.MembershipFactory(student=moved, group=new, starts=day(15))
    old, now = journal(group, "Математика"), journal(new, "Сварка")
    absent(moved, lesson(old, 13))
    absent(moved, lesson(now, 16))
    for of in (old, now):  # the group went on without the student
        lesson(of, 17 if of is old else 10)
    shown = missed(moved)
    assert [entry.subject for entry in shown.entries] == ["Сварка", "Математика"]
    assert (shown.hours, shown.given.hours) == (4, 4)


# the programme

def test_hours_passed_of_the_plan(db, group, student):
    math = journal(group, "Математика", planned_hours=34)
    empty = journal(group, "Физика")
    lesson(math, 13)
    lesson(math, 14, hours=1)
    lesson(math, 21)  # tomorrow
    assert [(line.subject, line.given.hours, line.given.lessons, line.given.last, line.planned)
            for line in passed(student)] == [
        ("Математика", 3, 2, day(14), 34), (empty.line.title, 0, 0, None, 36)]


def test_only_lessons_held_with_the_student(db, group):
    math = journal(group, "Математика")
    for number in (13, 14, 15, 16):
        lesson(math, number, topic=f"Тема {number}")
    came = f.StudentFactory()
    f.MembershipFactory(student=came, group=group, starts=day(15))
    [line] = passed(came)
    assert (line.given.hours, line.given.lessons) == (4, 2)
    page = told(came, math)
    assert page is not None
    assert [one.topic for one in page.lessons] == ["Тема 16", "Тема 15"]
    assert page.line == line  # the list and the page count alike


def test_topics_with_tasks_works_and_homework(db, group, student):
    given = lesson(journal(group, "Математика"), 13, topic="Предел функции")
    f.LessonTaskFactory(lesson=given, text="Решение задач № 1–4", kind=TaskKind.PROBLEM)
    f.LessonTaskFactory(lesson=given, text="Опрос", kind=TaskKind.ORAL)
    f.HomeworkFactory(lesson=given, text="№ 214", due_on=day(17))
    f.HomeworkFactory(lesson=given, text="Конспект", due_on=None)
    f.WorkFactory(lesson=given, number=6)
    page = told(student, given.journal)
    assert page is not None
    [one] = page.lessons
    assert one.tasks == [("Решение задач № 1–4", TaskKind.PROBLEM), ("Опрос", TaskKind.ORAL)]
    assert [task.text for task in one.homework.values()] == ["№ 214", "Конспект"]
    assert [work.number for work in one.works.values()] == [6]
    assert (page.line.given.hours, page.line.given.lessons) == (2, 1)


def test_topics_of_the_group_before_are_attached(db, group):
    new = f.GroupFactory(name="СВ-12")
    moved = f.StudentFactory()
    f.MembershipFactory(student=moved, group=group, ends=day(14))
    f.MembershipFactory(student=moved, group=new, starts=day(15))
    old = journal(group, "Математика")
    same = f.JournalFactory(group=new, line=f.CurriculumLineFactory(
        curriculum=new.curriculum, discipline=old.line.discipline))
    for number in (13, 14, 15, 16):
        lesson(old, number, 1, topic=f"Старая {number}")
        lesson(same, number, 2, topic=f"Новая {number}")
    for of in (old, same):
        page = told(moved, of)
        assert page is not None
        assert page.is_moved
        assert [(one.topic, page.groups[one.journal_id]) for one in page.lessons] == [
            ("Новая 16", "СВ-12"), ("Новая 15", "СВ-12"), ("Старая 14", group.name), ("Старая 13", group.name)]


def test_anothers_topics_are_not_there(db, group, student):
    assert told(student, journal(f.GroupFactory(), "Химия")) is None
    other = f.SubgroupFactory(group=group, number=2)
    assert told(student, journal(group, "Иностранный язык", subgroup=other)) is None


# the timetable

def planned(student: Student, monday: dt.date = MONDAY) -> tuple[Day, ...]:
    user, child = asked(student)
    return timetable_of_week(user, child, monday, Visit(0, NOW))


def test_a_week_by_the_timetable_with_its_changes(db, group, student):
    of = journal(group, "Математика")
    f.TimetableSlotFactory(journal=of, weekday=1, pair=1, room="214")
    f.TimetableSlotFactory(journal=of, weekday=3, pair=2, room="214")
    f.TimetableChangeFactory(journal=of, date=day(13), pair=1, kind=ChangeKind.CANCELLED)
    f.TimetableChangeFactory(journal=of, date=day(15), pair=2, kind=ChangeKind.ROOM, room="305")
    lesson(of, 14, 4)  # recorded out of the timetable: not a plan
    assert [(one.date.day, at.pair, at.room, at.note, at.off) for one in planned(student) for at in one.lessons] == [
        (13, 1, "214", "занятия не будет", True), (15, 2, "305", None, False)]
    assert [(one.date.day, at.room) for one in planned(student, day(20)) for at in one.lessons] == [
        (20, "214"), (22, "214")]  # the week to come


def test_the_timetable_of_others_is_not_ones_own(db, group, student):
    f.TimetableSlotFactory(journal=journal(f.GroupFactory(), "Химия"), weekday=1)
    assert not any(one.lessons for one in planned(student))


# what it costs

def test_five_times_more_costs_the_same(db, group, student, count_queries):
    of = [journal(group, f"Предмет {number}") for number in range(5)]
    user, child = asked(student)
    number_of, costs = of[0].id, []
    for pairs in (1, 5):
        for number in range(13, 18):
            for pair, one in enumerate(of[:pairs], 1 if pairs == 1 else 2):
                given = lesson(one, number, pair)
                absent(student, given)
                f.HomeworkFactory(lesson=given)
                f.LessonTaskFactory(lesson=given)
                f.TimetableSlotFactory(journal=one, weekday=number - 12, pair=pair)
        period, counted = periods(child, user.today)[0], []
        for ask, what in ((attendance, (period,)), (programme, (period,)), (topics, (number_of,)),
                          (timetable_of_week, (MONDAY, Visit(0, NOW)))):
            with count_queries() as statements:
                ask(user, child, *what)
            counted.append(len([one for one in statements if one != "BEGIN"]))
        costs.append(counted)
    assert costs[0] == costs[1] == [2, 2, 3, 3]

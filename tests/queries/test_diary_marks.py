"""Marks by subject: what belongs to a subject, how it is counted, what stays unseen (п. 4.1, 6.6)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa

from models import Lesson, Student
from queries.diary_family import children
from queries.diary_marks import SubjectLine, SubjectPage, subject, subjects
from queries.diary_studies import periods
from rules.terms import FinalKind, FinalValue, Gender, MarkKind
from tests import factories as f
from tests.families import NOW, asks, day, journal, lesson, member, parent_of


@pytest.fixture
def group(db: Any) -> Any:
    return f.GroupFactory(name="ИС-21")


@pytest.fixture
def student(group: Any) -> Student:
    return member(group, last_name="Осинцева", first_name="Алина", gender=Gender.FEMALE)


def listed(student: Student, asked: int = 0, now: dt.datetime = NOW) -> list[SubjectLine]:
    user = asks(parent_of(student), now=now)
    [child] = children(user)
    return subjects(user, child, periods(child, user.today)[asked])


def opened(student: Student, of: Any, now: dt.datetime = NOW) -> SubjectPage | None:
    user = asks(parent_of(student), now=now)
    [child] = children(user)
    return subject(user, child, of.id)


def mark(student: Student, given: Any, value: int, **more: Any) -> Any:
    return f.MarkFactory(cell__lesson=given, cell__student=student, value=value, **more)


def term(number: int = 1, year: int = 2023) -> Any:
    return f.SemesterFactory(academic_year=f.AcademicYearFactory(year=year), number=number)


# what is counted

def test_a_subject_with_its_count(db, group, student):
    math, empty = journal(group, "Математика"), journal(group, "Физика")
    mark(student, lesson(math, 13), 5)
    mark(student, lesson(math, 14), 4, weight=2, kind=MarkKind.CONTROL)
    mark(member(group), lesson(math, 15), 2)  # a classmate's
    f.AbsenceFactory(cell__lesson=lesson(math, 16, hours=3), cell__student=student, hours=3)
    late = f.AbsenceKindFactory(letter="о", title="опоздание", words="опоздал(а)", is_late=True, counts_hours=False)
    f.AbsenceFactory(cell__lesson=lesson(math, 17), cell__student=student, kind=late, hours=2)  # lateness costs none
    one, two = listed(student)
    assert (one.subject, len(one.marks), one.average, one.formula) == (
        "Математика", 2, Decimal("4.33"), "(5 + 4 × 2) : 3 = 4,33")
    assert (one.missed_hours, one.given.hours, one.given.lessons, one.planned) == (3, 11, 5, 36)
    assert (two.subject, two.average, two.formula, two.given.hours) == (empty.line.title, None, "", 0)


def test_entries_with_dates_the_latest_first(db, group, student):
    math = journal(group, "Математика")
    mark(student, lesson(math, 13, topic="Пределы"), 5, kind=MarkKind.CHECK)
    f.AbsenceFactory(cell__lesson=lesson(math, 14), cell__student=student,
                     kind=f.AbsenceKindFactory(letter="б", title="болезнь", words="болезнь", excused=True))
    f.CellFactory(lesson=lesson(math, 15), student=student)  # cleared: nothing to tell
    page = opened(student, math)
    assert page is not None
    assert [(one.date.day, one.topic, one.tiles, one.absence, one.hours) for one in page.entries] == [
        (14, "Ветвления и циклы", (), "не была: болезнь", 2), (13, "Пределы", (("5", "проверочная", 1),), None, 0)]


def test_tomorrow_is_not_told(db, group, student):
    math = journal(group, "Математика")
    mark(student, lesson(math, 21), 5)
    f.AbsenceFactory(cell__lesson=lesson(math, 22), cell__student=student)
    [line] = listed(student)
    assert (line.marks, line.missed_hours, line.given.hours) == ((), 0, 0)
    page = opened(student, math)
    assert page is not None
    assert page.entries == ()


# what is one subject

def test_two_practices_of_one_title_are_two_subjects(db, group, student):
    lines = [f.CurriculumLineFactory(curriculum=group.curriculum, of_practice=True, practice__index=f"УП.0{number}.01")
             for number in (1, 2)]
    first, second = (f.JournalFactory(group=group, line=line) for line in lines)
    mark(student, lesson(first, 13), 5)
    mark(student, lesson(second, 14), 3)
    assert [(line.subject, line.average) for line in listed(student)] == [
        ("УП.01.01 Учебная практика", Decimal("5.00")), ("УП.02.01 Учебная практика", Decimal("3.00"))]


def test_two_teachers_of_one_subject(db, group, student):
    lecture = journal(group, "Математика", planned_hours=20)
    practice = f.JournalFactory(group=group, line=lecture.line, planned_hours=16)
    mark(student, lesson(lecture, 13), 5)
    mark(student, lesson(practice, 14), 4)
    [line] = listed(student)
    assert (line.average, line.planned, line.given.hours, len(line.teachers)) == (Decimal("4.50"), 36, 4, 2)


def test_a_subgroup_is_one_subject_before_and_after_a_move(db, group, student):
    mine, other = f.SubgroupFactory(group=group, number=1), f.SubgroupFactory(group=group, number=2)
    f.SubgroupMembershipFactory(subgroup=mine, student=student, ends=day(14))
    f.SubgroupMembershipFactory(subgroup=other, student=student, starts=day(15))
    first = journal(group, "Иностранный язык", subgroup=mine)
    second = f.JournalFactory(group=group, line=first.line, subgroup=other)
    for number in (13, 14, 15, 16):
        for pair, of in enumerate((first, second), 1):
            lesson(of, number, pair)
    mark(student, first_of(db, first, 13), 3)
    mark(student, first_of(db, second, 15), 5)
    [line] = listed(student)
    assert (line.journal_id, line.average, line.given.hours, line.planned) == (second.id, Decimal("4.00"), 8, 36)
    for of in (first, second):
        page = opened(student, of)
        assert page is not None
        assert [entry.date.day for entry in page.entries] == [15, 13]


def first_of(db: Any, of: Any, number: int) -> Any:
    return db.scalars(sa.select(Lesson).where(Lesson.journal_id == of.id, Lesson.date == day(number))).one()


def test_marks_of_the_group_before_are_attached(db, group):
    new = f.GroupFactory(name="СВ-12")
    moved = f.StudentFactory()
    f.MembershipFactory(student=moved, group=group, ends=day(14))
    f.MembershipFactory(student=moved, group=new, starts=day(15))
    old = journal(group, "Математика", planned_hours=34)
    same = f.JournalFactory(group=new, planned_hours=68, line=f.CurriculumLineFactory(
        curriculum=new.curriculum, discipline=old.line.discipline))
    gone = journal(group, "Черчение")
    for number in (13, 14, 15, 16):
        lesson(old, number, 1)
        lesson(same, number, 2)
    mark(moved, first_of(db, old, 13), 5)
    mark(moved, first_of(db, same, 16), 3)
    math, drawing = sorted(listed(moved), key=lambda line: line.subject)
    assert (math.subject, math.average, math.given.hours, math.planned, math.groups) == (
        "Математика", Decimal("4.00"), 8, 68, ("ИС-21", "СВ-12"))
    assert (math.journal_id, drawing.subject, drawing.groups) == (same.id, gone.line.title, ("ИС-21",))
    page = opened(moved, old)
    assert page is not None
    assert page.is_moved
    assert [(entry.date.day, entry.group) for entry in page.entries] == [(16, "СВ-12"), (13, "ИС-21")]


# periods

def test_each_semester_is_counted_alone_and_finals_stand_together(db, group, student):
    now = journal(group, "Математика")
    before = f.JournalFactory(group=group, semester=term(2, 2022), line=f.CurriculumLineFactory(
        curriculum=group.curriculum, discipline=now.line.discipline, semester_number=2))
    mark(student, lesson(now, 13), 5)
    mark(student, f.LessonFactory(journal=before, date=dt.date(2023, 5, 15)), 3)
    f.FinalMarkFactory(journal=before, student=student, value=FinalValue.THREE, published_at=f.NOW)
    f.FinalMarkFactory(journal=now, student=student, kind=FinalKind.EXAM, value=FinalValue.FIVE, published_at=f.NOW)
    assert [(line.average, [final.value for final in line.finals]) for line in listed(student)] == [
        (Decimal("5.00"), [FinalValue.FIVE])]
    assert [(line.average, [final.value for final in line.finals]) for line in listed(student, 1)] == [
        (Decimal("3.00"), [FinalValue.THREE])]
    for of in (now, before):
        page = opened(student, of)
        assert page is not None
        assert [(final.year, final.number, final.kind) for final in page.line.finals] == [
            (2022, 2, FinalKind.SEMESTER), (2023, 1, FinalKind.EXAM)]
        assert len(page.entries) == 1


def test_semesters_of_a_student(db, group):
    for number, year in ((1, 2022), (2, 2022), (1, 2023), (2, 2023)):
        term(number, year)
    came = f.StudentFactory()
    f.MembershipFactory(student=came, group=group, starts=dt.date(2023, 3, 1))
    [child] = children(asks(parent_of(came)))
    assert [period.title for period in periods(child, NOW.date())] == ["1 семестр 2023-2024", "2 семестр 2022-2023"]
    left = f.StudentFactory()
    f.MembershipFactory(student=left, group=group, starts=dt.date(2022, 9, 1), ends=dt.date(2023, 6, 30))
    [child] = children(asks(parent_of(left)))
    assert [period.number for period in periods(child, NOW.date())] == [2, 1]


# what stays unseen

def test_drafts_and_anothers_subject(db, group, student):
    math = journal(group, "Математика")
    f.FinalMarkFactory(journal=math, student=student)  # a draft
    f.FinalMarkFactory(journal=math, student=member(group), published_at=f.NOW)  # a classmate's
    [line] = listed(student)
    assert line.finals == ()
    assert opened(student, journal(f.GroupFactory(), "Химия")) is None


def test_a_subgroups_journal_one_is_not_in(db, group, student):
    other = f.SubgroupFactory(group=group, number=2)
    of = journal(group, "Иностранный язык", subgroup=other)
    assert listed(student) == []
    assert opened(student, of) is None


def test_a_child_of_another_family_shows_nothing(db, group, student):
    mark(student, lesson(journal(group, "Математика"), 13), 5)
    [child] = children(asks(parent_of(student)))
    stranger = asks(parent_of(member(f.GroupFactory())))
    assert subjects(stranger, child, periods(child, NOW.date())[0]) == []


# what it costs

def asked_of(statements: list[str]) -> int:
    return len([one for one in statements if one != "BEGIN"])


def test_twenty_five_lessons_cost_what_five_do(db, group, student, count_queries):
    of = [journal(group, f"Предмет {number}") for number in range(5)]
    user, asked = asks(parent_of(student)), of[0].id
    counts: list[tuple[int, int]] = []
    for pairs in (1, 5):
        for number in range(13, 18):
            for pair, one in enumerate(of[:pairs], 1 if pairs == 1 else 2):
                mark(student, lesson(one, number, pair), 5)
        with count_queries() as statements:
            [child] = children(user)
            lines = subjects(user, child, periods(child, user.today)[0])
        first = asked_of(statements)
        with count_queries() as statements:
            [child] = children(user)
            subject(user, child, asked)
        counts.append((first, asked_of(statements)))
    assert sum(len(line.marks) for line in lines) == 30
    assert counts[0] == counts[1] == (6, 5)

"""Finals of all years, debts, years whole, own practice: what is shown and what is not (п. 4.1, 6.6, 6.7, Пр. 12)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from models import Student
from queries.diary_family import children
from queries.diary_marks import year_subjects
from queries.diary_practice import OwnPractice, practices
from queries.diary_results import Results, results
from queries.diary_studies import periods
from rules.terms import DebtState, FinalKind, FinalValue, SheetPart
from tests import factories as f
from tests.families import asks, day, journal, lesson, member, parent_of


@pytest.fixture
def group(db: Any) -> Any:
    return f.GroupFactory(name="ИС-21")


@pytest.fixture
def student(group: Any) -> Student:
    return member(group, last_name="Осинцева", first_name="Алина")


def asked(student: Student) -> tuple[Any, Any]:
    user = asks(parent_of(student))
    [child] = children(user)
    return user, child


def shown(student: Student) -> Results:
    user, child = asked(student)
    return results(user, child, periods(child, user.today))


def term(number: int, year: int) -> Any:
    return f.SemesterFactory(academic_year=f.AcademicYearFactory(year=year), number=number)


def final(student: Student, of: Any, value: FinalValue = FinalValue.FOUR, **more: Any) -> Any:
    return f.FinalMarkFactory(journal=of, student=student, value=value, **{"published_at": f.NOW, **more})


# finals

def test_finals_by_year_and_semester(db, group, student):
    now = journal(group, "Математика")
    spring = f.JournalFactory(group=group, semester=term(2, 2022), line=f.CurriculumLineFactory(
        curriculum=group.curriculum, discipline=now.line.discipline, semester_number=2))
    autumn = journal(group, "История", semester=term(1, 2022))
    final(student, spring, FinalValue.THREE)
    final(student, spring, FinalValue.FIVE, kind=FinalKind.COURSE)
    final(student, autumn, FinalValue.PASSED, kind=FinalKind.CREDIT)
    final(student, now, published_at=None)  # a draft
    final(member(group), now)  # a classmate's
    this, past = shown(student).years
    assert (this.year, this.about, this.subjects) == (2023, "ИС-21, 2-й курс", ())
    assert (past.year, past.about) == (2022, "ИС-21, 1-й курс")
    assert [(line.subject, [[(one.kind, one.value) for one in own] for own in line.semesters])
            for line in past.subjects] == [
        ("Математика", [[], [(FinalKind.SEMESTER, FinalValue.THREE), (FinalKind.COURSE, FinalValue.FIVE)]]),
        ("История", [[(FinalKind.CREDIT, FinalValue.PASSED)], []])]


def test_a_graduate_keeps_the_years(db, group):
    old = f.StudentFactory()
    f.MembershipFactory(student=old, group=group, starts=dt.date(2022, 9, 1), ends=dt.date(2023, 6, 30))
    spring, autumn = term(2, 2022), term(1, 2023)
    final(old, journal(group, "История", semester=spring))
    journal(group, "Физика", semester=autumn)  # the group goes on
    assert [year.year for year in shown(old).years] == [2022]
    user, child = asked(old)
    assert year_subjects(user, child, 2023) == []


# a year whole

def test_a_past_year_with_its_marks(db, group, student):
    autumn, spring = term(1, 2022), term(2, 2022)
    history, math = journal(group, "История", semester=autumn), journal(group, "Математика", semester=spring)
    for value, number in ((5, 12), (4, 13)):
        given = f.LessonFactory(journal=history, date=dt.date(2022, 10, number))
        f.MarkFactory(cell__lesson=given, cell__student=student, value=value)
    absent = f.LessonFactory(journal=math, date=dt.date(2023, 3, 14))
    f.AbsenceFactory(cell__lesson=absent, cell__student=student)
    final(student, history, FinalValue.FIVE)
    user, child = asked(student)
    (first, one), (second, two) = year_subjects(user, child, 2022)
    assert (first.number, second.number) == (1, 2)
    assert [(line.subject, line.average, line.missed_hours, len(line.finals)) for line in (*one, *two)] == [
        ("История", Decimal("4.50"), 0, 1), ("Математика", None, 2, 0)]


def test_one_subject_of_two_semesters_keeps_its_finals_apart(db, group, student):
    first = journal(group, "Математика", semester=term(1, 2022))
    second = f.JournalFactory(group=group, semester=term(2, 2022), line=f.CurriculumLineFactory(
        curriculum=group.curriculum, discipline=first.line.discipline, semester_number=2))
    final(student, first, FinalValue.THREE)
    final(student, second, FinalValue.FIVE)
    user, child = asked(student)
    assert [[one.value for line in lines for one in line.finals] for _, lines in year_subjects(user, child, 2022)] == [
        [FinalValue.THREE], [FinalValue.FIVE]]


# debts

def test_own_debts_with_attempts(db, group, student):
    published = final(student, journal(group, "Математика"), FinalValue.NOT_ATTESTED)
    debt = f.DebtFactory(final_mark=published)
    f.DebtAttemptFactory(debt=debt, number=1, date=day(15), value=FinalValue.TWO)
    f.DebtAttemptFactory(debt=debt, number=2, commission=True, members="Иванова, Петрова", date=day(30))
    f.DebtFactory(final_mark=final(student, journal(group, "Физика"), FinalValue.TWO, published_at=None))
    f.DebtFactory(final_mark=final(member(group), journal(group, "Химия"), FinalValue.TWO))
    [line] = shown(student).debts
    assert (line.subject, line.state, [(one.number, one.result) for one in line.attempts]) == (
        "Математика", DebtState.FIRST_FAILED, [(1, "2"), (2, "")])


# practice

def practice(group: Any, **more: Any) -> Any:
    line = f.CurriculumLineFactory(curriculum=group.curriculum, of_practice=True)
    return f.PracticeProgrammeFactory(journal=f.JournalFactory(group=group, line=line), **more)


def own(student: Student) -> list[OwnPractice]:
    user, child = asked(student)
    return practices(user, child)


def test_own_place_days_and_signed_sheet(db, group, student):
    made = practice(group, enterprise=f.EnterpriseFactory(name="База группы"))
    f.PlacementFactory(programme=made, student=student, mentor="бригадир", enterprise__name="Цех № 7")
    f.PlacementFactory(programme=made, student=member(group), enterprise__name="Чужой цех")
    for number in (13, 14, 21):  # the last is tomorrow
        f.DayLogFactory(lesson=lesson(made.journal, number, hours=6), student=student, work=f"День {number}")
    f.DayLogFactory(lesson=lesson(made.journal, 15, hours=6), student=member(group), work="Чужой день")
    sheet = f.AttestationSheetFactory(programme=made, student=student, characteristics="работал хорошо")
    f.SheetRowFactory(sheet=sheet, title="Сборка узлов", level="high")
    f.SheetRowFactory(sheet=sheet, part=SheetPart.GENERAL, title="ОК 01", level="regular")
    [one] = own(student)
    assert (one.place, one.mentor, one.hours, [each.work for each in one.days]) == (
        "Цех № 7", "бригадир", 12, ["День 13", "День 14"])
    assert one.sheet is not None
    assert (one.sheet.value, one.sheet.characteristics) == (FinalValue.FIVE, "работал хорошо")
    assert one.sheet.parts == {SheetPart.WORK: [("Сборка узлов", "высокое")],
                               SheetPart.GENERAL: [("ОК 01", "проявлялась регулярно")]}


def test_an_unsigned_sheet_tells_only_that_it_is_there(db, group, student):
    made = practice(group)
    sheet = f.AttestationSheetFactory(programme=made, student=student, characteristics="черновик", signed_on=None)
    f.SheetRowFactory(sheet=sheet)
    [one] = own(student)
    assert one.sheet is not None
    assert (one.sheet.signed_on, one.sheet.value, one.sheet.characteristics, one.sheet.parts) == (None, None, None, {})


def test_without_a_place_of_ones_own_the_base_of_the_group(db, group, student):
    practice(group, enterprise=f.EnterpriseFactory(name="База группы"))
    assert [(one.place, one.mentor, one.sheet) for one in own(student)] == [("База группы", None, None)]


def test_practice_before_one_came_and_of_another_group_is_not_ones_own(db, group):
    practice(group)  # 13–18 November
    practice(f.GroupFactory())
    late = f.StudentFactory()
    f.MembershipFactory(student=late, group=group, starts=day(19))
    assert own(late) == []
    [child] = children(asks(parent_of(late)))
    assert not child.on_practice


@pytest.mark.parametrize("what", ["programme", "nothing"])
def test_the_section_is_there_when_there_is_something(db, group, student, what):
    if what == "programme":
        practice(group)
    [child] = children(asks(parent_of(student)))
    assert child.on_practice is (what == "programme")


# what it costs

def test_five_years_cost_what_one_does(db, group, student, count_queries):
    costs = []
    for years in (range(2022, 2024), range(2018, 2022)):
        for year in years:
            for number in (1, 2):
                of = journal(group, f"Предмет {year} {number}", semester=term(number, year))
                debt = f.DebtFactory(final_mark=final(student, of, FinalValue.NOT_ATTESTED))
                f.DebtAttemptFactory(debt=debt)
        made = practice(group)
        f.AttestationSheetFactory(programme=made, student=student)
        user, child = asked(student)
        counted = []
        for ask, what in ((results, (periods(child, user.today),)), (year_subjects, (2022,)), (practices, ())):
            with count_queries() as statements:
                ask(user, child, *what)
            counted.append(len([one for one in statements if one != "BEGIN"]))
        costs.append(counted)
    assert costs[0] == costs[1] == [4, 4, 3]

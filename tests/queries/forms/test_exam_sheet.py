"""Credit and examination sheets against lists made by hand (п. 4.1, 6.9)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from queries.forms.exam_sheet import exam_sheet, sheet_kinds
from rules.terms import FinalKind, FinalValue, MovementKind, Role
from tests import factories as f
from tests.families import asks
from tests.report_world import journal, result, student

EXAM = FinalKind.EXAM


@pytest.fixture
def exam(db):
    """Four who study, one who left with a result, one who left without; a draft and a result of another kind."""
    made = journal(f.GroupFactory(name="ИС-21"), "Математика", teacher=f.TeacherFactory())
    made.line.exams, made.line.graded_credits, made.line.index = 1, 0, "ОП.01"
    for name, value in (("Абрамова", "5"), ("Белова", "4"), ("Власова", "2"), ("Гладких", "no_show")):
        result(made, student(made.group, name), value, kind=EXAM)
    draft = student(made.group, "Дорохина")
    result(made, draft, "5", published=False, kind=EXAM)
    result(made, draft, "5", kind=FinalKind.SEMESTER)
    gone = student(made.group, "Ежова", ends="2023-11-10", left=MovementKind.EXPULSION)
    result(made, gone, "4", kind=EXAM)
    student(made.group, "Жукова", ends="2023-11-10", left=MovementKind.EXPULSION)
    return made


@pytest.fixture
def deputy(db):
    return asks(f.UserFactory(roles=(Role.DEPUTY_OOD,)))


def surnames(sheet):
    return [(line.name.split()[0], line.value.value if line.value else None) for line in sheet.lines]


def test_filled_from_published_results(deputy, exam):
    found = exam_sheet(deputy, exam, EXAM, filled=True)
    assert surnames(found) == [("Абрамова", "5"), ("Белова", "4"), ("Власова", "2"), ("Гладких", "no_show"),
                               ("Дорохина", None), ("Ежова", "4")]
    assert (found.subject.split()[0], found.group, found.course, found.semester, found.teacher) == (
        "ОП.01", "ИС-21", 2, "I семестр 2023-2024 учебного года", exam.teacher.full_name)
    assert found.held_on == dt.date(2023, 11, 20)
    assert {value.value: count for value, count, _ in found.counts} == {
        "5": 1, "4": 2, "3": 0, "2": 1, "na": 0, "no_show": 1}
    assert (found.performance, found.quality) == (Decimal("60.00"), Decimal("60.00")), "3 of 5, 3 of 5"


def test_blank_names_those_who_study_today(deputy, exam):
    found = exam_sheet(deputy, exam, EXAM, filled=False)
    assert surnames(found) == [(name, None) for name in ("Абрамова", "Белова", "Власова", "Гладких", "Дорохина")]
    assert (found.held_on, found.performance) == (None, None)


def test_kinds_offered(deputy, exam):
    assert sheet_kinds(exam) == {EXAM: True}, "the semester's mark has no sheet"


def test_each_subgroup_has_its_own_sheet(deputy, db):
    group = f.GroupFactory()
    parts = [f.SubgroupFactory(group=group, number=number) for number in (1, 2)]
    line = f.CurriculumLineFactory(curriculum=group.curriculum)
    for part, name in zip(parts, ("Абрамова", "Белова"), strict=True):
        f.SubgroupMembershipFactory(subgroup=part, student=student(group, name))
        made = f.JournalFactory(group=group, line=line, subgroup=part, teacher=f.TeacherFactory())
        found = exam_sheet(deputy, made, FinalKind.GRADED_CREDIT, filled=False)
        assert (found.subgroup, surnames(found)) == (part.number, [(name, None)])


@pytest.mark.parametrize("who", ["another teacher", "a curator of another group", "a parent"])
def test_nobody_elses_results_are_filled_in(db, exam, who):
    if who == "another teacher":
        reader = asks(f.TeacherFactory())
    elif who == "a curator of another group":
        reader = asks(f.CuratorshipFactory().user)
    else:
        reader = asks(f.UserFactory(roles=(Role.PARENT,)))
    assert {value for _, value in surnames(exam_sheet(reader, exam, EXAM, filled=True))} == {None}


def test_growth(deputy, exam, count_queries):
    with count_queries() as few:
        exam_sheet(deputy, exam, EXAM, filled=True)
    for number in range(20):
        result(exam, student(exam.group, f"Петрова{number}"), "4", kind=EXAM)
    with count_queries(at_most=8) as many:
        found = exam_sheet(deputy, exam, EXAM, filled=True)
    assert len(many) == len(few)
    assert [line.value for line in found.lines].count(FinalValue.FOUR) == 22

"""Certificates of results and data of the diploma against a student's years made by hand (п. 4.1, 6.6, 6.9)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from queries.forms.diploma import graduates
from queries.forms.faces import face, group_faces
from queries.forms.transcript import transcript
from queries.reports.ask import study_years
from rules.report_periods import read_period
from rules.terms import BasisKind, DebtState, FinalKind, FinalValue, LineKind, MovementKind, Role
from tests import factories as f
from tests.families import asks
from tests.report_world import student

K, V = FinalKind, FinalValue


def put(group: Any, line: Any, semester: Any, who: Any, kind: FinalKind, value: str, **more: Any) -> Any:
    journal = f.JournalFactory(group=group, line=line, semester=semester, teacher=f.TeacherFactory())
    return f.FinalMarkFactory(journal=journal, student=who, kind=kind, value=V(value), published_at=f.NOW, **more)


@pytest.fixture
def world(db):
    """Maths over two semesters, a practice, a course project, a debt made up, one credited, one not yet taught."""
    group = f.GroupFactory(name="ИС-21")
    plan = {"curriculum": group.curriculum}
    first = f.SemesterFactory(academic_year__year=2022, number=1)
    second = f.SemesterFactory(academic_year=first.academic_year, number=2)
    third = f.SemesterFactory()
    who = student(group, "Абрамова")
    discipline = f.DisciplineFactory(title="Математика")
    maths = [f.CurriculumLineFactory(**plan, discipline=discipline, semester_number=number, position=1, index="ОД.01",
                                     total=hours, lecture=hours - 10, practical=10)
             for number, hours in ((1, 40), (2, 60))]
    put(group, maths[0], first, who, K.SEMESTER, "3")
    put(group, maths[1], second, who, K.SEMESTER, "4")
    put(group, maths[1], second, who, K.EXAM, "5")
    put(group, f.CurriculumLineFactory(**plan, of_practice=True, position=9, semester_number=2, weeks=Decimal(2),
                                       practice__index="УП.01", practice__title="Учебная практика", total=72),
        second, who, K.PRACTICE, "4")
    project = f.CurriculumLineFactory(**plan, discipline__title="Базы данных", position=2, semester_number=3,
                                      index="ОП.02")
    put(group, project, third, who, K.COURSE_PROJECT, "5", theme="База приёмной комиссии")
    put(group, project, third, who, K.GRADED_CREDIT, "2", set_at=dt.datetime(2023, 11, 1, 8, tzinfo=dt.UTC))
    failed = f.m.db.session.query(f.m.FinalMark).filter_by(kind=K.GRADED_CREDIT).one()
    debt = f.DebtFactory(final_mark=failed, form=K.GRADED_CREDIT, state=DebtState.CLOSED, due_on=dt.date(2023, 11, 15))
    f.DebtAttemptFactory(debt=debt, value=V.THREE)
    put(group, f.CurriculumLineFactory(**plan, discipline__title="История", position=3, semester_number=3,
                                       index="ОД.02"), third, who, K.GRADED_CREDIT, "credited",
        basis_kind=BasisKind.RECREDIT, basis="приказ № 12 от 01.09.2023")
    f.CurriculumLineFactory(**plan, discipline__title="Химия", position=4, semester_number=4, index="ОД.03")
    f.CurriculumLineFactory(**plan, kind=LineKind.MODULE, discipline=None, title="Модуль", position=8, index="ПМ.01",
                            module=f.ModuleFactory(speciality=group.speciality))
    return group, who


@pytest.fixture
def deputy(db):
    return asks(f.UserFactory(roles=(Role.DEPUTY_OOD,)))


def line_of(graduate, title):
    return next(line for line in graduate.lines if line.subject.title == title)


def test_the_diploma_by_hand(deputy, world):
    _, who = world
    (found,) = graduates(deputy, [face(deputy, who.id, f.TODAY)])
    maths = line_of(found, "Математика")
    assert (maths.subject.hours, maths.subject.contact, maths.subject.semesters) == (100, 100, (1, 2))
    assert (maths.control, maths.value, maths.semester) == (K.EXAM, V.FIVE, 2), "the exam of the last semester"
    practice = line_of(found, "Учебная практика")
    assert (practice.value, practice.subject.weeks, practice.subject.hours) == (V.FOUR, Decimal(2), 72)
    bases = line_of(found, "Базы данных")
    assert (bases.value, bases.made_up, bases.on) == (V.THREE, True, dt.date(2023, 11, 15)), "the passed attempt"
    assert [(work.theme, work.value) for work in found.works] == [("База приёмной комиссии", V.FIVE)]
    assert line_of(found, "История").credited == "приказ № 12 от 01.09.2023"
    assert found.lacking == ("ОД.03 Химия",), "the module's own line repeats its parts"
    assert [line.subject.index for line in found.lines] == ["ОД.01", "ОП.02", "ОД.02", "ОД.03", "УП.01"]


def test_results_of_another_plan_come_along(deputy, world):
    """After a transfer: the same discipline is found by itself, another one stands outside the plan."""
    _, who = world
    new = f.GroupFactory(name="ПК-21")
    same = f.m.db.session.query(f.m.Discipline).filter_by(title="Математика").one()
    f.CurriculumLineFactory(curriculum=new.curriculum, discipline=same, semester_number=1, total=80, index="БД.01")
    old = f.m.db.session.query(f.m.Membership).filter_by(student_id=who.id).one()
    old.ends = dt.date(2023, 11, 1)
    f.MembershipFactory(student=who, group=new, starts=dt.date(2023, 11, 2))
    (found,) = graduates(deputy, [face(deputy, who.id, f.TODAY)])
    assert found.face.group == "ПК-21"
    maths = line_of(found, "Математика")
    assert (maths.subject.index, maths.subject.hours, maths.value, maths.in_plan) == ("БД.01", 80, V.FIVE, True)
    assert [(line.subject.title, line.in_plan) for line in found.lines if not line.in_plan] == [
        ("Учебная практика", False), ("Базы данных", False), ("История", False)]


@pytest.mark.parametrize(("code", "expected", "average"), [
    ("2022.1", [("Математика", 40, "3")], "3.00"),
    ("2022.2", [("Математика", 60, "4"), ("Математика", 60, "5"), ("УП.01 Учебная практика", 72, "4")], "4.33"),
    ("2023.1", [("Базы данных", 36, "5"), ("Базы данных", 36, "3"), ("История", 36, "credited")], "4.00"),
    ("2023.2", None, None)])
def test_a_certificate_of_a_semester(deputy, world, code, expected, average):
    if expected is None:
        f.SemesterFactory(number=2)
        expected = []
    found = transcript(deputy, world[1].id, read_period(code, study_years()))
    assert found is not None
    assert [(one.subject, one.hours, one.mark.value.value) for one in found.results] == expected
    assert (str(found.average) if found.average else None) == average


def test_a_certificate_of_all_years(deputy, world):
    found = transcript(deputy, world[1].id, None)
    assert found is not None
    assert (len(found.results), found.face.course, found.face.group) == (7, 2, "ИС-21")


@pytest.mark.parametrize("who", ["another curator", "parent of another", "teacher"])
def test_not_for_others(db, world, who):
    reader = {"another curator": lambda: f.CuratorshipFactory().user,
              "parent of another": lambda: f.UserFactory(roles=(Role.PARENT,)), "teacher": f.TeacherFactory}[who]()
    assert transcript(asks(reader), world[1].id, None) is None


def test_a_draft_is_in_no_certificate(deputy, world):
    group, who = world
    line = f.CurriculumLineFactory(curriculum=group.curriculum, discipline__title="Физика")
    f.FinalMarkFactory(journal=f.JournalFactory(group=group, line=line), student=who, value=V.TWO)
    found = transcript(deputy, who.id, None)
    assert found is not None
    assert "Физика" not in {one.subject for one in found.results}


def test_a_group_of_graduates(deputy, world):
    """Who is there and who has graduated from it; who was expelled has no diploma."""
    group, _ = world
    student(group, "Белова", ends="2023-06-30", left=MovementKind.GRADUATION)
    student(group, "Власова", ends="2023-11-10", left=MovementKind.EXPULSION)
    assert [one.last_name for one in group_faces(deputy, group.id, f.TODAY)] == ["Абрамова", "Белова"]


def test_birth_dates_are_for_those_who_see_them(deputy, world):
    group, _ = world
    methodist = asks(f.UserFactory(roles=(Role.METHODIST,)))
    assert group_faces(deputy, group.id, f.TODAY)[0].birth_date == dt.date(2006, 5, 17)
    assert group_faces(methodist, group.id, f.TODAY)[0].birth_date is None


def test_growth(deputy, world, count_queries):
    group, _ = world
    with count_queries() as few:
        graduates(deputy, group_faces(deputy, group.id, f.TODAY))
    of = f.JournalFactory(group=group)
    for number in range(20):
        f.FinalMarkFactory(journal=of, student=student(group, f"Петрова{number}"), published_at=f.NOW)
    with count_queries(at_most=5) as many:
        assert len(graduates(deputy, group_faces(deputy, group.id, f.TODAY))) == 21
    assert len(many) == len(few)

"""Pages of marks over HTTP: semesters, a subject, the count of the average, what they cost (п. 4.1, 6.6)."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest

from models import Student, User
from rules.averages import NOTE
from rules.terms import FinalKind, FinalValue, Gender
from tests import factories as f
from tests.families import journal, lesson, member, parent_of


@pytest.fixture
def group(db: Any) -> Any:
    return f.GroupFactory(name="ИС-21")


@pytest.fixture
def student(group: Any) -> Student:
    return member(group, last_name="Осинцева", first_name="Алина", gender=Gender.FEMALE)


@pytest.fixture
def parent(student: Student) -> User:
    return parent_of(student)


def test_from_the_list_to_the_subject(login, group, student, parent):
    math = journal(group, "Математика")
    f.MarkFactory(cell__lesson=lesson(math, 13, topic="Предел функции"), cell__student=student, value=4, weight=2)
    f.MarkFactory(cell__lesson=lesson(math, 14), cell__student=student, value=5)
    f.FinalMarkFactory(journal=math, student=student, kind=FinalKind.CREDIT, value=FinalValue.PASSED,
                       published_at=f.NOW)
    client = login(parent)
    page = client.get(f"/diary/{student.id}/subjects").text
    assert NOTE in page
    assert "4,33" in page
    [address] = re.findall(rf'href="(/diary/{student.id}/subjects/\d+)"', page)
    page = client.get(address).text
    for part in ("Предел функции", "<summary>4,33</summary>", "(4 × 2 + 5) : 3 = 4,33", NOTE, "вес 2", "4 из 36&nbsp;ч",
                 "1 семестр 2023-2024", '<b class="said">зачёт</b>', "Осинцева Алина, ИС-21"):
        assert part in page, part


def test_semesters_are_chosen_by_links(login, group, student, parent):
    before = f.SemesterFactory(academic_year=f.AcademicYearFactory(year=2022), number=2)
    journal(group, "Математика")
    journal(group, "Черчение", semester=before)
    client = login(parent)
    now = client.get(f"/diary/{student.id}/subjects").text
    assert "Математика" in now
    assert "Черчение" not in now
    assert f'href="/diary/{student.id}/subjects?semester={before.id}"' in now
    then = client.get(f"/diary/{student.id}/subjects?semester={before.id}").text
    assert "Черчение" in then
    assert "Математика" not in then


@pytest.mark.parametrize(("asked", "code"), [
    ("999999", 404), ("0", 404), ("", 200), ("x", 400), ("-1", 400), ("1.5", 400), ("٣", 400), ("9" * 30, 400)])
def test_what_is_not_a_semester_of_ones_own(login, group, student, parent, asked, code):
    journal(group, "Математика")
    assert login(parent).get(f"/diary/{student.id}/subjects", query_string={"semester": asked}).status_code == code


def test_a_semester_in_which_one_was_not_there(db, login, group):
    late = f.StudentFactory()
    f.MembershipFactory(student=late, group=group, starts=dt.date(2023, 9, 1))
    before = f.SemesterFactory(academic_year=f.AcademicYearFactory(year=2022), number=1)
    f.SemesterFactory()
    client = login(parent_of(late))
    assert client.get(f"/diary/{late.id}/subjects").status_code == 200
    assert client.get(f"/diary/{late.id}/subjects?semester={before.id}").status_code == 404


def test_a_subject_beyond_any_number(login, student, parent):
    for number in (2**31, 2**63, 10**30):
        assert login(parent).get(f"/diary/{student.id}/subjects/{number}").status_code == 404


def test_before_the_first_semester(login, student, parent):
    page = login(parent).get(f"/diary/{student.id}/subjects")
    assert page.status_code == 200
    assert "Отметок пока нет" in page.text


def test_the_other_child_keeps_the_section(login, group, student):
    brother = member(group, last_name="Осинцев", first_name="Егор", female=False)
    page = login(parent_of(student, brother)).get(f"/diary/{student.id}/subjects").text
    assert f'href="/diary/{brother.id}/subjects"' in page


def test_no_letters_and_nobody_elses_names(login, group, student, parent):
    math = journal(group, "Математика")
    given = lesson(math, 13)
    f.AbsenceFactory(cell__lesson=given, cell__student=student)
    f.MarkFactory(cell__lesson=given, cell__student=member(group, last_name="Переверзева"))
    client = login(parent)
    for address in (f"/diary/{student.id}/subjects", f"/diary/{student.id}/subjects/{math.id}"):
        page = client.get(address).text
        assert "Переверзева" not in page
        assert not re.search(r">\s*[нбуо]\s*<", page)
    assert "не была без причины" in page


@pytest.mark.parametrize("marks", [1, 5])
def test_budget_of_the_list_and_of_a_subject(login, group, student, parent, count_queries, marks):
    """BEGIN, session, children, semesters, journals, cells, hours, finals; debts beside the list."""
    of = [journal(group, f"Основы предпринимательской деятельности, часть {number}") for number in range(marks * 3)]
    for pair, one in enumerate(of):
        for number in range(13, 18):
            given = lesson(one, number, pair % 10, topic="Организационно-правовые формы предпринимательства")
            f.MarkFactory(cell__lesson=given, cell__student=student)
    client, listed, one = login(parent), f"/diary/{student.id}/subjects", f"/diary/{student.id}/subjects/{of[0].id}"
    with count_queries(at_most=9):
        page = client.get(listed)
    assert page.text.count('<span class="mark m5 sm">') == marks * 3 * 5
    assert len(page.data) <= 40 * 1024
    with count_queries(at_most=7):
        page = client.get(one)
    assert page.text.count('<span class="mark m5">') == 5
    assert len(page.data) <= 40 * 1024

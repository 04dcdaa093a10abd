"""Pages of attendance, timetable and programme over HTTP (п. 4.1, 5.3, 5.5, 5.8)."""

from __future__ import annotations

import re
from typing import Any

import pytest

from models import Student, User
from rules.terms import ChangeKind, Gender
from tests import factories as f
from tests.families import day, journal, lesson, member, parent_of


@pytest.fixture
def group(db: Any) -> Any:
    return f.GroupFactory(name="ИС-21")


@pytest.fixture
def student(group: Any) -> Student:
    return member(group, last_name="Осинцева", first_name="Алина", gender=Gender.FEMALE)


@pytest.fixture
def parent(student: Student) -> User:
    return parent_of(student)


def test_attendance_in_words_and_never_in_letters(login, group, student, parent):
    kind = f.AbsenceKindFactory(letter="б", title="болезнь", words="болезнь", excused=True)
    given = lesson(journal(group, "Математика"), 13)
    f.AbsenceFactory(cell__lesson=given, cell__student=student, kind=kind, excuse_note=f.ExcuseNoteFactory(
        student=student, kind=kind, document="справка о гастрите"))
    page = login(parent).get(f"/diary/{student.id}/attendance").text
    for part in ("не была: болезнь, 2&nbsp;ч", "2 из 2&nbsp;ч", "Ноябрь 2023", "Болезнь, ч", "понедельник",
                 "(п.&nbsp;5.3)"):
        assert part in page, part
    assert not re.search(r">\s*[нбуо]\s*<", page)
    assert "гастрит" not in page  # the paper is the curator's


def test_a_semester_without_absences(login, group, student, parent):
    lesson(journal(group, "Математика"), 13)
    page = login(parent).get(f"/diary/{student.id}/attendance").text
    assert "Пропусков нет" in page
    assert "Проведено 2 ч" in page


def test_before_the_first_semester(login, student, parent):
    client = login(parent)
    assert "Занятий ещё не было" in client.get(f"/diary/{student.id}/attendance").text
    assert "Занятий ещё не было" in client.get(f"/diary/{student.id}/programme").text


def test_the_timetable_names_the_substitute_and_not_why(login, group, student, parent):
    of, other = journal(group, "Математика"), f.TeacherFactory(last_name="Лаптев", first_name="Максим")
    f.TimetableSlotFactory(journal=of, weekday=5, pair=1)
    f.TimetableChangeFactory(journal=of, date=day(24), pair=1, kind=ChangeKind.SUBSTITUTED, substitute=other,
                             reason="болезнь преподавателя")
    client = login(parent)
    page = client.get(f"/diary/{student.id}/timetable").text
    assert "замена: Лаптев М." in page
    assert "болезнь" not in page
    assert f'href="/diary/{student.id}/timetable?week=2023-11-13" aria-label="Прошлая неделя"' in page
    assert "замена:" not in client.get(f"/diary/{student.id}/timetable?week=2023-11-13").text


@pytest.mark.parametrize(("asked", "code"), [("вчера", 400), ("2023-11-31", 400), ("0001-01-01", 404)])
def test_what_is_not_a_week(login, student, parent, asked, code):
    assert login(parent).get(f"/diary/{student.id}/timetable", query_string={"week": asked}).status_code == code


def test_from_the_programme_to_the_topics_and_to_the_marks(login, group, student, parent):
    given = lesson(journal(group, "Математика"), 13, topic="Предел функции", late_reason="болел преподаватель")
    f.HomeworkFactory(lesson=given, text="№ 214", due_on=day(17), late_reason="забыл")
    f.LessonTaskFactory(lesson=given, text="Опрос")
    client = login(parent)
    page = client.get(f"/diary/{student.id}/programme").text
    assert "2 из 36&nbsp;ч" in page
    [address] = re.findall(rf'href="(/diary/{student.id}/programme/\d+)"', page)
    page = client.get(address).text
    for part in ("Предел функции", "№ 214", "к 17.11", "Опрос", f"/diary/{student.id}/subjects/{given.journal_id}"):
        assert part in page, part
    assert "болел" not in page
    assert "забыл" not in page


@pytest.mark.parametrize("name", ["attendance", "programme"])
def test_another_semester_by_link(login, group, student, parent, name):
    before = f.SemesterFactory(academic_year=f.AcademicYearFactory(year=2022), number=2)
    journal(group, "Математика")
    client = login(parent)
    assert f'/{name}?semester={before.id}"' in client.get(f"/diary/{student.id}/{name}").text
    page = client.get(f"/diary/{student.id}/{name}?semester={before.id}").text
    assert "2 семестр 2022-2023</p>" in page
    assert client.get(f"/diary/{student.id}/{name}?semester=999999").status_code == 404


@pytest.mark.parametrize("subjects", [1, 5])
def test_budget_of_each_page(login, group, student, parent, count_queries, subjects):
    """BEGIN, session, children; then semesters, absences, hours, or surroundings, slots, changes, or what is taught."""
    of = [journal(group, f"Основы предпринимательской деятельности, часть {number}") for number in range(subjects)]
    for pair, one in enumerate(of, 1):
        for number in range(13, 18):
            given = lesson(one, number, pair, topic="Организационно-правовые формы предпринимательской деятельности")
            f.HomeworkFactory(lesson=given, text="Составить таблицу по § 12, ответить на вопросы 1–5 письменно")
            f.LessonTaskFactory(lesson=given)
            f.AbsenceFactory(cell__lesson=given, cell__student=student)
            f.TimetableSlotFactory(journal=one, weekday=number - 12, pair=pair)
    client, start = login(parent), f"/diary/{student.id}"
    pages = {f"{start}/attendance": 6, f"{start}/timetable": 6, f"{start}/programme": 6,
             f"{start}/programme/{of[0].id}": 6}
    for address, most in pages.items():
        with count_queries(at_most=most):
            page = client.get(address)
        assert page.status_code == 200
        assert len(page.data) <= 40 * 1024

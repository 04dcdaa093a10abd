"""Pages of results, past years and practice over HTTP (п. 4.1, 6.6, 6.7, Пр. 12)."""

from __future__ import annotations

from typing import Any

import pytest

from models import Student, User
from rules.averages import NOTE
from rules.terms import FinalKind, FinalValue
from tests import factories as f
from tests.families import journal, lesson, member, parent_of


@pytest.fixture
def group(db: Any) -> Any:
    return f.GroupFactory(name="ИС-21")


@pytest.fixture
def student(group: Any) -> Student:
    return member(group, last_name="Осинцева", first_name="Алина")


@pytest.fixture
def parent(student: Student) -> User:
    return parent_of(student)


def test_from_results_to_a_past_year_and_its_subject(login, group, student, parent):
    spring = f.SemesterFactory(academic_year=f.AcademicYearFactory(year=2022), number=2)
    math = journal(group, "Математика", semester=spring)
    f.SemesterFactory()
    f.FinalMarkFactory(journal=math, student=student, kind=FinalKind.EXAM, value=FinalValue.FIVE, published_at=f.NOW)
    client = login(parent)
    page = client.get(f"/diary/{student.id}/results").text
    for part in ("2023-2024 учебный год", "2022-2023 учебный год", "ИС-21, 1-й курс", "<small>экзамен</small>", NOTE,
                 f"/diary/{student.id}/years/2022"):
        assert part in page, part
    page = client.get(f"/diary/{student.id}/years/2022").text
    assert "Математика" in page
    assert f"/diary/{student.id}/subjects/{math.id}" in page
    assert client.get(f"/diary/{student.id}/subjects/{math.id}").status_code == 200


def test_a_debt_is_told_with_its_term_and_attempts(login, group, student, parent):
    math = journal(group, "Математика")
    debt = f.DebtFactory(final_mark=f.FinalMarkFactory(
        journal=math, student=student, value=FinalValue.NOT_ATTESTED, published_at=f.NOW))
    f.DebtAttemptFactory(debt=debt, examiner=f.TeacherFactory(last_name="Лаптев", first_name="Максим"))
    page = login(parent).get(f"/diary/{student.id}/results").text
    for part in ("Академические задолженности", "семестр: н/а", "срок до 19.01.2024", "принимает Лаптев М.", "открыта",
                 "273-ФЗ"):
        assert part in page, part


def test_drafts_do_not_show(login, group, student, parent):
    draft = f.FinalMarkFactory(journal=journal(group, "Математика"), student=student, value=FinalValue.TWO,
                               basis="списывал")
    f.DebtFactory(final_mark=draft)
    client = login(parent)
    page = client.get(f"/diary/{student.id}/results").text
    assert "задолженност" not in page
    assert "Итоговых отметок пока нет" in page
    draft.published_at = f.NOW
    page = client.get(f"/diary/{student.id}/results").text
    assert "Академические задолженности" in page
    assert "списывал" not in page  # the basis is between the teacher and the control


@pytest.mark.parametrize("year", [2021, 2024, 0, 10**12])
def test_a_year_not_studied_is_not_there(login, group, student, parent, year):
    journal(group, "Математика")
    f.AcademicYearFactory(year=2021)
    assert login(parent).get(f"/diary/{student.id}/years/{year}").status_code == 404


def test_practice_has_its_tab_only_when_there_is_one(login, group, student, parent):
    client, tab = login(parent), f'href="/diary/{student.id}/practice"'
    assert tab not in client.get(f"/diary/{student.id}").text
    assert "Практики пока нет" in client.get(f"/diary/{student.id}/practice").text
    line = f.CurriculumLineFactory(curriculum=group.curriculum, of_practice=True)
    made = f.PracticeProgrammeFactory(journal=f.JournalFactory(group=group, line=line))
    f.PlacementFactory(programme=made, student=student, enterprise__name="Цех № 7", enterprise__contact="Сидоров С. С.")
    f.PlacementFactory(programme=made, student=member(group, last_name="Переверзева"), enterprise__name="Чужой цех")
    assert tab in client.get(f"/diary/{student.id}").text
    page = client.get(f"/diary/{student.id}/practice").text
    assert "Цех № 7" in page
    assert "ещё не подписан" in page
    assert not [words for words in ("Чужой цех", "Переверзева", "Сидоров") if words in page]


@pytest.mark.parametrize("subjects", [1, 12])
def test_budget_of_each_page(login, group, student, parent, count_queries, subjects):
    """BEGIN, session, children; then semesters, finals, debts, attempts, norms, or journals, cells, hours, finals."""
    for place in range(subjects):
        of = journal(group, f"Основы предпринимательской деятельности, часть {place}")
        final = f.FinalMarkFactory(journal=of, student=student, value=FinalValue.TWO, published_at=f.NOW)
        f.DebtAttemptFactory(debt=f.DebtFactory(final_mark=final))
        for number in range(13, 19):
            f.MarkFactory(cell__lesson=lesson(of, number, place % 10), cell__student=student)
    line = f.CurriculumLineFactory(curriculum=group.curriculum, of_practice=True)
    made = f.PracticeProgrammeFactory(journal=f.JournalFactory(group=group, line=line))
    f.AttestationSheetFactory(programme=made, student=student)
    client, start = login(parent), f"/diary/{student.id}"
    for address, most in ((f"{start}/results", 8), (f"{start}/years/2023", 8), (f"{start}/practice", 6)):
        with count_queries(at_most=most):
            page = client.get(address)
        assert page.status_code == 200
        assert len(page.data) <= 40 * 1024

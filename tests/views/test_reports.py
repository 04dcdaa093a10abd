"""Reports over HTTP: the page, XLSX and PDF of the same data, whose they are (п. 4.1)."""

from __future__ import annotations

import io

import openpyxl
import pytest
from pypdf import PdfReader

from queries.reports.registry import REPORTS, Need
from rules.terms import Role
from tests import factories as f
from tests.report_world import journal, missed, result, student


@pytest.fixture
def group(db):
    f.CollegeFactory()
    made = f.GroupFactory(name="ИС-21")
    maths = journal(made, "Математика", teacher=f.TeacherFactory(last_name="Вершинина", first_name="Инна"))
    for name, value in (("Абрамова", "5"), ("Белова", "4"), ("=Власова", "2")):
        result(maths, student(made, name), value)
    missed(maths, student(made, "Гладких"), "н", 13)
    f.SemesterFactory(number=2)
    f.GroupFactory(name="СВ-22")
    return made


def text_of(answer) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages)


def cells_of(answer) -> list[object]:
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    return [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]


def test_the_page_the_workbook_and_the_paper_say_the_same(login, group):
    client = login(Role.DIRECTOR)
    path = f"/reports/group?group={group.id}&period=2023.1"
    page = client.get(path).text
    workbook = cells_of(client.get(path.replace("/group?", "/group/print.xlsx?")))
    paper = text_of(client.get(path.replace("/group?", "/group/print.pdf?")))
    for words in ("ИС-21", "Математика", "Вершинина", "Абрамова Анна Олеговна", "1 семестр 2023-2024"):
        assert words in page, words
        assert words in paper.replace("\n", " "), words
        assert any(words in str(value) for value in workbook), words
    for figure in ("66,67", "3,67"):  # успеваемость: 2 of 3; 11 : 3
        assert figure in page
        assert figure in paper
    assert 66.67 in workbook
    assert 3.67 in workbook


def test_every_report_on_every_paper(login, group):
    """Full and empty alike: each lays out for the page, the workbook and the paper."""
    f.LessonFactory(journal=f.JournalFactory(), date=f.TODAY, pair=1)
    f.PracticeProgrammeFactory()
    empty = f.GroupFactory(name="ПУСТ-1")
    client = login(Role.DIRECTOR)
    for code, report in REPORTS.items():
        for chosen in ([f"group={group.id}", f"group={empty.id}"] if report.group is not Need.NO else [""]):
            assert client.get(f"/reports/{code}?{chosen}").status_code == 200, code
            assert cells_of(client.get(f"/reports/{code}/print.xlsx?{chosen}")), code
            assert "Составлено 20.11.2023" in text_of(client.get(f"/reports/{code}/print.pdf?{chosen}")), code


def test_a_name_is_never_a_formula(login, group):
    workbook = cells_of(login(Role.DIRECTOR).get(f"/reports/group/print.xlsx?group={group.id}"))
    assert "'=Власова Анна Олеговна" in workbook
    assert not any(str(value).startswith("=") for value in workbook)


def test_a_curator_has_the_only_group_chosen(login, group):
    curator = f.UserFactory(roles=(Role.CURATOR,))
    f.CuratorshipFactory(group=group, user=curator)
    client = login(curator)
    assert "Белова Анна Олеговна" in client.get("/reports/group").text
    assert client.get(f"/reports/group?group={f.GroupFactory().id}").status_code == 404


@pytest.mark.parametrize("kind", ["", "/print.pdf", "/print.xlsx"])
def test_whose_reports_open(login, group, kind):
    path = f"/reports/group{kind}?group={group.id}"
    assert login(Role.STUDENT).get(path).status_code == 403
    assert login(Role.PARENT).get(path).status_code == 403
    assert login(Role.TEACHER).get(path).status_code == 403, "a teacher reads own journals only"
    assert login(Role.CURATOR).get(path).status_code == 404, "of another group"
    assert login(Role.METHODIST).get(path).status_code == 200


def test_a_teacher_gets_own_journals_only(login, group):
    other = journal(group, "Химия", teacher=f.TeacherFactory(last_name="Рябова"))
    result(other, student(group, "Ежова"), "3")
    page = login(other.teacher).get("/reports/discipline").text
    assert "Химия" in page
    assert "Математика" not in page
    assert login(other.teacher).get(f"/reports/discipline?teacher={f.TeacherFactory().id}").status_code == 404


@pytest.mark.parametrize(("tail", "status"), [
    ("period=2023-11", 400), ("period=x", 400), ("period=1999.1", 400), ("group=x", 404), ("group=99999999", 404),
    ("group=٣", 404), ("group=", 200), ("period=2023.2", 200)])
def test_broken_parameters(login, group, tail, status):
    assert login(Role.DIRECTOR).get(f"/reports/group?{tail}").status_code == status


def test_what_is_not_chosen_is_asked_for(login, group):
    client = login(Role.DIRECTOR)
    assert "Выберите группу" in client.get("/reports/group").text
    assert client.get("/reports/group/print.pdf").status_code == 400
    assert client.get(f"/reports/group/print.exe?group={group.id}").status_code == 404


def test_a_college_without_years_says_so(db, login):
    page = login(Role.DIRECTOR).get("/reports/discipline")
    assert page.status_code == 200
    assert "Учебный год ещё не заведён" in page.text


def test_growth(login, group, count_queries):
    client = login(Role.DIRECTOR)
    path = f"/reports/group?group={group.id}"
    client.get(path)
    with count_queries(at_most=17) as few:
        client.get(path)
    of = journal(group, "Физика")
    for number in range(22):
        result(of, student(group, f"Иванова{number}"), "4")
    with count_queries() as many:
        client.get(path)
    assert len(many) == len(few)

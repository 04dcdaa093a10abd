"""The journal of a group for a year and the set of all groups: whole, in order, the same again (п. 4.1, 7.5)."""

from __future__ import annotations

import datetime as dt
import io
import time
import zipfile
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from pypdf import PdfReader

from access.identity import Identity
from clock import school_now
from documents.group_journal import group_journal_pdf
from jobs import group_journals, task_kinds
from jobs.tasks import run_waiting
from models import Task
from queries.group_journal import group_journal, journal_of_year
from queries.reports.ask import letterhead
from rules.report_periods import Period, PeriodKind
from rules.terms import FinalKind, Role, TaskState
from tests import factories as f
from tests.report_world import journal, missed, result, student

YEAR = Period(PeriodKind.YEAR, "2023", "2023-2024 учебный год", dt.date(2023, 9, 1), dt.date(2024, 6, 30))


@pytest.fixture
def world(db):
    f.CollegeFactory(director_name="Ольхов П. П.")
    group = f.GroupFactory(name="ИС-21")
    books = [journal(group, title) for title in ("Основы алгоритмизации и программирования", "Математика")]
    one, two = student(group, "Абрамова"), student(group, "Яковлев")
    for book in books:
        for day in range(1, 6):
            f.LessonFactory(journal=book, date=dt.date(2023, 10, day), topic=f"Тема дня {day}")
        missed(book, one, "н", 14)
        result(book, two, "5", kind=FinalKind.SEMESTER)
    swapped = f.LessonFactory(journal=books[0], date=dt.date(2023, 10, 20), substituted=books[0].teacher,
                              teacher=f.TeacherFactory(last_name="Заменова"), substitution_reason="болезнь")
    act = f.InspectionFactory(number="3/23")
    f.RemarkFactory(inspection=act, journal=books[1], text="Не записаны темы двух занятий")
    made = SimpleNamespace(group=group, books=books, swapped=swapped, one=one,
                           director=f.UserFactory(roles=(Role.DIRECTOR,)),
                           curator=f.CuratorshipFactory(group=group).user, stranger=f.CuratorshipFactory().user)
    db.commit()
    return made


def who(user) -> Identity:
    return Identity(user.id, user.role_set, school_now())


def drawn(world, user) -> bytes:
    return group_journal_pdf(group_journal(who(user), world.group, YEAR), letterhead(), None)


def pages_of(content: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages]


def test_everything_is_in_it_and_the_contents_tell_the_pages(db, world):
    pages = pages_of(drawn(world, world.director))
    assert "Журнал учебных занятий группы ИС-21" in pages[0]
    assert "Содержание" in pages[1]
    for title in ("Основы алгоритмизации и программирования", "Математика", "Замены", "Замечания проверяющих",
                  "Сводная ведомость"):
        assert title in pages[1], "without abbreviations"
    assert world.books[0].teacher.full_name in pages[1]
    text = " ".join(pages)
    for words in ("Заменова", "болезнь", "Не записаны темы двух занятий", "Тема дня 3", "Абрамова", "Яковлев"):
        assert words in text, words
    lefts = [number for number, page in enumerate(pages, 1) if "Учёт посещаемости" in page]
    assert lefts, "books have their pages"
    assert all(number % 2 == 0 and "Содержание занятий" in pages[number] for number in lefts), "facing pages"
    for number in lefts[:1]:
        assert f" {number} " in f"{pages[1]} ", "the contents name the page"
    assert all(f"Стр. {number} из {len(pages)}" in page for number, page in enumerate(pages, 1))


def test_the_same_data_are_the_same_bytes(db, world):
    assert drawn(world, world.director) == drawn(world, world.director)


def test_whose_it_is(db, world):
    asked = {"group": world.group.id, "period": "2023"}
    teacher = world.books[0].teacher
    found = {name: journal_of_year(who(user), asked) is not None for name, user in {
        "director": world.director, "curator": world.curator, "stranger": world.stranger, "teacher": teacher}.items()}
    assert found == {"director": True, "curator": True, "stranger": False, "teacher": False}
    for wrong in ({"period": "2023"}, {"group": world.group.id}, {**asked, "period": "2023.1"},
                  {**asked, "period": "x"}):
        assert journal_of_year(who(world.director), wrong) is None


def test_a_set_is_ordered_made_and_taken(db, login, world, monkeypatch):
    monkeypatch.setattr("jobs.wake", lambda app: None)
    other = f.GroupFactory(name="ПК-11", admission_year=2023)
    journal(other, "История")
    db.commit()
    client = login(world.director)
    assert "Журналы всех групп за год" in client.get("/documents/").text
    answer = client.post("/documents/sets", data={"period": "2023", "course": ""})
    assert answer.status_code == 303
    run_waiting(task_kinds.BY_CODE)
    db.expire_all()
    task = db.scalars(sa.select(Task)).one()
    assert (task.state, task.done, task.total, task.words) == (TaskState.DONE, 2, 2, "Групп: 2")
    file = client.get(f"/tasks/{task.id}/file")
    with zipfile.ZipFile(io.BytesIO(file.data)) as archive:
        assert sorted(archive.namelist()) == [f"Журнал ИС-21 ({world.group.admission_year}).pdf",
                                              "Журнал ПК-11 (2023).pdf"]
        assert archive.read(archive.namelist()[0]).startswith(b"%PDF")


@pytest.mark.parametrize(("data", "status"), [({"period": "2023", "course": "9"}, 400), ({"period": "2023.1"}, 303),
                                              ({"period": ""}, 303)])
def test_a_set_of_what_is_not_there(db, login, world, data, status):
    client = login(world.director)
    assert client.post("/documents/sets", data=data).status_code == status
    assert db.scalar(sa.select(sa.func.count()).select_from(Task)) == 0
    assert login(world.curator).post("/documents/sets", data={"period": "2023"}).status_code == 403


def test_an_empty_year_says_so(db, world):
    task = f.TaskFactory(user=world.director, kind=group_journals.CODE, arguments={"period": "2023", "course": 6})
    db.commit()
    run_waiting(task_kinds.BY_CODE)
    db.expire_all()
    assert (task.state, task.words) == (TaskState.FAILED, "В этом учебном году журналов нет")


def test_thirty_pages_are_drawn_quickly(db, world):
    """2 s on an idle machine of two cores; here with room for a busy one."""
    for number in range(12):
        book = journal(world.group, f"Дисциплина {number}")
        for day in range(1, 29):
            f.LessonFactory(journal=book, date=dt.date(2023, 10, day), topic=f"Тема занятия {day} с длинным названием")
    db.commit()
    data = group_journal(who(world.director), world.group, YEAR)
    began = time.process_time()
    content = group_journal_pdf(data, letterhead(), None)
    assert time.process_time() - began < 6
    assert len(PdfReader(io.BytesIO(content)).pages) >= 30

"""Long lists: a far page found from a row beside is the page by its number; nobody reaches others' rows by it."""

from __future__ import annotations

import datetime as dt
import html
import re
from typing import Any

import pytest
import sqlalchemy as sa

from admin import listing, selection, splitting
from models import AbsenceKind, Cell, Journal, Lesson, Mark
from queries import by_lesson
from rules.terms import Role
from tests import factories as f

ROWS = 47  # two full pages and a part of the third
URL = "/admin/mark/"


def shown(answer: Any) -> list[int]:
    assert answer.status_code == 200, answer.status
    return [int(id) for id in re.findall(r'is-title"[^>]*><b><a href="[^"]*/details/\?id=(\d+)', answer.text)]


def link(answer: Any, page: int) -> str:
    """The address that the pager gives to the page."""
    urls = [html.unescape(url) for url in re.findall(r'class="page-link" href="([^"]+)"', answer.text)]
    return next(url for url in urls if (f"page={page}&" in url if page else "page=" not in url))


@pytest.fixture
def marks(db: Any) -> list[Mark]:
    """Marks whose values, students, dates and moments repeat, so that every order has ties."""
    journals = [f.JournalFactory(), f.JournalFactory()]
    lessons = [f.LessonFactory(journal=journal, date=dt.date(2023, 9, day))
               for journal in journals for day in (4, 6, 8)]
    students = [f.StudentFactory() for _ in range(8)]
    places = [(lesson, student) for lesson in lessons for student in students][:ROWS]
    made = [f.MarkFactory(cell=f.CellFactory(lesson=lesson, student=student), value=2 + number % 4)
            for number, (lesson, student) in enumerate(places)]
    return made


SORTS = [{}, {"sort": 0}, {"sort": 0, "desc": 1}, {"sort": 1}, {"sort": 1, "desc": 1}, {"sort": 3},
         {"sort": 6, "desc": 1}]


@pytest.mark.parametrize("order", SORTS, ids=str)
def test_links_lead_to_the_pages_by_number(marks, login, monkeypatch, order):
    monkeypatch.setattr(listing, "FAR", 0)
    client = login(Role.ADMINISTRATOR)
    by_number = [client.get(URL, query_string={**order, "page": page}) for page in range(3)]
    expected = [shown(answer) for answer in by_number]
    assert sorted(id for ids in expected for id in ids) == sorted(mark.id for mark in marks)
    assert "near=" in link(by_number[0], 1)
    forward = client.get(link(by_number[0], 1))
    assert shown(forward) == expected[1]
    assert shown(client.get(link(forward, 2))) == expected[2]
    far = client.get(link(by_number[0], 2))
    assert shown(far) == expected[2]
    assert shown(client.get(link(far, 1))) == expected[1]


@pytest.mark.parametrize("order", [{}, {"sort": 0}], ids=str)
def test_empty_values_stand_last_and_are_stepped_over(db, login, monkeypatch, order):
    """Students sorted by a number that many do not have."""
    monkeypatch.setattr(listing, "FAR", 0)
    for number in range(ROWS):
        f.StudentFactory(file_number=f"№ {number:03}" if number < 15 else None)
    client = login(Role.DIRECTOR)
    pages = [client.get("/admin/student/", query_string={"sort": 1, **order, "page": page}) for page in range(3)]
    assert shown(client.get(link(pages[0], 1))) == shown(pages[1])
    assert shown(client.get(link(pages[2], 1))) == shown(pages[1])


def test_rows_that_come_and_go_move_no_page(marks, db, login, monkeypatch):
    """What is written meanwhile stands before the first page: a link shows neither a row twice nor skips one."""
    monkeypatch.setattr(listing, "FAR", 0)
    client = login(Role.ADMINISTRATOR)
    first = client.get(URL)
    second = shown(client.get(URL, query_string={"page": 1}))
    f.MarkFactory()
    assert shown(client.get(link(first, 1))) == second
    db.delete(db.get(Mark, shown(first)[0]))
    db.commit()
    assert client.get(link(first, 1)).status_code == 200, "the row beside has gone: the page by its number"


def test_a_far_page_asks_as_little_as_the_first(marks, login, monkeypatch, count_queries):
    monkeypatch.setattr(listing, "FAR", 0)
    client = login(Role.ADMINISTRATOR)
    first = client.get(URL)
    with count_queries(at_most=7):
        client.get(link(first, 2))


BAD = ["x", "1", "1.", ".5", "1.2.3", "-1.5", "1.-5", "1.5'", "9" * 12 + ".1", "1." + "9" * 30, "1.2.\x00"]


@pytest.mark.one_engine  # refused before the database is asked
@pytest.mark.parametrize("near", BAD)
def test_malformed_places_are_refused(login, near):
    assert login(Role.ADMINISTRATOR).get(URL, query_string={"page": 1, "near": near}).status_code == 400


def test_anothers_row_opens_nothing(college, db, login):
    """A place beside a row that is not the teacher's: own rows by the page's number, the foreign mark never."""
    client = login(college.own.teacher)
    for page in (0, 1):
        for near in (0, 1, 2):
            answer = client.get(URL, query_string={"page": page, "near": f"{near}.{college.foreign.mark.id}"})
            assert shown(answer) == ([college.own.mark.id] if page == 0 else [])
            assert "Зайцев" not in answer.text


def test_counts_are_of_own_rows(college, login):
    page = login(college.own.teacher).get(URL).text
    assert "Найдено 1</p>" in page


def test_a_row_that_is_ones_own_twice_is_counted_once(college, login):
    """A lesson of the teacher's own journal, given for somebody: the journal's rule and the lesson's find one mark."""
    side, other = college.own, college.foreign
    for journal, student in ((side.lesson.journal, side.student), (other.lesson.journal, other.student)):
        lesson = f.LessonFactory(journal=journal, teacher=side.teacher, substituted=other.teacher, date=f.NOW.date())
        f.MarkFactory(cell=f.CellFactory(lesson=lesson, student=student))
    answer = login(side.teacher).get(URL)
    assert "Найдено 3</p>" in answer.text
    assert len(shown(answer)) == len(set(shown(answer))) == 3


# narrowed to a journal, a discipline, a student

@pytest.mark.parametrize("few", [0, 200], ids=["walked", "merged"])
def test_newest_rows_of_a_discipline(marks, db, login, monkeypatch, few):
    monkeypatch.setattr(splitting, "FEW", few)
    journal = db.scalars(sa.select(Journal).order_by(Journal.id)).first()
    wanted = sorted((mark.id for mark in marks if mark.cell.lesson.journal_id == journal.id), reverse=True)
    client, only = login(Role.ADMINISTRATOR), {"flt0_cell.journal.line.discipline.eq": journal.line.discipline_id}
    assert shown(client.get(URL, query_string=only)) == wanted[:20]
    assert shown(client.get(URL, query_string={**only, "page": 1})) == wanted[20:]
    fives = [mark.id for mark in marks if mark.id in wanted and mark.value == 5]
    assert shown(client.get(URL, query_string={**only, "flt1_value.eq": 5})) == sorted(fives, reverse=True)


DAYS = [("le=2023-09-04", {4}), ("le=2023-09-06", {4, 6}), ("ge=2023-09-08", {8}), ("eq=2023-09-06", {6}),
        ("span=2023-09-05 to 2023-09-09", {6, 8}), ("le=2020-09-01", set())]


@pytest.mark.parametrize("few", [0, 3000], ids=["walked", "gathered"])
def test_marks_of_days(marks, login, monkeypatch, count_queries, few):
    monkeypatch.setattr(by_lesson, "FEW", few)
    client = login(Role.ADMINISTRATOR)
    for asked, days in DAYS:
        wanted = sorted((mark.id for mark in marks if mark.cell.lesson.date.day in days), reverse=True)
        with count_queries(at_most=6):
            answer = client.get(f"{URL}?page_size=50&flt0_cell.lesson.date.{asked}")
        assert shown(answer) == wanted, asked
        assert f"Найдено {len(wanted)} из {ROWS}" in answer.text or not wanted


@pytest.mark.parametrize("few", [0, 3000], ids=["walked", "gathered"])
def test_days_open_nobody_elses_absences(college, login, monkeypatch, few):
    monkeypatch.setattr(by_lesson, "FEW", few)
    for side in (college.own, college.foreign):
        lesson = f.LessonFactory(journal=side.lesson.journal, teacher=side.teacher, date=dt.date(2023, 9, 5))
        f.AbsenceFactory(cell=f.CellFactory(lesson=lesson, student=side.student))
    asked = "/admin/absence/?flt0_cell.lesson.date.le=2023-09-05"
    for login_as, found in ((college.own.teacher, 1), (college.foreign.teacher, 1), (Role.ADMINISTRATOR, 2)):
        assert len(shown(login(login_as).get(asked))) == found


def test_a_list_shorter_than_a_page_is_not_counted_again(marks, login, count_queries):
    """Unless the address says to begin elsewhere than at its first row."""
    client = login(Role.ADMINISTRATOR)
    only = {"flt0_cell.lesson.date.eq": "2023-09-08", "flt1_value.eq": 5}
    few = [mark for mark in marks if mark.cell.lesson.date.day == 8 and mark.value == 5]
    with count_queries() as statements:
        answer = client.get(URL, query_string=only)
    assert f"Найдено {len(few)} из {ROWS}" in answer.text
    assert sum("mark.value =" in text for text in statements) == 1, "\n".join(statements)
    beside = client.get(URL, query_string={**only, "page": 0, "near": f"0.{sorted(mark.id for mark in few)[0]}"})
    assert len(shown(beside)) == 1
    assert f"Найдено {len(few)} из {ROWS}" in beside.text


def test_filter_by_discipline_asks_six_times(marks, db, login, count_queries):
    discipline = db.scalar(sa.select(Journal).order_by(Journal.id)).line.discipline_id
    client = login(Role.ADMINISTRATOR)
    with count_queries() as statements:
        client.get(URL, query_string={"flt0_cell.journal.line.discipline.eq": discipline, "page_size": 100})
    assert len([text for text in statements if not text.startswith("BEGIN")]) <= 6, "\n".join(statements)


def test_what_hangs_on_a_cell_knows_its_journal_and_student(college, db, login):
    """By a save of the journal page, by a form, by any insert."""
    side, kind = college.own, f.AbsenceKindFactory(letter="н")
    other = f.LessonFactory(journal=side.lesson.journal, teacher=side.teacher, date=dt.date(2023, 11, 20))
    db.commit()
    for lesson, value in ((side.lesson, "3"), (other, kind.letter)):
        cell = db.scalar(sa.select(Cell).where(Cell.lesson_id == lesson.id, Cell.student_id == side.student.id))
        answer = login(side.teacher).put(
            f"/journal/{lesson.journal_id}/cells/{lesson.id}/{side.student.id}",
            json={"value": value, "version": cell.version if cell else 0, "key": f"k{lesson.id}", "reason": "опечатка"})
        assert answer.status_code in (200, 422), answer.text
    f.AbsenceFactory(cell=f.CellFactory())
    for model in (Mark, f.AbsenceFactory._meta.model):
        found = db.execute(sa.select(model.journal_id, model.student_id, Cell.journal_id, Cell.student_id).join(
            Cell, Cell.id == model.cell_id)).all()
        assert found
        assert all(row[:2] == row[2:] for row in found)
    assert db.scalar(sa.select(sa.func.count()).select_from(AbsenceKind)) == 1


# exports

@pytest.fixture
def three_thousand(db: Any) -> Journal:
    journal = f.JournalFactory(group=f.GroupFactory(name="=1+1"))
    students = [f.StudentFactory(last_name=f"Ёлкин{number}") for number in range(30)]
    base = f.LessonFactory(journal=journal)
    same = {column.key: getattr(base, column.key) for column in sa.inspect(Lesson).column_attrs if column.key != "id"}
    first = dt.date(2023, 9, 1)
    db.execute(sa.insert(Lesson), [{**same, "date": first + dt.timedelta(number // 7), "pair": number % 7 + 1}
                                   for number in range(7, 106)])
    lessons = db.scalars(sa.select(Lesson.id)).all()
    places = [{"year": base.year, "journal_id": journal.id, "lesson_id": lesson, "student_id": student.id}
              for lesson in lessons for student in students]
    db.execute(sa.insert(Cell), [{**place, "version": 1, "updated_at": f.NOW, "updated_by_id": journal.teacher_id}
                                 for place in places])
    cells = db.execute(sa.select(Cell.id, Cell.student_id)).all()
    db.execute(sa.insert(Mark), [{
        "year": base.year, "cell_id": cell, "journal_id": journal.id, "student_id": student, "position": 1,
        "value": 2 + cell % 4, "weight": 1, "entered_at": f.NOW} for cell, student in cells])
    db.commit()
    return journal


def test_csv_has_every_mark_and_asks_no_more_for_it(three_thousand, login, count_queries, monkeypatch):
    client, url = login(Role.ADMINISTRATOR), "/admin/mark/export/csv/"
    client.get(f"{url}?flt0_value.eq=5")
    with count_queries(at_most=16):  # most of them write the export down
        answer = client.get(url)
    lines = answer.data.decode("utf-8-sig").splitlines()
    assert len(lines) == 3001
    assert len(set(lines)) > 90
    assert {line.split(";")[1] for line in lines[1:]} == {"2", "3", "4", "5"}
    assert all(line.split(";")[4].startswith("'=1+1: ") for line in lines[1:])
    from admin import reading
    monkeypatch.setattr(reading, "reads", lambda attributes: False)
    assert client.get(url).data == answer.data, "read by columns or row by row, the table is one"


def test_csv_of_a_teacher_has_own_marks_only(college, login):
    text = login(college.own.teacher).get("/admin/mark/export/csv/").text
    assert len(text.splitlines()) == 2
    assert "Зайцев" not in text


def test_a_capped_count_is_of_the_filter_too(marks, login, monkeypatch):
    monkeypatch.setattr(selection, "CAP", 10)
    page = login(Role.ADMINISTRATOR).get(f"{URL}?flt0_value.ge=2").text
    assert "Найдено 10+" in page

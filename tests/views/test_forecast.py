"""The forecast over HTTP: words, whose it is, what it was taught by, its budget; it never writes (п. 4.1, 6.6)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pytest
import sqlalchemy as sa

from models import AuditRecord, FinalMark, Journal
from rules.terms import FinalKind, FinalValue, LineKind, Role
from tests import factories as f
from tests.teachers import taught, teacher

STARTS = dt.date(2023, 9, 4)


@pytest.fixture(autouse=True)
def unlearned(app):
    """Numbers of rows repeat from test to test, and what is learned is kept by them."""
    app.extensions.pop("forecast", None)


@pytest.fixture
def journal(db) -> Journal:
    return taught(teacher(last_name="Вершинина"), title="Базы данных", students=0)


def lessons(journal: Journal, count: int, first: dt.date = STARTS) -> list[Any]:
    return [f.LessonFactory(journal=journal, date=first + dt.timedelta(days=7 * (n // 5) + n % 5), pair=1)
            for n in range(count)]


def student(journal: Journal, held: Sequence[Any], marks: Sequence[int], missed: int = 0, **name: Any) -> Any:
    """Marks in the first lessons, absences in the last ones."""
    found = f.StudentFactory(**name)
    f.MembershipFactory(group=journal.group, student=found)
    for lesson, value in zip(held, marks, strict=False):
        f.MarkFactory(cell=f.CellFactory(lesson=lesson, student=found), value=value)
    for lesson in held[len(held) - missed:]:
        f.AbsenceFactory(cell=f.CellFactory(lesson=lesson, student=found))
    return found


def history(db: Any, journal: Journal, students: int = 20) -> Journal:
    """The semester before: whoever missed most got «н/а», the others their marks."""
    year = f.AcademicYearFactory(year=2022)
    past = f.JournalFactory(line=f.CurriculumLineFactory(curriculum=journal.group.curriculum), teacher=journal.teacher,
                            semester=f.SemesterFactory(academic_year=year, number=2))
    held = lessons(past, 20, dt.date(2023, 1, 16))
    for number in range(students):
        value = (3, 4, 5)[number % 3]
        gone = number % 5 == 0
        one = student(past, held, [value] * 6, 14 if gone else 0)
        f.FinalMarkFactory(journal=past, student=one, kind=FinalKind.GRADED_CREDIT,
                           value=FinalValue.NOT_ATTESTED if gone else FinalValue(str(value)),
                           published_at=dt.datetime(2023, 6, 29, 10, tzinfo=dt.UTC))
    db.flush()
    return past


def page_of(client: Any, journal: Journal) -> str:
    text: str = client.get(f"/journal/{journal.id}/forecast").text
    return text.replace("\u00a0", " ").replace("&nbsp;", " ")


def row_of(page: str, name: str) -> str:
    """The line of the table that names the student."""
    return next(row for row in page.split("<tr>") if name in row and "data-label" in row)


# words

def test_each_student_in_words(login, journal):
    held = lessons(journal, 10)
    student(journal, held, [5] * 7, last_name="Брусницын")
    student(journal, held, [5, 5], last_name="Кочкарёва")
    student(journal, held, [3, 3, 3, 3], last_name="Долгополов")
    page = page_of(login(journal.teacher), journal)
    best, few, fair = (row_of(page, name) for name in ("Брусницын", "Кочкарёва", "Долгополов"))
    assert "<b>4 или 5</b>" in best and "Средний балл уже для «5»" in best and "5,00" in best
    assert "мало данных" in few and " %" not in few, "of two marks nothing is foretold"
    assert "7 из 10" in best and "0 из 10" in best
    assert "<b>3 или 4</b>" in fair
    assert "Для «4»: нужно: 2 отметки «5» или 4 отметки «4»; занятий осталось 8" in fair
    assert "2,33–4,33" in fair  # (12 + 2 × 8) : 12 and (12 + 5 × 8) : 12
    assert "Итогов прошлых семестров в журнале ещё нет" in page


def test_at_risk_with_reasons_and_help(login, journal):
    held = lessons(journal, 10)
    student(journal, held, [4, 4, 4, 4], last_name="Брусницын")
    student(journal, held, [2, 2, 3], 7, last_name="Кочкарёва")
    page = page_of(login(journal.teacher), journal)
    assert "Кому нужна помощь" in page
    trouble = page.split('<ul class="risks">')[1].split('aria-labelledby="each"')[0]
    assert "Кочкарёва" in trouble and "Брусницын" not in trouble
    assert "Пропущено 7 из 10 занятий" in trouble and "п. 6.7" in trouble
    assert "Средний балл 2,33" in trouble and "Поможет:" in trouble


def test_an_empty_journal_says_why(login, journal):
    assert "В группе пока нет студентов" in page_of(login(journal.teacher), journal)


def test_without_lessons_there_is_little_to_say(login, journal):
    student(journal, [], [], last_name="Брусницын")
    page = page_of(login(journal.teacher), journal)
    assert "мало данных" in row_of(page, "Брусницын")
    assert "Кому нужна помощь" not in page


def test_a_credit_has_no_digits(db, login, journal):
    journal.line.graded_credits, journal.line.credits, journal.line.exams = 0, 1, 0
    held = lessons(journal, 10)
    student(journal, held, [5] * 7, last_name="Брусницын")
    page = page_of(login(journal.teacher), journal)
    assert "<b>зачёт</b>" in row_of(page, "Брусницын")
    assert "Качество" not in page


def test_a_published_result_stands_beside(login, journal):
    one = student(journal, lessons(journal, 10), [5] * 7, last_name="Брусницын")
    final = f.FinalMarkFactory(journal=journal, student=one, kind=FinalKind.GRADED_CREDIT, value=FinalValue.FOUR)
    client = login(journal.teacher)
    assert "итог уже выставлен" not in page_of(client, journal)
    final.published_at = dt.datetime(2023, 11, 20, 5, tzinfo=dt.UTC)
    assert "итог уже выставлен: 4" in page_of(client, journal)


def test_it_learns_from_the_semester_before(db, login, journal):
    held = lessons(journal, 14)
    student(journal, held, [4] * 6, 8, last_name="Кочкарёва")
    student(journal, held, [4] * 6, last_name="Брусницын")
    client = login(journal.teacher)
    before = page_of(client, journal)
    history(db, journal)
    after = page_of(client, journal)
    assert "выучены на 20 итогах" in after and "2 семестр 2022-2023" in after
    assert row_of(before, "Кочкарёва") != row_of(after, "Кочкарёва")
    assert "н/а" in row_of(after, "Кочкарёва")


def test_nothing_is_written(db, login, journal):
    student(journal, lessons(journal, 10), [2, 2, 3], 7)
    client = login(journal.teacher)
    before = [db.scalar(sa.select(sa.func.count()).select_from(model)) for model in (FinalMark, AuditRecord)]
    page_of(client, journal)
    client.get("/control/risk/")
    assert [db.scalar(sa.select(sa.func.count()).select_from(model)) for model in (FinalMark, AuditRecord)] == before
    assert client.post(f"/journal/{journal.id}/forecast").status_code == 405


# whose it is

def test_who_sees_a_journals_forecast(login, journal):
    curator = f.CuratorshipFactory(group=journal.group).user
    path = f"/journal/{journal.id}/forecast"
    for who in (journal.teacher, curator, Role.DIRECTOR, Role.DEPUTY_OOD, Role.METHODIST):
        assert login(who).get(path).status_code == 200
    assert login(teacher()).get(path).status_code == 404
    assert login(f.CuratorshipFactory().user).get(path).status_code == 404
    for family in (Role.STUDENT, Role.PARENT):
        assert login(family).get(path).status_code == 403
        assert login(family).get("/control/risk/").status_code == 403
    assert login(journal.teacher).get("/control/risk/").status_code == 403


@pytest.mark.parametrize("kind", [LineKind.PRACTICE, LineKind.MODULE_EXAM])
def test_what_is_not_put_by_marks_is_not_foretold(login, journal, kind):
    line = (f.CurriculumLineFactory(curriculum=journal.group.curriculum, of_practice=True)
            if kind is LineKind.PRACTICE else
            f.CurriculumLineFactory(curriculum=journal.group.curriculum, kind=kind, discipline=None, title="Экзамен"))
    other = f.JournalFactory(line=line, group=journal.group, teacher=journal.teacher)
    client = login(journal.teacher)
    assert client.get(f"/journal/{other.id}/forecast").status_code == 404
    assert "Прогноз</a>" not in client.get(f"/journal/{other.id}").text
    assert "Прогноз</a>" in client.get(f"/journal/{journal.id}").text


def test_a_teacher_is_not_told_of_other_disciplines(db, login, journal):
    """Results of other journals are the office's and the curator's to read (rights.md)."""
    past = history(db, journal, students=5)
    gone = db.scalar(sa.select(FinalMark).where(FinalMark.journal_id == past.id,
                                                FinalMark.value == FinalValue.NOT_ATTESTED)).student
    gone.memberships[0].ends = dt.date(2023, 8, 31)
    f.MembershipFactory(group=journal.group, student=gone, starts=dt.date(2023, 9, 1))
    for lesson in lessons(journal, 10):
        f.AbsenceFactory(cell=f.CellFactory(lesson=lesson, student=gone))
    told = "В прошлом году итогов «2» и «н/а»: 1"
    mine, theirs = page_of(login(journal.teacher), journal), page_of(login(Role.DIRECTOR), journal)
    assert "Пропущено 10 из 10" in mine and told not in mine
    assert told in theirs


def test_a_subgroup_has_its_own_students(login, journal):
    held = lessons(journal, 10)
    mine, other = (student(journal, held, [2, 2, 2], 7, last_name=name) for name in ("Кочкарёва", "Брусницын"))
    for number, one in ((1, mine), (2, other)):
        part = f.SubgroupFactory(group=journal.group, number=number)
        f.SubgroupMembershipFactory(subgroup=part, student=one)
        if number == 1:
            journal.subgroup = part
    page = page_of(login(journal.teacher), journal)
    assert "Кочкарёва" in page and "Брусницын" not in page


def test_weights_and_order_of_marks(login, journal):
    """The average is weighted; three «2» of late are told apart from three of long ago."""
    held = lessons(journal, 15)
    heavy = student(journal, held, [3, 3], last_name="Долгополов")
    f.MarkFactory(cell=f.CellFactory(lesson=held[5], student=heavy), value=5, weight=2)
    student(journal, held, [2, 2, 2, 4, 4, 4], 9, last_name="Брусницын")
    student(journal, held, [4, 4, 4, 2, 2, 2], 9, last_name="Кочкарёва")
    page = page_of(login(journal.teacher), journal)
    assert "4,00" in row_of(page, "Долгополов")  # (3 + 3 + 5 × 2) : 4
    assert "Последние отметки ниже прежних: 2, 2, 2" in page
    assert page.count("Последние отметки ниже прежних") == 1


def test_those_at_risk_by_group(login, journal):
    student(journal, lessons(journal, 10), [2, 2, 2], 7, last_name="Кочкарёва")
    other = taught(teacher(), "СВ-11", "Химия", students=0)
    student(other, lessons(other, 10), [2, 2, 2], 7, last_name="Жерновой")
    director = login(Role.DIRECTOR)
    everybody = director.get("/control/risk/").text
    assert "Кочкарёва" in everybody and "Жерновой" in everybody
    one = director.get(f"/control/risk/?group={other.group_id}").text
    assert "Жерновой" in one and "Кочкарёва" not in one
    assert f'href="/journal/{other.id}/forecast"' in one
    mine = login(f.CuratorshipFactory(group=journal.group).user)
    own = mine.get("/control/risk/").text
    assert "Кочкарёва" in own and "Жерновой" not in own and "СВ-11" not in own
    assert mine.get(f"/control/risk/?group={other.group_id}").status_code == 404
    for bad in ("0", "x", "9" * 12, str(10**8)):
        assert director.get(f"/control/risk/?group={bad}").status_code == 404


def test_a_curator_who_teaches_sees_the_own_group_only(login, journal):
    """Another group's journal is a teacher's matter and stays in that journal."""
    both = teacher(roles=(Role.TEACHER, Role.CURATOR))
    f.CuratorshipFactory(group=journal.group, user=both)
    other = taught(both, "СВ-11", "Химия", students=0)
    student(other, lessons(other, 10), [2, 2, 2], 7, last_name="Жерновой")
    client = login(both)
    assert "Жерновой" not in client.get("/control/risk/").text
    assert "Жерновой" in page_of(client, other)


@pytest.mark.parametrize(("moment", "words"), [("2023-11-20T12:00:00+07:00", "Никого"),
                                               ("2020-01-20T12:00:00+07:00", "Учебный год ещё не начат")])
def test_emptiness_says_why(login, journal, school_time, moment, words):
    student(journal, lessons(journal, 10), [5] * 6)
    school_time(moment)
    assert words in login(Role.DIRECTOR).get("/control/risk/").text
    assert words in login(Role.DIRECTOR).get("/control/risk/").text or moment.startswith("2020")


def test_a_curator_without_a_group_is_told(db, login, journal):
    assert "Групп у вас сейчас нет" in login(Role.CURATOR).get("/control/risk/").text


def test_who_has_left_is_not_foretold(login, journal):
    one = student(journal, lessons(journal, 10), [2, 2, 2], 7, last_name="Кочкарёва")
    one.memberships[0].ends = dt.date(2023, 11, 1)
    assert "Кочкарёва" not in page_of(login(journal.teacher), journal)
    assert "Кочкарёва" not in login(Role.DIRECTOR).get("/control/risk/").text


# what it costs

@pytest.mark.parametrize("path", ["/journal/{}/forecast", "/control/risk/"])
def test_a_big_college_asks_no_more_than_a_small_one(db, login, journal, count_queries, path):
    """The page's own: facts in six questions, norms, results; those of learning are asked once a day."""
    history(db, journal, students=5)
    held = lessons(journal, 8)
    for _ in range(5):
        student(journal, held, [2, 3, 2], 5)
    client = login(Role.DIRECTOR)
    address = path.format(journal.id)
    client.get(address)
    with count_queries(at_most=16) as few:
        client.get(address)
    for _ in range(20):
        student(journal, held, [2, 3, 2], 5)
    for number in range(4):
        more = taught(teacher(), f"ТМ-{number}", students=0)
        student(more, lessons(more, 6), [2, 2, 2], 3)
    with count_queries() as many:
        client.get(address)
    assert len(many) == len(few)


def test_learning_is_kept_until_a_result_is_added(db, login, journal, count_queries):
    past = history(db, journal, students=5)
    student(journal, lessons(journal, 8), [3, 4, 3])
    client = login(journal.teacher)
    with count_queries() as first:
        page_of(client, journal)
    with count_queries() as again:
        page_of(client, journal)
    assert len(again) < len(first)
    one = student(past, lessons(past, 5, dt.date(2023, 4, 3)), [5] * 5)
    f.FinalMarkFactory(journal=past, student=one, kind=FinalKind.GRADED_CREDIT, value=FinalValue.FIVE)
    assert "выучены на 6 итогах" in page_of(client, journal)

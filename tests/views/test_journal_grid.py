"""The grid's page: its contract, closed cells in words, sums of a row, months, size and cost (п. 5.6, 6.1–6.4, 7.2)."""

from __future__ import annotations

import datetime as dt
import gzip
import json

import pytest
from lxml import html

from models import Absence, Cell, Mark
from rules.terms import ChangeKind, LessonKind, Role, WorkKind
from tests import factories as f

TODAY = dt.date(2023, 11, 20)
DAY = dt.timedelta(days=1)


@pytest.fixture
def journal(db):
    for place, letter in enumerate("нбуо"):
        f.AbsenceKindFactory(letter=letter, excused=letter in "бу", counts_hours=letter != "о", is_late=letter == "о",
                             position=place)
    return f.JournalFactory(group__name="ИС-21")


@pytest.fixture
def look(login, journal):
    def show(who=None, query=""):
        answer = login(who or journal.teacher).get(f"/journal/{journal.id}{query}")
        assert answer.status_code == 200
        return html.fromstring(answer.text)
    return show


def classed(name):
    return f'contains(concat(" ", @class, " "), " {name} ")'


def words(node):
    return " ".join(node.text_content().split())


def row_of(page, student):
    return page.xpath(f'//tr[@data-student="{student.id}"]')[0]


def heads(page):
    return [int(number) for number in page.xpath("//th/@data-lesson")]


def span_reasons(page):
    return page.xpath("//thead/tr[1]/th/@title")


def current_tab(page):
    return page.xpath(f'//*[{classed("tabs")}]/a[@aria-current="page"]')[0].text


def member(journal, **changes):
    return f.MembershipFactory(group=journal.group, **changes).student


def write(lesson, student, *marks, letter=None, **cell):
    made = f.CellFactory(lesson=lesson, student=student, **cell)
    for position, value in enumerate(marks, 1):
        f.MarkFactory(cell=made, position=position, value=value)
    if letter:
        kind = f.AbsenceKindFactory(letter=letter)
        f.AbsenceFactory(cell=made, kind=kind, hours=lesson.hours if kind.counts_hours else 0)
    return made


def cells(page, student):
    return row_of(page, student).xpath("td[not(@data-sum)]")


def sums(page, student):
    return [words(cell) for cell in row_of(page, student).xpath("td[@data-sum]")]


def test_the_page_keeps_its_contract(look, journal):
    students = [member(journal) for _ in range(2)]
    lessons = [f.LessonFactory(journal=journal, date=day, pair=1) for day in (TODAY - 4 * DAY, TODAY)]
    write(lessons[0], students[0], 5, 4, version=3)
    write(lessons[1], students[0], letter="о")
    write(lessons[1], students[1], 3, letter="о")
    page = look()
    assert page.get_element_by_id("journal-grid").get("role") == "grid"
    assert page.xpath("//meta[@name='csrf-token']/@content")[0]
    assert heads(page) == [lesson.id for lesson in lessons]
    assert page.xpath("//tbody/tr/@data-student") == [str(student.id) for student in students]
    assert [(words(cell), cell.get("data-version"), cell.get("aria-readonly")) for cell in cells(page, students[0])
            ] == [("5/4", "3", None), ("о", "1", None)]
    assert [(words(cell), cell.get("data-version")) for cell in cells(page, students[1])] == [
        ("", None), ("о/3", "1")]
    assert page.xpath("//th[@aria-current='date']/@data-lesson") == [str(lessons[1].id)]
    assert not page.xpath("//table//input")


def test_closed_cells_say_why_in_words(look, journal):
    for day in (dt.date(2023, 10, 2), dt.date(2023, 11, 1), dt.date(2023, 11, 13), dt.date(2023, 11, 14), TODAY):
        lesson = f.LessonFactory(journal=journal, date=day, pair=1)
        if day == dt.date(2023, 11, 13):
            f.WorkFactory(lesson=lesson, kind=WorkKind.CONTROL)
    f.ClosingFactory(starts=dt.date(2023, 10, 1), ends=dt.date(2023, 10, 31))
    student = member(journal)
    page = look()
    assert [cell.get("aria-readonly") for cell in cells(page, student)] == ["true", None, "true", None]
    assert span_reasons(page) == [
        "Срок записи прошёл 04.11 (п. 6.1). Попросите заместителя директора открыть журнал",
        "Открыто до 20.11 (п. 6.3)",
        "Срок записи прошёл 17.11 (п. 6.1). Попросите заместителя директора открыть журнал",
        "Открыто до 20.11 (п. 6.1)"]
    assert "срок записи прошёл, п. 6.1" in words(page.find_class("jr-foot")[0]), "the lock has no room for words"
    october = look(query="?month=2023-10")
    assert [cell.get("aria-readonly") for cell in cells(october, student)] == ["true"]
    assert "октябрь закрыт, п. 7.2" in words(october)


def test_leave_to_write_opens_the_column_until_it_ends(look, journal):
    f.LessonFactory(journal=journal, date=dt.date(2023, 10, 2), pair=1)
    f.ClosingFactory(starts=dt.date(2023, 10, 1), ends=dt.date(2023, 10, 31))
    f.ReopeningGrantFactory(journal=journal, starts=dt.date(2023, 10, 2), ends=dt.date(2023, 10, 2))
    student = member(journal)
    page = look(query="?month=2023-10")
    assert cells(page, student)[0].get("aria-readonly") is None
    assert span_reasons(page) == ["Открыто до 23.11 (п. 7.2)"]


def test_who_left_and_who_came_are_hatched_with_the_order(look, journal):
    for day in range(1, 21):
        if day not in (5, 12, 19):
            f.LessonFactory(journal=journal, date=dt.date(2023, 11, day), pair=1)
    order = f.MovementFactory(order_number="214")
    leaver = member(journal, student=order.student, ends=dt.date(2023, 11, 12), left_by=order)
    newcomer = member(journal, starts=dt.date(2023, 11, 2))
    page = look()
    row = cells(page, leaver)
    assert [cell.get("aria-readonly") for cell in row[-7:]] == ["true"] * 7
    assert [cell.get("data-note") for cell in row if cell.get("data-note")] == ["выбыл с 13.11, пр. № 214"]
    assert all(cell.get("class") == "gone" for cell in row[-7:])
    assert "выбыл с 13.11, пр. № 214" in words(row_of(page, leaver))
    assert sums(page, leaver)[-4:] == ["", "", "", ""]
    assert [cell.get("class") for cell in cells(page, newcomer) if cell.get("class")] == ["gone"]
    assert row_of(page, newcomer).xpath("th/small")[0].text == "в группе с 02.11"


def test_a_row_adds_up_the_whole_semester(look, journal):
    lessons = [f.LessonFactory(journal=journal, date=day, pair=1) for day in (dt.date(2023, 9, 4), TODAY - 3 * DAY)]
    f.LessonFactory(journal=journal, date=TODAY, pair=4, hours=6)
    student = member(journal)
    heavy = write(lessons[0], student, 5)
    heavy.marks[0].weight = 2
    write(lessons[1], student, 3, 4)
    write(f.LessonFactory(journal=journal, date=TODAY, pair=1), student, letter="н")
    write(f.LessonFactory(journal=journal, date=TODAY, pair=2), student, letter="у")
    write(f.LessonFactory(journal=journal, date=TODAY, pair=3), student, letter="о")
    page = look()
    assert sums(page, student)[-4:] == ["3 из 10", "4,25", "4 / 2", "3,71–4,57"]
    assert row_of(page, student).xpath("td[@class='s2']/@data-sum") == ["17/4"]
    september = look(query="?month=2023-09")
    assert sums(september, student) == sums(page, student)
    assert cells(september, student)[0].get("data-weights") == "2"
    assert page.xpath("//th/@data-hours") == ["6"]


def test_a_declared_work_awaits_its_marks(look, journal):
    lesson = f.LessonFactory(journal=journal, date=TODAY - 3 * DAY, pair=1, kind=LessonKind.CONTROL)
    f.WorkFactory(lesson=lesson, kind=WorkKind.CONTROL)
    waiting, ill, marked = (member(journal) for _ in range(3))
    write(lesson, ill, letter="б")
    write(lesson, marked, 4)
    page = look()
    assert [cells(page, student)[0].get("class") == "wait" for student in (waiting, ill, marked)] == [
        True, False, False]
    assert words(cells(page, waiting)[0]) == ""
    assert words(page.find_class("k")[0]) == "К"


def test_substitution_stands_in_the_head(look, journal):
    substitute = f.TeacherFactory(last_name="Рябова")
    lesson = f.LessonFactory(journal=journal, date=TODAY, pair=2, teacher=substitute, substituted=journal.teacher)
    member(journal)
    head = look().xpath(f'//th[@data-lesson="{lesson.id}"]')[0]
    assert "замена: Рябова" in head.get("title")
    assert words(head.find_class("k")[0]) == "з"


def test_a_substitute_sees_only_the_own_lesson(look, journal):
    theirs = f.LessonFactory(journal=journal, date=TODAY, pair=1)
    student = member(journal)
    write(theirs, student, 3)
    substitute = f.TeacherFactory()
    own = f.LessonFactory(journal=journal, date=TODAY, pair=2, teacher=substitute, substituted=journal.teacher)
    page = look(substitute)
    assert heads(page) == [own.id]
    assert sums(page, student)[-4:-1] == ["0 из 10", "—", "0 / 0"]
    finals = f"//a[@href='/journal/{journal.id}/finals']"
    assert not page.xpath(finals), "the results are not a substitute's"
    assert look().xpath(finals)


@pytest.mark.parametrize(("role", "said", "closed"), [
    (Role.DIRECTOR, "Только просмотр", "true"), (Role.CURATOR, "уточняет пропуски", None)])
def test_others_read_and_the_curator_specifies_absences(look, journal, role, said, closed):
    f.LessonFactory(journal=journal, date=TODAY, pair=1)
    student, who = member(journal), f.UserFactory(roles=[role])
    if role is Role.CURATOR:
        f.CuratorshipFactory(group=journal.group, user=who)
    page = look(who)
    assert cells(page, student)[0].get("aria-readonly") == closed
    assert said in span_reasons(page)[0]
    assert not page.xpath("//a[contains(@href, '/lessons/')]"), "a lesson's form is its teacher's"


def test_pairs_to_come_are_heads_without_cells_to_fill(look, journal):
    f.LessonFactory(journal=journal, date=dt.date(2023, 11, 16), pair=2)
    for weekday in (1, 4):  # Mondays and Thursdays: today is one of them
        f.TimetableSlotFactory(journal=journal, weekday=weekday, pair=2)
    f.TimetableChangeFactory(journal=journal, date=dt.date(2023, 11, 23), kind=ChangeKind.CANCELLED)
    f.TimetableChangeFactory(journal=journal, date=dt.date(2023, 11, 30), kind=ChangeKind.MOVED,
                             new_date=dt.date(2023, 11, 29), new_pair=5)
    f.HolidayFactory(starts=dt.date(2023, 11, 27), ends=dt.date(2023, 11, 27))
    student = member(journal)
    page = look()
    coming = page.xpath(f"//thead//th[{classed('fut')}]")
    assert [head.xpath(".//b")[0].text for head in coming] == ["20", "29"]
    assert "date=2023-11-20" in coming[0].xpath("a/@href")[0], "today's lesson opens the form"
    assert not coming[1].xpath("a")
    assert len(cells(page, student)) == 1
    assert len(sums(page, student)) == 2 + 4
    missed = [link.get("href") for link in page.find_class("jr-days")[0].iter("a") if "Не записано" in words(link)]
    assert [href.rsplit("date=", 1)[1][:10] for href in missed] == [
        "2023-11-13", "2023-11-09", "2023-11-06", "2023-11-02"]


def test_a_recorded_pair_is_not_to_come(look, journal):
    f.TimetableSlotFactory(journal=journal, weekday=1, pair=2)
    f.LessonFactory(journal=journal, date=TODAY, pair=2)
    member(journal)
    assert [words(head) for head in look().xpath(f"//thead//th[{classed('fut')}]")] == ["пн27"]


@pytest.mark.parametrize(("query", "shown", "tab"), [
    ("", ["2023-11-16"], "Ноябрь"),
    ("?month=2023-09", ["2023-09-04", "2023-09-05"], "Сентябрь"),
    ("?month=2023-12", [], "Декабрь"),
    ("?month=all", ["2023-09-04", "2023-09-05", "2023-11-16"], "Весь семестр"),
])
def test_months_are_tabs(look, journal, query, shown, tab):
    lessons = {f.LessonFactory(journal=journal, date=dt.date.fromisoformat(day), pair=1).id: day
               for day in ("2023-09-04", "2023-09-05", "2023-11-16")}
    member(journal)
    page = look(query=query)
    assert [lessons[number] for number in heads(page)] == shown
    assert current_tab(page) == tab
    assert page.xpath("//nav[@aria-label='Месяц']/a/text()") == [
        "Сентябрь", "Октябрь", "Ноябрь", "Декабрь", "Весь семестр"]


def test_without_lessons_this_month_the_last_ones_are_shown(look, journal):
    f.LessonFactory(journal=journal, date=dt.date(2023, 9, 5), pair=1)
    member(journal)
    assert current_tab(look()) == "Сентябрь"


def test_the_whole_semester_is_read_only_but_for_open_cells(look, journal):
    for day in (dt.date(2023, 9, 5), TODAY):
        f.LessonFactory(journal=journal, date=day, pair=1)
    student = member(journal)
    page = look(query="?month=all")
    assert page.get_element_by_id("journal-grid").get("aria-readonly") == "true"
    assert [cell.get("aria-readonly") for cell in cells(page, student)] == [None, "false"]


@pytest.mark.parametrize(("query", "status"), [
    ("?month=2023-13", 400), ("?month=завтра", 400), ("?month=2023-1", 400), ("?month=2022-01", 404)])
def test_a_month_that_is_not_there(login, journal, query, status):
    assert login(journal.teacher).get(f"/journal/{journal.id}{query}").status_code == status


def test_an_empty_journal_says_what_to_do(look, journal):
    assert "В группе пока нет студентов" in words(look())
    member(journal)
    page = look()
    assert "Занятий в этом месяце нет" in words(page)
    assert page.find_class("empty")[0].xpath(".//a/@href") == [f"/journal/{journal.id}/lessons/new"]
    assert not look(Role.DIRECTOR).find_class("empty")[0].xpath(".//a")


def test_history_is_a_tab_for_those_who_read_it(look, journal):
    member(journal)
    link = "//nav[@aria-label='Раздел журнала']/a[text()='История']/@href"
    assert look().xpath(link) == [f"/admin/audit_record/?flt0_journal={journal.id}"]
    assert look(Role.METHODIST).xpath(link) == []


def test_scripts_get_the_dictionary_of_absences(look, journal):
    f.LessonFactory(journal=journal, date=TODAY, pair=1)
    member(journal)
    data = json.loads(look().get_element_by_id("grid-data").text)
    assert [(kind["letter"], kind["excused"], kind["counts"]) for kind in data["kinds"]] == [
        ("н", False, True), ("б", True, True), ("у", True, True), ("о", False, False)]
    assert (data["url"], data["needed"], data["user"]) == (f"/journal/{journal.id}", 10, journal.teacher_id)


def crowd(db, journal, students, lessons):
    """Cells filled at six of ten, as in a living journal; inserted in bulk."""
    days = [dt.date(2023, 9, 1) + n * DAY for n in range(81)]
    days = [(day, pair) for pair in (1, 2, 3) for day in days if day.isoweekday() < 7][:lessons]
    made = [f.LessonFactory(journal=journal, date=day, pair=pair, topic="Обработка коллекций и событий")
            for day, pair in days]
    for lesson in made[3::4]:
        f.WorkFactory(lesson=lesson)
    kind = f.AbsenceKindFactory(letter="б")
    people = [member(journal) for _ in range(students)]
    numbers = [(lesson, student, n) for n, (lesson, student) in enumerate(
        (lesson, student) for lesson in made for student in people) if n * 7 % 10 < 6]
    rows = [Cell(year=lesson.year, journal_id=journal.id, lesson_id=lesson.id, student_id=student.id, version=1,
                 updated_at=lesson.entered_at, updated_by_id=journal.teacher_id) for lesson, student, _ in numbers]
    db.add_all(rows)
    db.flush()
    for cell, (lesson, _, n) in zip(rows, numbers, strict=True):
        db.add(Absence(year=cell.year, cell_id=cell.id, kind=kind, hours=2, entered_at=lesson.entered_at) if n % 9 == 0
               else Mark(year=cell.year, cell_id=cell.id, position=1, value=2 + n % 4, entered_at=lesson.entered_at))
    for weekday in range(1, 7):
        f.TimetableSlotFactory(journal=journal, weekday=weekday, pair=1)


@pytest.mark.parametrize(("students", "lessons", "kilobytes", "packed"), [
    (25, 40, 55, 8), (30, 60, 80, 10), (5, 10, 40, 8), (5, 160, 80, 10)])
def test_size_and_cost_of_the_page(db, login, journal, students, lessons, kilobytes, packed, count_queries):
    crowd(db, journal, students, lessons)
    client = login(journal.teacher)
    for query, columns in (("", None), ("?month=all", lessons)):
        url = f"/journal/{journal.id}{query}"
        with count_queries(at_most=10) as statements:
            body = client.get(url).data
        assert len([text for text in statements if text.lstrip().startswith("SELECT")]) == 7, "the same at any size"
        assert columns is None or body.count(b"data-lesson=") == columns
        assert len(body) <= kilobytes * 1000
        assert len(gzip.compress(body, 6)) <= packed * 1000

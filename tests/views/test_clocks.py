"""The clocks over HTTP: each number, the lessons behind it, the workbook, whose they are, the budget (п. 6.1–6.9)."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from python_calamine import CalamineWorkbook

from queries.clocks import clock_sheet
from rules.clocks import Clock
from rules.terms import ChangeKind, DayKind, FinalKind, LessonKind, LineKind, Role
from tests import factories as f
from tests.families import asks
from tests.teachers import MONDAY, inna, slot, taught, teacher, whole

K = Clock
ZONE = ZoneInfo("Asia/Barnaul")
THURSDAY, FRIDAY = dt.date(2023, 11, 16), dt.date(2023, 11, 17)
NOVEMBER = dt.date(2023, 11, 1)


def at(day: dt.date, hour: int = 12) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour), ZONE)


@pytest.fixture
def me(db: Any) -> Any:
    return inna()


@pytest.fixture
def journal(me: Any) -> Any:
    return taught(me)


def counts(user: Any, role: Role = Role.TEACHER, first: dt.date = NOVEMBER, last: dt.date = MONDAY) -> dict[K, int]:
    return dict(clock_sheet(asks(user, role), first, last).total.counts)


# what is counted

def test_lessons_of_the_timetable_without_a_record(me, journal):
    for pair in (1, 2):
        slot(journal, pair, THURSDAY)
    whole(journal, 1, THURSDAY, entered_at=at(THURSDAY))
    slot(journal, 1, MONDAY)  # today: there is time to record it until midnight
    found = clock_sheet(asks(me, Role.TEACHER), NOVEMBER, MONDAY)
    [row] = found.rows
    assert (row.name, row.held, row.in_time, row.longest) == ("Вершинина И. О.", 2, 50, 3)
    assert dict(row.counts) == {K.IN_TIME: 1, K.UNRECORDED: 1}
    [line] = found.chosen(None, K.UNRECORDED)
    assert (line.date, line.pair, line.lesson, line.late) == (THURSDAY, 2, None, 3)  # Friday, Saturday, Monday


def test_holidays_are_neither_lessons_nor_days_late(me, journal):
    slot(journal, 1, THURSDAY)
    slot(journal, 1, FRIDAY)
    f.HolidayFactory(starts=FRIDAY, ends=FRIDAY, kind=DayKind.HOLIDAY)
    [line] = clock_sheet(asks(me, Role.TEACHER), NOVEMBER, MONDAY).chosen(None, K.UNRECORDED)
    assert (line.date, line.late) == (THURSDAY, 2)


@pytest.mark.parametrize(("entered", "clock", "late"), [
    (at(THURSDAY, 23), K.IN_TIME, 0), (at(FRIDAY), K.GRACE, 1), (at(MONDAY, 23), K.GRACE, 3),
    (at(MONDAY + dt.timedelta(days=1)), K.LATER, 4)])
def test_records_by_their_delay(me, journal, entered, clock, late):
    whole(journal, 1, THURSDAY, entered_at=entered)
    [line] = [line for line in clock_sheet(asks(me, Role.TEACHER), NOVEMBER, MONDAY).lines if line.clock in
              (K.IN_TIME, K.GRACE, K.LATER)]
    assert (line.clock, line.late, line.by_timetable) == (clock, late, False)


def test_attendance_and_homework(me, journal):
    whole(journal, 1, THURSDAY, attendance_at=None)
    f.HomeworkFactory(lesson=f.LessonFactory(journal=journal, date=THURSDAY, pair=2), entered_at=at(FRIDAY))
    f.LessonFactory(journal=journal, date=THURSDAY, pair=3)
    f.LessonFactory(journal=journal, date=THURSDAY, pair=4, kind=LessonKind.CONTROL)  # nothing is set after it
    assert counts(me) == {K.IN_TIME: 4, K.ATTENDANCE: 1, K.HOMEWORK_LATE: 1, K.HOMEWORK: 1}


def test_works_whose_week_is_over(me, journal):
    held = {number: dt.date(2023, 11, number) for number in (12, 13)}
    for number, day in held.items():
        f.WorkFactory(lesson=whole(journal, 1, day), number=number, held_on=day)
    [line] = clock_sheet(asks(me, Role.TEACHER), NOVEMBER, MONDAY).chosen(None, K.RESULTS)
    assert (line.date, line.note, line.point) == (held[12], "практическая работа №\u00a012: ждут отметки 2 из 2", "6.3")
    assert counts(me, first=MONDAY).get(K.RESULTS) is None  # its week ended the day before
    assert counts(me, first=dt.date(2023, 11, 19)).get(K.RESULTS) == 1


def test_finals_after_the_end_of_the_semester(me):
    past = f.SemesterFactory(academic_year=f.SemesterFactory().academic_year, number=2, starts=dt.date(2023, 9, 1),
                             ends=dt.date(2023, 11, 10))
    line = {"exams": 0, "graded_credits": 0, "credits": 1, "kind": LineKind.DISCIPLINE}
    group = f.GroupFactory()
    journal = f.JournalFactory(group=group, teacher=me, semester=past,
                               line=f.CurriculumLineFactory(curriculum=group.curriculum, **line))
    students = [f.MembershipFactory(group=group).student for _ in range(3)]
    f.FinalMarkFactory(journal=journal, student=students[0], kind=FinalKind.CREDIT, published_at=at(THURSDAY))
    f.FinalMarkFactory(journal=journal, student=students[1], kind=FinalKind.CREDIT, published_at=None)
    [line] = clock_sheet(asks(me, Role.TEACHER), NOVEMBER, MONDAY).chosen(None, K.FINALS)
    assert (line.note, line.point, line.date) == ("зачёт: нет у 2 из 3", "6.9", past.ends)


def test_a_substitution_is_the_substitutes(me, journal):
    colleague = teacher(last_name="Рябова", first_name="Нина", patronymic="Глебовна")
    slot(journal, 1, FRIDAY)
    f.TimetableChangeFactory(journal=journal, date=FRIDAY, pair=1, kind=ChangeKind.SUBSTITUTED, substitute=colleague)
    director = f.UserFactory(roles=(Role.DIRECTOR,))
    found = clock_sheet(asks(director, Role.DIRECTOR), NOVEMBER, MONDAY)
    assert [(row.name, row.counts[K.UNRECORDED]) for row in found.rows] == [("Рябова Н. Г.", 1)]
    assert counts(me) == {}
    assert counts(colleague) == {K.UNRECORDED: 1}


# the pages

def test_a_number_opens_its_lessons(login, me, journal):
    slot(journal, 2, THURSDAY)
    f.LessonFactory(journal=journal, date=THURSDAY, pair=1, entered_at=at(FRIDAY))
    page = login(Role.DEPUTY_UPR).get("/control/clocks/").text
    assert f"teacher={me.id}&amp;what=unrecorded" in page
    found = login(Role.DEPUTY_UPR).get(f"/control/clocks/lessons?teacher={me.id}&what=unrecorded").text
    assert "16.11.2023, 2-я пара" in found
    assert "16.11.2023, 1-я пара" not in found
    late = login(me).get("/control/clocks/lessons?what=grace").text
    assert "16.11.2023, 1-я пара" in late
    assert "16.11.2023, 2-я пара" in login(me).get("/control/clocks/lessons?what=held").text


def test_the_workbook_has_the_numbers_and_the_lessons(login, me, journal):
    slot(journal, 1, THURSDAY)
    answer = login(Role.METHODIST).get("/control/clocks/clocks.xlsx")
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
    assert book.sheet_names == ["Преподаватели", "Занятия"]
    rows = book.get_sheet_by_name("Преподаватели").to_python()
    assert rows[0][0] == "Сроки записи с 01.11.2023 по 20.11.2023"
    assert rows[3][:3] == ["Вершинина И. О.", 1.0, 1.0]
    assert rows[-1][0] == "Всего"
    assert book.get_sheet_by_name("Занятия").to_python()[3][4:7] == [
        "Вершинина И. О.", "занятие не записано", "п. 6.1"]


@pytest.mark.parametrize(("query", "words"), [
    ("first=2023-11-20&last=2023-11-01", "Последний день раньше первого"),
    ("first=2020-09-01&last=2023-11-01", "Срок длиннее учебного года"), ("first=вчера", "Даты пишут так")])
def test_days_that_cannot_be_looked_at(login, query, words):
    answer = login(Role.DIRECTOR).get(f"/control/clocks/?{query}")
    assert answer.status_code == 422
    assert words in answer.text
    assert login(Role.DIRECTOR).get(f"/control/clocks/clocks.xlsx?{query}").status_code == 400


def test_whose_clocks_may_be_seen(login, me, journal):
    slot(journal, 1, THURSDAY)
    other = teacher(last_name="Рябова")
    slot(taught(other, "СВ-11"), 1, THURSDAY)
    mine = login(me).get("/control/clocks/").text
    assert "Вершинина" in mine
    assert "Рябова" not in mine
    assert login(me).get(f"/control/clocks/lessons?teacher={other.id}").status_code == 404
    assert "Рябова" in login(Role.DIRECTOR).get("/control/clocks/").text
    assert "Рябова" not in login(Role.SENIOR_MASTER).get("/control/clocks/").text
    for role in (Role.CURATOR, Role.DATA_CLERK, Role.STUDENT, Role.PARENT):
        assert login(role).get("/control/clocks/").status_code == 403
    for bad in ("what=x", "teacher=x", "page=-1"):
        assert login(Role.DIRECTOR).get(f"/control/clocks/lessons?{bad}").status_code in (400, 404)


def test_the_senior_master_sees_practice_only(login, me):
    group = f.GroupFactory()
    line = f.CurriculumLineFactory(curriculum=group.curriculum, of_practice=True)
    practice = f.JournalFactory(group=group, line=line, teacher=me)
    slot(practice, 1, THURSDAY)
    slot(taught(me, "СВ-11", "Физика"), 2, THURSDAY)
    found = clock_sheet(asks(f.UserFactory(roles=(Role.SENIOR_MASTER,)), Role.SENIOR_MASTER), NOVEMBER, MONDAY)
    assert {line.journal for line in found.lines} == {practice.id}


@pytest.mark.parametrize(("path", "budget"), [
    ("/control/clocks/", 12), ("/control/clocks/lessons", 12),
    ("/control/clocks/clocks.xlsx", 19)])  # seven of these count the export and write it down
def test_many_teachers_ask_no_more_than_few(login, me, journal, count_queries, path, budget):
    def grow(number: int) -> None:
        for _ in range(number):
            by = teacher()
            other = taught(by, f"ГР-{by.id}")
            slot(other, 1, THURSDAY)
            day = dt.date(2023, 11, 9)
            f.WorkFactory(lesson=f.LessonFactory(journal=other, date=day, pair=1), held_on=day)
    grow(5)
    client = login(Role.DIRECTOR)
    client.get(path)
    with count_queries(at_most=budget) as few:
        client.get(path)
    grow(20)
    with count_queries() as many:
        client.get(path)
    assert len(many) == len(few)

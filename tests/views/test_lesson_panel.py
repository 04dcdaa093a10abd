"""The panel of a lesson beside the grid (п. 5.6, 6.1–6.3)."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape

import pytest
import sqlalchemy as sa

from models import Lesson, LessonTask
from rules.terms import LessonKind, Role, WorkKind
from tests import factories as f

TODAY = dt.date(2023, 11, 20)


@pytest.fixture
def journal(db):
    for letter in "нбуо":
        f.AbsenceKindFactory(letter=letter, is_late=letter == "о", counts_hours=letter != "о")
    journal = f.JournalFactory(group__name="ИС-21")
    f.TimetableSlotFactory(journal=journal, weekday=1, pair=3, room="214")
    return journal


def fields_of(panel: str) -> dict[str, str]:
    found = {name: unescape(value) for name, value in
             re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', panel) if name != "csrf_token"}
    found |= {name: unescape(text) for name, text in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>',
                                                                panel, re.DOTALL)}
    for name, inside in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', panel, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', inside) or re.search(r'value="([^"]*)"', inside)
        found[name] = chosen.group(1)
    return {**found, "kind": re.findall(r'name="kind" value="([^"]+)" checked', panel)[0]}


def test_todays_lesson_is_ready_to_be_recorded(db, login, journal):
    f.LessonFactory(journal=journal, date=dt.date(2023, 11, 13), pair=3)
    client = login(journal.teacher)
    panel = client.get(f"/journal/{journal.id}/panel/").text
    assert "Занятие 20.11" in panel
    assert "3-я пара, ауд. 214" in panel
    assert "до 17:00, осталось 2 ч (п. 6.2)" in panel
    address = unescape(re.search(r'action="([^"]+)"', panel).group(1))
    assert client.post(address, data={**fields_of(panel), "topic": "Классы", "homework": "§ 4"}).status_code == 302
    lesson = db.scalars(sa.select(Lesson).where(Lesson.date == TODAY)).one()
    assert (lesson.pair, lesson.topic, lesson.homework[0].text) == (3, "Классы", "§ 4")
    assert lesson.attendance_at is not None


def test_what_the_panel_does_not_show_stays(db, login, journal):
    lesson = f.LessonFactory(journal=journal, date=TODAY, pair=3, kind=LessonKind.PRACTICAL)
    f.WorkFactory(lesson=lesson, number=6, title="События формы")
    f.LessonTaskFactory(lesson=lesson, text="Разбор задачи")
    client = login(journal.teacher)
    panel = client.get(f"/journal/{journal.id}/panel/?lesson={lesson.id}").text
    answer = client.post(f"/journal/{journal.id}/lessons/{lesson.id}",
                         data={**fields_of(panel), "homework": "Отчёт по работе"})
    assert answer.status_code == 302
    db.expire_all()
    assert [(one.number, one.title) for one in lesson.works] == [(6, "События формы")]
    assert db.scalars(sa.select(LessonTask.text)).all() == ["Разбор задачи"]
    assert lesson.homework[0].text == "Отчёт по работе"


def test_works_that_wait_for_marks(login, journal):
    lesson = f.LessonFactory(journal=journal, date=dt.date(2023, 11, 16))
    work = f.WorkFactory(lesson=lesson, number=6)
    old = f.WorkFactory(lesson=f.LessonFactory(journal=journal, date=dt.date(2023, 11, 2)), kind=WorkKind.CONTROL)
    members = [f.MembershipFactory(group=journal.group).student for _ in range(6)]
    f.MembershipFactory(group=journal.group, ends=dt.date(2023, 11, 12))  # had left before
    f.MarkFactory(cell__lesson=lesson, cell__student=members[0], work=work)
    f.AbsenceFactory(cell=f.CellFactory(lesson=lesson, student=members[1]))
    f.AbsenceFactory(cell=f.CellFactory(lesson=lesson, student=members[2]), kind=f.AbsenceKindFactory(letter="о"))
    panel = login(journal.teacher).get(f"/journal/{journal.id}/panel/").text
    assert "Практическая № 6: ждут отметки 4 работы, до 23.11 (п. 6.3)" in panel
    assert f"№ {old.number}: " not in panel  # it is too late for that one
    assert panel.count("hourglass-split") == 1


def test_attendance_in_the_panel(login, journal):
    lesson = f.LessonFactory(journal=journal, date=TODAY, pair=3)
    ill, late, *_ = [f.MembershipFactory(group=journal.group).student for _ in range(4)]
    f.AbsenceFactory(cell=f.CellFactory(lesson=lesson, student=ill), kind=f.AbsenceKindFactory(letter="б"))
    f.AbsenceFactory(cell=f.CellFactory(lesson=lesson, student=late), kind=f.AbsenceKindFactory(letter="о"))
    panel = login(journal.teacher).get(f"/journal/{journal.id}/panel/?lesson={lesson.id}").text
    assert "<span data-panel-present>3 из 4</span>" in panel
    assert f'<span class="mark ma">б</span>{ill.last_name}' in panel
    assert f'<span class="mark ma">о</span>{late.last_name}' in panel


def test_who_only_reads_sees_no_form(login, journal):
    lesson = f.LessonFactory(journal=journal, date=TODAY, topic="Делегаты")
    f.HomeworkFactory(lesson=lesson, text="§ 7")
    panel = login(Role.METHODIST).get(f"/journal/{journal.id}/panel/?lesson={lesson.id}").text
    assert "Делегаты" in panel
    assert "§ 7" in panel
    assert "<form" not in panel


def test_an_empty_journal_says_when_a_lesson_comes(login, journal):
    assert "Занятий пока нет" in login(Role.METHODIST).get(f"/journal/{journal.id}/panel/").text


@pytest.mark.parametrize(("query", "code"), [("?lesson=999", 404), ("?date=завтра", 400), ("?lesson=x", 200)])
def test_malformed_and_foreign(login, journal, query, code):
    assert login(journal.teacher).get(f"/journal/{journal.id}/panel/{query}").status_code == code


def test_a_lesson_of_another_journal_and_a_stranger(login, journal):
    other = f.LessonFactory(date=TODAY)
    assert login(journal.teacher).get(f"/journal/{journal.id}/panel/?lesson={other.id}").status_code == 404
    assert login(Role.TEACHER).get(f"/journal/{journal.id}/panel/").status_code == 404
    assert login(Role.STUDENT).get(f"/journal/{journal.id}/panel/").status_code == 403


@pytest.mark.parametrize("students", [5, 25])
def test_the_panels_cost_does_not_grow(login, journal, students, count_queries):
    lesson = f.LessonFactory(journal=journal, date=TODAY, pair=3)
    work = f.WorkFactory(lesson=lesson)
    for _ in range(students):
        f.MarkFactory(cell__lesson=lesson, cell__student=f.MembershipFactory(group=journal.group).student, work=work)
    f.MembershipFactory(group=journal.group)
    client, url = login(journal.teacher), f"/journal/{journal.id}/panel/?lesson={lesson.id}"
    with count_queries(at_most=22):
        assert client.get(url).status_code == 200

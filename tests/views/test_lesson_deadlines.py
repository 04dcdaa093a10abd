"""Deadlines of a lesson through HTTP: the same day, the working day, the week, grace, reopening (п. 6.1–6.3, 7.2)."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa

from models import Homework, Lesson, Mark, NormValue
from rules.terms import ClosingScope, DayKind, LessonKind, Role
from tests import factories as f
from tests.views.lesson_forms import cell, fields_of, lesson_data

MONDAY = dt.date(2023, 11, 20)
ZONE = dt.timezone(dt.timedelta(hours=7))
BARE = {"homework": "", "homework_due": ""}
WHY = "болел, лист № 41"


@pytest.fixture
def journal(db):
    f.AbsenceKindFactory(letter="н")
    return f.JournalFactory(group__name="ИС-21")


@pytest.fixture
def new(journal):
    return f"/journal/{journal.id}/lessons/new"


@pytest.mark.parametrize(("now", "changes", "code", "said"), [
    ("2023-11-20 23:59:59", BARE, 302, ""),                             # the day itself
    ("2023-11-21 00:00:00", BARE, 422, "Укажите причину опоздания (п. 6.1)"),
    ("2023-11-21 00:00:00", {**BARE, "reason": "ой"}, 422, "Укажите причину опоздания"),
    ("2023-11-21 00:00:00", {**BARE, "reason": WHY}, 302, ""),
    ("2023-11-23 23:59:59", {**BARE, "reason": WHY}, 302, ""),          # the third working day
    ("2023-11-24 00:00:00", {**BARE, "reason": WHY}, 422, "Попросите заместителя директора открыть журнал (п. 6.1)"),
    ("2023-11-20 17:00:00", {}, 302, ""),                               # homework: the end of the working day
    ("2023-11-20 17:00:01", {}, 422, "Домашнее задание вносят до конца рабочего дня"),
    ("2023-11-20 17:00:01", {}, 422, "(п. 6.2)"),
    ("2023-11-20 17:00:01", {"reason": WHY}, 302, ""),
    ("2023-11-20 17:00:01", BARE, 302, ""),                             # the lesson itself is not late
    ("2023-11-19 12:00:00", BARE, 422, "ещё не наступило"),
])
def test_when_a_lesson_is_taken(db, login, journal, new, school_time, now, changes, code, said):
    school_time(f"{now}+07:00")
    answer = login(journal.teacher).post(new, data=lesson_data(**changes))
    assert answer.status_code == code
    assert said in answer.text
    assert db.scalar(sa.select(sa.func.count()).select_from(Lesson)) == (code == 302)
    if code == 302 and "reason" in changes:
        lesson = db.scalars(sa.select(Lesson)).one()
        assert lesson.late_reason == WHY
        page = login(journal.teacher).get(f"/journal/{journal.id}/lessons/{lesson.id}").text
        assert f"Записано позже срока: {WHY}" in page


def test_an_evening_lesson_sets_its_homework_until_the_days_end(db, login, journal, new, school_time):
    bells = f.BellScheduleFactory(is_default=True)
    f.BellSlotFactory(schedule=bells, pair=3, starts=dt.time(17, 10), ends=dt.time(18, 40))
    school_time("2023-11-20 22:00:00+07:00")
    assert login(journal.teacher).post(new, data=lesson_data()).status_code == 302
    assert db.scalars(sa.select(Homework.late_reason)).one() is None


@pytest.mark.parametrize(("kind", "code"), [(DayKind.HOLIDAY, 422), (DayKind.VACATION, 422), (DayKind.DAY_OFF, 422),
                                            (DayKind.WORKDAY, 302)])
def test_days_off(login, journal, new, kind, code):
    f.HolidayFactory(starts=MONDAY, ends=MONDAY, kind=kind)
    answer = login(journal.teacher).post(new, data=lesson_data())
    assert answer.status_code == code
    assert ("занятий в этот день нет (п. 6.1)" in answer.text) is (code == 422)


def test_grace_is_the_colleges_to_set(db, login, journal, new, school_time):
    db.add(NormValue(code="grace_days", value=0, valid_from=dt.date(2023, 9, 1)))
    school_time("2023-11-21 08:00:00+07:00")
    answer = login(journal.teacher).post(new, data=lesson_data(reason=WHY, **BARE))
    assert answer.status_code == 422
    assert "Попросите заместителя" in answer.text


def grant(_journal, **changes):
    return f.ReopeningGrantFactory(**{
        "journal": _journal, "starts": MONDAY, "ends": MONDAY, "reason": "болезнь преподавателя",
        "expires_at": dt.datetime(2023, 12, 5, 18, 0, tzinfo=ZONE), **changes})


@pytest.mark.parametrize(("changes", "now", "code"), [
    ({}, "2023-12-05 18:00:00", 302),                          # to the last moment
    ({}, "2023-12-05 18:00:01", 422),                          # it closes by itself
    ({"starts": dt.date(2023, 11, 21), "ends": dt.date(2023, 11, 30)}, "2023-12-04 10:00:00", 422),  # other days
    ({"journal": None}, "2023-12-04 10:00:00", 302),           # all journals
    ({"user": "stranger"}, "2023-12-04 10:00:00", 422),        # somebody else's
    ({"journal": "other"}, "2023-12-04 10:00:00", 422),
])
@pytest.mark.parametrize("closed", [False, True])
def test_a_reopening_lets_through_until_it_expires(login, journal, new, school_time, changes, now, code, closed):
    if changes.get("user"):
        changes = {**changes, "user": f.TeacherFactory()}
    if changes.get("journal") == "other":
        changes = {**changes, "journal": f.JournalFactory()}
    grant(journal, **changes)
    if closed:
        f.ClosingFactory(scope=ClosingScope.MONTH, starts=dt.date(2023, 11, 1), ends=dt.date(2023, 11, 30))
    school_time(f"{now}+07:00")
    answer = login(journal.teacher).post(new, data=lesson_data())
    assert answer.status_code == code
    if code == 422:
        assert "Попросите заместителя директора открыть журнал" in answer.text


def test_a_closed_month_and_an_archived_year(login, journal, new):
    f.ClosingFactory(scope=ClosingScope.MONTH, starts=dt.date(2023, 11, 1), ends=dt.date(2023, 11, 30))
    client = login(journal.teacher)
    assert "(п. 7.2)" in client.post(new, data=lesson_data()).text
    journal.semester.academic_year.archived_at = dt.datetime(2023, 11, 19, tzinfo=dt.UTC)
    answer = client.post(new, data=lesson_data())
    assert answer.status_code == 422
    assert "(п. 7.5)" in answer.text


@pytest.mark.parametrize(("now", "reason", "code", "said"), [
    ("2023-11-27 23:59:59", "", 302, ""),                               # a week from the 20th
    ("2023-11-28 00:00:00", "", 422, "Отметки за работу выставляют не позднее 7 дней"),
    ("2023-11-28 00:00:00", "", 422, "(п. 6.3)"),
    ("2023-11-30 23:59:59", WHY, 302, ""),
    ("2023-12-01 00:00:00", WHY, 422, "Попросите заместителя"),
])
def test_results_of_a_declared_work(db, login, journal, school_time, now, reason, code, said):
    lesson = f.LessonFactory(journal=journal, date=MONDAY, kind=LessonKind.PRACTICAL)
    f.WorkFactory(lesson=lesson)
    student = f.MembershipFactory(group=journal.group).student
    school_time(f"{now}+07:00")
    client, url = login(journal.teacher), f"/journal/{journal.id}/lessons/{lesson.id}"
    fields = fields_of(client.get(url).text)
    answer = client.post(url, data={**fields, f"cell_{student.id}": "4", "reason": reason})
    assert answer.status_code == code
    assert said in answer.text
    assert db.scalar(sa.select(sa.func.count()).select_from(Mark)) == (code == 302)


def test_an_ordinary_mark_and_a_letter_are_due_the_same_day(login, journal, school_time):
    lesson = f.LessonFactory(journal=journal, date=MONDAY)
    student = f.MembershipFactory(group=journal.group).student
    school_time("2023-11-21 08:00:00+07:00")
    client, url = login(journal.teacher), f"/journal/{journal.id}/lessons/{lesson.id}"
    fields = fields_of(client.get(url).text)
    for value in ("5", "н"):
        answer = client.post(url, data={**fields, **cell(student.id, value)})
        assert answer.status_code == 422
        assert "(п. 6.1)" in answer.text
    assert client.post(url, data={**fields, **cell(student.id, "5"), "reason": WHY}).status_code == 302


@pytest.mark.parametrize(("now", "said"), [
    ("2023-11-20 15:00:00", "до 17:00, осталось 2 ч (п. 6.2)"),
    ("2023-11-20 20:00:00", "задание на дом с причиной (п. 6.2)"),
    ("2023-11-22 09:00:00", "просрочено на 2 дня, нужна причина: примут до 23.11 (п. 6.1)"),
    ("2023-11-27 09:00:00", "срок записи прошёл 23.11 (п. 6.1)"),
    ("2023-11-27 09:00:00", "Открыть журнал могут: Заречная А. П., Орлова И. В. "),
])
def test_the_page_says_how_much_time_is_left_and_whom_to_ask(login, journal, new, school_time, now, said):
    f.UserFactory(roles=[Role.DEPUTY_UPR], last_name="Заречная", first_name="Анна", patronymic="Петровна")
    f.UserFactory(roles=[Role.DEPUTY_OOD], last_name="Орлова", first_name="Инна", patronymic="Викторовна")
    school_time(f"{now}+07:00")
    assert said in login(journal.teacher).get(f"{new}?date=2023-11-20&pair=3").text


def test_a_reopened_page_says_until_when(login, journal, new, school_time):
    grant(journal)
    school_time("2023-12-04 10:00:00+07:00")
    assert "открыто до 05.12, 18:00 (п. 7.2)" in login(journal.teacher).get(f"{new}?date=2023-11-20&pair=3").text

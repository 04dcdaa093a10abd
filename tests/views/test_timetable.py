"""The timetable's week over HTTP: whose it is, changes in words, whose is not shown, its budget (п. 5.5)."""

from __future__ import annotations

import datetime as dt

import pytest

from rules.terms import ChangeKind as K
from rules.terms import Role
from tests import factories as f
from tests.teachers import MONDAY, inna, slot, taught, teacher

SEPTEMBER = dt.date(2023, 9, 1)
FRIDAY = dt.date(2023, 11, 24)


@pytest.fixture
def me(db):
    return inna()


@pytest.fixture
def journal(me):
    made = taught(me)
    made.line.title, made.group.name = "Базы данных", "ИС-21"
    slot(made, 3, room="305")
    return made


def change(journal, kind, **more):
    return f.TimetableChangeFactory(journal=journal, date=MONDAY, pair=3, kind=kind, **more)


def test_a_teacher_sees_the_own_week_first(login, me, journal):
    page = login(me).get("/timetable/").text
    for words in ("Базы данных", "ИС-21", "ауд. 305", "3-я пара", "Понедельник", "сегодня"):
        assert words in page, words


@pytest.mark.parametrize(("kind", "more", "words"), [
    (K.CANCELLED, {}, "занятие отменено, болезнь преподавателя"),
    (K.SUBSTITUTED, {"substitute": True}, "замена: Рябова Н. Г., болезнь преподавателя"),
    (K.MOVED, {"new_date": FRIDAY, "new_pair": 4}, "перенесено на 24.11, 4-я пара"),
    (K.ROOM, {"room": "112"}, "другая аудитория"),
], ids=lambda value: str(value))
def test_changes_are_said_in_words(login, me, journal, kind, more, words):
    if more.get("substitute"):
        more = {"substitute": teacher(last_name="Рябова", first_name="Нина", patronymic="Глебовна")}
    change(journal, kind, **more)
    assert words in login(me).get("/timetable/").text
    assert words not in login(me).get("/timetable/?week=2023-11-27").text, "of that date only"


def test_a_substitute_sees_the_lesson_in_the_own_week(login, me, journal):
    other = teacher(last_name="Рябова", first_name="Нина", patronymic="Глебовна")
    assert "Базы данных" not in login(other).get(f"/timetable/?teacher={other.id}").text
    change(journal, K.SUBSTITUTED, substitute=other)
    assert "Базы данных" in login(other).get(f"/timetable/?teacher={other.id}").text


def family(group):
    student = f.StudentFactory(user=f.UserFactory(roles=(Role.STUDENT,)))
    f.MembershipFactory(student=student, group=group, starts=SEPTEMBER, ends=None)
    parent = f.GuardianshipFactory(student=student, guardian__user=f.UserFactory(roles=(Role.PARENT,)))
    return student.user, parent.guardian.user


def test_a_family_sees_its_group_and_nobody_elses(login, me, journal):
    change(journal, K.CANCELLED, reason="лечение преподавателя")
    other = taught(me, "ИС-22")
    slot(other, 4)
    for who in family(journal.group):
        client = login(who)
        page = client.get("/timetable/").text
        assert "Базы данных" in page
        assert "занятие отменено" in page
        assert "лечение" not in page, "the reason is between the teacher and the college (п. 9.2)"
        assert f"/journal/{journal.id}" not in page
        for query in (f"group={other.group_id}", f"teacher={me.id}", "room=305", "group=99999"):
            assert client.get(f"/timetable/?{query}").status_code == 404, query


@pytest.mark.parametrize(("query", "status"), [
    ("week=вчера", 400), ("week=0001-01-01", 404), ("group=1&room=2", 400), ("group=abc", 404),
    ("group=99999999999", 404),
    ("room=нет", 200), (f"room={'9' * 30}", 404), ("teacher=0", 404),
])
def test_malformed_addresses(login, me, journal, query, status):
    assert login(me).get(f"/timetable/?{query}").status_code == status


def test_the_methodist_is_led_to_editing_others_are_not(login, me, journal):
    assert "Изменить расписание" in login(Role.METHODIST).get("/timetable/").text
    assert "Изменить расписание" not in login(me).get("/timetable/").text


def test_the_week_costs_the_same_for_1_and_25_lessons(login, me, journal, count_queries):
    client = login(me)
    client.get("/timetable/")
    with count_queries(at_most=12) as few:
        client.get("/timetable/")
    for number in range(24):
        made = taught(me, f"СВ-{number + 11}")
        f.TimetableSlotFactory(journal=made, weekday=number % 6 + 1, pair=number // 6 + 4)
        f.TimetableChangeFactory(journal=made, date=MONDAY + dt.timedelta(days=number % 6), pair=number // 6 + 4)
    with count_queries() as many:
        client.get("/timetable/")
    assert len(many) == len(few)

"""The month of a teacher over HTTP: hours by day, substitutions, whose it is, its budget (п. 5.6)."""

from __future__ import annotations

import datetime as dt

import pytest

from rules.terms import Role
from tests import factories as f

DAY = dt.date(2023, 11, 20)


@pytest.fixture
def journal(db):
    return f.JournalFactory(teacher=f.TeacherFactory(last_name="Вершинина", first_name="Инна"))


def test_hours_go_to_the_one_who_taught(login, journal):
    other = f.TeacherFactory(last_name="Рябова", first_name="Нина")
    f.LessonFactory(journal=journal, date=DAY, pair=1, hours=2)
    f.LessonFactory(journal=journal, date=DAY, pair=2, hours=2, teacher=other, substituted=journal.teacher,
                    substitution_reason="болезнь")
    f.LessonFactory(journal=journal, date=dt.date(2023, 10, 31), pair=1)
    mine, theirs = login(journal.teacher).get("/hours/").text, login(other).get("/hours/").text
    assert "Всего 2 ч" in mine
    assert "Провели за него: 2 ч" in mine
    assert "Рябова" in mine
    assert "Всего 2 ч" in theirs
    assert "Провёл за других: 2 ч" in theirs
    assert "болезнь" in theirs
    assert "Всего 2 ч" in login(journal.teacher).get("/hours/?month=2023-10").text


def test_subgroups_are_each_teachers(login, journal):
    f.LessonFactory(journal=journal, date=DAY, pair=4, hours=2)
    for number in (1, 2):
        half = f.JournalFactory(group=journal.group, line=journal.line, semester=journal.semester,
                                teacher=f.TeacherFactory(), subgroup=f.SubgroupFactory(group=journal.group,
                                                                                      number=number))
        f.LessonFactory(journal=half, date=DAY, pair=1, hours=2)
        assert "Всего 2 ч" in login(half.teacher).get("/hours/").text


def test_whose_hours_may_be_seen(login, journal):
    f.LessonFactory(journal=journal, date=DAY, pair=1)
    path = f"/hours/?teacher={journal.teacher_id}"
    assert "Всего 2 ч" in login(Role.DEPUTY_UPR).get(path).text
    assert login(f.TeacherFactory()).get(path).status_code == 404
    assert login(Role.CURATOR).get(path).status_code == 403
    assert login(Role.STUDENT).get("/hours/").status_code == 403
    assert "Преподаватель не выбран" in login(Role.METHODIST).get("/hours/").text
    for bad in ("month=2023-13", "month=x"):
        assert login(journal.teacher).get(f"/hours/?{bad}").status_code == 400


def test_a_full_month_asks_no_more_than_an_empty_one(login, journal, count_queries):
    client = login(Role.DIRECTOR)
    path = f"/hours/?teacher={journal.teacher_id}"
    client.get(path)
    with count_queries(at_most=6) as few:
        client.get(path)
    for day in range(1, 21):
        f.LessonFactory(journal=f.JournalFactory(teacher=journal.teacher), date=DAY.replace(day=day), pair=1)
    with count_queries() as many:
        client.get(path)
    assert len(many) == len(few)

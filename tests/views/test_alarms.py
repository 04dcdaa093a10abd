"""Whoever corrects, raises or opens unusually much is told of to the administrator and the deputy, once a day."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
import sqlalchemy as sa

from models import Mark, NormValue, Notification
from rules.terms import NotificationKind, Role
from tests import factories as f

PAST = f.TODAY - dt.timedelta(days=1)


@pytest.fixture
def watchers(db: Any) -> list[int]:
    """Two who are told, and some who are not."""
    f.UserFactory(roles=(Role.DIRECTOR,))
    f.UserFactory(roles=(Role.DEPUTY_OOD,))
    f.UserFactory(roles=(Role.ADMINISTRATOR,), blocked_at=f.NOW)
    return [f.UserFactory(roles=(role,)).id for role in (Role.ADMINISTRATOR, Role.DEPUTY_UPR)]


def low(norm: str, value: int) -> None:
    f.NormValueFactory(code=norm, value=value, valid_from=dt.date(2023, 9, 1))


def told(db: Any) -> list[tuple[int, str]]:
    found = db.scalars(sa.select(Notification).where(Notification.kind == NotificationKind.FINDING).order_by(
        Notification.user_id))
    return [(row.user_id, row.payload["text"]) for row in found]


def written(day: dt.date, number: int) -> Any:
    """A journal with cells of marks «3», each of another student."""
    lesson = f.LessonFactory(date=day)
    cells = [f.CellFactory(lesson=lesson) for _ in range(number)]
    for cell in cells:
        f.MarkFactory(cell=cell, value=3)
    return lesson, cells


def correct(client: Any, cell: Any, value: str) -> None:
    answer = client.put(f"/journal/{cell.journal_id}/cells/{cell.lesson_id}/{cell.student_id}", json={
        "value": value, "version": cell.version, "key": str(uuid.uuid4()), "reason": "ошибка при записи"})
    assert answer.status_code == 200, answer.json


@pytest.mark.parametrize(("day", "number", "alarm"), [(PAST, 3, True), (PAST, 2, False), (f.TODAY, 3, False)])
def test_many_corrections_of_past_days(db, login, run, watchers, day, number, alarm):
    low("alarm_past_marks", 2)
    lesson, cells = written(day, number)
    client = login(lesson.journal.teacher)
    for cell in cells:
        correct(client, cell, "2")
    run()
    run()
    assert [user for user, _ in told(db)] == (watchers if alarm else [])
    assert all(f"исправления прошлых дней за час: {number}" in text for _, text in told(db))


def test_first_marks_are_no_corrections(db, login, run, watchers):
    low("alarm_past_marks", 1)
    lesson, cells = written(PAST, 3)
    for mark in db.scalars(sa.select(Mark)):
        db.delete(mark)
    client = login(lesson.journal.teacher)
    for cell in cells:
        correct(client, cell, "5")
    run()
    assert told(db) == []


@pytest.mark.parametrize(("values", "alarm"), [
    (["5"], True), (["2"], False), (["", "5"], True), (["5", "3"], False), (["", "3"], False)])
def test_many_raised_marks_of_one_student(db, login, run, watchers, values, alarm):
    """Clearing the cell in between hides nothing."""
    low("alarm_raised_marks", 1)
    lesson, [first] = written(f.TODAY, 1)
    second = f.CellFactory(lesson=f.LessonFactory(journal=lesson.journal, date=f.TODAY, pair=lesson.pair + 1),
                           student=first.student)
    f.MarkFactory(cell=second, value=3)
    client = login(lesson.journal.teacher)
    for cell in (first, second):
        for value in values:
            correct(client, cell, value)
            db.refresh(cell)
    run()
    assert [user for user, _ in told(db)] == (watchers if alarm else [])


@pytest.mark.parametrize(("most", "alarm"), [(2, True), (3, False), (0, False)])
def test_many_cards(db, login, run, watchers, most, alarm):
    low("alarm_cards", most)
    clerk = f.UserFactory(roles=(Role.DATA_CLERK,))
    client = login(clerk)
    for student in [f.StudentFactory() for _ in range(3)]:
        for _ in range(2):  # a second look is the same card
            assert client.get(f"/admin/student/details/?id={student.id}").status_code == 200
    run()
    found = told(db)
    assert [user for user, _ in found] == (watchers if alarm else [])
    assert all("открыто за час: 3 личные карточки" in text for _, text in found)


def test_the_page_of_an_alarm_opens(db, login, run, watchers):
    """It leads to what was done, filtered by the person."""
    low("alarm_cards", 1)
    low("alarm_past_marks", 1)
    clerk = f.UserFactory(roles=(Role.DATA_CLERK,))
    for student in (f.StudentFactory(), f.StudentFactory()):
        login(clerk).get(f"/admin/student/details/?id={student.id}")
    lesson, cells = written(PAST, 2)
    for cell in cells:
        correct(login(lesson.journal.teacher), cell, "4")
    run()
    pages = set(db.scalars(sa.select(Notification.url).where(Notification.kind == NotificationKind.FINDING)))
    assert len(pages) == 2
    reader = login(Role.ADMINISTRATOR)
    for page in pages:
        answer = reader.get(page)
        assert answer.status_code == 200
        assert "не применён" not in answer.text
    assert db.scalar(sa.select(sa.func.count()).select_from(NormValue)) == 2

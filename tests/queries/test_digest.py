"""«Изменено в ваших журналах»: what another hand has written, told or alarming (п. 2.1, 5.3, 5.6)."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from access.identity import Identity
from actions import audit
from models import AuditRecord, Mark
from queries.digest import changed_by_others
from rules.terms import Role
from tests import factories as f

TODAY = dt.date(2023, 11, 20)
NOW = dt.datetime(2023, 11, 20, 15, tzinfo=ZoneInfo("Asia/Barnaul"))


@pytest.fixture
def lesson(db: Any) -> Any:
    for letter in "нб":
        f.AbsenceKindFactory(letter=letter, excused=letter == "б")
    return f.LessonFactory(date=TODAY, pair=2)


@pytest.fixture
def student(lesson: Any) -> Any:
    return f.MembershipFactory(group=lesson.journal.group).student


@pytest.fixture
def curator(lesson: Any) -> Any:
    return f.CuratorshipFactory(group=lesson.journal.group).user


def save(client: Any, lesson: Any, student: Any, value: str, version: int = 0, **more: Any) -> None:
    sent = {"value": value, "version": version, "key": str(uuid.uuid4()), **more}
    assert client.put(f"/journal/{lesson.journal_id}/cells/{lesson.id}/{student.id}", json=sent).status_code == 200


def seen(db: Any) -> int:
    db.commit()
    return db.scalar(sa.select(sa.func.max(AuditRecord.id))) or 0


def teacher_of(lesson: Any) -> Identity:
    return Identity(lesson.journal.teacher.id, frozenset({Role.TEACHER}), NOW)


def test_own_entries_are_no_news(db, login, lesson, student):
    since = seen(db)
    save(login(lesson.journal.teacher), lesson, student, "5")
    assert changed_by_others(teacher_of(lesson), since) == []


def test_a_curators_absence_is_told(db, login, lesson, student, curator):
    save(login(lesson.journal.teacher), lesson, student, "н")
    since = seen(db)
    save(login(curator), lesson, student, "б", 1)
    (change,) = changed_by_others(teacher_of(lesson), since)
    assert (change.author, change.before, change.after, change.told, change.alarming) == (
        curator.short_name, "н", "б", "куратор уточнил пропуск", False)
    assert (change.lesson_id, change.lesson_date, change.student) == (
        lesson.id, TODAY, f"{student.last_name} {student.first_name}")
    assert change.journal == f"{lesson.journal.group.name}: {lesson.journal.line.title}"


def test_a_substitutes_lesson_is_told_with_its_marks(db, login, lesson, student):
    substitute, since = f.TeacherFactory(), seen(db)
    change = f.TimetableChangeFactory(journal=lesson.journal, date=TODAY, pair=4, kind="substituted",
                                      substitute=substitute)
    client = login(substitute)
    form = {"date": TODAY.isoformat(), "pair": change.pair, "hours": "2", "kind": "combined", "topic": "Циклы"}
    assert client.post(f"/journal/{lesson.journal_id}/lessons/new", data=form).status_code == 302
    given = db.scalars(sa.select(f.m.Lesson).where(f.m.Lesson.pair == 4)).one()
    save(client, given, student, "4")
    changes = changed_by_others(teacher_of(lesson), since)
    assert [(one.what, one.told) for one in changes] == [("Клетка журнала", "замена"), ("Занятие", "замена")]
    assert changes[0].after == "4"
    assert "Тема" in changes[1].fields
    assert client.post(f"/journal/{lesson.journal_id}/lessons/{given.id}/delete").status_code == 302
    kept = changed_by_others(teacher_of(lesson), changes[0].seq)
    assert kept == []  # a lesson with a cell stays


def test_a_deleted_lesson_of_a_substitute_is_told(db, login, lesson):
    substitute = f.TeacherFactory()
    given = f.LessonFactory(journal=lesson.journal, date=TODAY, pair=4, teacher=substitute,
                            substituted=lesson.journal.teacher, entered_by=substitute)
    since = seen(db)
    assert login(substitute).post(f"/journal/{lesson.journal_id}/lessons/{given.id}/delete").status_code == 302
    (change,) = changed_by_others(teacher_of(lesson), since)
    assert (change.action, change.told, change.lesson_id) == ("delete", "замена", None)


def test_what_nothing_explains_is_alarming(db, lesson, student):
    """A load from a file, a hand in the database's shell: by whom is said as far as it is known."""
    mark = f.MarkFactory(cell__lesson=lesson, cell__student=student)
    since = seen(db)
    intruder = Identity(f.UserFactory(roles=[Role.DIRECTOR]).id, frozenset({Role.DIRECTOR}), NOW)
    audit.describe(db, intruder)
    db.get(Mark, mark.id).value = 3
    db.commit()
    (change,) = changed_by_others(teacher_of(lesson), since)
    assert (change.what, change.fields, change.alarming) == ("Отметка", ("Отметка",), True)


def test_only_the_own_journals_and_only_after_the_number(db, login, lesson, student, curator):
    since = seen(db)
    save(login(curator), lesson, student, "н")
    elsewhere = Identity(f.TeacherFactory().id, frozenset({Role.TEACHER}), NOW)
    assert changed_by_others(elsewhere, since) == []
    assert changed_by_others(teacher_of(lesson), seen(db)) == []
    assert len(changed_by_others(teacher_of(lesson), since)) == 1


def test_cost_does_not_grow(db, login, lesson, curator, count_queries):
    since, client = seen(db), login(curator)
    for count in (3, 9):
        for _ in range(count):
            save(client, lesson, f.MembershipFactory(group=lesson.journal.group).student, "н")
        teacher = teacher_of(lesson)
        with count_queries(at_most=3):
            assert changed_by_others(teacher, since)

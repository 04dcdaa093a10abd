"""Notices over HTTP: made of what was entered, each once, for whom it concerns, and read by nobody else (п. 4.1)."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa

from models import Lesson, Notification, Student, User
from rules.terms import NotificationKind, RequestState, Role
from tests import factories as f

TODAY = dt.date(2023, 11, 20)
YESTERDAY = TODAY - dt.timedelta(days=1)


@dataclass
class Family:
    lesson: Lesson
    student: Student
    pupil: User
    parent: User
    stranger: User

    def enter(self, login: Any, value: str, version: int = 0) -> None:
        url = f"/journal/{self.lesson.journal_id}/cells/{self.lesson.id}/{self.student.id}"
        sent = {"value": value, "version": version, "key": str(uuid.uuid4())}
        answer = login(self.lesson.journal.teacher).put(url, json=sent)
        assert answer.status_code == 200, answer.text


@pytest.fixture
def family(db):
    lesson = f.LessonFactory(date=TODAY, pair=2)
    student = f.StudentFactory(user=f.UserFactory(roles=(Role.STUDENT,)))
    f.MembershipFactory(group=lesson.journal.group, student=student)
    parents = [f.UserFactory(roles=(Role.PARENT,)) for _ in range(2)]
    for parent, ends in zip(parents, (None, YESTERDAY), strict=True):
        f.GuardianshipFactory(student=student, guardian__user=parent, ends=ends)
    f.AbsenceKindFactory(letter="н", is_late=False)
    return Family(lesson, student, student.user, parents[0], parents[1])


def readers(db, kind: NotificationKind) -> list[int]:
    return sorted(db.scalars(sa.select(Notification.user_id).where(Notification.kind == kind)))


def test_a_two_is_told_once_to_the_student_and_the_parents_of_today(db, login, family, run):
    family.enter(login, "2")
    run()
    run()
    assert readers(db, NotificationKind.LOW_MARK) == sorted([family.pupil.id, family.parent.id])
    assert "Новая отметка 2" in login(family.parent).get("/notifications/").text
    assert "Новая отметка 2" not in login(family.stranger).get("/notifications/").text, "a parent no longer"


@pytest.mark.parametrize(("value", "kind"), [("н", NotificationKind.ABSENCE), ("5", None)])
def test_an_absence_is_told_and_a_five_is_not(db, login, family, run, value, kind):
    family.enter(login, value)
    run()
    assert set(db.scalars(sa.select(Notification.kind))) == ({kind} if kind else set())


def test_a_slip_corrected_before_the_job_is_told_to_nobody(db, login, family, run):
    family.enter(login, "2")
    family.enter(login, "5", 1)
    run()
    assert readers(db, NotificationKind.LOW_MARK) == []


def test_a_blocked_account_is_told_nothing(db, login, family, run):
    family.parent.blocked_at = dt.datetime.now(dt.UTC)
    family.enter(login, "2")
    run()
    assert readers(db, NotificationKind.LOW_MARK) == [family.pupil.id]


def test_a_final_is_told_when_published(db, login, family, run):
    moment = dt.datetime(2023, 11, 20, 9, tzinfo=dt.UTC)
    final = f.FinalMarkFactory(journal=family.lesson.journal, student=family.student, published_at=None)
    run()
    assert readers(db, NotificationKind.FINAL) == []
    final.published_at = moment
    run()
    run()
    assert readers(db, NotificationKind.FINAL) == sorted([family.pupil.id, family.parent.id])


def test_a_message_is_told_to_the_other_side_without_its_words(db, login, family, run):
    thread = f.ThreadFactory(author=family.parent)
    for person in (family.parent, family.lesson.journal.teacher):
        f.ParticipantFactory(thread=thread, user=person)
    f.MessageFactory(thread=thread, author=family.parent, body="Рунное слово")
    run()
    run()
    assert readers(db, NotificationKind.MESSAGE) == [family.lesson.journal.teacher.id]
    page = login(family.lesson.journal.teacher).get("/notifications/").text
    assert f"/messages/{thread.id}" in page
    assert "Рунное" not in page


def test_an_answer_of_the_support_is_told_to_who_asked(db, family, run):
    request = f.SupportRequestFactory(author=family.parent)
    run()
    assert readers(db, NotificationKind.REQUEST) == []
    request.state, request.answer = RequestState.DONE, "Пароль выдан"
    run()
    assert readers(db, NotificationKind.REQUEST) == [family.parent.id]


def test_a_notice_about_a_child_is_hidden_from_a_parent_no_longer(db, login, family, run):
    family.enter(login, "2")
    run()
    for tie in family.student.guardianships:
        tie.starts, tie.ends = None, YESTERDAY
    db.commit()
    assert "Новая отметка 2" not in login(family.parent).get("/notifications/").text


def test_one_is_read_then_all_and_never_anothers(db, login, family):
    mine = f.NotificationFactory.create_batch(3, user=family.parent)
    other = f.NotificationFactory(user=family.stranger)
    db.commit()
    client = login(family.parent)

    def unread() -> int:
        db.expire_all()
        return sum(row.read_at is None for row in mine)

    assert client.post(f"/notifications/{mine[0].id}/read").status_code == 303
    assert unread() == 2
    assert client.post(f"/notifications/{other.id}/read").status_code == 404
    assert client.post("/notifications/read").status_code == 303
    assert unread() == 0
    assert other.read_at is None
    assert "Прочитано" not in client.get("/notifications/").text


def test_the_list_costs_the_same_for_5_and_25(db, login, family, count_queries):
    client, costs = login(family.parent), []
    for more in (5, 20):
        f.NotificationFactory.create_batch(more, user=family.parent, student_id=family.student.id)
        db.commit()
        client.get("/notifications/")
        with count_queries(at_most=8) as statements:
            assert client.get("/notifications/").text.count("class=\"who\"") >= more
        costs.append(len(statements))
    assert costs[0] == costs[1]


def test_the_menu_counts_what_is_new_without_a_statement_more(db, login, family, count_queries):
    client, costs = login(family.parent), []
    for more in (0, 3):
        f.NotificationFactory.create_batch(more, user=family.parent)
        f.NotificationFactory(user=family.stranger)
        client.get("/me/")
        with count_queries() as statements:
            page = client.get("/me/").text
        costs.append(len(statements))
        assert ('<span class="vh">новых: </span>3</span>' in page) is bool(more)
    assert costs[0] == costs[1]


def test_whoever_opens_the_page_of_a_notice_has_read_it(db, login, family):
    mine = f.NotificationFactory.create_batch(2, user=family.parent, url="/me/?from=1")
    others = [f.NotificationFactory(user=family.stranger, url="/me/?from=1"),
              f.NotificationFactory(user=family.parent, url="/me/"),
              f.NotificationFactory(user=family.parent, url="/nowhere")]
    client = login(family.parent)
    assert client.get("/nowhere").status_code == 404
    assert client.get("/me/?from=1").status_code == 200
    db.expire_all()
    assert all(row.read_at for row in mine)
    assert not any(row.read_at for row in others)


def test_what_concerns_the_user_no_longer_is_not_counted_for_ever(db, login, family):
    f.NotificationFactory(user=family.stranger, student_id=family.student.id)
    client = login(family.stranger)
    assert 'class="count"' in client.get("/me/").text
    assert "Уведомлений пока нет" in client.get("/notifications/").text
    assert 'class="count"' not in client.get("/me/").text

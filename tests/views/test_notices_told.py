"""Announcements, entries by others, findings, and what goes by mail: each told once (п. 4.1, 5.6, 7.4)."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine

from models import Finding, Notification, Outbox
from rules.terms import Audience, Channel, FindingState, NotificationKind, RequestState, Role, ThreadKind
from tests import factories as f

TODAY = dt.date(2023, 11, 20)
YESTERDAY = TODAY - dt.timedelta(days=1)
DAYTIME = dt.datetime(2026, 3, 2, 5, tzinfo=dt.UTC)  # 12:00 in Barnaul
NIGHT = dt.datetime(2026, 3, 2, 16, tzinfo=dt.UTC)  # 23:00
MORNING = dt.datetime(2026, 3, 3, 1, tzinfo=dt.UTC)  # 8:00 of the next day


def told(db, kind: NotificationKind) -> list[int]:
    return sorted(db.scalars(sa.select(Notification.user_id).where(Notification.kind == kind)))


def pupil(group, **more: Any):
    student = f.StudentFactory(user=f.UserFactory(roles=(Role.STUDENT,)))
    f.MembershipFactory(group=group, student=student, **more)
    parent = f.UserFactory(roles=(Role.PARENT,))
    f.GuardianshipFactory(student=student, guardian__user=parent)
    return student.user, parent


def announce(audience: Audience, **more: Any):
    thread = f.ThreadFactory(kind=ThreadKind.ANNOUNCEMENT, audience=audience, **more)
    f.MessageFactory(thread=thread, author=thread.author)
    return thread


@pytest.mark.parametrize("audience", [Audience.GROUP, Audience.COURSE, Audience.COLLEGE])
def test_an_announcement_is_told_to_those_it_is_for_and_not_to_its_author(db, login, run, audience):
    group, other = (f.GroupFactory(admission_year=year) for year in (2022, 2023))
    here, away = pupil(group), pupil(other)
    gone = pupil(group, starts=dt.date(2022, 9, 1), ends=YESTERDAY)
    curator = f.CuratorshipFactory(group=group).user
    blocked = pupil(group)
    for person in blocked:
        person.blocked_at = dt.datetime.now(dt.UTC)
    where = {Audience.GROUP: {"group": group}, Audience.COURSE: {"course": 2}, Audience.COLLEGE: {}}[audience]
    thread = announce(audience, **where)
    run()
    run()
    expected = {one.id for one in (*here, curator)}
    if audience is Audience.COLLEGE:
        expected |= {one.id for one in (*away, *gone)}
    found = told(db, NotificationKind.ANNOUNCEMENT)
    assert expected <= set(found)
    assert len(found) == len(set(found))
    assert not {thread.author_id, *(one.id for one in blocked)} & set(found)
    if audience is not Audience.COLLEGE:
        assert set(found) == expected
    assert f"/messages/{thread.id}" in login(here[1]).get("/notifications/").text


def test_an_announcement_of_the_former_group_is_not_shown(db, login, run):
    group = f.GroupFactory(admission_year=2022)
    student, _ = pupil(group)
    announce(Audience.GROUP, group=group)
    run()
    client = login(student)
    assert "Новое объявление" in client.get("/notifications/").text
    for place in db.scalars(sa.select(f.MembershipFactory._meta.model)):
        place.ends = YESTERDAY
    assert "Новое объявление" not in client.get("/notifications/").text


def test_a_teacher_is_told_once_a_day_of_another_hand_in_the_journal(db, login, run):
    lesson = f.LessonFactory(date=TODAY, pair=2, substituted=None)
    owner, substitute = lesson.journal.teacher, f.UserFactory(roles=(Role.TEACHER,))
    lesson.substituted, lesson.teacher = owner, substitute
    f.TimetableChangeFactory(journal=lesson.journal, date=TODAY, pair=2, kind="substituted", substitute=substitute)
    for _ in range(2):
        student = f.StudentFactory()
        f.MembershipFactory(group=lesson.journal.group, student=student)
        url = f"/journal/{lesson.journal_id}/cells/{lesson.id}/{student.id}"
        sent = {"value": "5", "version": 0, "key": str(uuid.uuid4())}
        assert login(substitute).put(url, json=sent).status_code == 200
        run()
    assert told(db, NotificationKind.FOREIGN_EDIT) == [owner.id]
    page = login(owner).get("/notifications/").text
    assert f'href="/journal/{lesson.journal_id}"' in page
    assert f"изменения 20.11, {substitute.last_name}" in page
    lesson.journal.teacher = f.UserFactory(roles=(Role.TEACHER,))
    assert substitute.last_name not in login(owner).get("/notifications/").text, "the journal is another's now"


@pytest.mark.parametrize(("made", "page"), [
    (lambda: f.ReopeningRequestFactory(state=RequestState.NEW), "/reopening"),
    (lambda: f.ChangeRequestFactory(), "/curator/contacts/"),
])
def test_who_asked_is_told_once_of_the_decision(db, run, made, page):
    request = made()
    run()
    assert told(db, NotificationKind.REQUEST) == []
    request.state, request.decided_at, request.reply = RequestState.DECLINED, DAYTIME, "Нет основания"
    request.decided_by = f.UserFactory(roles=(Role.DEPUTY_UPR,))
    run()
    run()
    assert told(db, NotificationKind.REQUEST) == [request.author_id]
    assert page in db.scalar(sa.select(Notification.url))


def test_ones_own_entries_are_no_news(db, run):
    f.LessonFactory(date=TODAY)
    run()
    assert told(db, NotificationKind.FOREIGN_EDIT) == []


def test_findings_are_told_once_to_whom_they_were_given_and_again_to_the_next(db, run):
    one, next_one = f.UserFactory(roles=(Role.TEACHER,)), f.UserFactory(roles=(Role.TEACHER,))
    findings = [f.FindingFactory(responsible=one) for _ in range(3)]
    f.FindingFactory(responsible=None)
    f.FindingFactory(responsible=one, state=FindingState.FIXED)
    run()
    run()
    assert told(db, NotificationKind.FINDING) == [one.id]
    assert "3 новых замечания" in db.scalar(sa.select(Notification.payload["text"].as_string()))
    db.get(Finding, findings[0].id).responsible = next_one
    run()
    run()
    assert told(db, NotificationKind.FINDING) == sorted([one.id, next_one.id])


# what goes by mail and SMS

def letters(db) -> list[tuple[Channel, dt.datetime]]:
    return sorted((row.channel, row.next_try_at) for row in db.scalars(sa.select(Outbox)))


@pytest.mark.parametrize(("channel", "hours", "now", "then"), [
    (Channel.EMAIL, {}, DAYTIME, DAYTIME), (Channel.SMS, {}, DAYTIME, DAYTIME),
    (Channel.EMAIL, {}, NIGHT, MORNING), (Channel.SMS, {}, NIGHT, MORNING),
    (Channel.EMAIL, {"digest_at": dt.time(18)}, DAYTIME, dt.datetime(2026, 3, 2, 11, tzinfo=dt.UTC)),
    (Channel.SMS, {"quiet_from": dt.time(0), "quiet_until": dt.time(0)}, NIGHT, NIGHT),
])
def test_what_is_chosen_waits_for_its_hour(db, run, channel, hours, now, then):
    teacher = f.UserFactory(roles=(Role.TEACHER,), email="teacher@example.org", phone="+79130000001", **hours)
    f.NotificationSettingFactory(user=teacher, kind=NotificationKind.FINDING, channel=channel)
    f.FindingFactory(responsible=teacher)
    with time_machine.travel(now, tick=False):
        run()
        run()
    assert letters(db) == [(channel, then)]


def test_nothing_is_queued_without_an_address_or_a_choice(db, run):
    silent = f.UserFactory(roles=(Role.TEACHER,), email="silent@example.org")
    nowhere = f.UserFactory(roles=(Role.TEACHER,), email=None, phone=None)
    for channel in (Channel.EMAIL, Channel.SMS):
        f.NotificationSettingFactory(user=nowhere, kind=NotificationKind.FINDING, channel=channel)
    for person in (silent, nowhere):
        f.FindingFactory(responsible=person)
    run()
    assert told(db, NotificationKind.FINDING) == sorted([silent.id, nowhere.id])
    assert letters(db) == []


def test_what_is_switched_off_is_not_shown_and_what_is_only_sent_is_not_counted(db, login, run):
    off, by_mail = (f.UserFactory(roles=(Role.TEACHER,), email=f"teacher{number}@example.org") for number in (1, 2))
    for person in (off, by_mail):
        f.NotificationSettingFactory(user=person, kind=NotificationKind.FINDING, channel=Channel.APP, enabled=False)
        f.FindingFactory(responsible=person)
    f.NotificationSettingFactory(user=by_mail, kind=NotificationKind.FINDING, channel=Channel.EMAIL)
    run()
    assert told(db, NotificationKind.FINDING) == [by_mail.id]
    assert len(letters(db)) == 1
    page = login(by_mail).get("/notifications/").text
    assert "Уведомлений пока нет" in page
    assert 'class="count"' not in page


def test_the_letters_of_one_moment_go_together(db, run):
    teacher = f.UserFactory(roles=(Role.TEACHER,), email="teacher@example.org", digest_at=dt.time(18))
    for kind in (NotificationKind.FINDING, NotificationKind.ANNOUNCEMENT):
        f.NotificationSettingFactory(user=teacher, kind=kind, channel=Channel.EMAIL)
    with time_machine.travel(DAYTIME, tick=False):
        f.FindingFactory(responsible=teacher)
        run()
    with time_machine.travel(DAYTIME + dt.timedelta(hours=1), tick=False):
        announce(Audience.COLLEGE)
        run()
    bundles = list(db.scalars(sa.select(Outbox.bundle).where(Outbox.user_id == teacher.id)))
    assert len(bundles) == 2
    assert len(set(bundles)) == 1


def test_telling_a_whole_college_costs_the_same_statements(db, run, count_queries):
    costs = []
    for more in (5, 40):
        group = f.GroupFactory(admission_year=2022)
        for _ in range(more):
            pupil(group)
        announce(Audience.COLLEGE)
        db.commit()
        with count_queries(at_most=20) as statements:
            run()
        costs.append(len(statements))
    assert costs[0] == costs[1]

"""The choice of what to be told of, over HTTP: one's own, with nothing sent until it is chosen (п. 4.1)."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import sqlalchemy as sa

from access.identity import Identity
from actions.notice_rows import Told, write
from models import Consent, NotificationSetting, Outbox, User
from rules.terms import Channel, ConsentKind, DeliveryState, NotificationKind, Role
from tests import factories as f

URL = "/notifications/settings/"


def checked(html: str) -> set[str]:
    return set(re.findall(r'name="way" value="([^"]+)" checked', html))


def ways(html: str) -> set[str]:
    return set(re.findall(r'name="way" value="([^"]+)"', html))


@pytest.mark.parametrize(("role", "on", "absent"), [
    (Role.PARENT, {"low_mark-app", "absence-app", "final-app", "message-app", "announcement-app", "request-app"},
     {"unfilled-app", "finding-app", "summary-app"}),
    (Role.STUDENT, {"low_mark-app", "absence-app", "final-app", "homework-app", "message-app", "announcement-app",
                    "request-app"}, {"plan-app"}),
    (Role.TEACHER, {"message-app", "announcement-app", "request-app", "finding-app", "plan-app", "document-app",
                    "unfilled-app", "foreign_edit-app"}, {"low_mark-app", "summary-app"}),
    (Role.DEPUTY_UPR, {"message-app", "announcement-app", "request-app", "finding-app", "plan-app", "document-app",
                      "summary-app"},
     {"unfilled-app"}),
])
def test_the_page_begins_with_the_defaults_of_the_role(login, role, on, absent):
    page = login(role).get(URL).text
    assert checked(page) == on
    assert not absent & ways(page)
    assert '<option value="21" selected>21:00' in page
    assert '<option value="8" selected>8:00' in page


def test_a_choice_is_kept_and_only_what_differs_is_a_row(db, login):
    parent = f.UserFactory(roles=(Role.PARENT,))
    client = login(parent)
    sent = {"way": ["low_mark-app", "low_mark-email", "absence-sms", "final-app", "message-app", "announcement-app",
                    "request-app"], "digest_at": "18", "quiet_from": "22", "quiet_until": "7"}
    assert client.post(URL, data=sent).status_code == 303
    page = client.get(URL).text
    assert checked(page) == set(sent["way"])
    assert '<option value="18" selected>18:00' in page
    rows = {(row.kind, row.channel): row.enabled for row in db.scalars(sa.select(NotificationSetting))}
    assert rows == {(NotificationKind.LOW_MARK, Channel.EMAIL): True, (NotificationKind.ABSENCE, Channel.SMS): True,
                    (NotificationKind.ABSENCE, Channel.APP): False}
    db.refresh(parent)
    assert (parent.digest_at, parent.quiet_from, parent.quiet_until) == (dt.time(18), dt.time(22), dt.time(7))
    version = parent.row_version
    client.post(URL, data={**sent, "way": ["low_mark-app"]})
    db.expire_all()
    assert parent.row_version == version, "hours of one's own do not disturb whoever edits the account"
    assert checked(client.get(URL).text) == {"low_mark-app"}


def test_what_waits_for_its_hour_is_not_sent_once_it_is_switched_off(db, login):
    user, other = (f.UserFactory(roles=(Role.PARENT,)) for _ in range(2))
    moment = dt.datetime(2023, 11, 21, 1, tzinfo=dt.UTC)

    def waiting(reader: User, kind: NotificationKind, channel: Channel, state: DeliveryState = DeliveryState.WAITING):
        return f.OutboxFactory(notification=f.NotificationFactory(user=reader, kind=kind), user=reader,
                               channel=channel, state=state, next_try_at=moment)

    off = [waiting(user, NotificationKind.ABSENCE, Channel.SMS), waiting(user, NotificationKind.LOW_MARK, Channel.SMS)]
    on = [waiting(user, NotificationKind.ABSENCE, Channel.EMAIL), waiting(other, NotificationKind.ABSENCE, Channel.SMS)]
    sent = waiting(user, NotificationKind.FINAL, Channel.SMS, DeliveryState.SENT)
    login(user).post(URL, data={"way": ["absence-email"]})
    db.expire_all()
    assert {row.state for row in off} == {DeliveryState.REFUSED}
    assert {row.state for row in on} == {DeliveryState.WAITING}
    assert sent.state is DeliveryState.SENT


def family():
    parent = f.UserFactory(roles=(Role.PARENT,), email="parent@example.org")
    guardian = f.GuardianFactory(user=parent)
    for _ in range(2):
        f.GuardianshipFactory(guardian=guardian, student__user=f.UserFactory(roles=(Role.STUDENT,)))
    return parent, guardian


def test_a_family_that_chooses_letters_agrees_to_outside_services_about_each_child_once(db, login):
    parent, guardian = family()
    f.GuardianshipFactory(ends=dt.date(2023, 11, 19), guardian=guardian)  # another's child now
    client = login(parent)
    client.post(URL, data={"way": ["low_mark-app"]})
    assert db.scalars(sa.select(Consent)).all() == []
    for _ in range(2):
        client.post(URL, data={"way": ["low_mark-email"]})
    given = db.scalars(sa.select(Consent)).all()
    assert len(given) == 2
    assert {(one.guardian_id, one.kind) for one in given} == {(guardian.id, ConsentKind.MESSENGER)}
    assert "дано не обо всех" not in client.get(URL).text
    client.post(f"/me/consents/{given[0].id}/revoke")
    assert "дано не обо всех" in client.get(URL).text


def test_a_student_agrees_for_himself(db, login):
    student = f.StudentFactory(user=f.UserFactory(roles=(Role.STUDENT,)))
    login(student.user).post(URL, data={"way": ["low_mark-sms"]})
    [given] = db.scalars(sa.select(Consent))
    assert (given.student_id, given.guardian_id) == (student.id, None)


def test_staff_are_asked_for_no_consent(db, login):
    client = login(f.UserFactory(roles=(Role.TEACHER,)))
    client.post(URL, data={"way": ["finding-email"]})
    assert db.scalars(sa.select(Consent)).all() == []
    assert "внешние службы" not in client.get(URL).text


@pytest.mark.parametrize("revoked", [None, dt.date(2023, 11, 20)])
def test_without_consent_nothing_about_the_child_is_queued(db, revoked):
    parent, guardian = family()
    student = guardian.guardianships[0].student
    f.NotificationSettingFactory(user=parent, kind=NotificationKind.LOW_MARK, channel=Channel.EMAIL)
    f.ConsentFactory(student=student, guardian=guardian, kind=ConsentKind.MESSENGER, revoked_on=revoked)
    db.flush()
    moment = dt.datetime(2023, 11, 20, 15, tzinfo=dt.UTC)
    told = Told(NotificationKind.LOW_MARK, "Новая отметка 2", "/diary/1", (parent.id,), occasion="x",
                student_id=student.id)
    assert write(Identity(None, frozenset(), moment, "job"), [told], moment) == 1
    assert len(db.scalars(sa.select(Outbox)).all()) == (revoked is None)


def test_no_quiet_hours(db, login):
    user = f.UserFactory(roles=(Role.PARENT,))
    client = login(user)
    client.post(URL, data={"quiet_from": "", "quiet_until": "8"})
    db.refresh(user)
    assert user.quiet_from == user.quiet_until
    assert '<option value="">нет</option>' in client.get(URL).text
    assert "selected>21:00" not in client.get(URL).text


@pytest.mark.one_engine  # refused before the database is asked
@pytest.mark.parametrize("sent", [
    {"way": "low_mark-pigeon"}, {"way": "nothing"}, {"digest_at": "24"}, {"digest_at": "утром"}, {"quiet_from": "-1"},
    {"quiet_from": "21", "quiet_until": "1e1"}, {"digest_at": "²"},
])
def test_what_the_page_does_not_offer_is_400(db, login, sent):
    user = f.UserFactory(roles=(Role.PARENT,))
    assert login(user).post(URL, data=sent).status_code == 400
    assert db.scalar(sa.select(sa.func.count()).select_from(NotificationSetting)) == 0


def test_what_is_not_for_the_role_is_not_kept(db, login):
    login(f.UserFactory(roles=(Role.PARENT,))).post(URL, data={"way": ["unfilled-email", "summary-sms"]})
    kinds = set(db.scalars(sa.select(NotificationSetting.kind)))
    assert not kinds & {NotificationKind.UNFILLED, NotificationKind.SUMMARY}


def test_nobody_changes_anothers_choice(db, login):
    other = f.NotificationSettingFactory(user=f.UserFactory(roles=(Role.PARENT,)))
    db.commit()
    login(Role.PARENT).post(URL, data={})
    db.expire_all()
    assert db.get(NotificationSetting, other.id).enabled
    assert db.get(User, other.user_id).quiet_from is None


@pytest.mark.parametrize(("account", "card", "said"), [
    ({"email": "own@example.org", "phone": "+79130000001"}, {"email": "card@example.org"},
     ("own@example.org", "913")),
    ({"email": None, "phone": None}, {"email": "card@example.org", "phone": "+79130000002"},
     ("card@example.org", "913")),
    ({"email": None, "phone": ""}, {"email": None, "phone": None},
     ("Адрес не указан", "Телефон не указан", "куратор группы")),
])
def test_the_page_says_where_it_will_be_sent(login, account, card, said):
    parent = f.UserFactory(roles=(Role.PARENT,), **account)
    f.GuardianFactory(user=parent, **card)
    page = login(parent).get(URL).text
    for words in said:
        assert words in page


def test_staff_are_sent_to_the_administrator(login):
    assert "администратор журнала" in login(f.UserFactory(roles=(Role.TEACHER,), email=None, phone=None)).get(URL).text


def test_the_page_costs_the_same_whatever_is_chosen(db, login, count_queries):
    user = f.UserFactory(roles=(Role.TEACHER, Role.PARENT))
    client, costs = login(user), []
    client.get(URL)
    for kinds in ([], list(NotificationKind)):
        for kind in kinds:
            f.NotificationSettingFactory(user=user, kind=kind, channel=Channel.EMAIL)
        db.commit()
        with count_queries(at_most=6) as statements:
            client.get(URL)
        costs.append(len(statements))
    assert costs[0] == costs[1]

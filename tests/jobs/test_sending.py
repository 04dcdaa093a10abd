"""Sending: once whatever dies, by the rights of the moment, inside the day's limit (п. 4.1, 5.3)."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from pathlib import Path

import pytest
import sqlalchemy as sa
import time_machine
from sqlalchemy.orm import object_session

from actions import delivery
from jobs.sending import send_due
from models import Consent, NotificationSetting, Outbox
from rules.sending import LEASE, MOST_ATTEMPTS
from rules.terms import Channel, ConsentKind, DeliveryState, NotificationKind, Role
from tests import factories as f
from tests.outside import mail_server, sms_service

ROOT = Path(__file__).resolve().parents[2]
SMS, MAIL = Channel.SMS, Channel.EMAIL
# noon in Barnaul of a day that is over: what is due then is due at any hour of the real clock
NOW = (dt.datetime.now(dt.UTC) - dt.timedelta(days=1)).replace(hour=5, minute=0, second=0, microsecond=0)
WORKER = "from app import create_app; from jobs import sending; app = create_app(); app.app_context().push(); " \
         "sending.send_due()"


@pytest.fixture
def services(configure):
    """A mail server and SMSC.ru, written into the settings."""
    with mail_server() as (mailbox, port), sms_service() as service:
        configure(smtp_url=f"smtp://127.0.0.1:{port}?from=journal@college.test",
                  sms_url=f"smsc+http://college:se%3Acret@127.0.0.1:{service.port}")
        yield mailbox, service


def run(db, after: dt.timedelta = dt.timedelta()) -> None:
    with time_machine.travel(NOW + after, tick=False):
        db.commit()
        send_due()
    db.expire_all()


def rows_of(db) -> list[Outbox]:
    return list(db.scalars(sa.select(Outbox).order_by(Outbox.id)))


def state_of(db) -> tuple[DeliveryState, str | None]:
    (row,) = rows_of(db)
    return row.state, row.error


def reader(number: int = 1, **card):
    return wants_all(f.UserFactory(email=f"p{number}@parents.test", phone=f"+7913{number:07d}", **card))


def wants_all(user):
    for channel in (MAIL, SMS):
        f.NotificationSettingFactory(user=user, kind=NotificationKind.MESSAGE, channel=channel)
    return user


def notice(user=None, channel=MAIL, text="Новое сообщение", student=None, **row):
    user = user or reader()
    told = f.NotificationFactory(user=user, student_id=student.id if student else None, url="/messages/1",
                                 payload={"text": text})
    values = {"channel": channel, "created_at": NOW, "next_try_at": NOW} | row
    return f.OutboxFactory(notification=told, user=user, **values)


def family(db):
    """A parent with an account, the child, the curator, the group."""
    parent = reader(roles=(Role.PARENT,))
    tie = f.GuardianshipFactory(guardian=f.GuardianFactory(user=parent, phone="+79130000009", email="g@parents.test"))
    f.ConsentFactory(student=tie.student, guardian=tie.guardian, kind=ConsentKind.MESSENGER)
    group = f.GroupFactory()
    f.MembershipFactory(group=group, student=tie.student, starts=dt.date(2023, 9, 1))
    tutor = f.CuratorshipFactory(group=group, starts=dt.date(2023, 9, 1), user=f.UserFactory(roles=(Role.CURATOR,)))
    db.flush()
    return parent, tie, tutor


# each once, none lost

def worker(database, mailbox_port: int, sms_port: int, folder: Path) -> subprocess.Popen[bytes]:
    environment = {name: value for name, value in os.environ.items() if name not in ("JOURNAL_NOW", "SECRET_KEY")}
    return subprocess.Popen([sys.executable, "-c", WORKER], cwd=ROOT, stderr=subprocess.DEVNULL, env=environment | {
        "DATABASE_URL": database.url, "JOURNAL_DEMO": "1", "JOURNAL_INSTANCE": str(folder),
        "SMTP_URL": f"smtp://127.0.0.1:{mailbox_port}?from=journal@college.test",
        "SMS_URL": f"smsc+http://college:se%3Acret@127.0.0.1:{sms_port}"})


@pytest.mark.parametrize("dies_at", ["a letter is taken", "an SMS is taken"])
def test_a_hundred_notices_and_a_killed_worker(db, database, configure, tmp_path, dies_at):
    """The worst moment: the service has the message, and the worker never hears of it."""
    for number in range(50):
        who = reader(number, quiet_from=dt.time(0), quiet_until=dt.time(0))  # the worker's clock is the real one
        notice(who, MAIL, f"Письмо {number}")
        notice(who, SMS, f"Сообщение {number}")
    db.commit()
    with mail_server() as (mailbox, mail_port), sms_service() as service:
        process = worker(database, mail_port, service.port, tmp_path)

        def kill(count: int) -> None:
            if count == 20 and process.poll() is None:
                os.kill(process.pid, signal.SIGKILL)
                process.wait()

        (mailbox if dies_at == "a letter is taken" else service).accepted = kill
        assert process.wait(60) == -signal.SIGKILL
        configure(smtp_url=f"smtp://127.0.0.1:{mail_port}?from=journal@college.test",
                  sms_url=f"smsc+http://college:se%3Acret@127.0.0.1:{service.port}")
        states = Counter(row.state for row in rows_of(db))
        assert states[DeliveryState.SENDING] == 1
        assert 30 < states[DeliveryState.WAITING] < 70, "it died in the middle"
        later = dt.datetime.now(dt.UTC) + LEASE
        with time_machine.travel(later, tick=False):
            send_due()
            send_due()
    db.expire_all()
    assert {row.state for row in rows_of(db)} == {DeliveryState.SENT}
    assert Counter(sent["mes"].split()[-1] for sent in service.taken) == Counter(f"{n}." for n in range(50))
    copies = Counter(letter["Message-ID"] for letter in mailbox.letters)
    assert len(copies) == 50, "every letter, and a mailbox shows one of a Message-ID"
    again = sum(copies.values()) - 50
    assert again == (dies_at == "a letter is taken"), "only the letter that was on its way"


def test_two_workers_take_different_letters(db):
    for number in range(4):
        notice(reader(number))
    notice(reader(9), next_try_at=NOW + dt.timedelta(hours=1))
    db.commit()
    taken = [delivery.claim([MAIL], NOW) for _ in range(6)]
    assert sorted(claim.ids for claim in taken if claim) == [(row.id,) for row in rows_of(db)[:4]]
    assert taken[4:] == [None, None]
    assert len({claim.parcel for claim in taken if claim}) == 4


def test_two_workers_at_once(app, db, services):
    """Each letter once, whichever of them takes it."""
    mailbox, service = services
    for number in range(20):
        who = reader(number, quiet_from=dt.time(0), quiet_until=dt.time(0))
        notice(who, MAIL, f"Письмо {number}")
        notice(who, SMS, f"Сообщение {number}")
    db.commit()
    failures: list[BaseException] = []

    def work() -> None:
        try:
            with app.app_context():
                send_due()
        except BaseException as error:
            failures.append(error)

    workers = [threading.Thread(target=work) for _ in range(2)]
    for each in workers:
        each.start()
    for each in workers:
        each.join(60)
    assert failures == []
    db.expire_all()
    assert {row.state for row in rows_of(db)} == {DeliveryState.SENT}
    assert len({letter["Message-ID"] for letter in mailbox.letters}) == len(mailbox.letters) == 20
    assert len({sent["id"] for sent in service.taken}) == len(service.taken) == 20


def test_a_worker_that_slept_changes_nothing(db):
    notice()
    db.commit()
    slow = delivery.claim([MAIL], NOW)
    delivery.recover(NOW + LEASE)
    quick = delivery.claim([MAIL], NOW + LEASE)
    assert quick.doubtful and quick.parcel == slow.parcel
    delivery.release(quick, NOW + LEASE)
    delivery.give_up(slow, "проспал")
    db.expire_all()
    assert state_of(db) == (DeliveryState.WAITING, None)


# words and ways

def test_a_notice_by_both_ways(db, services):
    mailbox, service = services
    who = reader()
    notice(who, MAIL), notice(who, SMS)
    run(db)
    mail, sms = rows_of(db)
    assert (mail.state, sms.state, sms.cost, sms.parts, mail.parts) == (
        DeliveryState.SENT, DeliveryState.SENT, 325, 1, None)
    assert (mail.gateway, sms.gateway, mail.attempts, mail.next_try_at) == ("smtp", "smsc", 1, None)
    assert mail.sent_at == NOW
    (letter,) = mailbox.letters
    text = letter.get_content()
    assert "— Новое сообщение" in text
    assert "/messages/1" in text
    assert service.taken[0]["mes"] == "Журнал. Новое сообщение."
    run(db)
    assert len(mailbox.letters) == len(service.taken) == 1


def test_a_digest_is_one_letter(db, services):
    mailbox, service = services
    one, two = reader(1), reader(2)
    for number in range(3):
        notice(one, MAIL, f"Первое {number}", bundle="evening")
        notice(two, MAIL, f"Второе {number}", bundle="evening")
        notice(one, SMS, f"Третье {number}", bundle="evening")
    notice(one, MAIL, "Отдельное")
    notice(one, MAIL, "Рано", bundle="evening", next_try_at=NOW + dt.timedelta(minutes=5))
    run(db)
    texts = sorted(letter.get_content() for letter in mailbox.letters)
    assert sorted(text.count("—") for text in texts) == [1, 3, 3]
    assert [sent["mes"] for sent in service.taken] == ["Журнал. Третье 0. Третье 1. Третье 2."]
    rows = rows_of(db)
    assert sum(row.cost or 0 for row in rows) == 325, "one SMS is paid once"
    assert len({row.parcel for row in rows if row.parcel}) == 4
    assert [row.state for row in rows].count(DeliveryState.WAITING) == 1


def test_a_child_is_named_by_the_first_name(db, services):
    mailbox, service = services
    parent, tie, _ = family(db)
    notice(parent, SMS, "Новая отметка 2: Физика, 20.11", tie.student)
    child = reader(5, roles=(Role.STUDENT,))
    tie.student.user = child
    f.ConsentFactory(student=tie.student, guardian=None, kind=ConsentKind.MESSENGER)
    notice(child, MAIL, "Новая отметка 2: Физика, 20.11", tie.student)
    run(db)
    assert service.taken[0]["mes"] == f"Журнал. {tie.student.first_name}: новая отметка 2: Физика, 20.11."
    text = mailbox.letters[0].get_content()
    assert tie.student.first_name not in text
    assert tie.student.last_name not in text + mailbox.letters[0]["Subject"] + service.taken[0]["mes"]


@pytest.mark.parametrize(("channel", "card", "account", "to"), [
    (MAIL, "g@parents.test", "own@parents.test", "own@parents.test"),
    (MAIL, "g@parents.test", None, "g@parents.test"),
    (SMS, "+79130000009", None, "79130000009"),
    (MAIL, None, None, None), (SMS, None, None, None)])
def test_where_to(db, services, channel, card, account, to):
    mailbox, service = services
    name = "email" if channel is MAIL else "phone"
    who = wants_all(f.UserFactory(roles=(Role.PARENT,), **{name: account}))
    f.GuardianFactory(user=who, **{name: card})
    notice(who, channel)
    run(db)
    sent = [people[0] for _, people in mailbox.envelopes] + [sms["phones"] for sms in service.taken]
    assert sent == ([to] if to else [])
    assert state_of(db)[0] is (DeliveryState.SENT if to else DeliveryState.FAILED)


# the rights of the moment

def blocked(parent, tie, tutor):
    parent.blocked_at = NOW
    return "учётная запись закрыта"


def no_parent_any_more(parent, tie, tutor):
    tie.ends = dt.date(2023, 11, 1)
    return "больше не касается"


def does_not_want_it(parent, tie, tutor):
    for one in object_session(parent).scalars(sa.select(NotificationSetting)):
        one.enabled = False
    return "отключил"


def agrees_no_more(parent, tie, tutor):
    for consent in object_session(parent).scalars(sa.select(Consent)):
        consent.revoked_on = consent.given_on
    return "нет согласия"


def still_a_parent(parent, tie, tutor):
    return None


@pytest.mark.parametrize("happens", [blocked, no_parent_any_more, agrees_no_more, does_not_want_it,
                                     still_a_parent])
def test_a_notice_goes_by_the_rights_of_the_moment(db, services, happens):
    mailbox, _ = services
    parent, tie, tutor = family(db)
    notice(parent, MAIL, "Пропуск занятия", tie.student)
    words = happens(parent, tie, tutor)
    run(db)
    state, error = state_of(db)
    assert (state, len(mailbox.letters)) == ((DeliveryState.REFUSED, 0) if words else (DeliveryState.SENT, 1))
    assert (words or "") in (error or "")


def test_a_notice_that_was_delayed_does_not_wake(db, services):
    _, service = services
    notice(reader(), SMS)
    run(db, dt.timedelta(hours=10))  # 22:00 in Barnaul
    (row,) = rows_of(db)
    assert (row.state, row.error, row.attempts, service.asked) == (
        DeliveryState.WAITING, "тихие часы получателя", 0, [])
    assert row.next_try_at == NOW + dt.timedelta(hours=20), "eight in the morning"
    run(db, dt.timedelta(hours=20))
    assert len(service.taken) == 1


def test_only_what_may_be_read_stays_in_a_digest(db, services):
    mailbox, _ = services
    parent, tie, _ = family(db)
    notice(parent, MAIL, "О своём", tie.student, bundle="b")
    notice(parent, MAIL, "О чужом", f.StudentFactory(), bundle="b")
    run(db)
    text = mailbox.letters[0].get_content()
    assert "о своём" in text
    assert "чужом" not in text
    assert [row.state for row in rows_of(db)] == [DeliveryState.SENT, DeliveryState.REFUSED]


def test_entries_in_a_journal_given_away_are_no_more_told(db, services):
    mailbox, _ = services
    teacher = reader(roles=(Role.TEACHER,))
    for owner in (teacher, f.UserFactory(roles=(Role.TEACHER,))):
        told = f.NotificationFactory(user=teacher, subject="journal", subject_id=f.JournalFactory(teacher=owner).id)
        f.OutboxFactory(notification=told, user=teacher, channel=MAIL, created_at=NOW, next_try_at=NOW)
    run(db)
    assert [row.state for row in rows_of(db)] == [DeliveryState.SENT, DeliveryState.REFUSED]
    assert mailbox.letters[0]["Subject"] == "Электронный журнал: 1 новое уведомление"


def lost_the_group(parent, tie, tutor):
    tutor.ends = dt.date(2023, 11, 19)
    return "больше не в группе"


def author_is_blocked(parent, tie, tutor):
    tutor.user.blocked_at = NOW
    return "автора закрыта"


def not_the_parent(parent, tie, tutor):
    tie.ends = dt.date(2023, 11, 1)
    return "больше не представитель"


@pytest.mark.parametrize("happens", [lost_the_group, author_is_blocked, not_the_parent, blocked, agrees_no_more,
                                     still_a_parent])
def test_a_letter_goes_by_the_rights_of_the_moment(db, services, happens):
    mailbox, _ = services
    parent, tie, tutor = family(db)
    f.FileContentFactory(sha256="a" * 64, content=b"%PDF-1.7 marks")
    f.LetterFactory(guardian=tie.guardian, student=tie.student, author=tutor.user, text="Приглашаем на собрание",
                    file_name="успеваемость.pdf", file_sha256="a" * 64, created_at=NOW, next_try_at=NOW)
    words = happens(parent, tie, tutor)
    run(db)
    state, error = state_of(db)
    assert (state, len(mailbox.letters)) == ((DeliveryState.REFUSED, 0) if words else (DeliveryState.SENT, 1))
    assert (words or "") in (error or "")
    if not words:
        letter = mailbox.letters[0]
        assert letter["To"] == "g@parents.test"
        assert letter["Subject"] == "Электронный журнал: письмо родителям"
        assert letter.get_body().get_content().startswith("Приглашаем на собрание")
        assert [(part.get_filename(), part.get_content()) for part in letter.iter_attachments()] == [
            ("успеваемость.pdf", b"%PDF-1.7 marks")]


# failures

def test_a_full_mailbox_is_tried_less_and_less_often(db, services):
    mailbox, _ = services
    notice()
    mailbox.refuse["RCPT"] = "452 Mailbox full"
    moments, after = [], dt.timedelta()
    while rows_of(db)[0].next_try_at is not None:
        run(db, after)
        row = rows_of(db)[0]
        moments.append(row.attempts)
        after = (row.next_try_at or NOW) - NOW
    assert sorted(set(moments)) == list(range(1, MOST_ATTEMPTS + 1)), "the night in between is quiet"
    assert state_of(db) == (DeliveryState.FAILED, "почтовый сервер не принял адрес сейчас (452)")


def test_a_service_that_is_away_stops_its_channel_only(db, services):
    mailbox, service = services
    for number in range(3):
        notice(reader(number), MAIL)
        notice(reader(number + 5), SMS)
    service.answer = {"error": "no money", "error_code": 3}
    run(db)
    assert len(service.asked) == 1, "others are not tried"
    assert len(mailbox.letters) == 3
    waiting = [row for row in rows_of(db) if row.channel == SMS]
    assert {row.state for row in waiting} == {DeliveryState.WAITING}
    assert [row.attempts for row in waiting] == [0, 0, 0], "it is not the letters' fault"
    assert waiting[0].error == "SMSC.ru: на счёте недостаточно средств"
    service.answer = None
    run(db, dt.timedelta(minutes=5))
    assert len(service.taken) == 3
    assert {row.error for row in rows_of(db)} == {None}


def test_old_news_is_given_up(db, services):
    _, service = services
    notice(channel=SMS)
    service.answer = 503
    run(db, dt.timedelta(days=3))
    assert state_of(db) == (DeliveryState.FAILED, "SMSC.ru просит подождать (503)")


def test_a_broken_answer_is_asked_about(db, services):
    _, service = services
    notice(channel=SMS)
    service.silent = True
    run(db)
    assert state_of(db)[0] is DeliveryState.UNCLEAR
    run(db, dt.timedelta(minutes=1))
    assert len(service.asked) == 1, "not at once"
    service.silent = False
    run(db, LEASE)
    assert [path for path, _ in service.asked] == ["/sys/send.php", "/sys/status.php"]
    assert state_of(db) == (DeliveryState.SENT, None)
    assert len(service.taken) == 1


def test_where_the_service_cannot_say_a_person_decides(db, services, configure):
    _, service = services
    configure(sms_url=f"smsru+http://ABC-1@127.0.0.1:{service.port}")
    notice(channel=SMS)
    service.silent = True
    run(db)
    run(db, LEASE)
    state, error = state_of(db)
    assert state is DeliveryState.UNCLEAR
    assert "кабинете" in error
    assert rows_of(db)[0].next_try_at is None
    run(db, dt.timedelta(hours=5))
    assert len(service.taken) == 1


def test_another_service_is_not_asked_about_it(db, services):
    _, service = services
    notice(channel=SMS, state=DeliveryState.UNCLEAR, gateway="sms.ru", parcel="a" * 32)
    run(db)
    assert service.asked == []
    assert rows_of(db)[0].next_try_at is None


def test_a_bad_row_does_not_stop_the_others(db, services, monkeypatch):
    mailbox, _ = services
    bad, good = notice(reader(1), text="плохое"), notice(reader(2), text="хорошее")
    bad.notification.payload = ["not a dictionary"]
    run(db)
    assert len(mailbox.letters) == 1
    assert [row.state for row in rows_of(db)] == [DeliveryState.FAILED, DeliveryState.SENT]
    assert bad.error == "внутренняя ошибка (AttributeError)"
    assert good.error is None


# the day's limit

def test_the_limit_of_a_day(db, services):
    _, service = services
    f.NormValueFactory(code="sms_per_day", value=3, valid_from=dt.date(2023, 9, 1))
    for number in range(3):
        notice(reader(number), SMS, "ы" * (80 if number == 0 else 10))
    notice(reader(7), MAIL)
    run(db)
    assert [len(sent["mes"]) for sent in service.taken] == [89, 19], "two parts and one"
    held = [row for row in rows_of(db) if row.state == DeliveryState.WAITING]
    assert [(row.error, row.attempts) for row in held] == [("Дневной лимит SMS (3) исчерпан: отправим завтра", 0)]
    assert held[0].next_try_at.astimezone(dt.timezone(dt.timedelta(hours=7))).hour == 9
    run(db, dt.timedelta(days=1))
    assert len(service.taken) == 3


def test_no_sms_at_all(db, services):
    _, service = services
    f.NormValueFactory(code="sms_per_day", value=0, valid_from=dt.date(2023, 9, 1))
    notice(channel=SMS)
    run(db)
    run(db, dt.timedelta(days=4))
    assert service.asked == []
    assert state_of(db)[0] is DeliveryState.FAILED

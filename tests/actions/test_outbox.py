"""The queue of letters and SMS: a notice once by each way, letters of the author's own parents only (п. 4.1, 5.3)."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa

from access.identity import Identity
from actions.outbox import Letter, Parcel, enqueue, write
from actions.refusals import NotYours
from models import FileContent, Outbox
from rules.terms import Channel, DeliveryState, Role
from rules.violation import Violation
from tests import factories as f

NOW = dt.datetime(2023, 11, 20, 15, 0, tzinfo=dt.UTC)
EVENING = NOW + dt.timedelta(hours=3)
PDF = ("успеваемость.pdf", b"%PDF-1.7 x")


def rows_of(db) -> list[Outbox]:
    return list(db.scalars(sa.select(Outbox).order_by(Outbox.id)))


# notices

def test_a_notice_is_queued_once_by_each_way(db):
    notice = f.NotificationFactory()
    db.flush()
    mail = Parcel(notice.id, notice.user_id, Channel.EMAIL, EVENING, "2023-11-20")
    sms = Parcel(notice.id, notice.user_id, Channel.SMS, NOW)
    shown = Parcel(notice.id, notice.user_id, Channel.APP, NOW)
    assert enqueue([mail, sms, shown], NOW) == 2
    later = Parcel(notice.id, notice.user_id, Channel.EMAIL, NOW, "another")
    assert enqueue([later, sms], NOW) == 0, "what is there stays as it is"
    assert [(row.channel, row.bundle, row.next_try_at, row.state) for row in rows_of(db)] == [
        (Channel.EMAIL, "2023-11-20", EVENING, DeliveryState.WAITING), (Channel.SMS, None, NOW, DeliveryState.WAITING)]


def test_many_notices_at_once(db):
    user = f.UserFactory()
    notices = [f.NotificationFactory(user=user) for _ in range(1100)]
    db.flush()
    parcels = [Parcel(notice.id, user.id, Channel.EMAIL, NOW) for notice in notices]
    assert enqueue(parcels, NOW) == 1100
    assert enqueue(parcels, NOW) == 0
    assert enqueue([], NOW) == 0


# letters

@pytest.fixture
def family(db):
    tie = f.GuardianshipFactory()
    group = f.GroupFactory()
    f.MembershipFactory(group=group, student=tie.student, starts=dt.date(2023, 9, 1))
    tutor = f.CuratorshipFactory(group=group, starts=dt.date(2023, 9, 1)).user
    db.commit()
    return tie, Identity(tutor.id, frozenset({Role.CURATOR}), NOW)


def letter(tie, **changes) -> Letter:
    values = {"guardian_id": tie.guardian_id, "student_id": tie.student_id, "channel": Channel.EMAIL,
              "text": "Приглашаем на собрание", "key": "form-1", "file": None}
    return Letter(**(values | changes))


def test_a_letter_with_a_file_is_written_once(db, family):
    tie, tutor = family
    assert write(tutor, [letter(tie, file=PDF), letter(tie, file=PDF, key="form-2")], NOW) == 2
    assert write(tutor, [letter(tie, file=PDF)], NOW) == 0
    first, second = rows_of(db)
    assert (first.author_id, first.guardian_id, first.student_id, first.user_id) == (
        tutor.id, tie.guardian_id, tie.student_id, None)
    assert (first.file_name, first.file_sha256) == ("успеваемость.pdf", second.file_sha256)
    assert db.scalar(sa.select(FileContent.content).where(FileContent.sha256 == first.file_sha256)) == PDF[1]


@pytest.mark.parametrize(("changes", "words"), [
    ({"text": "  "}, "Напишите"),
    ({"text": "я" * 4001}, "не длиннее 4000"),
    ({"text": "я" * 336, "channel": Channel.SMS}, "6 SMS вместо 5"),
    ({"file": PDF, "channel": Channel.SMS}, "только к письму"),
    ({"file": ("x.exe", b"MZ\x00\x01")}, "прикрепить нельзя"),
])
def test_a_letter_that_is_not_sent(db, family, changes, words):
    tie, tutor = family
    with pytest.raises(Violation, match=words):
        write(tutor, [letter(tie, **changes)], NOW)
    assert rows_of(db) == []


def test_letters_go_to_parents_of_the_own_group_only(db, family):
    tie, tutor = family
    foreign = f.GuardianshipFactory()
    gone = f.GuardianshipFactory(student=tie.student, ends=NOW.date() - dt.timedelta(days=1))
    db.commit()
    for guardian_id, student_id in ((foreign.guardian_id, foreign.student_id), (gone.guardian_id, tie.student_id),
                                    (foreign.guardian_id, tie.student_id), (10**6, tie.student_id)):
        with pytest.raises(NotYours):
            write(tutor, [letter(tie), letter(tie, guardian_id=guardian_id, student_id=student_id, key="b")], NOW)
    stranger = Identity(f.UserFactory().id, frozenset({Role.CURATOR}), NOW)
    with pytest.raises(NotYours):
        write(stranger, [letter(tie)], NOW)
    assert rows_of(db) == []

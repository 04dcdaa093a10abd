"""The server's clock is put back an hour, the college's stands elsewhere: people stay in, records stay whole (ADR 3).

Deadlines at the last second of the college's day, whatever the server's zone: tests/views/test_deadline_moments.py.
"""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa
import time_machine

from actions.audit.verification import verify
from clock import wall_now
from jobs.notices import tell
from models import AuditRecord, Notification, Student, User
from rules.terms import Role
from tests import factories as f
from tools.soak.person import Save

HOUR = dt.timedelta(hours=1)


def sign_in(client, login):
    return client.post("/login", data={"login": login, "password": f.PASSWORD})


def put(client, path, value, version):
    save = Save(path, value, version)
    return client.put(path, json={"value": value, "version": version, "key": save.key})


def test_an_hour_twice_signs_nobody_out_and_keeps_the_order_of_records(db, client, college):
    (login, paths), *_ = college.desks
    with time_machine.travel(wall_now(), tick=False) as clock:
        assert sign_in(client, login).status_code == 302
        for version, moment in enumerate((dt.timedelta(0), -HOUR, dt.timedelta(minutes=10), HOUR)):
            clock.shift(moment)
            assert client.get("/journal/").status_code == 200
            assert put(client, paths[0], "54"[version % 2], version).json["version"] == version + 1
        assert client.get("/sessions").status_code == 200
    db.rollback()
    written = list(db.scalars(sa.select(AuditRecord.after).where(AuditRecord.entity == "cell").order_by(
        AuditRecord.chain, AuditRecord.seq)))
    assert [after["value"] for after in written] == ["5", "4", "5", "4"], "the order is the chain's, not the clock's"
    assert list(verify(db())) == []


def test_what_was_written_in_the_hour_that_comes_twice_is_told_once(db, login, college):
    """Notices are made of the last days of the journal of changes: nothing falls out, nothing is told again."""
    name, paths = college.desks[0]
    parent = f.UserFactory(roles=(Role.PARENT,))
    f.GuardianshipFactory(student=db.get(Student, int(paths[0].rpartition("/")[2])), guardian__user=parent)
    teacher = login(db.scalar(sa.select(User).where(User.login == name)))
    with time_machine.travel(wall_now(), tick=False) as clock:
        assert put(teacher, paths[0], "н", 0).status_code == 200
        clock.shift(-HOUR)
        for _ in range(3):
            db.commit()
            tell()
            db.commit()
            clock.shift(HOUR)
    assert db.scalar(sa.select(sa.func.count()).where(Notification.user_id == parent.id)) == 1


@pytest.mark.parametrize("moment", ["2003-11-20 09:00", "2053-11-20 09:00"])
def test_the_colleges_clock_neither_opens_nor_closes_sessions(db, client, college, school_time, moment):
    """JOURNAL_NOW stands where it likes: sessions, one-time passwords and waiting times go by the real clock."""
    newcomer = f.UserFactory(must_change_password=True, password_expires_at=wall_now() + HOUR)
    late = f.UserFactory(must_change_password=True, password_expires_at=wall_now() - HOUR)
    db.commit()
    school_time(moment)
    assert sign_in(client, late.login).status_code == 401
    for _ in range(5):
        client.post("/login", data={"login": "nobody", "password": "мимо"})
    assert "Слишком много попыток" in sign_in(client, "nobody").text
    assert sign_in(client, newcomer.login).status_code == 302
    assert client.get("/password").status_code == 200, "the session lives"

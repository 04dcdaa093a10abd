"""Many teachers and readers at once on two workers: every save is taken; of two in one cell one wins (п. 5.6, 7.1).

How long they wait is measured by `make soak`: another's load must not fail the suite.
"""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import sqlalchemy as sa

from actions import passwords
from models import Cell, Mark
from models import db as database_of_the_app
from models.engine import writing
from rules.terms import Role
from tests import factories as f
from tests.durability.conftest import build_college
from tools.soak.load import everybody_in, together
from tools.soak.person import Save
from tools.soak.proof import judge

TEACHERS, CELLS, READERS, ROUNDS = 10, 8, 12, 25


def test_every_save_of_many_teachers_is_taken(db, start_web):
    college = build_college(db, TEACHERS, 1, CELLS)
    families = [f.StudentFactory(user=f.UserFactory(roles=(Role.STUDENT,))) for _ in range(READERS)]
    for student in families:
        f.MembershipFactory(student=student)
    logins = [student.user.login for student in families]
    db.commit()
    server = start_web()
    people = everybody_in(server.port, [login for login, _ in college.desks], f.PASSWORD)
    readers = everybody_in(server.port, logins, f.PASSWORD)
    teachers = [(person, cells) for person, (_, cells) in zip(people, college.desks, strict=True)]
    diaries = [(person, person.follow("/diary/")) for person in readers]
    for person in people:
        person.close()  # the server leaves a connection that was idle while the others signed in
    heard = together(teachers, diaries, CELLS)
    for person in (*people, *readers):
        person.close()
    assert heard.errors == []
    assert len(heard.saves) == TEACHERS * CELLS
    assert not any(save.lost for save in heard.saves), "nobody had to repeat"
    assert len(heard.reads) >= READERS
    db.rollback()
    assert judge(db(), heard.saves).faults == ()


def test_of_two_in_one_cell_one_wins_across_processes(db, college, everybody, start_web):
    server, start = start_web(), threading.Barrier(2)
    (one, cells), (other, _) = everybody(college, server.port)[:2]

    def play(person, values):
        answers = []
        for number in range(ROUNDS):
            start.wait(60)
            answers.append(person.put(Save(cells[0], values[number % 2], number)))
        return answers

    with ThreadPoolExecutor(2) as pool:
        playing = [pool.submit(play, one, "53"), pool.submit(play, other, "42")]
        rounds = list(zip(*(each.result() for each in playing), strict=True))
    assert Counter(tuple(sorted(answer.status for answer in both)) for both in rounds) == {(200, 409): ROUNDS}
    for taken, told in (sorted(both, key=lambda answer: answer.status) for both in rounds):
        assert told.json["value"] == taken.json["value"], "the other is told what stands there"
    db.rollback()
    assert db.scalars(sa.select(Cell.version)).one() == ROUNDS
    assert db.scalar(sa.select(sa.func.count()).select_from(Mark)) == 1


class Somebody:
    """Writes while a password is hashed or looked at, as another request would."""

    def __init__(self, hasher):
        self.hasher, self.wrote = hasher, 0

    def _write(self):
        with database_of_the_app.engine.connect() as other:
            token = writing.set(True)
            other.exec_driver_sql("DELETE FROM throttle")
            writing.reset(token)
            other.commit()
        self.wrote += 1

    def hash(self, password):
        self._write()
        return self.hasher.hash(password)

    def verify(self, *given):
        self._write()
        return self.hasher.verify(*given)


def test_nobody_waits_while_a_password_is_hashed(app, db, client, login, monkeypatch):
    """A strong hash takes as long as twenty saves: no door holds SQLite's only writer meanwhile."""
    somebody = Somebody(passwords.hasher(8))
    f.UserFactory(login="ivanova")
    chief, owner = login(f.UserFactory(login="chief", roles=(Role.ADMINISTRATOR,))), login(
        f.UserFactory(login="owner", roles=(Role.TEACHER,)))
    staff = [f.UserFactory(roles=(Role.TEACHER,)).id for _ in range(2)]
    db.commit()
    new = {"password": "зелёный чай на крыше", "repeat": "зелёный чай на крыше"}
    made = {"last_name": "Ёлкина", "first_name": "Ия", "login": "yolkina", "roles": ["teacher"]}
    monkeypatch.setattr(passwords, "hasher", lambda memory_kib=0: somebody)
    for who, path, form, status, times in (
            (client, "/login", {"login": "ivanova", "password": f.PASSWORD}, 302, 1),
            (client, "/login", {"login": "ivanova", "password": "не тот пароль"}, 401, 1),
            (owner, "/confirm/", {"password_again": f.PASSWORD}, 303, 1),
            (owner, "/second-factor/on", {"password": "мимо"}, 422, 1),
            (owner, "/password", {"current": f.PASSWORD, **new}, 302, 3),  # the present one, the new one against it
            (chief, "/credentials/", {"who": [f"user:{key}" for key in staff]}, 200, 2),
            (chief, "/admin/user/action/", {"action": "password", "rowid": [str(key) for key in staff]}, 200, 2),
            (chief, "/admin/user/new/", made, 200, 1)):
        before = somebody.wrote
        assert (path, who.post(path, data=form).status_code) == (path, status)
        assert (path, somebody.wrote - before) == (path, times)
    monkeypatch.undo()
    assert client.post("/login", data={"login": "owner", "password": new["password"]}).status_code == 302


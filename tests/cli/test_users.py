"""Accounts from the command line (п. 5.2)."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from models import User
from rules.terms import Role


def test_a_one_time_password_opens_the_journal_once(db, command, client):
    answer = command("users", "create", "vershinina", "--role", "teacher", "--name", "Вершинина Ирина Олеговна")
    assert answer.code == 0
    password = answer.out.split(": ")[-1].strip()
    user = db.scalars(sa.select(User)).one()
    assert (user.full_name, user.role_set, user.must_change_password) == (
        "Вершинина Ирина Олеговна", {Role.TEACHER}, True)
    signed = client.post("/login", data={"login": "Vershinina", "password": password})
    assert signed.status_code == 302
    assert client.get("/journal/").headers["Location"] == "/password"


@pytest.mark.parametrize(("words", "said"), [
    (("a", "--role", "teacher"), "от 3 до 64"),
    (("иванов", "--role", "teacher"), "латинские"),
    (("ivanov", "--role", "headmaster"), "Роли «headmaster» нет"),
])
def test_refused_accounts(db, command, words, said):
    answer = command("users", "create", *words)
    assert answer.code == 2
    assert said in answer.err
    assert db.scalar(sa.select(sa.func.count()).select_from(User)) == 0


def test_a_taken_login_is_refused(command):
    command("users", "create", "ivanov", "--role", "teacher")
    answer = command("users", "create", "Ivanov", "--role", "curator")
    assert (answer.code, "уже занят" in answer.err) == (2, True)

"""Who waits for a write of another is let in anew: rights taken away meanwhile are gone, somebody gives them still."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from actions import accounts, movement, turns
from admin import gate
from admin.bulk import ASKED
from models import Group, User, UserRole
from models import db as database
from rules.terms import MovementKind, Role
from rules.violation import Violation
from tests import factories as f
from tests.admin.forms import refusals, shown
from tests.hostile.hands import at_once, meeting


def living(db) -> int:
    db.rollback()
    return db.scalar(sa.select(sa.func.count()).select_from(User).join(UserRole).where(
        UserRole.role == Role.ADMINISTRATOR, User.blocked_at.is_(None)))


def edit(client, other):
    return client.post(f"/admin/user/edit/?id={other.id}", data={
        "last_name": other.last_name, "first_name": other.first_name, "login": other.login, "roles": ["methodist"],
        "row_version": other.row_version})


def block(client, other):
    return client.post("/admin/user/action/", data={
        "action": "block", "rowid": [other.id], ASKED: "1", "reason": "Уволен"})


@pytest.mark.parametrize(("first", "second"), [(edit, edit), (block, block), (edit, block)])
def test_two_administrators_do_not_shut_each_other_out(db, login, monkeypatch, first, second):
    """Both have passed the gate before either writes; the second is no administrator any more, or signed out."""
    one, two = (f.UserFactory(roles=(Role.ADMINISTRATOR,)) for _ in range(2))
    clients = login(one), login(two)
    checked, meet = gate.protect, meeting()
    monkeypatch.setattr(gate, "protect", lambda: (checked(), meet()))
    db.refresh(one), db.refresh(two)
    db.expunge_all()
    answers = at_once("each other", lambda: told(first(clients[0], two)), lambda: told(second(clients[1], one)))
    assert answers[0] == 0, "one is done"
    assert answers[1] in (302, 403), "the other is led to the sign-in, or refused"
    assert living(db) == 1


def told(answer) -> int:
    """Nought for what is done."""
    return 0 if answer.status_code == 302 and not answer.location.startswith("/login") else answer.status_code


def taken_meanwhile(monkeypatch, user, role):
    """The role is gone when the turn comes."""
    key = user.id
    monkeypatch.setattr(turns, "take", lambda turn: database.session.execute(sa.delete(UserRole).where(
        UserRole.user_id == key, UserRole.role == role).execution_options(synchronize_session=False)))


@pytest.mark.parametrize("act", ["edit", "close"])
def test_whose_role_was_taken_away_meanwhile_is_refused(db, login, monkeypatch, act):
    clerk = f.UserFactory(roles=(Role.DATA_CLERK,))
    group, client = f.GroupFactory(name="ИС-21"), login(clerk)
    url = f"/admin/group/edit/?id={group.id}"
    sent = shown(client.get(url).text) | {"name": "ИС-99"}
    taken_meanwhile(monkeypatch, clerk, Role.DATA_CLERK)
    answer = client.post(url, data=sent) if act == "edit" else client.post("/admin/group/action/", data={
        "action": "close", "rowid": [group.id], ASKED: "1", "day": "2023-12-01"})
    assert answer.status_code == 403
    db.expire_all()
    assert (db.get(Group, group.id).name, db.get(Group, group.id).closed_on) == ("ИС-21", None)


def test_whose_other_role_was_taken_away_looks_again(db, login, monkeypatch):
    """The form was made for the roles before: nothing of it is written, what was typed stays."""
    clerk = f.UserFactory(roles=(Role.DATA_CLERK, Role.METHODIST))
    group, client = f.GroupFactory(name="ИС-21"), login(clerk)
    url = f"/admin/group/edit/?id={group.id}"
    sent = shown(client.get(url).text) | {"name": "ИС-99"}
    taken_meanwhile(monkeypatch, clerk, Role.METHODIST)
    answer = client.post(url, data=sent)
    assert answer.status_code == 422
    assert "роли только что изменили" in refusals(answer)[""]
    assert 'value="ИС-99"' in answer.text
    db.expire_all()
    assert db.get(Group, group.id).name == "ИС-21"


def test_the_last_administrator_stays(db):
    last = f.UserFactory(roles=(Role.ADMINISTRATOR,))
    f.UserFactory(roles=(Role.ADMINISTRATOR,), blocked_at=f.NOW)
    with pytest.raises(Violation, match="последний администратор"):
        accounts.block(last, "Уволен", f.NOW)
    assert last.blocked_at is None
    f.UserFactory(roles=(Role.ADMINISTRATOR,))
    accounts.block(last, "Уволен", f.NOW)
    assert last.blocked_at is not None


def test_the_night_waits_for_another_administrator_and_shuts_out_the_others(db):
    last = f.UserFactory(roles=(Role.ADMINISTRATOR, Role.STUDENT))
    for user in (last, f.UserFactory(roles=(Role.STUDENT,))):
        f.MovementFactory(student__user=user, kind=MovementKind.EXPULSION, to_group=None, effective_on=f.TODAY)
    assert movement.shut_out_expelled(f.TODAY, f.NOW) == 1
    f.UserFactory(roles=(Role.ADMINISTRATOR,))
    assert movement.shut_out_expelled(f.TODAY, f.NOW) == 1
    assert last.blocked_at is not None

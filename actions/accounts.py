"""Accounts: creating, blocking (п. 5.2)."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

from access.identity import Identity
from access.scopes import accounts_with
from actions import identities, turns
from actions.passwords import OneTime, issue_one_time, set_password
from actions.signin import end_all_sessions
from models import User, UserRole, UserSession, db
from rules.credentials import check_login, normalise_login
from rules.terms import Role
from rules.violation import Violation

LAST = "Это последний администратор: сначала дайте эту роль другой учётной записи, которая не заблокирована"


def create(login: str, role: Role, name: str | None, made: OneTime, wall_now: dt.datetime) -> None:
    """Create an account with one role and a one-time password."""
    login = normalise_login(login)
    problem = check_login(login)
    if problem is not None:
        raise problem
    if db.session.scalar(sa.select(User.id).where(User.login == login)) is not None:
        raise Violation("5.2", f"Логин «{login}» уже занят: выберите другой", "login")
    last, first, patronymic = _names(name, login)
    user = User(login=login, last_name=last, first_name=first, patronymic=patronymic, roles=[UserRole(role=role)])
    issue_one_time(user, made, wall_now)
    db.session.add(user)
    db.session.flush()  # so that a clash of logins shows here and not at the commit


def change_own(user: Identity, session: UserSession, password_hash: str, wall_now: dt.datetime, *, keep: bool) -> int:
    """The user's new password: other devices are signed out, outside identities forgotten unless he keeps them.

    Returns how many are forgotten; raises Violation.
    """
    if session.ended_at is not None:
        raise Violation("", "Сеанс завершён с другого устройства: войдите заново.")
    set_password(session.user, password_hash)
    end_all_sessions(session.user_id, wall_now, except_id=session.id)
    return 0 if keep else identities.forget(user, [session.user_id])


def block(user: User, reason: str, wall_now: dt.datetime) -> None:
    """Block the account and end its sessions at once (п. 5.2); raises Violation for the last administrator."""
    keep_administrator(user)
    user.blocked_at, user.block_reason = wall_now, reason
    end_all_sessions(user.id, wall_now)


def keep_administrator(user: User) -> None:
    """Whoever gives rights may lose them only while somebody else is left who does; raises Violation (п. 5.2)."""
    if Role.ADMINISTRATOR in user.role_set:
        turns.take(User)  # of two who take them from each other the second sees the first
        if not has_administrator(besides=user.id):
            raise Violation("5.2", LAST)


def has_administrator(besides: int = 0) -> bool:
    """Whether an account that is not blocked gives rights."""
    found = sa.exists().where(User.id != besides, User.blocked_at.is_(None),
                              User.id.in_(accounts_with(Role.ADMINISTRATOR)))
    return bool(db.session.scalar(sa.select(found)))


def unblock(user: User) -> None:
    user.blocked_at = user.block_reason = None


def _names(name: str | None, login: str) -> tuple[str, str, str | None]:
    parts = (name or "").split()
    if not parts:
        return login, "—", None
    return parts[0], parts[1] if len(parts) > 1 else "—", " ".join(parts[2:]) or None

"""Accounts: creating, blocking (п. 5.2)."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

from actions.passwords import issue_one_time
from actions.signin import end_all_sessions
from models import User, UserRole, db
from rules.credentials import check_login, normalise_login
from rules.terms import Role
from rules.violation import Violation


def create(login: str, role: Role, name: str | None, wall_now: dt.datetime, memory_kib: int) -> str:
    """Create an account with one role; returns its one-time password."""
    login = normalise_login(login)
    problem = check_login(login)
    if problem is not None:
        raise problem
    if db.session.scalar(sa.select(User.id).where(User.login == login)) is not None:
        raise Violation("5.2", f"Логин «{login}» уже занят: выберите другой", "login")
    last, first, patronymic = _names(name, login)
    user = User(login=login, last_name=last, first_name=first, patronymic=patronymic, roles=[UserRole(role=role)])
    password = issue_one_time(user, wall_now, memory_kib)
    db.session.add(user)
    db.session.flush()  # so that a clash of logins shows here and not at the commit
    return password


def block(user: User, reason: str, wall_now: dt.datetime) -> None:
    """Block the account and end its sessions at once (п. 5.2)."""
    user.blocked_at, user.block_reason = wall_now, reason
    end_all_sessions(user.id, wall_now)


def unblock(user: User) -> None:
    user.blocked_at = user.block_reason = None


def _names(name: str | None, login: str) -> tuple[str, str, str | None]:
    parts = (name or "").split()
    if not parts:
        return login, "—", None
    return parts[0], parts[1] if len(parts) > 1 else "—", " ".join(parts[2:]) or None

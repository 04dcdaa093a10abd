"""A parent's own way in: a one-time code to the known phone, then an own login and password (п. 5.2)."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from access.identity import Identity
from access.scopes import accounts_with, covers
from actions.audit import context
from actions.credentials import is_staff
from actions.outbox import send_code
from actions.passwords import set_password
from actions.signin import end_all_sessions
from actions.throttle import Locked, blocked_until, spend
from models import Activation, Guardian, Guardianship, Membership, User, UserRole, db
from queries.college import norms_on
from rules.activation import LIFE, MOST_ATTEMPTS, check_code, matches
from rules.contacts import normalise_phone
from rules.credentials import check_login, check_password, normalise_login
from rules.logins import login_for
from rules.terms import STAFF_ROLES, Role
from rules.violation import Violation

ASKED_BY_PHONE, ASKED_BY_ADDRESS, TRIED_BY_ADDRESS = 3, 20, 40  # in a quarter of an hour
A_DAY = 6  # codes for one phone
DAY = dt.timedelta(days=1)
WRONG = "Код не подходит или его срок истёк. Проверьте цифры или запросите новый код"
OPENED = "доступ открыт по коду из SMS (п. 5.2)"


@dataclass(frozen=True)
class Typed:
    """The form; an empty login is made of the name."""

    phone: str
    code: str = field(repr=False)
    login: str
    password: str = field(repr=False)
    repeat: str = field(repr=False)


class TooMany(Exception):
    """Minutes to wait."""


def ask(phone: str, address: str, wall_now: dt.datetime) -> str:
    """Write the request down, the same for any phone; the phone as stored. Raises Violation, ``TooMany``.

    Whose phone it is, the job finds out: neither the answer nor its time tells.
    """
    number = normalise_phone(phone)
    keys = {f"code:{_hash(number)}": ASKED_BY_PHONE, f"code-address:{address}"[:120]: ASKED_BY_ADDRESS}
    _count(keys, wall_now)
    today = db.session.scalar(sa.select(sa.func.count()).select_from(Activation).where(
        Activation.phone == number, Activation.created_at > wall_now - DAY)) or 0
    if today >= A_DAY:
        raise TooMany(24 * 60)
    db.session.add(Activation(phone=number, nonce=secrets.token_hex(16), created_at=wall_now,
                              expires_at=wall_now + LIFE))
    return number


def send_codes(user: Identity, wall_now: dt.datetime) -> int:
    """Queue the codes of phones that belong to one parent who has never signed in; the number of them."""
    fresh = list(db.session.scalars(sa.select(Activation).where(
        Activation.looked_at.is_(None), Activation.expires_at > wall_now).order_by(Activation.id)))
    parents = _newcomers({activation.phone for activation in fresh}, user.today) if fresh else []
    sent = 0
    for activation in fresh:
        own = [parent for parent in parents if parent.phone == activation.phone]
        activation.looked_at = wall_now
        if len(own) == 1:  # a phone of two parents says nothing of who holds it: the curator helps
            activation.guardian_id = own[0].id
            sent += send_code(activation, wall_now)
    return sent


def try_code(user: Identity, typed: Typed, secret: str, wall_now: dt.datetime) -> int:
    """The request whose code was typed; raises Violation, ``TooMany``. A wrong code is counted: the caller commits."""
    _check(typed, normalise_login(typed.login), user.today)
    _count({f"code-tried:{user.address}"[:120]: TRIED_BY_ADDRESS}, wall_now)
    return _right_one(typed, secret, wall_now).id


def activate(user: Identity, number: int, typed: Typed, password_hash: str, wall_now: dt.datetime) -> User:
    """The parent's account with the typed login and password; a code serves once. Raises Violation."""
    used = db.session.execute(sa.update(Activation).where(
        Activation.id == number, Activation.used_at.is_(None)).values(used_at=wall_now)
        .execution_options(synchronize_session=False))
    guardian = db.session.scalar(sa.select(Guardian).join(Activation, Activation.guardian_id == Guardian.id).where(
        Activation.id == number).options(joinedload(Guardian.user)))
    if used.rowcount != 1 or guardian is None or not _newcomer(guardian):  # type: ignore[attr-defined]
        raise Violation("5.2", WRONG, "code")
    context.explain(db.session, OPENED)
    account, login = guardian.user or _open(guardian), normalise_login(typed.login)
    if login and login != account.login:
        _rename(account, login)
    if violation := check_password(typed.password, account.login, norms_on(user.today)):
        raise violation
    set_password(account, password_hash)
    db.session.flush()  # a new account gets its id before it signs the change
    end_all_sessions(account.id, wall_now)
    return account


def _check(typed: Typed, login: str, today: dt.date) -> None:
    """What is wrong whatever the code: it costs no attempt."""
    found = [check_code(typed.code), check_login(login) if login else None,
             check_password(typed.password, login or "-", norms_on(today)),
             None if typed.password == typed.repeat else Violation("9.1", "Пароли не совпадают", "repeat")]
    for violation in found:
        if violation is not None:
            raise violation


def _right_one(typed: Typed, secret: str, wall_now: dt.datetime) -> Activation:
    """The living request whose code was typed; every try is an attempt at all of them."""
    living = list(db.session.scalars(
        sa.update(Activation).where(
            Activation.phone == typed.phone, Activation.used_at.is_(None), Activation.expires_at > wall_now,
            Activation.attempts < MOST_ATTEMPTS)
        .values(attempts=Activation.attempts + 1).returning(Activation.id)))
    rows = db.session.scalars(sa.select(Activation).where(Activation.id.in_(living)).order_by(Activation.id)
                              .options(joinedload(Activation.guardian).joinedload(Guardian.user))).all()
    right = [row for row in rows if matches(typed.code, secret, row.nonce) and _newcomer(row.guardian)]
    if not right:
        raise Violation("5.2", WRONG, "code")
    return right[-1]


def _newcomer(guardian: Guardian | None) -> bool:
    """Somebody who has an own password changes it by the curator: a code is not a way around it."""
    if guardian is None:
        return False
    account = guardian.user
    return account is None or (account.blocked_at is None and account.last_sign_in_at is None
                               and not is_staff(account))


def _newcomers(phones: set[str], today: dt.date) -> Sequence[Guardian]:
    studying = sa.select(Guardianship.guardian_id).join(
        Membership, Membership.student_id == Guardianship.student_id).where(
        covers(Guardianship.starts, Guardianship.ends, today), covers(Membership.starts, Membership.ends, today))
    return db.session.scalars(
        sa.select(Guardian).outerjoin(User, User.id == Guardian.user_id)
        .where(Guardian.phone.in_(phones), Guardian.id.in_(studying), User.blocked_at.is_(None),
               User.last_sign_in_at.is_(None), sa.or_(User.id.is_(None), User.id.not_in(accounts_with(*STAFF_ROLES))))
        .order_by(Guardian.id)).all()


def _open(guardian: Guardian) -> User:
    stem = login_for(guardian.last_name, guardian.first_name, guardian.patronymic, ())
    taken = set(db.session.scalars(sa.select(User.login).where(User.login.startswith(stem, autoescape=True))))
    account = User(login=login_for(guardian.last_name, guardian.first_name, guardian.patronymic, taken),
                   last_name=guardian.last_name, first_name=guardian.first_name, patronymic=guardian.patronymic,
                   roles=[UserRole(role=Role.PARENT)])
    guardian.user = account
    db.session.add(account)
    return account


def _rename(account: User, login: str) -> None:
    with db.session.no_autoflush:
        if db.session.scalar(sa.select(User.id).where(User.login == login)) is not None:
            raise Violation("5.2", "Такой логин уже занят. Придумайте другой или оставьте поле пустым", "login")
    account.login = login


def _count(keys: dict[str, int], wall_now: dt.datetime) -> None:
    try:
        spend(keys, wall_now)
    except Locked as locked:
        until = blocked_until(list(keys), wall_now) or wall_now
        raise TooMany(max(1, -int((wall_now - until).total_seconds() // 60))) from locked


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:40]

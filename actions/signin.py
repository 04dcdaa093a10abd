"""Sign-in and sessions in a table (ASVS 6.3, 7.4)."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from actions.passwords import fits
from actions.throttle import Locked, blocked_until, insert_new, let_in, require_open, spend
from models import AuditRecord, Notification, Passkey, SecondFactor, User, UserSession, Visit, db
from rules.credentials import normalise_login
from rules.violation import Violation

LOGIN_FAILURES, ADDRESS_FAILURES = 5, 200
NEVER = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)  # when the password was typed by whoever came through a provider
CLOSED = "Доступ закрыт. Обратитесь к администратору журнала"
FIRST = "Сначала войдите с выданным паролем и смените его (п. 5.2)"
HAS_STEP = sa.or_(sa.exists().where(SecondFactor.user_id == User.id), sa.exists().where(Passkey.user_id == User.id))
UNREAD = sa.and_(Notification.user_id == UserSession.user_id, Notification.read_at.is_(None))
LIVING = (  # built once: every request asks it
    sa.select(
        UserSession,
        sa.select(sa.func.count()).select_from(Notification).where(UNREAD, Notification.shown)
        .scalar_subquery().label("unread"),
        sa.exists().where(UNREAD, Notification.url == sa.bindparam("page")).label("told_here"))
    .where(UserSession.token_hash == sa.bindparam("token"), UserSession.ended_at.is_(None),
           UserSession.awaits_code.is_(False))
    .options(joinedload(UserSession.user).joinedload(User.roles)).execution_options(populate_existing=True))


class Why(StrEnum):
    """Why somebody was not let in, as the log and the figures say it."""

    PASSWORD = "password"  # noqa: S105 - a word of the log
    CODE = "code"
    KEY = "passkey"
    LOCKED = "locked"
    BLOCKED = "blocked"
    EXPIRED = "expired"
    PROVIDER = "provider"
    UNLINKED = "unlinked"
    ACTIVATION = "activation"


@dataclass(frozen=True)
class SignIn:
    """Outcome: a token for the cookie, or a refusal in words that does not tell whether the login exists.

    ``awaits_code``: the token opens only the page of the second step; ``user_id``: whose account it is about, if any.
    """

    token: str | None = None
    refusal: str | None = None
    user_id: int | None = None
    awaits_code: bool = False
    why: Why | None = None


@dataclass(frozen=True)
class Device:
    """Where a sign-in comes from."""

    address: str
    agent: str


@dataclass(frozen=True)
class Typed:
    """What was typed: ``opens`` is the stored hash that the password fits, None when it fits none."""

    login: str
    opens: str | None


def check_typed(login: str, password: str, device: Device, wall_now: dt.datetime, memory_kib: int) -> Typed:
    """Check the password and write nothing: a strong hash takes as long as twenty saves, and SQLite has one writer.

    Takes the same time when there is no such user; of a login or an address that must wait nothing is checked.
    """
    login = normalise_login(login)
    if blocked_until(list(_counters(login, device.address)), wall_now) is not None:
        return Typed(login, None)
    user = db.session.scalar(sa.select(User).where(User.login == login))
    stored = user.password_hash if user is not None else None
    return Typed(login, stored if fits(stored, password, memory_kib) else None)


def sign_in(typed: Typed, device: Device, wall_now: dt.datetime) -> SignIn:
    """Open a session for a right password; failures are counted by login and by address."""
    try:
        return _sign_in(typed, device, wall_now)
    except Locked as locked:
        return SignIn(refusal=locked.message, why=Why.LOCKED)


def _sign_in(typed: Typed, device: Device, wall_now: dt.datetime) -> SignIn:
    login = typed.login
    keys = _counters(login, device.address)
    require_open(list(keys), wall_now)
    user, has_step = db.session.execute(
        sa.select(User, HAS_STEP).where(User.login == login)).one_or_none() or (None, False)
    if user is None or typed.opens is None or typed.opens != user.password_hash or not user.is_active:
        spend(keys, wall_now)
        known = user is not None and typed.opens is not None and typed.opens == user.password_hash
        return SignIn(refusal="Неверный логин или пароль.", user_id=user.id if user is not None else None,
                      why=Why.BLOCKED if known else Why.PASSWORD)
    if user.must_change_password and user.password_expires_at is not None and user.password_expires_at < wall_now:
        return SignIn(refusal="Срок одноразового пароля истёк. Получите новый у того, кто выдал прежний (п. 5.2).",
                      user_id=user.id, why=Why.EXPIRED)
    let_in(_login_counter(login), wall_now)
    return enter(user, device, wall_now, awaits_code=has_step, confirmed_at=wall_now)


def enter(user: User, device: Device, wall_now: dt.datetime, *, awaits_code: bool, confirmed_at: dt.datetime,
          second_factor_at: dt.datetime | None = None) -> SignIn:
    """The journal, or the page of the second step first."""
    if awaits_code:
        return SignIn(_add_session(user, device, wall_now, confirmed_at, awaits_code=True), user_id=user.id,
                      awaits_code=True)
    token = open_session(user, device, wall_now, confirmed_at=confirmed_at, second_factor_at=second_factor_at)
    return SignIn(token, user_id=user.id)


def shut_out(user: User) -> SignIn | None:
    """Why an account that is proved without its password is not let in."""
    if not user.is_active:
        return SignIn(refusal=CLOSED, user_id=user.id, why=Why.BLOCKED)
    if user.must_change_password:  # nobody has typed it here: it must not be changed without
        return SignIn(refusal=FIRST, user_id=user.id, why=Why.EXPIRED)
    return None


def require_address(address: str, wall_now: dt.datetime) -> None:
    """Raises ``Locked`` while too many have failed from there."""
    require_open([_address_counter(address)], wall_now)


def count_of_address(address: str, wall_now: dt.datetime) -> None:
    """One more has failed from there; raises ``Locked`` when too many have meanwhile."""
    spend({_address_counter(address): ADDRESS_FAILURES}, wall_now)


def open_session(user: User, device: Device, wall_now: dt.datetime, *, confirmed_at: dt.datetime,
                 second_factor_at: dt.datetime | None = None) -> str:
    """A session that opens the journal; returns the cookie's secret."""
    token = _add_session(user, device, wall_now, confirmed_at, second_factor_at=second_factor_at)
    db.session.execute(  # past the ORM: to come in is no change of the account, two devices may at once
        sa.update(User).where(User.id == user.id)
        .values(last_sign_in_at=wall_now, seen_audit_id=_last_change())
        .execution_options(synchronize_session=False))
    return token


def _add_session(user: User, device: Device, wall_now: dt.datetime, confirmed_at: dt.datetime, *,
                 awaits_code: bool = False, second_factor_at: dt.datetime | None = None) -> str:
    token = secrets.token_urlsafe(32)
    db.session.add(UserSession(
        token_hash=token_hash(token), user_id=user.id, created_at=wall_now, last_seen_at=wall_now,
        confirmed_at=confirmed_at, awaits_code=awaits_code, second_factor_at=second_factor_at,
        address=device.address[:64], agent=device.agent[:300], seen_audit_id=user.seen_audit_id))
    return token


def confirm_password(session: UserSession, user: User, typed: Typed, address: str, wall_now: dt.datetime) -> None:
    """The password typed again in a living session, slowed down as at sign-in; raises Violation or ``Locked``."""
    keys = _counters(user.login, address)
    require_open(list(keys), wall_now)
    if typed.opens is None or typed.opens != user.password_hash or session.ended_at is not None:
        spend(keys, wall_now)
        raise Violation("", "Это не ваш нынешний пароль.")
    let_in(_login_counter(user.login), wall_now)
    session.confirmed_at = wall_now


def _counters(login: str, address: str) -> dict[str, int]:
    return {_login_counter(login): LOGIN_FAILURES, _address_counter(address): ADDRESS_FAILURES}


def _login_counter(login: str) -> str:
    return f"login:{login}"[:120]


def _address_counter(address: str) -> str:
    return f"address:{address}"[:120]


def note_visit(user_id: int, day: dt.date) -> None:
    """Remember the day of the college on which the account signed in, once however often it does (п. 5.7)."""
    insert_new(Visit, {"user_id": user_id, "day": day})


def _last_change() -> int:
    """Where the audit stands: what comes after it is new at the user's next sign-in (ADR 3)."""
    return db.session.scalar(sa.select(sa.func.max(AuditRecord.id))) or 0


def token_hash(token: str) -> str:
    """What the table keeps of the cookie's secret."""
    return hashlib.sha256(token.encode()).hexdigest()


@dataclass(frozen=True)
class Living:
    """A session with how many unread notices its user has, and whether some of them lead to the page asked for."""

    session: UserSession
    unread: int
    told_here: bool


def find_session(token: str, wall_now: dt.datetime, *, idle: dt.timedelta, life: dt.timedelta, page: str = "",
                 ) -> Living | None:
    """The living session of a cookie: not ended, not idle, not too old, of an active user."""
    row = db.session.execute(LIVING, {"token": token_hash(token), "page": page}).unique().first()
    if row is None or not row.UserSession.user.is_active:
        return None
    if wall_now - row.UserSession.last_seen_at > idle or wall_now - row.UserSession.created_at > life:
        return None
    return Living(row.UserSession, row.unread, row.told_here)


def end_session(session: UserSession, wall_now: dt.datetime) -> None:
    session.ended_at = wall_now


def end_all_sessions(user_id: int, wall_now: dt.datetime, *, except_id: int | None = None) -> int:
    """«Выйти везде»: the number of sessions ended."""
    query = sa.update(UserSession).where(UserSession.user_id == user_id, UserSession.ended_at.is_(None))
    if except_id is not None:
        query = query.where(UserSession.id != except_id)
    return db.session.execute(query.values(ended_at=wall_now)).rowcount  # type: ignore[attr-defined, no-any-return]

"""Sign-in by an outside identity: linked by the user's own act, found by issuer and subject only (ADR 34)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import contains_eager

from access.identity import Identity
from actions import audit
from actions.audit.subject import Subject
from actions.signin import HAS_STEP, NEVER, Device, SignIn, Why, end_all_sessions, enter, shut_out
from models import User, UserIdentity, UserSession, db
from rules.terms import AuditAction
from rules.violation import Violation

UNLINKED = ("Этот вход ещё не привязан к учётной записи журнала. Войдите с логином и паролем и привяжите его "
            "на странице «Мои входы»")
TAKEN = "Этот вход привязан к другой учётной записи журнала"


def sign_in_by(issuer: str, subject: str, second_factor: bool, device: Device, wall_now: dt.datetime) -> SignIn:
    """A session of whoever has linked the identity; ``second_factor``: the provider has asked for one itself."""
    found = db.session.execute(
        sa.select(UserIdentity, HAS_STEP).join(UserIdentity.user)
        .where(UserIdentity.issuer == issuer, UserIdentity.subject == subject)
        .options(contains_eager(UserIdentity.user).joinedload(User.roles))).unique().one_or_none()
    if found is None:
        return SignIn(refusal=UNLINKED, why=Why.UNLINKED)
    identity, has_step = found
    refusal = shut_out(identity.user)
    if refusal is not None:
        return refusal
    identity.used_at = wall_now
    return enter(identity.user, device, wall_now, awaits_code=has_step and not second_factor, confirmed_at=NEVER,
                 second_factor_at=wall_now if second_factor else None)


def identity_of(account_id: int, issuer: str) -> UserIdentity | None:
    return db.session.scalar(sa.select(UserIdentity).where(
        UserIdentity.user_id == account_id, UserIdentity.issuer == issuer))


def link(user: Identity, session: UserSession, issuer: str, subject: str, wall_now: dt.datetime) -> None:
    """Let the identity in as the session's user; other devices are signed out. Raises Violation."""
    if identity_of(session.user_id, issuer) is not None:
        raise Violation("", "Вход уже привязан. Чтобы привязать другой, сначала отвяжите прежний")
    taken = db.session.scalar(sa.select(UserIdentity.id).where(
        UserIdentity.issuer == issuer, UserIdentity.subject == subject))
    if taken is not None:
        raise Violation("", TAKEN)
    db.session.add(UserIdentity(user_id=session.user_id, issuer=issuer, subject=subject, linked_at=wall_now))
    try:
        db.session.flush()  # two requests at once: the second is refused here and not at the commit
    except IntegrityError as error:
        raise Violation("", TAKEN) from error
    _note(user, session.user_id, f"привязан: {issuer}")
    end_all_sessions(session.user_id, wall_now, except_id=session.id)


def unlink(user: Identity, session: UserSession, issuer: str, wall_now: dt.datetime) -> None:
    """Sign nobody in by it any more; other devices are signed out. Raises Violation."""
    found = identity_of(session.user_id, issuer)
    if found is None:
        raise Violation("", "Вход не привязан")
    db.session.delete(found)
    _note(user, session.user_id, f"отвязан: {issuer}")
    end_all_sessions(session.user_id, wall_now, except_id=session.id)


def is_linked(account_id: int) -> bool:
    return bool(db.session.scalar(sa.select(sa.exists().where(UserIdentity.user_id == account_id))))


def forget(user: Identity, accounts: Iterable[int]) -> int:
    """With a new password or without the second step the owner begins anew: whoever had linked an identity of his own
    is not let in by it; how many are gone."""
    found = db.session.scalars(sa.select(UserIdentity).where(UserIdentity.user_id.in_(list(accounts)))).all()
    for one in found:
        db.session.delete(one)
        _note(user, one.user_id, f"отвязан: {one.issuer}")
    return len(found)


def _note(user: Identity, account_id: int, what: str) -> None:
    """In the history of the account; who it is at the provider is nobody's to read."""
    audit.note(db.session(), user, audit.Noted(
        "user", account_id, Subject(), AuditAction.UPDATE, {}, {"identity": what}))

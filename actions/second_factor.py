"""The second step of a sign-in by codes: switched on, passed, renewed, off, reset; each is written down (п. 9.1)."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

import sqlalchemy as sa

from access.identity import Identity
from actions import audit, identities
from actions.audit.subject import Subject
from actions.notice_rows import Told, write
from actions.sealing import seal, unseal
from actions.signin import HAS_STEP, end_all_sessions
from actions.throttle import forgive, spend
from models import Passkey, RecoveryCode, SecondFactor, User, UserSession, db
from rules import second_factor as rules
from rules.terms import AuditAction
from rules.terms import NotificationKind as Kind
from rules.violation import Violation

KEY, OFFER = "second factor", "second factor offered"  # purposes of sealing
FAILURES = 5  # wrong codes in a quarter of an hour, as for passwords
OLD = "Страница устарела: добавьте журнал в приложение заново по новой картинке"
FOREIGN_KEY = "Ключ кодов не читается: его заменили на сервере. Введите резервный код или обратитесь к администратору"

RESET_TOLD = ("Второй шаг вашего входа сброшен администратором. Если вы об этом не просили, смените пароль и сообщите "
              "администратору.")
KEYS_TOLD = " Ключи доступа удалены."
UNLINKED_TOLD = " Вход через внешнюю учётную запись отвязан."


@dataclass(frozen=True)
class Offer:
    """A key that is not yet anybody's: the form brings it back sealed, for this account and ten minutes."""

    key: str = field(repr=False)
    sealed: str = field(repr=False)


def offer(user: Identity, secret_key: str, wall_now: dt.datetime, sealed: str = "") -> Offer:
    """The key of the form that came back, or a new one."""
    kept = _opened(user, sealed, secret_key, wall_now) if sealed else None
    key = kept or rules.new_key()
    return Offer(key, sealed if kept else seal(f"{user.id}:{key}", secret_key, OFFER, wall_now))


def switch_on(user: Identity, session: UserSession, sealed: str, code: str, secret_key: str, wall_now: dt.datetime,
              ) -> list[str]:
    """Start asking for codes; returns the recovery codes, other devices are signed out. Raises Violation."""
    key = _opened(user, sealed, secret_key, wall_now)
    if key is None:
        raise Violation("", OLD, "code")
    if factor_of(session.user_id) is not None:
        raise Violation("", "Второй шаг уже включён: обновите страницу", "code")
    step = rules.step_of(key, code, wall_now, 0)
    if step is None:
        raise Violation("", rules.WRONG, "code")
    db.session.add(SecondFactor(user_id=session.user_id, secret=seal(key, secret_key, KEY, wall_now), used_step=step,
                                created_at=wall_now))
    session.second_factor_at = wall_now
    end_all_sessions(session.user_id, wall_now, except_id=session.id)
    _note(user, session.user_id, "включён")
    return give_codes(session.user_id)


def renew_codes(user: Identity, account_id: int) -> list[str]:
    """New recovery codes; the old ones open nothing any more. Raises Violation."""
    if not has_step(account_id):
        raise Violation("", "Второй шаг не включён: коды ему не нужны", "password")
    _note(user, account_id, "получены новые резервные коды")
    return give_codes(account_id)


def switch_off(user: Identity, session: UserSession, wall_now: dt.datetime) -> bool:
    """Ask for no codes of an application any more; other devices are signed out. Returns whether passkeys are left."""
    _remove(session.user_id)
    _note(user, session.user_id, "выключен")
    end_all_sessions(session.user_id, wall_now, except_id=session.id)
    return settle(session)


def settle(session: UserSession) -> bool:
    """Whether something of the second step is left; without it recovery codes go, and the session has passed none."""
    left = has_step(session.user_id)
    if not left:
        _remove_codes(session.user_id)
        session.second_factor_at = None
    return left


def reset(user: Identity, account: User, reason: str, wall_now: dt.datetime) -> None:
    """For somebody who has lost the phone and the codes: all sessions end, passkeys and outside identities go (one of
    them may have been the way past the step), the owner is told; the audit has the reason."""
    if not has_step(account.id):
        raise Violation("", f"У {account.login} второй шаг входа не включён")
    _remove(account.id)
    _remove_codes(account.id)
    keys = db.session.execute(sa.delete(Passkey).where(Passkey.user_id == account.id)).rowcount  # type: ignore[attr-defined]
    gone = identities.forget(user, [account.id])
    _note(user, account.id, "сброшен", reason=reason)
    end_all_sessions(account.id, wall_now)
    text = RESET_TOLD + (KEYS_TOLD if keys else "") + (UNLINKED_TOLD if gone else "")
    write(user, [Told(Kind.REQUEST, text, "/second-factor/", [account.id],
                      occasion=f"second_factor:{account.id}:{int(wall_now.timestamp())}")], wall_now)


def check(user: Identity, account: User, typed: str, secret_key: str, wall_now: dt.datetime) -> None:
    """A code of the application or a recovery code, each serves once; raises Violation, then the caller commits."""
    attempt(user, account, wall_now, lambda: (
        _recover(user, account, typed, wall_now) if rules.is_recovery(typed)
        else _by_time(account, typed, secret_key, wall_now)))


def attempt(user: Identity, account: User, wall_now: dt.datetime, look: Callable[[], str | None]) -> None:
    """One proof of the second step: ``look`` says what is wrong with it. Raises Violation, then the caller commits.

    Wrong ones are counted; a door that closes is written down: whoever types has the right password. Each is counted
    before it is looked at: of many at once one comes after the other.
    """
    key = f"factor:{account.id}"
    last = spend({key: FAILURES}, wall_now, "code")
    problem = look()
    if problem is None:
        forgive(key)
        return
    if last:
        _note(user, account.id, "закрыт на 15 минут после неверных кодов", AuditAction.SIGN_IN)
    raise Violation("", problem, "code")


def factor_of(account_id: int) -> SecondFactor | None:
    return db.session.scalar(sa.select(SecondFactor).where(SecondFactor.user_id == account_id))


def has_step(account_id: int) -> bool:
    """Whether the password alone does not open the account: codes of an application or a passkey are asked for."""
    return bool(db.session.scalar(sa.select(HAS_STEP).where(User.id == account_id)))


def codes_left(account_id: int) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(RecoveryCode).where(
        RecoveryCode.user_id == account_id, RecoveryCode.used_at.is_(None))) or 0


def _by_time(account: User, typed: str, secret_key: str, wall_now: dt.datetime) -> str | None:
    factor = factor_of(account.id)
    if factor is None:
        return rules.WRONG
    key = unseal(factor.secret, secret_key, KEY, wall_now)
    if key is None:
        return FOREIGN_KEY
    step = rules.step_of(key, typed, wall_now, factor.used_step)
    if step is None:
        return rules.WRONG
    used = db.session.execute(sa.update(SecondFactor).where(  # of two requests with one code only one passes
        SecondFactor.id == factor.id, SecondFactor.used_step < step).values(used_step=step)
        .execution_options(synchronize_session=False))
    return None if used.rowcount == 1 else rules.WRONG  # type: ignore[attr-defined]


def _recover(user: Identity, account: User, typed: str, wall_now: dt.datetime) -> str | None:
    used = db.session.execute(sa.update(RecoveryCode).where(
        RecoveryCode.user_id == account.id, RecoveryCode.code_hash == rules.hash_of(typed),
        RecoveryCode.used_at.is_(None)).values(used_at=wall_now).execution_options(synchronize_session=False))
    if used.rowcount != 1:  # type: ignore[attr-defined]
        return "Резервный код не подходит или уже использован. Введите другой"
    _note(user, account.id, "использован резервный код", AuditAction.SIGN_IN)
    return None


def give_codes(account_id: int) -> list[str]:
    """New recovery codes in the place of the old ones."""
    codes = rules.recovery_codes(secrets.SystemRandom())
    _remove_codes(account_id)
    db.session.execute(sa.insert(RecoveryCode), [
        {"user_id": account_id, "code_hash": rules.hash_of(code)} for code in codes])
    return codes


def _remove_codes(account_id: int) -> None:
    db.session.execute(sa.delete(RecoveryCode).where(RecoveryCode.user_id == account_id))


def _remove(account_id: int) -> None:
    factor = factor_of(account_id)
    if factor is not None:
        db.session.delete(factor)


def _opened(user: Identity, sealed: str, secret_key: str, wall_now: dt.datetime) -> str | None:
    owner, _, key = (unseal(sealed, secret_key, OFFER, wall_now, rules.LIFE) or "").partition(":")
    return key if key and owner == str(user.id) else None


def _note(user: Identity, account_id: int, what: str, action: AuditAction = AuditAction.UPDATE,
          reason: str | None = None) -> None:
    """In the history of the account: neither keys nor codes are part of what happened."""
    audit.note(db.session(), user, audit.Noted(
        "user", account_id, Subject(), action, {}, {"second_factor": what}, reason))

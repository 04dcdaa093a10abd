"""A passkey shown: at the door instead of password and code, or after the password instead of the code (ADR 38)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from access.identity import Identity
from actions import challenges
from actions.credentials import is_staff
from actions.passkeys import keys_of, note, tell
from actions.second_factor import attempt
from actions.signin import Device, SignIn, Why, count_of_address, enter, require_address, shut_out
from actions.throttle import Locked
from models import Passkey, User, UserSession, db
from rules import passkeys as rules
from rules.terms import AuditAction

UNFIT = "Ключ доступа не подошёл. Повторите или войдите с логином и паролем"
UNFIT_STEP = "Ключ доступа не подошёл. Повторите или введите код"
STAFF_ONLY = "Ключом доступа входят сотрудники. Войдите с логином и паролем"
COPIED = "счётчик «{}» пошёл назад: ключ отклонён"
COPIED_TOLD = ("Ключ доступа «{}» отклонён: похоже, с него снята копия. Удалите его на странице «Второй шаг входа» и "
               "добавьте новый.")


def question(waiting: UserSession | None, site: rules.Site, address: str, wall_now: dt.datetime,
             ) -> tuple[str, dict[str, Any]]:
    """The challenge and the question to a device: any key of this site, or one of whoever's password was right."""
    challenge = challenges.ask(waiting.id if waiting else None, address, wall_now)
    known = [one.credential_id for one in keys_of(waiting.user_id)] if waiting else []
    return challenge, rules.ask_for_proof(site, challenge, known)


def sign_in_by_key(visitor: Identity, answer: rules.Answer, device: Device, wall_now: dt.datetime) -> SignIn:
    """A session of the key's owner, whom the device has recognised: both factors at once.

    Failures are counted by address. Whoever is no longer staff has it as the second step only: the access that the
    curator gives anew must not stay with an old device (п. 5.2).
    """
    try:
        require_address(device.address, wall_now)
        key = _proved_by_owner(visitor, answer, wall_now)
        if key is None:
            count_of_address(device.address, wall_now)
    except Locked as locked:
        return SignIn(refusal=locked.message, why=Why.LOCKED)
    if key is None:
        return SignIn(refusal=UNFIT, why=Why.KEY)
    if not is_staff(key.user):
        return SignIn(refusal=STAFF_ONLY, user_id=key.user_id, why=Why.BLOCKED)
    return shut_out(key.user) or enter(key.user, device, wall_now, awaits_code=False, confirmed_at=wall_now,
                                       second_factor_at=wall_now)


def check_key(user: Identity, waiting: UserSession, answer: rules.Answer, wall_now: dt.datetime) -> None:
    """One of the account's own keys after its password; raises Violation, then the caller commits."""
    attempt(user, waiting.user, wall_now, lambda: (
        None if _proved_after_password(user, waiting, answer, wall_now) else UNFIT_STEP))


def _proved_by_owner(visitor: Identity, answer: rules.Answer, wall_now: dt.datetime) -> Passkey | None:
    claim = rules.read_claim(answer)
    if challenges.take(answer.challenge, None, wall_now) is None or claim is None:
        return None
    key = db.session.scalar(sa.select(Passkey).where(Passkey.credential_id == claim.credential_id).options(
        joinedload(Passkey.user).joinedload(User.roles)))
    if key is None or claim.handle != key.handle:  # the device must mean the same account
        return None
    return key if _used(visitor, key, claim, wall_now, by_owner=True) else None


def _proved_after_password(user: Identity, waiting: UserSession, answer: rules.Answer, wall_now: dt.datetime) -> bool:
    claim = rules.read_claim(answer)
    if challenges.take(answer.challenge, waiting.id, wall_now) is None or claim is None:
        return False
    key = next((one for one in keys_of(waiting.user_id) if one.credential_id == claim.credential_id), None)
    return key is not None and _used(user, key, claim, wall_now, by_owner=False)


def _used(user: Identity, key: Passkey, claim: rules.Claim, wall_now: dt.datetime, *, by_owner: bool) -> bool:
    """Whether the key has really signed, later than ever before: a count that goes back is a copy's."""
    count = rules.proved_count(claim, key.public_key, by_owner=by_owner)
    if count is None:
        return False
    later = Passkey.sign_count < count if count else Passkey.sign_count == 0  # many devices do not count at all
    used = db.session.execute(sa.update(Passkey).where(Passkey.id == key.id, later).values(
        sign_count=count, used_at=wall_now).execution_options(synchronize_session=False))
    if used.rowcount == 1:  # type: ignore[attr-defined]
        return True
    note(user, key.user_id, COPIED.format(key.name), AuditAction.SIGN_IN)
    tell(user, key.user_id, COPIED_TOLD.format(key.name), wall_now)
    return False

"""Passkeys of an account: added and removed by their owner, each time written down (п. 9.1, ADR 38)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa

from access.identity import Identity
from actions import audit, challenges
from actions.audit.subject import Subject
from actions.notice_rows import Told, write
from actions.second_factor import give_codes, has_step, settle
from actions.signin import end_all_sessions
from models import Passkey, User, UserSession, db
from models.inserts import insert_on
from rules import passkeys as rules
from rules.terms import AuditAction
from rules.terms import NotificationKind as Kind
from rules.texts import clean
from rules.violation import Violation

OLD = "Устройство ответило слишком поздно или не этой странице: начните заново"
TAKEN = "Этот ключ в журнале уже есть"
ADDED_TOLD = ("Добавлен ключ доступа «{}». Если это сделали не вы, удалите его на странице «Второй шаг входа» "
              "и смените пароль.")


def offer(user: Identity, session: UserSession, name: str, site: rules.Site, wall_now: dt.datetime,
          ) -> tuple[str, dict[str, Any]]:
    """The challenge and the question to a device that is to make a key for the session's user. Raises Violation."""
    known = keys_of(session.user_id)
    problem = rules.check_name(name) or rules.check_number(len(known))
    if problem is not None:
        raise problem
    handle = known[0].handle if known else challenges.unguessable()
    challenge = challenges.ask(session.id, user.address or "", wall_now, handle)
    return challenge, rules.ask_for_new(site, challenge, handle, session.user.login,
                                        [one.credential_id for one in known])


def add(user: Identity, session: UserSession, name: str, answer: rules.Answer, wall_now: dt.datetime) -> list[str]:
    """Let the key in as the session's user; other devices are signed out, the owner is told.

    Recovery codes come with the first proof of a second step. Raises Violation, then the caller commits.
    """
    handle = challenges.take(answer.challenge, session.id, wall_now)
    made = rules.read_new(answer) if handle is not None else None
    if handle is None or made is None:
        raise Violation("", OLD)
    # keys of one account come one after the other: each counts those before it, one of them brings recovery codes
    db.session.execute(sa.select(User.id).where(User.id == session.user_id).with_for_update(key_share=True))
    problem = rules.check_name(name) or rules.check_number(len(keys_of(session.user_id)))
    if problem is not None:
        raise problem
    first = not has_step(session.user_id)
    insert = insert_on(db.session.get_bind().dialect.name)(Passkey).values(
        user_id=session.user_id, credential_id=made.credential_id, public_key=made.public_key, handle=handle,
        sign_count=made.sign_count, name=clean(name), created_at=wall_now)
    if db.session.scalar(insert.on_conflict_do_nothing().returning(Passkey.id)) is None:
        raise Violation("", TAKEN)
    session.second_factor_at = wall_now
    end_all_sessions(session.user_id, wall_now, except_id=session.id)
    note(user, session.user_id, f"добавлен «{clean(name)}»")
    tell(user, session.user_id, ADDED_TOLD.format(clean(name)), wall_now)
    return give_codes(session.user_id) if first else []


def remove(user: Identity, session: UserSession, key: Passkey, wall_now: dt.datetime) -> None:
    """Sign nobody in by it any more; other devices are signed out."""
    db.session.delete(key)
    settle(session)
    note(user, session.user_id, f"удалён «{key.name}»")
    end_all_sessions(session.user_id, wall_now, except_id=session.id)


def keys_of(account_id: int) -> list[Passkey]:
    return list(db.session.scalars(sa.select(Passkey).where(Passkey.user_id == account_id).order_by(Passkey.id)))


def note(user: Identity, account_id: int, what: str, action: AuditAction = AuditAction.UPDATE) -> None:
    """In the history of the account, under the key's own name."""
    audit.note(db.session(), user, audit.Noted("user", account_id, Subject(), action, {}, {"passkey": what}))


def tell(user: Identity, account_id: int, text: str, wall_now: dt.datetime) -> None:
    write(user, [Told(Kind.REQUEST, text, "/second-factor/", [account_id],
                      occasion=f"passkey:{account_id}:{int(wall_now.timestamp())}")], wall_now)

"""Collects what a transaction changes and writes it down, chained, right before the commit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from access.identity import Identity
from actions.audit import chain
from actions.audit.context import Context, academic_year, current, signed
from actions.audit.keyring import Keyring
from actions.audit.subject import Groups, Subject, at_hand, subject_of
from actions.audit.values import changes, seal, secret_person
from models import (
    Acknowledgement,
    Activation,
    ApiUse,
    AuditHead,
    AuditRecord,
    Base,
    FileContent,
    IdempotencyKey,
    JobRun,
    Notification,
    Outbox,
    Participant,
    Passkey,
    PasskeyChallenge,
    PersonKey,
    RecoveryCode,
    SavedFilter,
    SecondFactor,
    Task,
    Throttle,
    UserIdentity,
    UserSession,
    ViewRecord,
    Visit,
)
from rules.terms import AuditAction

UNTRACKED = (UserSession, Throttle, IdempotencyKey, FileContent, Outbox, AuditRecord, AuditHead, PersonKey, ViewRecord,
             Notification, Participant, SavedFilter, Acknowledgement, Activation, ApiUse,
             JobRun, Task, Visit,
             PasskeyChallenge, SecondFactor, RecoveryCode, UserIdentity, Passkey)  # told of as changes of the account
PENDING = "audit_pending"


@dataclass
class Change:
    """One change to write down; ``obj`` is kept because a new row has no id before the flush."""

    obj: Base | None
    action: AuditAction
    before: dict[str, Any]
    after: dict[str, Any]
    entity: str
    entity_id: int | None = None
    subject: Subject | None = None
    context: Context | None = None


def install(target: Any, clock: Callable[[], dt.datetime]) -> None:
    """Listen to the sessions of ``target`` (a factory), once per process; ``clock`` stamps the records."""
    if event.contains(target, "before_flush", _collect):
        return  # another application of this process listens already: twice would double every record
    event.listen(target, "before_flush", _collect)
    event.listen(target, "before_commit", lambda session: _write(session, clock))
    event.listen(target, "after_rollback", _forget)
    event.listen(target, "after_commit", _forget)


@dataclass(frozen=True)
class Noted:
    """A change whose rows went past the session, said in one record: of what, about whom, before and after."""

    entity: str
    entity_id: int
    subject: Subject
    action: AuditAction
    before: dict[str, Any]
    after: dict[str, Any]
    reason: str | None = None


def note(session: Session, user: Identity, noted: Noted) -> None:
    """Write such a change down, signed by the user and with a reason of its own."""
    _pending(session).append(Change(None, noted.action, noted.before, noted.after, noted.entity, noted.entity_id,
                                    noted.subject, signed(user, noted.reason)))


def changed(session: Session, obj: Base, before: dict[str, Any], after: dict[str, Any]) -> None:
    """Write down as the object's own change what was written past the session: rows that hang on it."""
    _pending(session).append(Change(obj, AuditAction.UPDATE, before, after, obj.__tablename__, entity_id=obj.id))


def bulk(session: Session, model: type[Base], count: int, detail: dict[str, Any] | None = None,
         subject: Subject | None = None) -> None:
    """Write down a load that went past the session (imports, seeds): what and how many rows."""
    _pending(session).append(Change(None, AuditAction.BULK, {}, {"count": count, **(detail or {})},
                                    model.__tablename__, subject=subject or Subject()))


def exported(session: Session, obj: Base, detail: dict[str, Any]) -> None:
    """Write down that the object's data left the journal as a file."""
    _pending(session).append(Change(obj, AuditAction.EXPORT, {}, detail, obj.__tablename__, entity_id=obj.id))


def exported_list(session: Session, model: type[Base], detail: dict[str, Any]) -> None:
    """Write down that rows of an entity left the journal as a file: how many and in which format."""
    _pending(session).append(Change(None, AuditAction.EXPORT, {}, detail, model.__tablename__, subject=Subject()))


def _pending(session: Session) -> list[Change]:
    found: list[Change] = session.info.setdefault(PENDING, [])
    return found


def _forget(session: Session) -> None:
    session.info.pop(PENDING, None)
    chain.forget(session)


def _collect(session: Session, flush_context: Any, instances: Any) -> None:
    for obj in session.new:
        _add(session, obj, AuditAction.CREATE)
    for obj in session.dirty:
        if session.is_modified(obj, include_collections=False):
            _add(session, obj, AuditAction.UPDATE)
    for obj in session.deleted:
        _add(session, obj, AuditAction.DELETE)


def _add(session: Session, obj: Any, action: AuditAction) -> None:
    if isinstance(obj, UNTRACKED):
        return
    before, after = changes(obj, whole=action is not AuditAction.UPDATE)
    if action is AuditAction.UPDATE and not after:
        return
    change = Change(obj, action, {} if action is AuditAction.CREATE else before,
                    {} if action is AuditAction.DELETE else after, obj.__tablename__)
    if action is AuditAction.DELETE:
        change.entity_id = obj.id
        with session.no_autoflush:
            change.subject = subject_of(session, obj)
    _pending(session).append(change)


def _write(session: Session, clock: Callable[[], dt.datetime]) -> None:
    session.flush()
    pending: list[Change] = session.info.pop(PENDING, [])
    if pending:
        now = clock().astimezone(dt.UTC)
        held = at_hand(session, [change.obj for change in pending if change.obj is not None and not change.subject])
        about = [(change.obj, change.before | change.after) for change in pending if change.obj is not None]
        keyring = Keyring(session, (person for obj, values in about if (person := secret_person(obj, values))))
        groups = Groups(session, (obj for obj, _ in about))
        chain.append(session, [_record(session, change, now, keyring, groups) for change in pending])
        del held  # until now: the session itself holds its rows weakly


def _record(session: Session, change: Change, now: dt.datetime, keyring: Keyring, groups: Groups) -> dict[str, Any]:
    context = change.context or current(session)
    obj = change.obj
    subject = change.subject or (subject_of(session, obj, groups) if obj is not None else Subject())
    return {
        "year": subject.year or context.year or academic_year(now.date()),
        "chain": subject.chain,
        "at": now, "actor_id": context.actor_id, "source": context.source, "action": change.action.value,
        "entity": change.entity, "entity_id": change.entity_id or (obj.id if obj is not None else None),
        "journal_id": subject.journal_id, "group_id": subject.group_id, "student_id": subject.student_id,
        "before": seal(keyring, obj, change.before) if obj is not None else change.before,
        "after": seal(keyring, obj, change.after) if obj is not None else change.after,
        "reason": context.reason, "address": context.address,
    }


def tracked(model: type[Base]) -> bool:
    return not issubclass(model, UNTRACKED)


__all__ = ["Change", "Noted", "bulk", "changed", "exported", "exported_list", "install", "note", "tracked"]

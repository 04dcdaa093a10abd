"""Erasing the data of one who left: by request, by an act, with the keys of the journal of changes (152-ФЗ; order 9).

Rows are written past the session: the old values must not reach the journal of changes under a new key.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from access.identity import Identity
from actions import audit, turns
from actions.audit.subject import Subject
from actions.turns import Turn
from models import (
    Activation,
    ChangeRequest,
    Erasure,
    Guardian,
    IdempotencyKey,
    ImportBatch,
    Notification,
    Outbox,
    Passkey,
    PersonKey,
    RecoveryCode,
    SecondFactor,
    Student,
    User,
    UserIdentity,
    UserSession,
    db,
)
from models.base import Base
from queries.leavers import Erasable, erasable, of_person, refusal
from rules.leavers import GUARDIAN_FIELDS, STUDENT_FIELDS, check_basis
from rules.names import search_key, sort_key
from rules.terms import ImportKind, ImportState

NAMELESS = "Данные уничтожены"


def erase(user: Identity, student: Student, basis: str, wall_now: dt.datetime) -> Erasure:
    """Erase what the law does not tell to keep and write the act; raises Violation, flushes, never commits."""
    turns.take(Turn.ERASURE)
    refused = refusal(student, user.today) or check_basis(basis)
    if refused is not None:
        raise refused
    found = erasable(student, user.today)
    act = Erasure(year=user.today.year, number=_next_number(user.today.year), student=student, user_id=user.account,
                  at=user.now, basis=basis.strip(), erased=[list(row) for row in found.erased],
                  kept=[list(row) for row in found.kept])
    db.session.add(act)
    db.session.flush()  # so that the act has its number before anything is gone
    _forget_loads(found)
    _blank(found, str(act), wall_now)
    _delete(found)
    _destroy_keys(found)
    db.session.expire_all()  # rows were written past the session
    return act


def _next_number(year: int) -> int:
    last: int | None = db.session.scalar(sa.select(sa.func.max(Erasure.number)).where(Erasure.year == year))
    return (last or 0) + 1


def _blank(found: Erasable, act: str, wall_now: dt.datetime) -> None:
    """Empty the contacts; parents and accounts lose their names too, the student keeps it for the personal file."""
    student = found.student
    _write(student, Student, [student.id], dict.fromkeys(STUDENT_FIELDS))
    names = _named(act)
    _write(student, Guardian, [one.id for one in found.guardians], {**dict.fromkeys(GUARDIAN_FIELDS), **names})
    account = {**names, "email": None, "phone": None, "password_hash": None, "blocked_at": wall_now,
               "block_reason": act[:200]}
    for id in found.accounts:
        _write(student, User, [id], {**account, "login": f"erased-{id}"})
    requests = db.session.scalars(sa.select(ChangeRequest.id).where(ChangeRequest.student_id == student.id)).all()
    _write(student, ChangeRequest, requests, {"old_value": None, "new_value": None, "comment": None})


def _named(act: str) -> dict[str, Any]:
    return {"last_name": NAMELESS, "first_name": act, "patronymic": None, "sort_key": sort_key(NAMELESS, act, None),
            "search_key": search_key(NAMELESS, act)}


def _write(student: Student, model: type[Any], ids: Collection[int], values: dict[str, Any]) -> None:
    if ids:
        db.session.execute(sa.update(model).where(model.id.in_(ids)).values(
            **values, row_version=model.row_version + 1).execution_options(synchronize_session=False))
        audit.bulk(db.session(), model, len(ids), {"erased": sorted(values), "ids": list(ids)},
                   Subject(student_id=student.id))


def _delete(found: Erasable) -> None:
    """Letters, notices, sessions, answers kept for repeats, codes."""
    id, accounts, guardians = found.student.id, found.accounts, [one.id for one in found.guardians]
    gone: list[tuple[type[Base], sa.ColumnElement[bool]]] = [
        (Outbox, of_person(Outbox, id, accounts, guardians)), (Notification, of_person(Notification, id, accounts)),
        (SecondFactor, SecondFactor.user_id.in_(accounts)), (RecoveryCode, RecoveryCode.user_id.in_(accounts)),
        (UserIdentity, UserIdentity.user_id.in_(accounts)), (Passkey, Passkey.user_id.in_(accounts)),
        (UserSession, UserSession.user_id.in_(accounts)), (IdempotencyKey, IdempotencyKey.user_id.in_(accounts)),
        (Activation, Activation.guardian_id.in_(guardians))]
    for model, criterion in gone:
        db.session.execute(sa.delete(model).where(criterion).execution_options(synchronize_session=False))


def _destroy_keys(found: Erasable) -> None:
    """What the journal of changes keeps of them opens no more; its chain stays whole (ADR 4)."""
    people = {"student": [found.student.id], "guardian": [one.id for one in found.guardians],
              "user": list(found.accounts)}
    for entity, ids in people.items():
        db.session.execute(sa.update(PersonKey).where(
            PersonKey.entity == entity, PersonKey.entity_id.in_(ids)).values(key=None)
            .execution_options(synchronize_session=False))


def _forget_loads(found: Erasable) -> None:
    """Reports of loads keep no values of the people, waiting files with them go; such a load is taken back no more."""
    name = found.student.full_name
    people = {"student": {found.student.id}, "guardian": {one.id for one in found.guardians},
              "user": set(found.accounts)}
    for batch in db.session.scalars(sa.select(ImportBatch).where(ImportBatch.kind == ImportKind.STUDENTS)):
        told = batch.report.get("told", [])
        named = name in str(told) or name in str(batch.report.get("refused", []))
        if batch.state is ImportState.DRAFT and named:
            db.session.delete(batch)
            continue
        if any(_ids(batch.made or {}, table) & ids for table, ids in people.items()):
            batch.made = None
        if named:
            batch.report = {**batch.report, "told": [[*row[:3], []] if name in str(row[2]) else row for row in told]}


def _ids(made: dict[str, Any], table: str) -> set[int]:
    """Rows of the table that a load made, changed or deleted."""
    return {int(id) for id, _ in made.get("made", {}).get(table, ())} | {
        int(id) for id in made.get("changed", {}).get(table, ())} | {
        int(row["id"]) for row in made.get("gone", {}).get(table, ())}

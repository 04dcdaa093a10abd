"""Findings: made, mended by themselves, broken again; explained by the teacher, accepted by a deputy (п. 7.2–7.4)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

import sqlalchemy as sa

from access.identity import Identity
from actions import audit
from models import Acknowledgement, Finding, db
from models.inserts import insert_on
from queries.control import BY_NAME, CHECKS, Check
from queries.control.running import Found, Looked, look
from rules.diary import monday_of
from rules.findings import SWITCHED_OFF, check_acceptance, check_explanation
from rules.terms import AcknowledgementKind
from rules.terms import FindingState as State

REACH = dt.timedelta(days=366)  # a lesson may have been moved within its year, and its finding with it
_TABLE = cast(sa.Table, Finding.__table__)


@dataclass
class Outcome:
    """What a run has changed for one check; ``enabled`` is False when the college has switched it off."""

    check: Check
    enabled: bool = True
    found: int = 0
    made: int = 0
    reopened: int = 0
    fixed: int = 0


@dataclass
class _Rows:
    """What is to be written: rows to insert, rows to update."""

    new: list[dict[str, Any]] = field(default_factory=list)
    changed: list[dict[str, Any]] = field(default_factory=list)


def run(user: Identity, first: dt.date, last: dt.date, journal: int | None = None,
        checks: Iterable[Check] = CHECKS) -> list[Outcome]:
    """All checks of a span at once: for one journal, where a long reading beforehand is not worth it."""
    return settle(user, list(look(user, checks, first, last, journal)), journal)


def settle(user: Identity, looked: Sequence[Looked], journal: int | None = None) -> list[Outcome]:
    """Write down what the checks have found; never commits.

    New faults are made, mended ones close, those broken again open; explained and accepted ones stay as they are.
    """
    outcomes = [_settle(user, one, journal) for one in looked]
    count = sum(one.made + one.reopened + one.fixed for one in outcomes)
    if count:
        audit.bulk(db.session(), Finding, count, {
            "made": sum(one.made for one in outcomes), "reopened": sum(one.reopened for one in outcomes),
            "fixed": sum(one.fixed for one in outcomes)})
    return outcomes


def explain(user: Identity, finding: Finding, words: str) -> None:
    """The teacher says why it is so and what he does about it (п. 7.4)."""
    refusal = check_explanation(finding.state, words)
    if refusal:
        raise refusal
    finding.explanation, finding.state = words.strip(), State.EXPLAINED
    db.session.flush()  # a stale row must be told here, not at the commit


def accept(user: Identity, finding: Finding, reason: str) -> None:
    """A deputy accepts it with a reason: it is no longer asked for (п. 7.3)."""
    refusal = check_acceptance(finding.state, reason)
    if refusal:
        raise refusal
    finding.accepted_reason, finding.state = reason.strip(), State.ACCEPTED
    db.session.flush()  # a stale row must be told here, not at the commit


def acknowledge(user: Identity, finding: Finding) -> None:
    """The curator notes that it is known; of a finding that opened again, anew (п. 7.4)."""
    db.session.execute(_insert(Acknowledgement).values(
        user_id=user.account, kind=AcknowledgementKind.FINDING, subject_id=finding.id,
        week=monday_of(finding.found_at.astimezone(user.now.tzinfo).date()), at=user.now).on_conflict_do_nothing())


def recheck(user: Identity, finding: Finding) -> bool:
    """The finding's own check of its journal, without waiting for the night; whether it is mended. Never commits."""
    check = BY_NAME.get(finding.rule)
    if check is None:
        return False
    last = max(finding.day, user.today) if check.by_semester else finding.day
    run(user, finding.day, last, finding.journal_id, [check])
    db.session.refresh(finding)
    return finding.state == State.FIXED


def _settle(user: Identity, looked: Looked, journal: int | None) -> Outcome:
    outcome, rows = Outcome(looked.check, looked.found is not None, len(looked.found or ())), _Rows()
    known = _known(looked, journal)
    if looked.found is None:
        rows.changed = [_as_it_is(row, state=State.ACCEPTED, accepted_reason=SWITCHED_OFF)
                        for row in known.values() if row.state in (State.OPEN, State.EXPLAINED)]
    else:
        _compare(user, looked, looked.found, known, outcome, rows)
    _write(rows)
    return outcome


def _known(looked: Looked, journal: int | None) -> dict[str, Any]:
    """Findings of the rule by fingerprint, those of a moved lesson as well."""
    where = [Finding.rule == looked.check.name, Finding.day.between(looked.first - REACH, looked.last + REACH)]
    if journal is not None:
        where.append(Finding.journal_id == journal)
    query = sa.select(*(column for column in _TABLE.c if column.key not in ("explanation", "row_version")))
    return {row.fingerprint: row for row in db.session.execute(query.where(*where))}


def _compare(user: Identity, looked: Looked, found: Sequence[Found], known: dict[str, Any], outcome: Outcome,
             rows: _Rows) -> None:
    for one in found:
        row = known.pop(one.fingerprint, None)
        if row is None:
            rows.new.append(_new(user, looked.check, one))
            outcome.made += 1
        elif row.state == State.FIXED or row.accepted_reason == SWITCHED_OFF:
            rows.changed.append(_as_it_is(row, **_said(looked.check, one), state=State.OPEN, found_at=user.now,
                                          fixed_at=None, accepted_reason=None, told_id=None))
            outcome.reopened += 1
        elif any(getattr(row, name) != value for name, value in _said(looked.check, one).items()):
            rows.changed.append(_as_it_is(row, **_said(looked.check, one)))
    mended = [row for row in known.values() if row.state != State.FIXED and looked.first <= row.day <= looked.last]
    rows.changed += [_as_it_is(row, state=State.FIXED, fixed_at=user.now) for row in mended]
    outcome.fixed = len(mended)


def _said(check: Check, one: Found) -> dict[str, Any]:
    """What today's run says of a fault: numbers and the person may have changed since."""
    return {"point": check.point, "severity": check.severity, "text": one.text, "day": one.day,
            "journal_id": one.journal_id, "lesson_id": one.lesson_id, "student_id": one.student_id,
            "group_id": one.group_id, "responsible_id": one.responsible_id}


def _new(user: Identity, check: Check, one: Found) -> dict[str, Any]:
    return {"rule": check.name, "fingerprint": one.fingerprint, "found_at": user.now, "explanation": one.explained,
            "state": State.EXPLAINED if one.explained else State.OPEN, **_said(check, one)}


def _as_it_is(row: Any, **values: Any) -> dict[str, Any]:
    """The row with other values, under names that an update may bind."""
    kept = {name: getattr(row, name) for name in _CHANGING} | values
    return {f"new_{name}": value for name, value in kept.items()} | {"finding_id": row.id}


_CHANGING = ("point", "severity", "text", "day", "journal_id", "lesson_id", "student_id", "group_id",
             "responsible_id", "found_at", "state", "accepted_reason", "fixed_at", "told_id")


def _insert(into: Any) -> Any:
    insert = insert_on(db.session.get_bind().dialect.name)
    return insert(into)


def _write(rows: _Rows) -> None:
    if rows.new:  # another run may have found the same at the same moment
        db.session.execute(_insert(_TABLE).on_conflict_do_nothing(), rows.new)
    if rows.changed:
        connection = db.session.connection()
        connection.execute(
            sa.update(_TABLE).where(_TABLE.c.id == sa.bindparam("finding_id")).values(
                row_version=_TABLE.c.row_version + 1,
                **{name: sa.bindparam(f"new_{name}", type_=_TABLE.c[name].type) for name in _CHANGING}), rows.changed)

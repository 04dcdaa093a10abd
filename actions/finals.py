"""Final results: set by the teacher on a basis, published later (п. 6.5–6.7, 6.9). None is ever computed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa

from access.check import rows
from access.grants import Action
from access.identity import Identity
from access.scopes import teaches
from actions.audit import context
from actions.debts import follow
from actions.periods import excuse, require_open
from actions.refusals import NotYours
from models import FinalMark, Journal, db
from queries.college import norms_on, work_calendar
from queries.journal_kinds import kinds_of
from queries.roster import roster
from rules import attestation, deadlines
from rules.lessons import closed_reason
from rules.terms import BasisKind, FinalKind, FinalValue
from rules.violation import Violation


@dataclass(frozen=True)
class FinalEntry:
    """What the teacher says; None is said of nothing: what stands there stays.

    version: of the result the teacher saw, 0 when there was none; None where the form has checked it itself.
    """

    kind: FinalKind
    value: FinalValue
    basis_kind: BasisKind | None
    basis: str | None = None
    theme: str | None = None
    reason: str | None = None
    version: int | None = None


@dataclass(frozen=True)
class Basis:
    """One basis for a whole column."""

    kind: FinalKind
    basis_kind: BasisKind | None
    words: str = ""
    reason: str | None = None


@dataclass
class Stale(Exception):
    """The teacher saw another version: what stands there now, by whom and when; version 0 says that nothing does."""

    value: str = ""
    version: int = 0
    author: str = ""
    saved_at: dt.datetime | None = None


def find_final(journal: Journal, student_id: int, kind: FinalKind) -> FinalMark | None:
    """The result that stands there now, whatever the session remembers."""
    return db.session.scalar(
        sa.select(FinalMark).where(FinalMark.journal_id == journal.id, FinalMark.student_id == student_id,
                                   FinalMark.kind == kind)
        .options(sa.orm.joinedload(FinalMark.set_by)).execution_options(populate_existing=True))


def set_final(user: Identity, journal: Journal, student_id: int, entry: FinalEntry,
              final: FinalMark | None = None) -> FinalMark:
    """Put or correct a final result of a student; raises Violation, Stale or NotYours; flushes, never commits."""
    _require_mine(user, journal)
    if final is None and entry.version is not None:
        final = find_final(journal, student_id, entry.kind)
        _require_version(final, entry.version)
    entry = _completed(entry, final)
    if final is not None and _is_same(final, entry):
        return final
    _check(user, journal, student_id, entry)
    before = FinalValue(final.value) if final is not None else None
    _require_reason(final, entry)
    final = _write(user, journal, student_id, entry, final)
    follow(user, final, before)
    return final


def set_basis(user: Identity, journal: Journal, basis: Basis) -> tuple[int, int]:
    """Give one basis to all drafts of a column whose value it suits (п. 6.6): how many took it, how many did not."""
    _require_mine(user, journal)
    _require_in_time(user, journal, basis.reason)
    drafts = db.session.scalars(sa.select(FinalMark).where(
        FinalMark.journal_id == journal.id, FinalMark.kind == basis.kind, FinalMark.published_at.is_(None))).all()
    suited = [final for final in drafts if _suits(FinalValue(final.value), basis)]
    for final in suited:
        if basis.basis_kind and (final.basis_kind, final.basis or "") != (basis.basis_kind, basis.words):
            final.basis_kind, final.basis = basis.basis_kind, basis.words or None
            final.set_by_id, final.set_at = user.account, user.now
            final.late_reason = basis.reason or final.late_reason
    context.explain(db.session, basis.reason)
    db.session.flush()  # so that the rights below see the rows
    _require_rights(user, suited)
    return len(suited), len(drafts) - len(suited)


def drafts_of(journal: Journal, chosen: Collection[int]) -> list[FinalMark]:
    """Of the chosen results those that are this journal's and not published yet."""
    return list(db.session.scalars(sa.select(FinalMark).where(
        FinalMark.journal_id == journal.id, FinalMark.id.in_(chosen), FinalMark.published_at.is_(None))))


def publish(user: Identity, finals: Sequence[FinalMark]) -> int:
    """Show drafts to students and parents; the number published now."""
    drafts = [final for final in finals if final.published_at is None]
    for journal in {final.journal_id: final.journal for final in drafts}.values():
        require_open(user, journal, journal.semester.ends)
    for final in drafts:
        final.published_at = user.now
    db.session.flush()  # so that the rights below see the rows
    _require_rights(user, drafts)
    return len(drafts)


def _completed(entry: FinalEntry, final: FinalMark | None) -> FinalEntry:
    """What is not said stays as it is; a basis in words that are not said belongs to the same basis only."""
    if final is None:
        return entry
    basis_kind = entry.basis_kind or BasisKind(final.basis_kind)
    kept = final.basis if basis_kind == final.basis_kind else None
    return replace(entry, basis_kind=basis_kind, basis=kept if entry.basis is None else entry.basis,
                   theme=final.theme if entry.theme is None else entry.theme)


def _is_same(final: FinalMark, entry: FinalEntry) -> bool:
    return (final.value, final.basis_kind, final.basis or "", final.theme or "") == (
        entry.value, entry.basis_kind, entry.basis or "", entry.theme or "")


def _suits(value: FinalValue, basis: Basis) -> bool:
    """Absence is for «н/а» alone, a re-credit for «перезачтено»: the column's basis passes the others by."""
    if basis.basis_kind is BasisKind.ABSENCE and value is not FinalValue.NOT_ATTESTED:
        return False
    if (basis.basis_kind is BasisKind.RECREDIT) is not (value is FinalValue.CREDITED):
        return False
    refusal = attestation.check_basis(value, basis.basis_kind, basis.words)
    if refusal:
        raise refusal
    return True


def _write(user: Identity, journal: Journal, student_id: int, entry: FinalEntry,
           final: FinalMark | None) -> FinalMark:
    assert entry.basis_kind is not None  # attestation.check_final has refused a final without a basis
    if final is None:
        final = FinalMark(journal_id=journal.id, student_id=student_id, kind=entry.kind)
        db.session.add(final)
    final.value, final.basis_kind, final.basis = entry.value, entry.basis_kind, entry.basis or None
    final.theme, final.late_reason = entry.theme or None, entry.reason or final.late_reason
    final.set_by_id, final.set_at = user.account, user.now
    context.explain(db.session, entry.reason)
    db.session.flush()  # so that the rights below see the row
    _require_rights(user, [final])
    return final


def stale(final: FinalMark | None) -> Stale:
    """What stands there now, by whom and when."""
    if final is None:
        return Stale()
    return Stale(attestation.short(FinalValue(final.value)), final.row_version, final.set_by.short_name, final.set_at)


def _require_version(final: FinalMark | None, version: int) -> None:
    if version != (final.row_version if final else 0):
        raise stale(final)


def _require_reason(final: FinalMark | None, entry: FinalEntry) -> None:
    if final is not None and final.published_at is not None and not deadlines.is_reason(entry.reason):
        raise Violation("2.1", "Отметка опубликована. Чтобы исправить её, укажите причину", "late_reason", "reason")


def _check(user: Identity, journal: Journal, student_id: int, entry: FinalEntry) -> None:
    kinds = kinds_of(journal)
    if entry.kind not in kinds:
        titles = ", ".join(kind.title for kind in kinds)
        raise Violation("6.6", f"По учебному плану здесь итог: {titles}", "kind")
    _require_member(user, journal, student_id)
    refusals = attestation.check_final(entry.kind, entry.value, entry.basis_kind, entry.basis, entry.theme)
    if refusals:
        raise refusals[0]
    _require_in_time(user, journal, entry.reason)


def _require_member(user: Identity, journal: Journal, student_id: int) -> None:
    """Results are for those who study in the group at the end of the semester, or today while it lasts (п. 5.4)."""
    lines = roster(journal, journal.semester, student_id)
    if not lines:
        raise NotYours
    closed = closed_reason(judged_on(user.today, journal.semester.ends), lines[0].stays)
    if closed is not None:
        raise closed


def judged_on(today: dt.date, semester_ends: dt.date) -> dt.date:
    """The day by which membership is asked of a final result."""
    return min(today, semester_ends)


def _require_in_time(user: Identity, journal: Journal, reason: str | None) -> None:
    norms = norms_on(user.today)
    ends = journal.semester.ends
    require_open(user, journal, ends)
    excuse(user, journal, ends, deadlines.check_final_entry(
        user.now, ends, work_calendar(user, norms), norms, reason))


def _require_mine(user: Identity, journal: Journal) -> None:
    """Asked before anything is compared, so that nobody but the teacher learns what stands there (п. 9.4)."""
    if not teaches(user, journal):
        raise NotYours


def _require_rights(user: Identity, finals: Sequence[FinalMark]) -> None:
    mine = sa.or_(rows(user, Action.CREATE, FinalMark), rows(user, Action.UPDATE, FinalMark))
    written = {final.id for final in finals}
    if written != set(db.session.scalars(sa.select(FinalMark.id).where(FinalMark.id.in_(written), mine))):
        raise NotYours

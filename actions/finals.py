"""Final results: set by the teacher on a basis, published later (п. 6.5–6.7, 6.9). None is ever computed."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from access.check import rows
from access.grants import Action
from access.identity import Identity
from actions.audit import context
from actions.cells import NotYours
from actions.periods import excuse, require_open
from models import FinalMark, Journal, db
from queries.college import norms_on, work_calendar
from queries.roster import roster
from rules import attestation, deadlines
from rules.attestation import Controls
from rules.terms import BasisKind, FinalKind, FinalValue, LineKind
from rules.violation import Violation


@dataclass(frozen=True)
class FinalEntry:
    kind: FinalKind
    value: FinalValue
    basis_kind: BasisKind | None
    basis: str | None = None
    theme: str | None = None
    reason: str | None = None


def final_kinds(journal: Journal) -> tuple[FinalKind, ...]:
    """The results a journal has by the form of control of its curriculum line."""
    line = journal.line
    return attestation.final_kinds(LineKind(line.kind), Controls(
        line.exams, line.graded_credits, line.credits, line.course_project_controls + line.course_works))


def set_final(user: Identity, journal: Journal, student_id: int, entry: FinalEntry,
              final: FinalMark | None = None) -> FinalMark:
    """Put or correct a final result of a student; raises Violation; flushes, never commits."""
    _check(user, journal, student_id, entry)
    if final is None:
        final = FinalMark(journal_id=journal.id, student_id=student_id, kind=entry.kind, set_by_id=user.account,
                          set_at=user.now)
        db.session.add(final)
    elif final.published_at is not None and not deadlines.is_reason(entry.reason):
        raise Violation("2.1", "Отметка опубликована. Чтобы исправить её, укажите причину", "late_reason", "reason")
    assert entry.basis_kind is not None  # attestation.check_final has refused a final without a basis
    final.value, final.basis_kind, final.basis = entry.value, entry.basis_kind, entry.basis or None
    final.theme, final.late_reason = entry.theme or None, entry.reason or final.late_reason
    final.set_by_id, final.set_at = user.account, user.now
    context.explain(db.session, entry.reason)
    db.session.flush()  # so that the rights below see the row
    _require_rights(user, final)
    return final


def publish(user: Identity, finals: list[FinalMark]) -> int:
    """Show drafts to students and parents; the number published now."""
    drafts = [final for final in finals if final.published_at is None]
    for final in drafts:
        require_open(user, final.journal, final.journal.semester.ends)
        final.published_at = user.now
    db.session.flush()  # so that the rights below see the rows
    for final in drafts:
        _require_rights(user, final)
    return len(drafts)


def _check(user: Identity, journal: Journal, student_id: int, entry: FinalEntry) -> None:
    if entry.kind not in (*final_kinds(journal), FinalKind.COURSE):
        titles = ", ".join(kind.title for kind in final_kinds(journal))
        raise Violation("6.6", f"По учебному плану здесь итог: {titles}", "kind")
    if not roster(journal, journal.semester, student_id):
        raise Violation("5.4", "Студент не учился в этой группе в этом семестре", "student")
    refusals = attestation.check_final(entry.kind, entry.value, entry.basis_kind, entry.basis)
    if refusals:
        raise refusals[0]
    norms = norms_on(user.today)
    ends = journal.semester.ends
    require_open(user, journal, ends)
    excuse(user, journal, ends, deadlines.check_final_entry(
        user.now, ends, work_calendar(user, norms), norms, entry.reason))


def _require_rights(user: Identity, final: FinalMark) -> None:
    mine = sa.or_(rows(user, Action.CREATE, FinalMark), rows(user, Action.UPDATE, FinalMark))
    if db.session.scalar(sa.select(FinalMark.id).where(FinalMark.id == final.id, mine)) is None:
        raise NotYours

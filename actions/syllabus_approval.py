"""A plan goes to the methodist, comes back with words or comes into force (п. 5.6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from access.identity import Identity
from actions.refusals import NotYours
from actions.syllabus_lessons import Moved, lead_over
from actions.syllabuses import Stale
from models import Journal, Syllabus, SyllabusTopic, db
from queries.syllabuses import expected_hours, is_editable, lines_of, may_approve, stamp, topics_of
from rules.syllabus import check_ready, check_remark, check_step
from rules.terms import SyllabusState


@dataclass(frozen=True)
class InForce:
    """What approval did: how many journals go by the version, what became of their lessons."""

    journals: int
    moved: Moved


def submit(user: Identity, plan: Syllabus, seen: str | None = None) -> None:
    """Send the plan to the methodist: it has topics, and their hours are the curriculum's; raises Violation."""
    topics = _looked_at(plan, seen)
    _step(plan, SyllabusState.SUBMITTED)
    if not is_editable(user, plan):
        raise NotYours
    _check(plan, topics)
    plan.state, plan.submitted_at, plan.remark = SyllabusState.SUBMITTED, user.now, None
    db.session.flush()  # so that a clash shows here


def give_back(user: Identity, plan: Syllabus, words: str | None, seen: str | None = None) -> None:
    """Return the plan to its author with words that say what to mend."""
    _looked_at(plan, seen)
    _step(plan, SyllabusState.DRAFT)
    if not may_approve(user, plan):
        raise NotYours
    refusal = check_remark(words)
    if refusal is not None:
        raise refusal
    plan.state, plan.remark = SyllabusState.DRAFT, (words or "").strip()
    db.session.flush()  # so that a clash shows here


def approve(user: Identity, plan: Syllabus, seen: str | None = None) -> InForce:
    """Approve the plan; the version before it is superseded and journals go over, lessons with them."""
    topics = _looked_at(plan, seen)
    _step(plan, SyllabusState.APPROVED)
    if not may_approve(user, plan):
        raise NotYours
    _check(plan, topics)
    plan.state, plan.approved_by_id, plan.approved_at = SyllabusState.APPROVED, user.account, user.now
    plan.remark = None
    db.session.flush()  # so that the version is in force before the older ones give way
    return _put_into_force(plan)


def _looked_at(plan: Syllabus, seen: str | None) -> Sequence[SyllabusTopic]:
    """Topics of the plan, which is what the user had before the eyes; Stale when it is another by now."""
    db.session.refresh(plan, with_for_update=True)  # nobody changes it between the look and the word
    topics = topics_of(plan)
    if seen is not None and seen != stamp(plan, topics):
        raise Stale(lines_of(topics), stamp(plan, topics))
    return topics


def _step(plan: Syllabus, wanted: SyllabusState) -> None:
    refusal = check_step(SyllabusState(plan.state), wanted)
    if refusal is not None:
        raise refusal


def _check(plan: Syllabus, topics: Sequence[SyllabusTopic]) -> None:
    refusal = check_ready(lines_of(topics), expected_hours(plan))
    if refusal is not None:
        raise refusal


def _put_into_force(plan: Syllabus) -> InForce:
    family = db.session.scalars(sa.select(Syllabus).where(
        Syllabus.curriculum_line_id == plan.curriculum_line_id, Syllabus.author_id == plan.author_id)).all()
    for other in family:
        if other.id != plan.id and other.state == SyllabusState.APPROVED:
            other.state = SyllabusState.SUPERSEDED
    mine = sa.and_(Journal.teacher_id == plan.author_id, Journal.curriculum_line_id == plan.curriculum_line_id)
    journals = db.session.scalars(sa.select(Journal).where(sa.or_(
        mine, Journal.syllabus_id.in_([one.id for one in family])))).all()
    moved = Moved()
    for old in sorted({journal.syllabus_id for journal in journals if journal.syllabus_id} - {plan.id}):
        moved += lead_over(old, plan.id, [journal.id for journal in journals if journal.syllabus_id == old])
    for journal in journals:
        journal.syllabus_id = plan.id
    db.session.flush()  # so that what the page shows next is the version in force
    return InForce(len(journals), moved)

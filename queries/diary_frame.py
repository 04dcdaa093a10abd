"""What surrounds a week of the diary: bells, days off, the semester, the norm of п. 6.3, new finals: one statement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from access.check import rows
from access.grants import Action
from access.identity import Identity
from access.kept import kept, rows_of
from models import Acknowledgement, AuditRecord, CurriculumLine, FinalMark, Journal, NormValue, UserSession
from queries.diary_cells import CHANGED, FAMILY_IDS, FIRST_NEWS, Visit
from queries.diary_family import CHILD, FAMILY
from queries.diary_subjects import SUBJECT
from queries.parts import by_part
from queries.surroundings import (
    PARTS,
    Day,
    DayOff,
    Term,
    bells_of,
    bells_part,
    day_off,
    days_off_of,
    days_off_part,
    part,
    term_of,
    term_part,
)
from rules.norms import Norms
from rules.terms import AcknowledgementKind, AuditAction, FinalKind, FinalValue

__all__ = ["DayOff", "Frame", "FreshFinal", "Term", "frame"]


@dataclass(frozen=True)
class FreshFinal:
    """A final mark published, or corrected later, since the last sign-in; ``changed_by`` is the audit's number."""

    student_id: int
    subject: str
    kind: FinalKind
    value: FinalValue
    published_at: dt.datetime
    changed_by: int
    corrected: bool


@dataclass(frozen=True)
class Frame:
    """``bells`` by pair: «08:30–10:00»; ``visited_at`` is the sign-in before the present one, by the real clock;
    ``cells_changed`` says that the audit holds something of the family's cells after it."""

    bells: dict[int, str]
    days_off: tuple[DayOff, ...]
    term: Term | None
    results_days: int
    acknowledged_at: dt.datetime | None
    visited_at: dt.datetime | None = None
    finals: tuple[FreshFinal, ...] = ()
    cells_changed: bool = False

    def day_off(self, day: dt.date) -> DayOff | None:
        return day_off(self.days_off, day)


def frame(user: Identity, child: int, family: Iterable[int], span: tuple[dt.date, dt.date], visit: Visit) -> Frame:
    """The surroundings of a student's week as the user sees them; new finals are those of the whole family."""
    monday, sunday = span
    found = by_part(rows_of(
        _parts(user, visit.is_first), child=child, family=list(family), monday=monday, sunday=sunday, seen=visit.seen,
        began=visit.began, lately=user.now - FIRST_NEWS))
    norm, seen, last = (found.get(name, [None])[-1] for name in ("norm", "seen", "visit"))
    bells = {pair: f"{rings:%H:%M}–{rests:%H:%M}" for pair, (rings, rests) in bells_of(found).items()}
    return Frame(
        bells, days_off_of(found), term_of(found), norm.number if norm else Norms().results_days,
        seen.at if seen else None, last.at if last else None,
        tuple(FreshFinal(row.number, row.text, FinalKind(row.kind), FinalValue(row.value), row.at, row.rank,
                         not row.is_new) for row in found.get("final", ())),
        bool(last and last.is_new))


@kept
def _parts(user: Identity, at_first: bool) -> sa.CompoundSelect[Any]:
    monday, sunday = (sa.bindparam(name, type_=sa.Date()) for name in ("monday", "sunday"))
    return PARTS.together(bells_part(), days_off_part(monday, sunday), term_part(sunday), _results_days(user.today),
                        _acknowledged(user), _last_visit(user), _finals(user, at_first))


def _results_days(today: Day) -> sa.Select[Any]:
    """The college's own number of days, the latest one in force last."""
    place = sa.func.row_number().over(order_by=NormValue.valid_from)
    return part("norm", rank=place, number=sa.cast(NormValue.value, sa.Integer)).where(
        NormValue.code == "results_days", NormValue.valid_from <= today)


def _acknowledged(user: Identity) -> sa.Select[Any]:
    return part("seen", at=Acknowledgement.at).where(
        Acknowledgement.user_id == user.id, Acknowledgement.kind == AcknowledgementKind.DIARY,
        Acknowledgement.subject_id == CHILD, Acknowledgement.week == sa.bindparam("monday"))


def _last_visit(user: Identity) -> sa.Select[Any]:
    """The sign-in before this one, and whether the audit holds anything of the family's cells after it."""
    return part("visit", is_new=sa.exists().where(CHANGED), at=sa.func.max(UserSession.created_at)).where(
        UserSession.user_id == user.id, UserSession.created_at < sa.bindparam("began"))


def _finals(user: Identity, at_first: bool) -> sa.Select[Any]:
    """Published finals whose value or publication the audit holds after the last sign-in (decision 3 of the design)."""
    was = sa.cast(AuditRecord.before, sa.String)
    published = sa.or_(AuditRecord.action == AuditAction.CREATE, was.like('%"published_at"%'))
    news = (sa.select(AuditRecord.entity_id.label("final_id"), sa.func.max(AuditRecord.id).label("last"),
                      sa.func.max(sa.cast(published, sa.Integer)).label("is_new"))
            .where(AuditRecord.entity == FinalMark.__tablename__, AuditRecord.student_id.in_(FAMILY_IDS),
                   AuditRecord.id > sa.bindparam("seen"), sa.or_(published, was.like('%"value"%')))
            .group_by(AuditRecord.entity_id).subquery())
    lately = FinalMark.published_at > sa.bindparam("lately") if at_first else sa.true()
    return (part("final", rank=news.c.last, number=FinalMark.student_id, text=SUBJECT, kind=FinalMark.kind,
                  value=FinalMark.value, is_new=news.c.is_new == 1, at=FinalMark.published_at)
            .join(news, news.c.final_id == FinalMark.id).join(Journal, Journal.id == FinalMark.journal_id)
            .join(CurriculumLine, CurriculumLine.id == Journal.curriculum_line_id)
            .where(rows(user.acting_as(*FAMILY), Action.READ, FinalMark), lately))

"""Inspections of journals: begun, filled with remarks, concluded, read by teachers and curators (п. 7.2–7.4)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

import sqlalchemy as sa

from access.check import rows
from access.grants import Action
from access.identity import Identity
from actions.findings import run
from actions.refusals import NotYours, Refused
from models import Acknowledgement, Finding, Inspection, Remark, db
from queries.control import BY_NAME
from queries.inspections import ONCE, is_addressed
from rules.groups import academic_year
from rules.inspections import (
    OVER,
    check_act,
    check_conclusion,
    check_remark_words,
    number_after,
    summed_up,
)
from rules.terms import AcknowledgementKind, InspectionKind
from rules.violation import Violation

FRESH = 10  # so many journals are checked here; for more, all checks have been run before
STALE = Violation("", "Справку тем временем изменили: сверьте её и сохраните ещё раз", "conclusion")


@dataclass(frozen=True)
class Begun:
    """What the form of a new inspection asks for."""

    kind: InspectionKind | None
    subject: str
    due_on: dt.date | None
    first: dt.date
    last: dt.date
    journals: tuple[int, ...]


def begin(user: Identity, asked: Begun) -> Inspection:
    """A numbered act about the journals with what the checks have found in them; raises ``Refused``, ``NotYours``."""
    violations = check_act(asked.kind, asked.subject.strip(), user.today, asked.due_on, user.today)
    if not asked.journals:
        violations.append(Violation("7.2", "Журналов не нашлось: выберите другую группу, преподавателя или дни",
                                    "which"))
    if violations:
        raise Refused(violations)
    act = Inspection(number=number_after(db.session.scalars(sa.select(Inspection.number)),
                                         academic_year(user.today)),
                     kind=asked.kind, date=user.today, inspector_id=user.account, subject=asked.subject.strip(),
                     due_on=asked.due_on)
    act.remarks = [Remark(journal_id=journal) for journal in asked.journals]
    db.session.add(act)
    db.session.flush()  # so that the rights see the rows
    _require_remarks(user, act)
    gather(user, act, asked.first, asked.last)
    return act


def gather(user: Identity, act: Inspection, first: dt.date, last: dt.date) -> int:
    """Remarks out of the open findings of the act's journals in the span, one per journal and check; how many came."""
    journals = sorted({remark.journal_id for remark in act.remarks})
    if len(journals) <= FRESH:
        for journal in journals:
            run(user, first, last, journal)
    db.session.refresh(act, with_for_update={"key_share": True})  # a second press waits here and finds what came
    told = {finding.id for remark in act.remarks for finding in remark.findings}
    found = [one for one in _open(journals, first, last) if one.id not in told]
    came = 0
    for (journal, rule), group in groupby(found, key=lambda one: (one.journal_id or 0, one.rule)):
        findings = list(group)
        title = BY_NAME[rule].title if rule in BY_NAME else findings[0].text
        _write(act, journal, summed_up(title, findings[0].point, [one.text for one in findings]), findings)
        came += 1
    if came:
        read_again(act)
    db.session.flush()  # the page counts them
    return came


def remark(user: Identity, act: Inspection, journal: int, text: str) -> None:
    """A remark by hand about one of the act's journals; raises Violation, ``NotYours``."""
    if journal not in {one.journal_id for one in act.remarks}:
        raise NotYours
    refusal = check_remark_words(text.strip())
    if refusal:
        raise refusal
    _write(act, journal, text.strip(), [])
    read_again(act)
    db.session.flush()  # so that the rights see the row
    _require_remarks(user, act)


def mend(user: Identity, one: Remark, mended: bool) -> None:
    """The inspector has seen that it is mended, or that it is not (п. 7.4)."""
    if not one.text:
        raise Violation("7.4", "Замечаний к этому журналу нет")
    one.fixed_on = user.today if mended else None


def conclude(act: Inspection, conclusion: str, due_on: dt.date | None, version: int) -> None:
    """The conclusion makes the act one to be read and acknowledged; raises ``Refused``."""
    if act.row_version != version:
        raise Refused([STALE])
    violations = check_conclusion(conclusion.strip(), due_on, act.date, any(one.text for one in act.remarks))
    if violations:
        raise Refused(violations)
    if (act.conclusion, act.due_on) != (conclusion.strip(), due_on):
        read_again(act)
    act.conclusion, act.due_on = conclusion.strip(), due_on
    db.session.flush()  # a stale row must be told here, not at the commit


def read_again(act: Inspection) -> None:
    """What people have acknowledged is no more what the act says: they are asked anew (п. 7.4)."""
    db.session.execute(sa.delete(Acknowledgement).where(
        Acknowledgement.kind == AcknowledgementKind.INSPECTION, Acknowledgement.subject_id == act.id))


def acknowledge(user: Identity, act: Inspection) -> None:
    """«С результатами проверки ознакомлен(а)», once; raises ``NotYours`` of one that is not theirs to read yet."""
    if not is_addressed(user, act.id):
        raise NotYours
    known = {"user_id": user.account, "kind": AcknowledgementKind.INSPECTION, "subject_id": act.id, "week": ONCE}
    if db.session.scalar(sa.select(Acknowledgement.id).filter_by(**known)) is not None:
        return
    made = Acknowledgement(**known, at=user.now)
    db.session.add(made)
    db.session.flush()  # so that the rights see the row
    if db.session.scalar(sa.select(Acknowledgement.id).where(
            Acknowledgement.id == made.id, rows(user, Action.CREATE, Acknowledgement))) is None:
        raise NotYours


def _open(journals: Sequence[int], first: dt.date, last: dt.date) -> Iterable[Finding]:
    """Findings that wait for something, of the days and of the semesters they belong to, by journal and check."""
    return db.session.scalars(
        sa.select(Finding).where(Finding.journal_id.in_(journals), Finding.day.between(first, last),
                                 Finding.state.not_in(OVER))
        .order_by(Finding.journal_id, Finding.rule, Finding.day, Finding.id))


def _write(act: Inspection, journal: int, text: str, findings: list[Finding]) -> None:
    """Into the journal's empty line first: it says that the journal has been looked at."""
    empty = next((one for one in act.remarks if one.journal_id == journal and not one.text), None)
    if empty is None:
        empty = Remark(journal_id=journal)
        act.remarks.append(empty)
    empty.text, empty.findings = text, findings


def _require_remarks(user: Identity, act: Inspection) -> None:
    """All of the act's lines are inside the user's rights: the master inspects practice only."""
    mine = db.session.scalar(sa.select(sa.func.count(Remark.id)).where(
        Remark.inspection_id == act.id, rows(user, Action.CREATE, Remark)))
    if mine != len(act.remarks) or db.session.scalar(sa.select(Inspection.id).where(
            Inspection.id == act.id, rows(user, Action.CREATE, Inspection))) is None:
        raise NotYours

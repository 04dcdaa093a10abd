"""A sheet of a resit: those whose attempts are held on one day by one examiner or commission (п. 6.7, 4.1)."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from access.check import rows
from access.grants import READ
from access.identity import Identity
from models import Debt, DebtAttempt, FinalMark, Journal, Student, User, db
from queries.finals import with_context
from queries.forms.exam_sheet import Examined, ExamSheet, Resit, of_journal
from rules.names import full_name
from rules.terms import FinalKind, FinalValue

Sitting = tuple[int, int, FinalKind, dt.date, int]  # journal, number of the attempt, form, day, examiner


def sittings(user: Identity, group: int) -> list[tuple[str, str]]:
    """Days of resits of the group that the user reads of, the latest first: codes and titles."""
    found = db.session.execute(
        sa.select(FinalMark.journal_id, DebtAttempt.number, Debt.form, DebtAttempt.date, DebtAttempt.examiner_id)
        .join(DebtAttempt.debt).join(Debt.final_mark).join(FinalMark.journal)
        .where(Journal.group_id == group, rows(user, READ, DebtAttempt)).distinct()
        .order_by(DebtAttempt.date.desc(), FinalMark.journal_id, DebtAttempt.number, DebtAttempt.examiner_id)).all()
    journals = {one.id: one for one in db.session.scalars(sa.select(Journal).options(joinedload(Journal.line)).where(
        Journal.id.in_({row.journal_id for row in found})))}
    examiners = {one.id: one for one in db.session.scalars(
        sa.select(User).where(User.id.in_({row.examiner_id for row in found})))}
    return [(sitting_code((row.journal_id, row.number, FinalKind(row.form), row.date, row.examiner_id)),
             f"{row.date:%d.%m.%Y}, {journals[row.journal_id].line.title}, {FinalKind(row.form).title}, "
             f"{'комиссия' if row.number > 1 else 'принимает'}: {examiners[row.examiner_id].short_name}")
            for row in found]


def resit_sheet(user: Identity, group: int, code: str) -> ExamSheet | None:
    """Of everybody who is examined then and there; None when the user reads of nobody."""
    sitting = _read(code)
    if sitting is None:
        return None
    journal, number, form, day, examiner = sitting
    found = db.session.execute(
        sa.select(DebtAttempt, Student).join(DebtAttempt.debt).join(Debt.final_mark).join(FinalMark.student)
        .join(FinalMark.journal).options(joinedload(DebtAttempt.examiner))
        .where(FinalMark.journal_id == journal, DebtAttempt.number == number, Debt.form == form,
               DebtAttempt.date == day, DebtAttempt.examiner_id == examiner, Journal.group_id == group,
               rows(user, READ, DebtAttempt)).order_by(Student.sort_key, Student.id)).all()
    if not found:
        return None
    lines = tuple(Examined(place, full_name(who.last_name, who.first_name, who.patronymic),
                           FinalValue(attempt.value) if attempt.value else None)
                  for place, (attempt, who) in enumerate(found, 1))
    members = next((attempt.members for attempt, _ in found if attempt.members), "") or ""
    context, _ = with_context(db.session.get_one(Journal, journal))
    return of_journal(context, form, lines, any(line.value for line in lines), day,
                      Resit(number, found[0][0].examiner.full_name, members))


def sitting_code(sitting: Sitting) -> str:
    """What a sitting is asked by: «12.2.exam.2024-02-10.7»."""
    journal, number, form, day, examiner = sitting
    return f"{journal}.{number}.{form.value}.{day.isoformat()}.{examiner}"


def _read(code: str) -> Sitting | None:
    try:
        journal, number, form, day, examiner = code.split(".")
        found = int(journal), int(number), FinalKind(form), dt.date.fromisoformat(day), int(examiner)
    except ValueError:
        return None
    return found if code == sitting_code(found) and max(found[0], found[4]) < 2**31 and found[1] in (1, 2) else None

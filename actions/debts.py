"""Academic debts: opened by a final result, appointed by the deputy, passed before an examiner (п. 6.7).

Attempts are dated records of their own: they are entered after the period is closed and change no printed form.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa

from access.check import rows, writable_on
from access.grants import Action
from access.identity import Identity
from access.scopes import accounts_with
from actions.audit import context
from actions.refusals import NotYours
from models import Debt, DebtAttempt, FinalMark, User, db
from models.base import Base
from queries.college import norms_on
from rules import deadlines, debts
from rules.attestation import opens_debt
from rules.terms import DebtState, FinalKind, FinalValue, Role
from rules.violation import Violation


@dataclass(frozen=True)
class Appointment:
    """An attempt: its day, who examines, and who else when it is a commission."""

    date: dt.date
    examiner_id: int
    members: str = ""


def follow(user: Identity, final: FinalMark, before: FinalValue | None) -> None:
    """Open a debt with the result that makes it, take it back with the result that was a mistake (п. 6.7).

    The teacher's entry does both: no right to debts is needed, as none is needed for the audit.
    """
    owes = opens_debt(FinalValue(final.value))
    if not owes and (before is None or not opens_debt(before)):
        return
    debt = _debt_of(final)
    if owes and debt is None:
        db.session.add(_opened(user, final, debts.form_of(FinalKind(final.kind))))
    elif not owes and debt is not None:
        _take_back(debt)
    db.session.flush()  # so that the page shows the debt as it is


def open_debt(user: Identity, final: FinalMark, form: FinalKind, due: dt.date, reason: str | None = None) -> Debt:
    """Open by hand what was left without a debt (a result of an import); raises Violation, NotYours."""
    if not opens_debt(FinalValue(final.value)):
        raise Violation("6.7", "Задолженность открывает «н/а» или неудовлетворительный результат", "final_mark")
    if _debt_of(final) is not None:
        raise Violation("6.7", "По этому результату задолженность уже открыта", "final_mark")
    debt = _opened(user, final, form)
    debt.due_on = due
    _check_term(debt, reason)
    db.session.add(debt)
    db.session.flush()  # so that the rights below see the row
    _require(user, Action.CREATE, Debt, debt.id)
    return debt


def set_term(user: Identity, debt: Debt, form: FinalKind, due: dt.date, reason: str | None = None) -> None:
    """Appoint the form and the last day; what has been passed is not judged anew (п. 6.7)."""
    attempts = sorted(debt.attempts, key=lambda attempt: attempt.number)
    if form != debt.form and any(attempt.value for attempt in attempts):
        raise Violation("6.7", "Есть результат попытки: форму сдачи больше не меняют", "form")
    if attempts and due < attempts[-1].date:
        raise Violation("6.7", f"Попытка назначена на {attempts[-1].date:%d.%m.%Y}: срок не раньше неё", "due_on")
    debt.form, debt.due_on = form, due
    with db.session.no_autoflush:
        _check_term(debt, reason)
        _judge(user, debt)
    context.explain(db.session, reason)
    db.session.flush()  # so that the rights below see the row
    _require(user, Action.UPDATE, Debt, debt.id)


def appoint(user: Identity, debt: Debt, asked: Appointment, attempt: DebtAttempt | None = None) -> DebtAttempt:
    """Appoint the next attempt, or another day and examiner of one that has no result yet."""
    number = attempt.number if attempt is not None else len(debt.attempts) + 1
    _check_appointment(debt, asked, attempt, number)
    if attempt is None:
        attempt = DebtAttempt(debt=debt, number=number)
        db.session.add(attempt)
    attempt.date, attempt.examiner_id = asked.date, asked.examiner_id
    attempt.commission, attempt.members = number == 2, asked.members.strip() or None
    db.session.flush()  # so that the rights below see the row
    _require(user, Action.UPDATE, DebtAttempt, attempt.id)
    return attempt


def enter_result(user: Identity, debt: Debt, attempt: DebtAttempt, value: FinalValue,
                 reason: str | None = None) -> None:
    """The examiner's result of an attempt: it closes the debt, leads to a commission or leaves it uncleared."""
    if not _may_enter(user, attempt):
        raise Violation("9.4", "Результат вносит тот, кто принимает", "value")
    refusal = debts.check_result(FinalKind(debt.form), value, attempt.date, user.today)
    if refusal:
        raise refusal
    if attempt.value is not None and attempt.value != value:
        _check_correction(debt, attempt, reason)
    attempt.value = value
    _judge(user, debt)
    context.explain(db.session, reason)
    db.session.flush()  # so that the rights below see the row
    _require(user, Action.UPDATE, DebtAttempt, attempt.id)


def expire(today: dt.date) -> int:
    """Debts whose last day has passed are marked as not cleared; how many."""
    overdue = db.session.scalars(sa.select(Debt).where(
        Debt.due_on < today, Debt.state.in_((DebtState.OPEN, DebtState.FIRST_FAILED)))).all()
    for debt in overdue:
        debt.state = DebtState.EXPIRED
    db.session.flush()  # so that the count is of what is written
    return len(overdue)


def _debt_of(final: FinalMark) -> Debt | None:
    return db.session.scalar(sa.select(Debt).where(Debt.final_mark_id == final.id))


def _opened(user: Identity, final: FinalMark, form: FinalKind) -> Debt:
    return Debt(final_mark_id=final.id, form=form, opened_on=user.today, state=DebtState.OPEN,
                due_on=debts.last_day(user.today, norms_on(user.today)))


def _take_back(debt: Debt) -> None:
    if any(attempt.value is not None for attempt in debt.attempts):
        raise Violation("6.7", "По этой задолженности уже есть результат попытки: он стоит отдельной записью, а «н/а» "
                               "остаётся в истории", "value")
    db.session.delete(debt)


def _judge(user: Identity, debt: Debt) -> None:
    """The state follows from the attempts and the term alone; a longer term opens an uncleared debt again."""
    results = [FinalValue(one.value) if one.value else None
               for one in sorted(debt.attempts, key=lambda one: one.number)]
    debt.state = debts.state_of(results, debt.due_on, user.today, norms_on(debt.opened_on))


def _check_term(debt: Debt, reason: str | None) -> None:
    refusal = debts.check_term(FinalKind(debt.form), debt.opened_on, debt.due_on, norms_on(debt.opened_on), reason)
    if refusal:
        raise refusal


def _check_appointment(debt: Debt, asked: Appointment, attempt: DebtAttempt | None, number: int) -> None:
    if debt.final_mark.published_at is None:
        raise Violation("6.7", "Итог ещё не опубликован: попытку назначают после публикации")
    if attempt is not None and attempt.value is not None:
        raise Violation("6.7", "У попытки есть результат: назначение больше не меняют")
    first = next((one.date for one in debt.attempts if one.number == 1), None)
    term = debts.Term(debt.opened_on, debt.due_on, DebtState(debt.state))
    refusal = debts.check_attempt(number, asked.date, asked.members, term, first, norms_on(debt.opened_on))
    if refusal:
        raise refusal
    teachers = accounts_with(Role.TEACHER)
    if db.session.scalar(sa.select(User.id).where(
            User.id == asked.examiner_id, User.id.in_(teachers), User.blocked_at.is_(None))) is None:
        raise Violation("6.7", "Принимает преподаватель: выберите его из списка", "examiner_id")


def _check_correction(debt: Debt, attempt: DebtAttempt, reason: str | None) -> None:
    if any(other.number > attempt.number for other in debt.attempts):
        raise Violation("6.7", "Назначена следующая попытка: результат этой больше не меняют", "value")
    if not deadlines.is_reason(reason):
        raise Violation("2.1", "Результат уже внесён. Чтобы исправить его, укажите причину", "reason", "reason")


def _may_enter(user: Identity, attempt: DebtAttempt) -> bool:
    open_fields = writable_on(user, Action.UPDATE, attempt)
    return open_fields is None or "value" in open_fields


def _require(user: Identity, action: Action, model: type[Base], row_id: int) -> None:
    if db.session.scalar(sa.select(model.id).where(model.id == row_id, rows(user, action, model))) is None:
        raise NotYours

"""Academic debts: the deputy appoints, the examiner enters the result, others read (п. 6.7; 273-ФЗ, ст. 58)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from sqlalchemy.orm.exc import StaleDataError

from access.check import allows, writable
from access.grants import Action
from access.identity import Identity
from actions import debts as actions
from models import Debt, DebtAttempt, db
from queries import debts
from queries.debts import Attempt
from queries.forms.resit_sheet import sitting_code
from queries.journal_setup import teachers
from rules.attestation import read_value, short
from rules.debts import FORMS, results
from rules.terms import FinalKind
from rules.violation import Violation
from views.asked import read_day
from views.finals_request import field
from views.guards import identity, loaded
from views.policy import Policy, guard

blueprint = Blueprint("debts", __name__, url_prefix="/debts")

LAST_PAGE = 10_000
STALE = Violation("", "Пока страница была открыта, здесь записали другое. Проверьте и сохраните ещё раз")


def reads(user: Identity) -> bool:
    """Staff; a student and a parent read their own in the diary."""
    return user.is_staff and allows(user, Action.READ, Debt)


def examines(user: Identity) -> bool:
    """Whoever may enter results of attempts: the deputy appoints and enters none (п. 9.4)."""
    fields = writable(user, Action.UPDATE, DebtAttempt)
    return allows(user, Action.UPDATE, DebtAttempt) and (fields is None or "value" in fields)


LIST = Policy("read debts", allows=reads)
CARD = Policy("read debt", allows=reads, loads=(("debt_id", Debt, Action.READ),))
APPOINT = Policy("update debt", allows=lambda user: allows(user, Action.UPDATE, Debt),
                 loads=(("debt_id", Debt, Action.UPDATE),))
ENTER = Policy("enter results of attempts", allows=examines,
               loads=(("debt_id", Debt, Action.READ), ("attempt_id", DebtAttempt, Action.UPDATE)))


@blueprint.get("/")
@guard(LIST)
def index() -> Any:
    owed, surname = request.args.get("all") != "1", request.args.get("q", "").strip()[:64]
    page = min(max(request.args.get("page", 0, type=int), 0), LAST_PAGE)
    found = debts.debt_list(identity(), owed, surname.replace("\x00", ""), page)
    return render_template("debts/index.html", found=found, owed=owed, surname=surname, page=page, size=debts.PAGE)


@blueprint.get("/<int:debt_id>")
@guard(CARD)
def show(debt_id: int) -> Any:
    return _card()


@blueprint.post("/<int:debt_id>")
@guard(APPOINT)
def set_term(debt_id: int) -> Any:
    """The form and the last day."""
    def act(debt: Debt) -> None:
        _require_version(debt.row_version)
        actions.set_term(identity(), debt, _form(), _day("due_on"), field("reason", 250) or None)
    return _done(act, "Форма и срок записаны.")


@blueprint.post("/<int:debt_id>/attempts")
@guard(APPOINT)
def appoint(debt_id: int) -> Any:
    """The next attempt, or another day and examiner of the one that waits."""
    def act(debt: Debt) -> None:
        _require_version(debt.row_version)
        waiting = next((one for one in debt.attempts if one.value is None), None)
        asked = actions.Appointment(_day("date"), request.form.get("examiner_id", 0, type=int), field("members"))
        actions.appoint(identity(), debt, asked, waiting)
    return _done(act, "Попытка назначена.")


@blueprint.post("/<int:debt_id>/attempts/<int:attempt_id>")
@guard(ENTER)
def enter(debt_id: int, attempt_id: int) -> Any:
    """The examiner's result."""
    attempt: DebtAttempt = loaded("attempt_id")
    if attempt.debt_id != debt_id:
        abort(404)

    def act(debt: Debt) -> None:
        _require_version(attempt.row_version)
        value = read_value(FinalKind(debt.form), field("value", 32))
        actions.enter_result(identity(), debt, attempt, value, field("reason", 250) or None)
    return _done(act, "Результат записан.")


def _done(act: Any, words: str) -> Any:
    debt: Debt = loaded("debt_id")
    try:
        act(debt)
        db.session.commit()
    except StaleDataError:
        db.session.rollback()
        return _card(STALE, 409)
    except Violation as violation:
        db.session.rollback()
        return _card(violation, 409 if violation is STALE else 422)
    flash(words, "success")
    return redirect(url_for("debts.show", debt_id=debt.id))


def _card(refusal: Violation | None = None, code: int = 200) -> Any:
    user = identity()
    line = debts.debt_card(user, loaded("debt_id"))
    appoints = allows(user, Action.UPDATE, Debt)
    return render_template(
        "debts/card.html", line=line, refusal=refusal, forms=FORMS, appoints=appoints,
        teachers=teachers(user) if appoints else [], values=[short(value) for value in results(line.form)],
        mine=_mine(line.attempts), today=user.today, typed=request.form, sheets={
            one.id: sitting_code((line.journal_id, one.number, line.form, one.date, one.examiner_id))
            for one in line.attempts}), code


def _mine(attempts: tuple[Attempt, ...]) -> Attempt | None:
    """The attempt whose result the user enters: the last one, if the user examines it."""
    return attempts[-1] if attempts and attempts[-1].mine and examines(identity()) else None


def _require_version(version: int) -> None:
    if request.form.get("version", version, type=int) != version:
        raise STALE


def _form() -> FinalKind:
    text = field("form", 32)
    if text not in FORMS:
        raise Violation("6.7", "Выберите форму сдачи", "form")
    return FinalKind(text)


def _day(name: str) -> dt.date:
    day = read_day(field(name, 10))
    if day is None:
        raise Violation("6.7", "Укажите дату", name)
    return day

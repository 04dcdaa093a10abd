"""Closing of months and semesters, and leave to write late: asked by teachers, given by deputies (п. 7.2)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from sqlalchemy.orm.exc import StaleDataError

from access.check import allows, get_or_none
from access.grants import Action
from access.identity import Identity
from access.scopes import teaches
from actions import closings
from actions import reopenings as actions
from actions.refusals import Refused
from models import Closing, Journal, ReopeningRequest, db
from queries import periods
from rules.terms import ClosingScope
from rules.violation import Violation
from views.asked import read_day
from views.guards import identity, loaded
from views.journal_page import section_tabs
from views.once import keep, once
from views.policy import Policy, guard, may
from views.refusals import by_field

blueprint = Blueprint("periods", __name__)

ANSWER = may(Action.UPDATE, ReopeningRequest, "request_id")


def _own_journal(user: Identity, arguments: dict[str, Any]) -> dict[str, Any] | None:
    """The journal the user teaches; one that is only looked into is not there to ask for."""
    journal = get_or_none(user, Action.READ, Journal, arguments["journal_id"])
    return {"journal_id": journal} if journal is not None and teaches(user, journal) else None


ASK = Policy("create reopening_request of own journal", finds=_own_journal,
             allows=lambda user: allows(user, Action.CREATE, ReopeningRequest))


@blueprint.get("/control/periods/")
@guard(may(Action.READ, Closing))
def index() -> Any:
    return _index()


@blueprint.post("/control/periods/close")
@guard(may(Action.CREATE, Closing))
def close() -> Any:
    scope, starts, ends = (
        _scope(request.form.get("scope")), read_day(request.form.get("starts")), read_day(request.form.get("ends")))
    if scope is None or starts is None or ends is None:
        abort(400)
    try:
        closings.close(identity(), scope, starts, ends)
        db.session.commit()
    except Violation as violation:
        db.session.rollback()
        return _index([violation]), 422
    flash("Период закрыт. Записывать в него можно только по разрешению.", "success")
    return redirect(url_for("periods.index"), 303)


@blueprint.post("/control/periods/requests/<int:request_id>/grant")
@guard(ANSWER)
def grant(request_id: int) -> Any:
    days = request.form.get("days", "")
    return _answered(request_id, lambda asked: actions.grant(identity(), asked, int(days) if days.isdecimal() else 0),
                     "Запись открыта.")


@blueprint.post("/control/periods/requests/<int:request_id>/decline")
@guard(ANSWER)
def decline(request_id: int) -> Any:
    return _answered(request_id, lambda asked: actions.decline(identity(), asked, request.form.get("reply", "")),
                     "Просьба отклонена, преподаватель увидит ответ.")


@blueprint.get("/journal/<int:journal_id>/reopening")
@guard(ASK)
def of_journal(journal_id: int) -> Any:
    day = request.args.get("day")
    return _of_journal({"starts": day, "ends": day} if day else {})


@blueprint.post("/journal/<int:journal_id>/reopening")
@guard(ASK)
@once
def ask(journal_id: int) -> Any:
    journal: Journal = loaded("journal_id")
    target = url_for("periods.of_journal", journal_id=journal_id)
    try:
        actions.ask(identity(), journal, read_day(request.form.get("starts")), read_day(request.form.get("ends")),
                    request.form.get("reason", ""))
        keep(target)
        db.session.commit()
    except Refused as refused:
        db.session.rollback()
        return _of_journal(request.form, refused.violations), 422
    flash("Просьба отправлена заместителям директора. Ответ появится на этой странице.", "success")
    return redirect(target, 303)


def _answered(request_id: int, answer: Any, said: str) -> Any:
    try:
        answer(loaded("request_id"))
        db.session.commit()
    except Violation as violation:
        db.session.rollback()
        return _index([violation], request_id), 422
    except StaleDataError:
        db.session.rollback()
        return _index([Violation("7.2", "Пока вы решали, на эту просьбу ответил другой заместитель")], request_id), 409
    flash(said, "success")
    return redirect(url_for("periods.index"), 303)


def _index(refusals: list[Violation] | None = None, request_id: int | None = None) -> str:
    user = identity()
    return render_template(
        "periods/index.html", periods=periods.periods(user), requests=periods.requests(user),
        grants=periods.grants(user), refusals=refusals or (), refused=request_id, terms=actions.TERMS,
        typed=request.form, may_close=allows(user, Action.CREATE, Closing),
        may_answer=allows(user, Action.UPDATE, ReopeningRequest))


def _of_journal(typed: Any, refusals: list[Violation] | None = None) -> str:
    user, journal = identity(), loaded("journal_id")
    return render_template("periods/journal.html", journal=journal, tabs=section_tabs(user, journal), typed=typed,
                           requests=periods.requests(user, journal), errors=by_field(refusals))


def _scope(text: str | None) -> ClosingScope | None:
    try:
        return ClosingScope(text or "")
    except ValueError:
        return None

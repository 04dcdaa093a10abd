"""Mail and SMS: what waits, what went, what did not and why; sent again by hand (п. 5.1)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from actions import delivery
from clock import wall_now
from models import Outbox, db
from queries import sending
from queries.college import norms_on
from rules.terms import DeliveryState, Role
from views.guards import identity, settings
from views.policy import guard, roles

blueprint = Blueprint("sending", __name__, url_prefix="/sending")

ORDER = (DeliveryState.UNCLEAR, DeliveryState.FAILED, DeliveryState.WAITING, DeliveryState.SENDING,
         DeliveryState.REFUSED, DeliveryState.SENT)


@blueprint.get("/")
@guard(roles(Role.ADMINISTRATOR, Role.DIRECTOR))
def index() -> Any:
    page = request.args.get("page", 0, type=int)
    if not 0 <= page < 10_000:
        abort(400)
    user, config = identity(), settings()
    head = sending.summary(user, wall_now(), config.zone, norms_on(user.today).sms_per_day)
    state = _state(head)
    lines, more = sending.find_lines(user, state, page, config.zone)
    return render_template("sending/index.html", figures=head, state=state, states=ORDER, lines=lines, more=more,
                           page=page, mail=bool(config.smtp_url), sms=bool(config.sms_url),
                           may_retry=user.has(Role.ADMINISTRATOR))


def _state(head: sending.Summary) -> DeliveryState:
    """The state asked for, otherwise the first that wants a person."""
    text = request.args.get("state")
    if text is None:
        return next((state for state in ORDER if head.counts[state]), DeliveryState.WAITING)
    if text not in {state.value for state in ORDER}:
        abort(400)
    return DeliveryState(text)


@blueprint.post("/retry")
@guard(roles(Role.ADMINISTRATOR))
def retry_all() -> Any:
    return _done(delivery.retry(wall_now()), "Отправим снова: {}")


@blueprint.post("/<int:number>/retry")
@guard(roles(Role.ADMINISTRATOR))
def retry(number: int) -> Any:
    _known(number)
    return _done(delivery.retry(wall_now(), number), "Отправим снова: {}")


@blueprint.post("/<int:number>/sent")
@guard(roles(Role.ADMINISTRATOR))
def count_as_sent(number: int) -> Any:
    _known(number)
    return _done(delivery.count_as_sent(number, wall_now()), "Отмечено отправленным: {}")


def _known(number: int) -> None:
    if db.session.get(Outbox, number) is None:
        abort(404)


def _done(count: int, words: str) -> Any:
    db.session.commit()
    flash(f"{words.format(count)}." if count else "Отправлять нечего: состояние уже другое.",
          "success" if count else "info")
    return redirect(url_for("sending.index"), 303)

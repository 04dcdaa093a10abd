"""Notices: what has changed for the user, each marked as read (п. 4.1)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, g, redirect, render_template, request, url_for

from access.grants import Action
from actions import notices as actions
from models import Notification, db
from queries import notices
from views.afterwards import afterwards
from views.guards import identity
from views.policy import guard, may

blueprint = Blueprint("notifications", __name__, url_prefix="/notifications")


@blueprint.before_app_request
def _opened() -> None:
    """Whoever opens the page that a notice leads to has read the notice."""
    if request.method == "GET" and g.get("living") and g.living.told_here:
        user, page = identity(), request.full_path.rstrip("?")
        afterwards(lambda: actions.mark_opened(user, page))


@blueprint.get("/")
@guard(may(Action.READ, Notification))
def index() -> Any:
    page = request.args.get("page", 0, type=int)
    if not 0 <= page < 10_000:
        abort(400)
    user = identity()
    lines, more = notices.find_notices(user, page)
    unread = sum(line.unread for line in lines)
    if unread < g.living.unread and not more and not page:
        afterwards(lambda: actions.forget_lost(user))
    return render_template("notifications/index.html", lines=lines, more=more, page=page, unread=unread)


@blueprint.post("/read")
@guard(may(Action.UPDATE, Notification))
def read_all() -> Any:
    actions.mark_read(identity())
    db.session.commit()
    return redirect(url_for("notifications.index"), 303)


@blueprint.post("/<int:number>/read")
@guard(may(Action.UPDATE, Notification))
def read(number: int) -> Any:
    if not actions.mark_read(identity(), number):
        abort(404)
    db.session.commit()
    return redirect(url_for("notifications.index"), 303)

"""Messages and announcements (п. 4.1, 5.3, 8.3)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from access.grants import Action
from access.scopes import OFFICE
from actions import messages as actions
from actions.refusals import Refused
from models import Message, Thread, db
from queries import messages
from queries.addressees import find_addressees
from rules.messages import COURSES
from rules.terms import Audience, Role, ThreadKind
from rules.violation import Violation
from views.afterwards import afterwards
from views.guards import identity, loaded
from views.letter_pace import TooMuch, counted_files, status
from views.once import keep, once
from views.policy import guard, may, roles, with_files
from views.refusals import by_field
from views.uploads import NotTaken

blueprint = Blueprint("messages", __name__, url_prefix="/messages")

ANNOUNCERS = (*OFFICE, Role.SENIOR_MASTER, Role.CURATOR, Role.TEACHER)
TO_ALL = (*OFFICE, Role.SENIOR_MASTER)


@blueprint.get("/")
@guard(may(Action.READ, Thread))
def index() -> Any:
    words, page = request.args.get("search", "")[:100], request.args.get("page", 0, type=int)
    if not 0 <= page < 10_000:
        abort(400)
    lines, more = messages.inbox(identity(), words, page)
    return render_template("messages/index.html", lines=lines, more=more, words=words, page=page,
                           may_announce=identity().has(*ANNOUNCERS))


@blueprint.get("/new")
@guard(may(Action.CREATE, Thread))
def new() -> Any:
    return _new({}, _numbers(request.args.getlist("to")))


@blueprint.post("/new")
@guard(with_files(may(Action.CREATE, Thread)))
@once
def create() -> Any:
    form, chosen = request.form, _numbers(request.form.getlist("to"))
    if "find" in form:
        return _new(form, chosen)
    try:
        thread = actions.begin(identity(), chosen, form.get("subject", ""), form.get("body", ""),
                               counted_files("body"))
        target = url_for("messages.show", thread_id=thread.id)
        keep(target)
        db.session.commit()
    except (Refused, NotTaken, TooMuch) as refused:
        db.session.rollback()
        return _new(form, chosen, refused.violations), *status(refused)
    flash("Сообщение отправлено.", "success")
    return redirect(target, 303)


@blueprint.get("/announce")
@guard(roles(*ANNOUNCERS))
def announcement() -> Any:
    return _announcement({})


@blueprint.post("/announce")
@guard(with_files(roles(*ANNOUNCERS)))
@once
def announce() -> Any:
    form = request.form
    audience = form.get("audience", "")
    whom = actions.Announcement(Audience(audience) if audience in set(Audience) else None,
                                form.get("group", type=int), form.get("course", type=int))
    try:
        thread = actions.announce(identity(), whom, form.get("subject", ""), form.get("body", ""),
                                  counted_files("body"))
        target = url_for("messages.show", thread_id=thread.id)
        keep(target)
        db.session.commit()
    except (Refused, NotTaken, TooMuch) as refused:
        db.session.rollback()
        return _announcement(form, refused.violations), *status(refused)
    flash("Объявление размещено.", "success")
    return redirect(target, 303)


@blueprint.get("/<int:thread_id>")
@guard(may(Action.READ, Thread, "thread_id"))
def show(thread_id: int) -> Any:
    return _conversation(loaded("thread_id"), {})


@blueprint.post("/<int:thread_id>")
@guard(with_files(may(Action.READ, Thread, "thread_id")))
@once
def reply(thread_id: int) -> Any:
    target = url_for("messages.show", thread_id=thread_id, _anchor="last")
    try:
        actions.reply(identity(), loaded("thread_id"), request.form.get("body", ""), counted_files("body"))
        keep(target)
        db.session.commit()
    except (Refused, NotTaken, TooMuch) as refused:
        db.session.rollback()
        return _conversation(loaded("thread_id"), request.form, refused.violations), *status(refused)
    return redirect(target, 303)


@blueprint.post("/<int:thread_id>/acknowledge")
@guard(may(Action.READ, Thread, "thread_id"))
def acknowledge(thread_id: int) -> Any:
    thread = loaded("thread_id")
    if thread.kind != ThreadKind.ANNOUNCEMENT or thread.author_id == identity().id:
        abort(404)
    actions.acknowledge(identity(), thread)
    db.session.commit()
    flash("Записано: вы ознакомлены.", "success")
    return redirect(url_for("messages.show", thread_id=thread_id), 303)


@blueprint.post("/said/<int:message_id>/report")
@guard(may(Action.READ, Message, "message_id"))
def report(message_id: int) -> Any:
    message = loaded("message_id")
    try:
        actions.report(identity(), message)
        db.session.commit()
        flash("Жалоба отправлена администратору журнала.", "success")
    except Violation as violation:
        db.session.rollback()
        flash(str(violation), "error")
    return redirect(url_for("messages.show", thread_id=message.thread_id), 303)


def _new(typed: Any, chosen: list[int], errors: list[Violation] | None = None) -> str:
    user, words = identity(), typed.get("words", request.args.get("words", ""))[:100]
    return render_template("messages/new.html", typed=typed, chosen=chosen, words=words, errors=by_field(errors),
                           people=find_addressees(user, words, chosen), staff=user.is_staff)


def _announcement(typed: Any, errors: list[Violation] | None = None) -> str:
    user = identity()
    return render_template("messages/announce.html", typed=typed, errors=by_field(errors), to_all=user.has(*TO_ALL),
                           groups=messages.announcement_groups(user), courses=COURSES)


def _conversation(thread: Thread, typed: Any, errors: list[Violation] | None = None) -> str:
    user = identity()
    talk = messages.conversation(user, thread.id)
    if request.method == "GET":
        afterwards(lambda: actions.mark_read(user, thread))
    return render_template("messages/thread.html", talk=talk, typed=typed, errors=by_field(errors))


def _numbers(texts: list[str]) -> list[int]:
    return [int(text) for text in texts[:200] if text.isdecimal() and len(text) < 10]

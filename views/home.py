"""«/»: the day of a teacher; others are led to the start page of their role."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_login import current_user

from access.identity import Identity
from actions.digest import see_digest
from models import db
from queries.college import norms_on
from queries.credentials import desk_groups
from queries.curator_desk import Asks, asks
from queries.findings import open_count
from queries.first_steps import first_steps
from queries.home import Day, teacher_day
from queries.home_digest import digest
from rules.terms import Role
from rules.words import WEEKDAYS, date_words, number_word, plural
from views import desk
from views.guards import identity
from views.policy import guard, roles, signed_in

blueprint = Blueprint("home", __name__)

# after the day of a teacher and the desk of the administration: the first role that fits decides
STARTS = (
    (Role.SENIOR_MASTER, "practice.index"),
    (Role.CURATOR, "curator.index"),
    (Role.STUDENT, "diary.index"),
    (Role.PARENT, "diary.index"),
)
SHOWN = 8  # of what is not filled; the rest unfolds
SEMESTERS = {1: "первый семестр", 2: "второй семестр"}


@blueprint.get("/")
@guard(signed_in())
def index() -> Any:
    user = identity()
    if user.has(Role.TEACHER):
        return _teacher()
    if user.has(Role.ADMINISTRATOR) and any(not step.done for step in first_steps()):
        return redirect(url_for("admin.index"))
    if desk.has_desk(user):
        return desk.show(user)
    return redirect(url_for(next(endpoint for role, endpoint in STARTS if user.has(role))))


@blueprint.post("/digest/seen")
@guard(roles(Role.TEACHER))
def seen() -> Any:
    """Up to the newest change the page has shown; what came since stays."""
    text = request.form.get("seq", "")
    if not (text.isascii() and text.isdigit() and len(text) < 18):
        abort(400)
    see_digest(identity(), int(text))
    db.session.commit()
    return redirect(url_for("home.index"), 303)


def _teacher() -> Any:
    user = identity()
    day = teacher_day(user)
    weekday = WEEKDAYS[user.today.weekday()]
    return render_template(
        "home/teacher.html", day=day, now=user.now, title=f"{weekday.capitalize()}, {date_words(user.today)}",
        digest=digest(user, current_user.seen_digest_id), lead=_lead(day), semester=_semester(day), shown=SHOWN,
        groups=_own_groups(user), findings=open_count(user), plural=plural, zone=user.now.tzinfo)


def _own_groups(user: Identity) -> list[Asks]:
    """What the groups of a teacher who is a curator too ask for (п. 5.3)."""
    if not user.has(Role.CURATOR):
        return []
    norms = norms_on(user.today)
    return [asks(user, group, norms) for group in desk_groups(user)]


def _lead(day: Day) -> str:
    """«Четыре пары, одна ещё идёт. Не заполнено: 4»"""
    number = len(day.given)
    if not number:
        said = "Занятий сегодня нет"
    else:
        said = f"{number_word(number)} {plural(number, 'пара', 'пары', 'пар')}".capitalize()
        going = sum(lesson.stage == "going" for lesson in day.given)
        ahead = sum(lesson.stage == "ahead" for lesson in day.given)
        if going:
            said += ", одна ещё идёт" if going == 1 else f", идут {number_word(going)}"
        elif ahead and ahead < number:
            said += f", {'осталась' if ahead == 1 else 'осталось'} {number_word(ahead)}"
    return f"{said}. Не заполнено: {len(day.todo)}" if day.todo else f"{said}. Всё заполнено"


def _semester(day: Day) -> str:
    if day.term is None:
        return ""
    title = SEMESTERS[day.term.number]
    return f"{title}, до {day.term.ends:%d.%m}" if day.in_term else f"{title}, закончился {day.term.ends:%d.%m}"

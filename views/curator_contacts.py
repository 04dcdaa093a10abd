"""Contacts of the own group: filled where empty, changed by a word to the clerk (п. 5.3, 9.7)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, request, url_for
from sqlalchemy.orm.exc import StaleDataError

from actions import curator_cards as actions
from actions.refusals import Refused
from models import Guardian, Student, db
from queries.change_requests import asked
from queries.curator_contacts import card, cards, own_parent
from rules.cards import OF_GUARDIAN, TITLES
from rules.completeness import together
from rules.contacts import show_phone
from rules.terms import Relation, Role
from rules.violation import Violation
from views.curator import blueprint, chosen_group, number, of_own_student, page
from views.guards import identity, loaded
from views.once import keep, once
from views.policy import guard, roles
from views.refusals import by_field
from views.view_log import viewed

STALE = Violation("", "Карточку только что изменил другой человек: проверьте и заполните ещё раз")


@blueprint.get("/contacts/")
@guard(roles(Role.CURATOR))
def contacts() -> Any:
    group_id, user = chosen_group(), identity()
    if group_id is None:
        return page("curator/contacts.html")
    found = cards(user, group_id)
    return page("curator/contacts.html", cards=found, full=together([one.full for one in found]),
                requests=asked(user, group_id), phone=show_phone)


@blueprint.get("/contacts/<int:student_id>")
@guard(of_own_student())
def card_of(student_id: int) -> Any:
    viewed(student_id, "контакты группы")
    return _card()


@blueprint.post("/contacts/<int:student_id>/fill")
@guard(of_own_student())
def fill(student_id: int) -> Any:
    """Empty contacts of the student or, with ``guardian``, of a parent."""
    student, guardian = loaded("student_id"), _guardian()
    return _done("fill", lambda: "Внесено: " + ", ".join(
        actions.fill(identity(), guardian or student, request.form)))


@blueprint.post("/contacts/<int:student_id>/parents")
@guard(of_own_student())
@once
def add_parent(student_id: int) -> Any:
    typed = actions.NewParent(*(request.form.get(name, "") for name in (
        "last_name", "first_name", "patronymic", "relation", "phone")))
    return _done("parent", lambda: f"Записан родитель: {actions.add_parent(identity(), loaded('student_id'), typed)}")


@blueprint.post("/contacts/<int:student_id>/requests")
@guard(of_own_student())
@once
def ask(student_id: int) -> Any:
    """«Сообщить об изменении»: whose card and which field come as «field» or «field:guardian»."""
    field, _, whose = request.form.get("what", "").partition(":")
    guardian = _guardian(whose)

    def act() -> str:
        actions.ask(identity(), loaded("student_id"), guardian, field, request.form.get("new_value", ""),
                    request.form.get("comment", ""))
        return "Сообщение отправлено техническому специалисту. Ответ появится здесь"
    return _done("ask", act)


def _done(form: str, act: Callable[[], str]) -> Any:
    student: Student = loaded("student_id")
    target = url_for("curator.card_of", student_id=student.id)
    try:
        said = act()
        keep(target)
        db.session.commit()
    except StaleDataError:
        db.session.rollback()
        return _card([STALE], form), 409
    except (Refused, Violation) as refused:
        db.session.rollback()
        return _card(refused.violations, form), 422
    flash(said + ".", "success")
    return redirect(target, 303)


def _card(errors: list[Violation] | None = None, form: str = "") -> str:
    user, student = identity(), loaded("student_id")
    found = card(user, student)
    return page(
        "curator/card.html", card=found, errors=by_field(errors), form=form, typed=request.form, phone=show_phone,
        requests=asked(user, student_id=student.id), titles=TITLES, of_guardian=OF_GUARDIAN,
        relations=list(Relation), fields=actions.FIELDS[Student], parent_fields=actions.FIELDS[Guardian])


def _guardian(text: str | None = None) -> Guardian | None:
    """The parent the form is about; another's is not there."""
    wanted = request.form.get("guardian", "") if text is None else text
    if not wanted:
        return None
    return own_parent(identity(), loaded("student_id"), number(wanted)) or abort(404)

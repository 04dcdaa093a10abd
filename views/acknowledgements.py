"""«С дневником ознакомлен(а)»: the one thing a parent writes beside the diary (п. 5.7)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for

from actions.acknowledgements import acknowledge_diary
from models import db
from queries.diary_family import FAMILY
from views.diary_frame import asked_week, opened, week_words
from views.guards import protect
from views.policy import guard, roles

blueprint = Blueprint("acknowledgements", __name__, url_prefix="/acknowledgements")


@blueprint.post("/<int:student_id>", provide_automatic_options=False)
@guard(replace(roles(*FAMILY), gated=True))
def diary(student_id: int) -> Any:
    """Whose diary it is comes before the token: another's child is 404 whatever was sent."""
    user, _, child = opened(student_id)
    protect()
    day = asked_week(request.form.get("week"), user.today)
    monday = acknowledge_diary(user, child, day)
    db.session.commit()
    flash(f"Записано: вы ознакомились с дневником за {week_words(monday, user.today.year)}.", "success")
    return redirect(url_for("diary.show", student_id=child.id, week=monday.isoformat()), 303)

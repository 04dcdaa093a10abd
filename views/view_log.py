"""Who opened a personal card: written down after the answer, in a short transaction of its own (п. 9.2)."""

from __future__ import annotations

from flask import Flask, Response, g

from access.check import hidden_fields
from actions.card_views import note_view
from clock import wall_now
from models import Student, db
from models.engine import writing
from views.guards import identity


def viewed(student_id: int, page: str) -> None:
    """The answer shows more of a student than the name; the person's own look is not written down."""
    user = identity()
    if user.is_staff and "phone" not in hidden_fields(user, Student):
        g.viewed_card = (student_id, page)


def install(app: Flask) -> None:
    app.after_request(_write)


def _write(response: Response) -> Response:
    seen: tuple[int, str] | None = g.get("viewed_card")
    if seen is None or response.status_code != 200:
        return response
    user = identity()
    db.session.rollback()
    writing.set(True)
    note_view(user, *seen, wall_now())
    db.session.commit()
    return response

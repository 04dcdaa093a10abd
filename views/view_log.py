"""Who opened a personal card (п. 9.2)."""

from __future__ import annotations

from access.check import hidden_fields
from actions.card_views import note_view
from clock import wall_now
from models import Student
from views.afterwards import afterwards
from views.guards import identity


def viewed(student_id: int, page: str) -> None:
    """The answer shows more of a student than the name; the person's own look is not written down."""
    user = identity()
    if user.is_staff and "phone" not in hidden_fields(user, Student):
        afterwards(lambda: note_view(user, student_id, page, wall_now()), must=True)

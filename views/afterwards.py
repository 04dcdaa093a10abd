"""What a reading page must still write — a look, a receipt — in a short transaction after the answer (ADR 8)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask, Response, current_app, g
from sqlalchemy.exc import SQLAlchemyError

from models import db
from models.engine import writing
from views.errors import away


def afterwards(act: Callable[[], None], *, must: bool = False) -> None:
    """Run ``act`` once the page has been made, if it was made; a page that ``must`` be noted is not shown without."""
    g.setdefault("afterwards", []).append((act, must))


def install(app: Flask) -> None:
    app.after_request(_run)


def _run(response: Response) -> Response:
    acts: list[tuple[Callable[[], None], bool]] = g.pop("afterwards", [])
    if acts and response.status_code == 200:
        db.session.rollback()
        writing.set(True)
        try:
            for act, _ in acts:
                act()
            db.session.commit()
        except SQLAlchemyError as error:
            refused: Any = away(error)
            return current_app.make_response(refused) if any(must for _, must in acts) else response
    return response

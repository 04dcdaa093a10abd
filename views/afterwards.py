"""What a reading page must still write — a look, a receipt — in a short transaction after the answer (ADR 8)."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, Response, g

from models import db
from models.engine import writing


def afterwards(act: Callable[[], None]) -> None:
    """Run ``act`` once the page has been made, if it was made."""
    g.setdefault("afterwards", []).append(act)


def install(app: Flask) -> None:
    app.after_request(_run)


def _run(response: Response) -> Response:
    acts: list[Callable[[], None]] = g.pop("afterwards", [])
    if acts and response.status_code == 200:
        db.session.rollback()
        writing.set(True)
        for act in acts:
            act()
        db.session.commit()
    return response

"""Pages drawn once before workers are forked: what they make to keep, workers share.

A worker makes at its first pages what it keeps for all of them: statements put together and compiled, templates, the
rows of rights. Made by each worker for itself two workers held 193 MB, 180 so, and a teacher's first page took 96 ms,
36 so.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from contextvars import Context
from urllib.parse import urlsplit

import structlog
from flask import Flask, g

from actions.signin import Living, find_session
from clock import wall_now
from models import User, UserSession, db
from models.engine import writing
from queries.warming import latest_lesson, somebody
from rules.terms import Role
from views.guards import settings

SECONDS = 5.0  # then no other page is begun: the rest is left to those who ask
PAGES = (  # what needs most first: later pages keep theirs where it was
    (Role.DEPUTY_UPR, "/control/"), (Role.DIRECTOR, "/control/"), (Role.ADMINISTRATOR, "/admin/mark/"),
    (Role.ADMINISTRATOR, "/admin/student/"), (Role.CURATOR, "/curator/absences/"), (Role.TEACHER, "/"),
    (Role.TEACHER, "/journal/"), (Role.PARENT, "/diary/"), (Role.STUDENT, "/diary/"))


def warm(app: Flask) -> int:
    """Draw the pages that are asked for most, for somebody of each role and shown to nobody; returns how many.

    Nothing is written, counted or logged, and no connection stays. A database that does not answer is no reason not to
    start: it is logged, and workers begin cold.
    """
    return Context().run(_warm, app)


def _warm(app: Flask) -> int:
    writing.set(False)  # whoever looks for somebody takes no lock of SQLite's
    drawn, until = 0, time.monotonic() + SECONDS
    try:
        with app.app_context():
            visits = list(_visits())
        for user_id, path in visits:
            if time.monotonic() > until:
                break
            leads_to = _draw(app, user_id, path)
            if leads_to and time.monotonic() < until:
                _draw(app, user_id, leads_to)
            drawn += 1
    except Exception as error:
        structlog.get_logger().warning("not-warmed", drawn=drawn, error=type(error).__name__)
    finally:
        with app.app_context():
            db.engine.dispose()  # a worker that took it over would talk into another's answers
    return drawn


def _visits() -> Iterator[tuple[int | None, str]]:
    find_session("", wall_now(), idle=dt.timedelta(), life=dt.timedelta())
    yield None, "/login"
    people = {role: somebody(role) for role in dict.fromkeys(role for role, _ in PAGES)}
    for role, path in PAGES:
        if people[role] is not None:
            yield people[role], path
    latest = latest_lesson(people[Role.TEACHER])
    if latest is not None:
        journal = f"/journal/{latest[0]}"
        yield people[Role.TEACHER], journal
        yield people[Role.TEACHER], f"{journal}/lessons/{latest[1]}"


def _draw(app: Flask, user_id: int | None, path: str) -> str | None:
    """The page without what comes after it: no answer is counted, and no visit noted. Returns where it leads on."""
    site = urlsplit(app.extensions["settings"].base_url)
    with app.test_request_context(path, base_url=f"{site.scheme}://{site.netloc}"):
        if user_id is not None:
            _come_in(user_id)
        response = app.make_response(app.preprocess_request() or app.dispatch_request())
        response.get_data()
        if response.status_code >= 400:
            raise RuntimeError(response.status)
        return response.location


def _come_in(user_id: int) -> None:
    """As the gate finds a living session of the user, which is in no table."""
    now = wall_now()
    g._login_user = db.session.get(User, user_id)  # where the library of signing in looks first
    g.user_session = UserSession(
        user_id=user_id, created_at=now, last_seen_at=now, confirmed_at=now, seen_audit_id=0,
        second_factor_at=now if settings().second_factor_roles else None)
    g.living = Living(g.user_session, 0, told_here=False)

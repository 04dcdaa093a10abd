"""The checks at night and on order: a long reading first, a short writing after it (п. 7.2)."""

from __future__ import annotations

import datetime as dt

import structlog

from access.identity import Identity
from actions import audit, findings
from clock import school_now
from models import db
from models.engine import writing
from queries.college import current_semester
from queries.control import CHECKS
from queries.control.running import look


def check_journals() -> None:
    """All days of the academic year, so that what was mended today closes, of the first semester too."""
    user = Identity(None, frozenset(), school_now(), "job")
    semester = current_semester(user.today)
    if semester is None:
        return
    outcomes = check(user, semester.academic_year.starts, min(user.today, semester.ends))
    structlog.get_logger().info("control", made=sum(one.made for one in outcomes),
                                reopened=sum(one.reopened for one in outcomes),
                                fixed=sum(one.fixed for one in outcomes))


def check(user: Identity, first: dt.date, last: dt.date) -> list[findings.Outcome]:
    """Run all checks; nobody waits for the reading, on SQLite neither: only the writing locks. Never commits."""
    db.session.rollback()
    writing.set(False)
    looked = list(look(user, CHECKS, first, last))
    db.session.rollback()
    writing.set(True)
    audit.describe(db.session, user)
    return findings.settle(user, looked)

"""A form becomes a numbered paper: drawn while nobody waits, then kept in a short transaction (п. 4.1, ADR 32)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import current_app

from access.check import get_or_none
from access.grants import READ
from access.identity import Identity
from actions import audit
from actions.issuing import Draft, NumberTaken, new_code, register
from actions.refusals import NotYours
from clock import wall_now
from config import Settings
from documents.forms.frame import Frame
from documents.forms.layouts import form_paper
from models import Journal, db
from models.engine import writing
from queries.documents import is_closed, next_number, same
from queries.forms.registry import FORMS, Form
from queries.reports.ask import letterhead, study_years
from rules.groups import academic_year
from rules.report_periods import read_period
from rules.spans import Days

TRIES = 5  # so often somebody else may be quicker with the same number


def issue(user: Identity, form: Form, asked: Mapping[str, Any]) -> int:
    """The id of the issued paper; the same paper again when its period is closed. Raises Violation, ``NotYours``.

    The number is read, the paper drawn with it, and only then the number taken: a quicker neighbour means drawing anew,
    so that the base is never locked while a page is laid out and no number is ever left out. What the caller has
    written before is rolled back by that; what is written here is his to commit.
    """
    days = _span(user, asked)
    closed = days is not None and is_closed(days)
    if closed and (known := same(user, form.code, asked)) is not None:
        return known
    for _ in range(TRIES):
        draft, content = _drawn(user, form, asked)
        try:
            return _kept(user, replace(draft, closed=closed), content)
        except NumberTaken:
            db.session.rollback()
    raise NumberTaken


def _span(user: Identity, asked: Mapping[str, Any]) -> Days | None:
    """The days that the paper tells of: of its period, or of its journal's semester."""
    period = read_period(str(asked.get("period", "")), study_years())
    if period is not None:
        return Days(period.first, period.last)
    journal = _journal(user, asked)
    return Days(journal.semester.starts, journal.semester.ends) if journal is not None else None


def _journal(user: Identity, asked: Mapping[str, Any]) -> Journal | None:
    return get_or_none(user, READ, Journal, asked["journal"]) if "journal" in asked else None


def _drawn(user: Identity, form: Form, asked: Mapping[str, Any]) -> tuple[Draft, bytes]:
    writing.set(False)
    db.session.rollback()
    year, head, code = academic_year(user.today), letterhead(), new_code()
    number, prefix = next_number(form.code, year, form.prefix)
    data = form.query(user, asked)
    if data is None:
        raise NotYours
    journal = _journal(user, asked)
    draft = Draft(form.code, year, number, prefix, form.title, code, user.today, asked, asked.get("student"),
                  journal.group_id if journal is not None else asked.get("group"))
    settings: Settings = current_app.extensions["settings"]
    frame = Frame(head, draft.designation, draft.day, code, f"{settings.base_url}/verify/{code}")
    return draft, form_paper(form.code, data, head, frame)


def _kept(user: Identity, draft: Draft, content: bytes) -> int:
    writing.set(True)
    db.session.rollback()
    audit.describe(db.session, user)
    return register(user, draft, content, wall_now()).id


def still_permits(user: Identity, code: str, asked: Mapping[str, Any]) -> bool:
    """Whether the reader may have the paper today: asked again whenever its file is sent."""
    form = FORMS.get(code)
    return form is not None and form.opens_to(user) and form.query(user, asked) is not None

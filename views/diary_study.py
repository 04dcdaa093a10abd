"""Attendance, the timetable and the programme passed, as families see them (п. 4.1, 5.3, 5.5)."""

from __future__ import annotations

from typing import Any

from flask import abort, g, request

from queries.diary import timetable_of_week
from queries.diary_attendance import attendance as absences
from queries.diary_cells import Visit
from queries.diary_programme import programme as programme_of
from queries.diary_programme import topics as topics_of
from queries.diary_studies import periods
from rules.words import MONTH_TITLES, WEEKDAYS, date_words
from views.asked import asked_number
from views.diary_frame import (
    FOR_FAMILY,
    asked_week,
    chosen,
    kept_week,
    opened,
    page,
    period_links,
    week_links,
    week_words,
)
from views.policy import guard


@guard(FOR_FAMILY)
def attendance(student_id: int) -> Any:
    """Absences of a semester: by kind in words, by month, one by one."""
    user, family, child = opened(student_id)
    own = periods(child, user.today)
    period = chosen(own, asked_number("semester"))
    return page("attendance", family, child, "attendance", period=period,
                periods=period_links(child, "attendance", own, period), weekdays=WEEKDAYS, month_titles=MONTH_TITLES,
                shown=absences(user, child, period) if period else None)


@guard(FOR_FAMILY)
def timetable(student_id: int) -> Any:
    """One's own week with its changes."""
    user, family, child = opened(student_id)
    monday = asked_week(request.args.get("week"), user.today)
    visit = Visit(g.user_session.seen_audit_id, g.user_session.created_at)
    return page("timetable", family, child, "timetable", kept_week(monday, user),
                days=timetable_of_week(user, child, monday, visit), weekdays=WEEKDAYS, date_words=date_words,
                links=week_links(child, "timetable", monday, user), span=week_words(monday, user.today.year),
                heading=week_words(monday, 0))


@guard(FOR_FAMILY)
def programme(student_id: int) -> Any:
    """How far each subject of a semester has come."""
    user, family, child = opened(student_id)
    own = periods(child, user.today)
    period = chosen(own, asked_number("semester"))
    return page("programme", family, child, "programme", period=period,
                periods=period_links(child, "programme", own, period),
                lines=programme_of(user, child, period) if period else [])


@guard(FOR_FAMILY)
def topics(student_id: int, journal_id: int) -> Any:
    """What the lessons of a subject covered."""
    user, family, child = opened(student_id)
    shown = topics_of(user, child, journal_id)
    if shown is None:
        return abort(404)
    return page("topics", family, child, "programme", shown=shown, line=shown.line, weekdays=WEEKDAYS)

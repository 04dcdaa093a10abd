"""The week of a diary, and where one lands after the sign-in (п. 4.1, 5.8)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import g, redirect, render_template, request, url_for

from queries.diary import week
from queries.diary_cells import Visit
from queries.diary_family import children, over_since
from rules.diary import SATURDAY, check_acknowledgement, group_words
from rules.words import WEEKDAYS, date_words
from views.diary_frame import FOR_FAMILY, asked_week, kept_week, opened, page, week_links, week_words
from views.guards import identity, settings
from views.policy import guard

FRESH = 5


@guard(FOR_FAMILY)
def index() -> Any:
    """One's own diary, or the first child's; without children, whom to ask."""
    user = identity()
    own = children(user)
    if not own:
        return render_template("diary/empty.html", diary_tabs=[], over=over_since(user))
    return redirect(url_for("diary.show", student_id=own[0].id))


@guard(FOR_FAMILY)
def show(student_id: int) -> Any:
    user, family, child = opened(student_id)
    monday = asked_week(request.args.get("week"), user.today)
    visit = Visit(g.user_session.seen_audit_id, g.user_session.created_at)
    shown = week(user, child, monday, visit, family)
    ends = monday + dt.timedelta(days=SATURDAY)
    return page(
        "week", family, child, "show", kept_week(monday, user), shown.elsewhere, week=shown, visit=visit,
        links=week_links(child, "show", monday, user), fresh=shown.fresh[:FRESH],
        fresh_more=len(shown.fresh) - FRESH, zone=settings().zone, weekdays=WEEKDAYS, date_words=date_words,
        span=week_words(monday, user.today.year), heading=week_words(monday, 0), is_future=monday > user.today,
        is_over=user.today >= ends, groups=group_words(child.places, monday, ends), now=user.now,
        may_acknowledge=check_acknowledgement(monday, user.today, child.stays) is None)

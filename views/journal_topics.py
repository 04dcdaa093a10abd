"""«Темы уроков и задания»: the facing page of a journal, plan against fact (п. 5.6, 7.3)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import Blueprint, render_template

from access.grants import Action
from models import Journal
from queries.journal import CONTEXT
from queries.lessons import may_record
from queries.topics import TopicsPage, topics_page
from rules.topics import TopicState
from rules.words import MONTH_TITLES, plural
from views.asked import asked_month
from views.guards import identity, loaded
from views.policy import guard, may

blueprint = Blueprint("journal_topics", __name__, url_prefix="/journal")


@blueprint.get("/<int:journal_id>/topics")
@guard(may(Action.READ, Journal, "journal_id", *CONTEXT))
def show(journal_id: int) -> Any:
    user, journal, month = identity(), loaded("journal_id"), asked_month()
    page = topics_page(user, journal, month)
    return render_template(
        "topics/page.html", journal=journal, page=page, month=month, today=user.today,
        may_record=may_record(user, journal), months=[(day, _title(day)) for day in page.months],
        off_plan_words=_off_plan(page), plan_words=_plan(page), totals_words=_totals(page))


def _title(day: dt.date) -> str:
    return MONTH_TITLES[day.month - 1].capitalize()


def _off_plan(page: TopicsPage) -> str:
    count = len(page.off_plan)
    return f"{count} {plural(count, 'занятие', 'занятия', 'занятий')} не по плану" if page.plan else ""


def _plan(page: TopicsPage) -> str:
    return f"версия {page.plan.version}" if page.plan else ""


def _totals(page: TopicsPage) -> str:
    """«проведено 18 тем из 36, не проведено 2»."""
    if page.plan is None:
        return ""
    held = page.plan.count(TopicState.DONE, TopicState.OVER)
    skipped = page.plan.count(TopicState.SKIPPED)
    said = f"проведено тем: {held} из {len(page.plan.lines)}"
    return f"{said}, пропущено: {skipped}" if skipped else said

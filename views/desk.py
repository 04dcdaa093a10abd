"""The start page of the administration: what waits, and the figures a role answers for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import current_app, render_template, url_for

from access.identity import Identity
from clock import wall_now
from queries import desk
from rules.duties import MOST, Duty, duties_of, figures_of
from rules.indicators import FORMULAS, LOWER_IS_BETTER, Indicator, Share
from rules.words import MONTH_TITLES, WEEKDAYS, date_words
from views.policy import policy_of

# where the work of a duty is done
PLACES: dict[Duty, tuple[str, dict[str, Any]]] = {
    Duty.BROKEN_JOBS: ("system.index", {}),
    Duty.UNSENT: ("sending.index", {}),
    Duty.QUESTIONS: ("support.index", {}),
    Duty.EXPIRED: ("credentials.index", {}),
    Duty.REOPENINGS: ("periods.index", {}),
    Duty.EXPLAINED: ("findings.index", {"state": "explained"}),
    Duty.VIOLATIONS: ("findings.index", {"severity": "violation"}),
    Duty.INSPECTION: ("inspections.index", {}),
    Duty.PLAN: ("plan_schedule.index", {}),
    Duty.NO_CURATOR: ("admin_curatorship.index_view", {}),
    Duty.DEBTS: ("debts.index", {}),
    Duty.ABSENCES: ("upbringing.index", {}),
    Duty.PLANS: ("syllabus.index", {}),
    Duty.NO_TIMETABLE: ("admin_timetable_slot.index_view", {}),
    Duty.NO_SYLLABUS: ("syllabus.index", {}),
    Duty.CHANGES: ("admin_change_request.index_view", {}),
    Duty.NO_CONSENT: ("admin_consent.index_view", {}),
}


@dataclass(frozen=True)
class Task:
    title: str
    count: int
    url: str


@dataclass(frozen=True)
class Tile:
    """A figure of п. 5.7; fill: how much of the bar is good."""

    indicator: Indicator
    share: Share
    fill: int
    formula: str
    url: str


def has_desk(user: Identity) -> bool:
    return bool(duties_of(user.roles))


def show(user: Identity) -> str:
    tasks = [_task(user, one) for one in desk.waiting(user, wall_now())]
    answered = figures_of(user.roles)
    month, figures = desk.figures(user) if answered else (user.today, None)
    weekday = WEEKDAYS[user.today.weekday()]
    return render_template(
        "home/desk.html", title=f"{weekday.capitalize()}, {date_words(user.today)}", tasks=tasks[:MOST],
        others=tasks[MOST:], month=MONTH_TITLES[month.month - 1],
        tiles=[_tile(one, figures.of(one), month) for one in answered] if figures else [])


def _task(user: Identity, one: desk.Waiting) -> Task:
    endpoint, values = PLACES[one.duty]
    policy = policy_of(current_app._get_current_object(), endpoint)  # type: ignore[attr-defined]
    opens = policy is not None and policy.allows(user)
    return Task(one.duty.title, one.count, url_for(endpoint, **values) if opens else "")


def _tile(indicator: Indicator, share: Share, month: Any) -> Tile:
    percent = int(share.percent or 0)
    return Tile(indicator, share, 100 - percent if indicator in LOWER_IS_BETTER else percent, FORMULAS[indicator],
                url_for("control.rows", scope="college", month=f"{month:%Y-%m}", indicator=indicator.value))

"""What the pages of the diary share: whose it is, the switch between children, the tabs, dates in addresses."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any

from flask import abort, render_template, url_for

from access.identity import Identity
from queries.diary_family import FAMILY, Child, children
from queries.diary_studies import Period
from rules.diary import SATURDAY, monday_of, standing
from rules.words import span_words
from views.guards import identity
from views.policy import roles

FOR_FAMILY = roles(*FAMILY)
YEARS = range(1990, 2200)
STEP = dt.timedelta(days=7)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
TABS = (("Неделя", "show"), ("Отметки", "marks"), ("Пропуски", "attendance"), ("Расписание", "timetable"),
        ("Программа", "programme"), ("Практика", "practice"), ("Итоги", "results"))


def opened(student_id: int) -> tuple[Identity, list[Child], Child]:
    """Who reads, all whose diaries they read, and the one of the address; another's and nobody's look the same."""
    user = identity()
    family = children(user)
    return user, family, one_of(family, student_id)


def one_of(family: Sequence[Child], student_id: int) -> Child:
    """The child of that id, or 404."""
    found = next((child for child in family if child.id == student_id), None)
    return found or abort(404)


def page(template: str, family: Sequence[Child], child: Child, section: str, keep: Mapping[str, Any] | None = None,
         news: Mapping[int, int] | None = None, **values: Any) -> str:
    """A page of a section; ``keep`` are parts of the address that stay when another child is chosen."""
    user = identity()
    return render_template(
        f"diary/{template}.html", child=child, children=_switch(family, child, section, keep or {}, news or {}),
        diary_tabs=_tabs(child, section), standing=standing(child.places, user.today, child.gender),
        today=user.today, **values)


def _tabs(child: Child, section: str) -> list[dict[str, Any]]:
    return [{"title": title, "url": url_for(f"diary.{name}", student_id=child.id), "active": name == section}
            for title, name in TABS if name != "practice" or child.on_practice or name == section]


def _switch(family: Sequence[Child], shown: Child, section: str, keep: Mapping[str, Any],
            news: Mapping[int, int]) -> list[dict[str, Any]]:
    """Links to the same section of each child; how much is new of the others."""
    return [{"url": url_for(f"diary.{section}", student_id=child.id, **keep), "initials": child.initials,
             "last_name": child.last_name, "first_name": child.first_name, "active": child.id == shown.id,
             "group": _group(child), "course": child.course, "news": news.get(child.id, 0)}
            for child in family]


def _group(child: Child) -> str:
    if child.group is None:
        return "не в составе группы"
    return child.group if child.course else f"ранее {child.group}"


def asked_week(text: str | None, today: dt.date) -> dt.date:
    """Monday of the week that holds the date of the address, this week without one; not a date is 400."""
    if not text:
        return monday_of(today)
    try:
        day = dt.date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None:
        return abort(400)
    return monday_of(day) if day.year in YEARS else abort(404)


def week_words(monday: dt.date, year: int) -> str:
    """«13–18 ноября»; with the year when it is not ``year``."""
    return span_words(monday, monday + dt.timedelta(days=SATURDAY), year)


def week_links(child: Child, section: str, monday: dt.date, user: Identity) -> dict[str, str | None]:
    """Addresses of the weeks beside this one; none for the current week when it is this one."""
    def to(day: dt.date) -> str | None:
        return url_for(f"diary.{section}", student_id=child.id, week=day.isoformat()) if day.year in YEARS else None
    now = None if monday == monday_of(user.today) else url_for(f"diary.{section}", student_id=child.id)
    return {"before": to(monday - STEP), "after": to(monday + STEP), "now": now}


def kept_week(monday: dt.date, user: Identity) -> dict[str, str]:
    """The week in addresses, unless it is the current one."""
    return {} if monday == monday_of(user.today) else {"week": monday.isoformat()}


def chosen(own: Sequence[Period], asked: int | None) -> Period | None:
    """The semester of the address or the latest; None when there is none yet, one not the student's is 404."""
    if asked is None:
        return own[0] if own else None
    return next((period for period in own if period.id == asked), None) or abort(404)


def period_links(child: Child, section: str, own: Sequence[Period], shown: Period | None) -> list[dict[str, Any]]:
    """The student's semesters as links, the latest first; nothing to choose among when there is one."""
    return [{"title": period.title, "active": period == shown,
             "url": url_for(f"diary.{section}", student_id=child.id, semester=None if period == own[0] else period.id)}
            for period in own] if len(own) > 1 else []

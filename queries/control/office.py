"""Checks of control itself: months that nobody inspected (п. 7.2)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa

from models import Inspection, Lesson
from queries.control.frame import DAY, Asked, Check, found
from queries.control.timetable import first_with
from rules.calendar import month_of
from rules.terms import Role, Severity
from rules.words import MONTH_TITLES


def _months(asked: Asked) -> sa.Select[Any]:
    """Months with lessons that are over and have no act in them, nor in the months before that the norm allows."""
    months = sa.values(sa.column("day", sa.Date()), sa.column("since", sa.Date()), sa.column("ends", sa.Date()),
                       name="months").data(list(_over(asked)) or [(asked.first, asked.first, asked.first - DAY)]
                                           ).cte("months")
    inspected = sa.exists().where(Inspection.date.between(months.c.since, months.c.ends))
    taught = sa.exists().where(Lesson.date.between(months.c.day, months.c.ends))
    return found(months.c.day, first_with(Role.DEPUTY_UPR)).select_from(months).where(
        ~inspected, taught, sa.true() if asked.journal is None else sa.false())


def _over(asked: Asked) -> list[tuple[dt.date, dt.date, dt.date]]:
    months, day = [], asked.first
    while day <= asked.last:
        first, last = month_of(day)
        if first >= asked.first and last < asked.today:
            months.append((first, _before(first, asked.norms.inspection_every_months - 1), last))
        day = last + DAY
    return months


def _before(first: dt.date, months: int) -> dt.date:
    for _ in range(months):
        first = month_of(first - DAY)[0]
    return first


CHECKS = (
    Check("month_without_inspection", "7.2", "Месяц без проверки журналов", Severity.VIOLATION,
          "Проведите проверку и составьте справку: журналы проверяют не реже раза в месяц.", _months,
          lambda row, asked: f"{MONTH_TITLES[row.day.month - 1].capitalize()} {row.day.year}: справок проверки нет",
          key=("day",)),
)

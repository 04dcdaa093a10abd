"""The checks of the control desk: each a rule of the regulation asked of the whole college at once (п. 5.7, 7.2–7.3).

A new check is a ``Check`` in the ``CHECKS`` of a module here; docs/checks.md is written from the registry.
"""

from __future__ import annotations

from queries.control import (
    accumulation,
    doubles,
    finals,
    hands,
    lessons,
    marks,
    office,
    people,
    practice,
    programme,
    timetable,
    works,
)
from queries.control.frame import Asked, Check, found

CHECKS: tuple[Check, ...] = (
    *lessons.CHECKS, *works.CHECKS, *marks.CHECKS, *accumulation.CHECKS, *finals.CHECKS, *programme.CHECKS,
    *timetable.CHECKS, *doubles.CHECKS, *hands.CHECKS, *people.CHECKS, *practice.CHECKS, *office.CHECKS,
)
BY_NAME: dict[str, Check] = {check.name: check for check in CHECKS}

__all__ = ["BY_NAME", "CHECKS", "Asked", "Check", "found"]

"""The checks of the control desk: each a rule of the regulation asked of the whole college at once (п. 5.7, 7.2–7.3).

A new check is a ``Check`` in the ``CHECKS`` of a module here; docs/checks.md is written from the registry.
"""

from __future__ import annotations

from queries.control import accumulation, finals, lessons, marks, programme, works
from queries.control.frame import Asked, Check, found

CHECKS: tuple[Check, ...] = (
    *lessons.CHECKS, *works.CHECKS, *marks.CHECKS, *accumulation.CHECKS, *finals.CHECKS, *programme.CHECKS,
)
BY_NAME: dict[str, Check] = {check.name: check for check in CHECKS}

__all__ = ["BY_NAME", "CHECKS", "Asked", "Check", "found"]

"""Hours of a month: a teacher's own, everybody's to the administration and the methodist."""

from __future__ import annotations

from access.scopes import ADMINISTRATION
from rules.terms import Role
from tests.access.matrix.endpoints import Page, only

READERS = (*ADMINISTRATION, Role.METHODIST, Role.TEACHER)

PAGES: tuple[Page, ...] = (
    Page("hours.index", "GET", "/hours/", only(*READERS), "/hours/?teacher=99999999", only(*READERS, answer=404)),
)

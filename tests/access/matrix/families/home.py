"""The start page of a teacher and what is pressed on it."""

from __future__ import annotations

from rules.terms import Role
from tests.access.matrix.endpoints import Page, only

PAGES: tuple[Page, ...] = (
    Page("home.seen", "POST", "/digest/seen", only(Role.TEACHER, answer=303), send=lambda: {"data": {"seq": "1"}}),
)

"""«Темы уроков и задания» and thematic plans (п. 5.6)."""

from __future__ import annotations

from rules.terms import Role
from tests.access.matrix.endpoints import Page, foreign, may, of_practice

PAGES: tuple[Page, ...] = (
    Page("journal_topics.show", "GET", "/journal/{practice_journal}/topics", of_practice,
         "/journal/{away_journal}/topics", foreign("R", "journal")),
    Page("journal_topics.show", "GET", "/journal/{journal}/topics",
         lambda role, who: 404 if role is Role.SENIOR_MASTER else may("R", "journal")(role, who)),
)

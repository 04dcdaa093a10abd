"""The panel of a lesson beside the grid: whoever reads the journal and the lesson."""

from __future__ import annotations

from rules.terms import Role
from tests.access.matrix.endpoints import Page, foreign, may, of_practice
from tests.access.matrix.world import SUBSTITUTE

PAGES: tuple[Page, ...] = (
    Page("lesson_panel.show", "GET", "/journal/{practice_journal}/panel/", of_practice,
         "/journal/{away_journal}/panel/", foreign("R", "journal")),
    Page("lesson_panel.show", "GET", "/journal/{journal}/panel/?lesson={lesson}",
         lambda role, who: 404 if role is Role.SENIOR_MASTER or who == SUBSTITUTE else may("R", "journal")(role, who),
         "/journal/{journal}/panel/?lesson={away_lesson}",
         lambda role, who: may("R", "journal", 404)(role, who)),
)

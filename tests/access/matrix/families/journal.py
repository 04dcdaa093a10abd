"""The journal, its lessons, its paper, journals of a semester."""

from __future__ import annotations

from rules.terms import Role
from tests.access.matrix.endpoints import Page, foreign, may, of_practice, writers

PAGES: tuple[Page, ...] = (
    Page("journal.index", "GET", "/journal/", may("R", "journal")),
    Page("journal.show", "GET", "/journal/{practice_journal}", of_practice,
         "/journal/{away_journal}", foreign("R", "journal")),
    Page("journal.show", "GET", "/journal/{journal}",
         lambda role, who: 404 if role is Role.SENIOR_MASTER else may("R", "journal")(role, who)),
    Page("journal.show", "GET", "/journal/{sports_journal}",  # п. 6.8: the teacher meets no medical group
         lambda role, who: 404 if role is Role.SENIOR_MASTER else of_practice(role, who)),
    Page("documents.print_journal", "GET", "/journal/{practice_journal}/print.csv", of_practice,
         "/journal/{away_journal}/print.csv", foreign("R", "journal")),
    Page("journals_setup.setup", "GET", "/journals/setup?group={group}", may("C", "journal"),
         "/journals/setup?group={away_group}", may("C", "journal")),
    Page("journals_setup.create", "POST", "/journals/setup?group={group}", may("C", "journal", 422)),
    Page("lesson.new", "GET", "/journal/{journal}/lessons/new", writers(200, Role.TEACHER),
         "/journal/{away_journal}/lessons/new", writers(404, Role.TEACHER)),
    Page("lesson.create", "POST", "/journal/{journal}/lessons/new", writers(422, Role.TEACHER),
         "/journal/{away_journal}/lessons/new", writers(404, Role.TEACHER)),
    Page("lesson.edit", "GET", "/journal/{journal}/lessons/{lesson}", writers(200, Role.TEACHER, substitute=404),
         "/journal/{away_journal}/lessons/{away_lesson}", writers(404, Role.TEACHER)),
    Page("lesson.edit", "GET", "/journal/{journal}/lessons/{substituted_lesson}", writers(200, Role.TEACHER),
         "/journal/{away_journal}/lessons/{lesson}", writers(404, Role.TEACHER)),
    Page("lesson.change", "POST", "/journal/{journal}/lessons/{lesson}", writers(422, Role.TEACHER, substitute=404),
         "/journal/{away_journal}/lessons/{away_lesson}", writers(404, Role.TEACHER)),
    Page("lesson.remove", "POST", "/journal/{journal}/lessons/{next_lesson}/delete",
         writers(302, Role.TEACHER, substitute=404),
         "/journal/{away_journal}/lessons/{away_lesson}/delete", writers(404, Role.TEACHER)),
)

"""The desk that issues passwords (п. 5.2)."""

from rules.terms import Role
from tests.access.matrix.endpoints import Page, only

DESK = (Role.ADMINISTRATOR, Role.CURATOR)

PAGES: tuple[Page, ...] = (
    Page("credentials.index", "GET", "/credentials/", only(*DESK), "/credentials/?group={away_group}",
         only(*DESK, answer=404)),
    Page("credentials.give", "POST", "/credentials/", only(*DESK, answer=422)),
    Page("credentials.give", "POST", "/credentials/?group={group}",
         lambda role, who: 404 if role is Role.ADMINISTRATOR else only(*DESK)(role, who),
         send=lambda: {"data": {"who": "student:{student}", "as": "page"}}),
    Page("credentials.give", "POST", "/credentials/", only(*DESK, answer=404),
         send=lambda: {"data": {"who": "student:{away_student}", "as": "page"}}),
)

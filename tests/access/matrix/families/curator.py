"""The curator's own group (п. 5.3)."""

from rules.terms import Role
from tests.access.matrix.endpoints import Page, only

CURATOR = only(Role.CURATOR)
NOTHING, ELSEWHERE = only(Role.CURATOR, answer=422), only(Role.CURATOR, answer=404)

PAGES: tuple[Page, ...] = (
    Page("curator.absences", "GET", "/curator/absences/", CURATOR, "/curator/absences/?group={away_group}", ELSEWHERE),
    Page("curator.decide", "POST", "/curator/absences/", NOTHING, "/curator/absences/?group={away_group}", ELSEWHERE),
    Page("curator.note", "POST", "/curator/notes/", NOTHING, "/curator/notes/?group={away_group}", ELSEWHERE),
)

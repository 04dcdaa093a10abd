"""The curator's own group (п. 5.3)."""

from rules.terms import Role
from tests.access.matrix.endpoints import Page, only

CURATOR = only(Role.CURATOR)
NOTHING, ELSEWHERE = only(Role.CURATOR, answer=422), only(Role.CURATOR, answer=404)
CARD, AWAY = "/curator/contacts/{student}", "/curator/contacts/{away_student}"

PAGES: tuple[Page, ...] = (
    Page("curator.index", "GET", "/curator/", CURATOR, "/curator/?group={away_group}", ELSEWHERE),
    Page("curator.absences", "GET", "/curator/absences/", CURATOR, "/curator/absences/?group={away_group}", ELSEWHERE),
    Page("curator.decide", "POST", "/curator/absences/", NOTHING, "/curator/absences/?group={away_group}", ELSEWHERE),
    Page("curator.confirm", "POST", "/curator/absences/confirmed", NOTHING,
         "/curator/absences/confirmed?group={away_group}", ELSEWHERE),
    Page("curator.note", "POST", "/curator/notes/", NOTHING, "/curator/notes/?group={away_group}", ELSEWHERE),
    Page("curator.contacts", "GET", "/curator/contacts/", CURATOR, "/curator/contacts/?group={away_group}", ELSEWHERE),
    Page("curator.card_of", "GET", CARD, CURATOR, AWAY, ELSEWHERE),
    Page("curator.fill", "POST", f"{CARD}/fill", NOTHING, f"{AWAY}/fill", ELSEWHERE),
    Page("curator.add_parent", "POST", f"{CARD}/parents", NOTHING, f"{AWAY}/parents", ELSEWHERE),
    Page("curator.ask", "POST", f"{CARD}/requests", NOTHING, f"{AWAY}/requests", ELSEWHERE),
    Page("curator.letters", "GET", "/curator/letters/", CURATOR, "/curator/letters/?group={away_group}", ELSEWHERE),
    Page("curator.send_letters", "POST", "/curator/letters/", NOTHING, "/curator/letters/?group={away_group}",
         ELSEWHERE),
    Page("curator.send_letters", "POST", "/curator/letters/", ELSEWHERE,
         send=lambda: {"data": {"act": "paper", "to": "{away_guardian}-{away_student}"}}),
    Page("curator.marks", "GET", "/curator/marks/", CURATOR, "/curator/marks/?group={away_group}", ELSEWHERE),
    Page("curator.marks_of_student", "GET", "/curator/marks/students/{student}", CURATOR,
         "/curator/marks/students/{away_student}", ELSEWHERE),
    Page("curator.marks_of_subject", "GET", "/curator/marks/subjects/{journal}", CURATOR,
         "/curator/marks/subjects/{away_journal}", ELSEWHERE),
)

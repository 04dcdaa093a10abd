"""Mail and SMS: seen by the administrator and the director, sent again by the administrator (п. 5.1)."""

from __future__ import annotations

from rules.terms import Role
from tests.access.matrix.endpoints import Page, only

KEEPERS = only(Role.ADMINISTRATOR, Role.DIRECTOR)
AGAIN = only(Role.ADMINISTRATOR, answer=303)

PAGES: tuple[Page, ...] = (
    Page("sending.index", "GET", "/sending/", KEEPERS),
    Page("sending.retry_all", "POST", "/sending/retry", AGAIN),
    Page("sending.retry", "POST", "/sending/{own_outbox}/retry", AGAIN),
    Page("sending.count_as_sent", "POST", "/sending/{own_outbox}/sent", AGAIN),
)

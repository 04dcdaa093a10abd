"""Closing of periods and leave to write late: deputies close and answer, teachers ask (rights.md, «closing»)."""

from __future__ import annotations

from rules.terms import Role
from tests.access.matrix.endpoints import Page, Who, may, only
from tests.access.matrix.world import SUBSTITUTE

WRITERS = (Role.DEPUTY_UPR, Role.DEPUTY_OOD)


def asker(answer: int) -> Who:
    """The teacher of the journal; a substitute has no journal there to ask for."""
    return lambda role, who: 404 if who == SUBSTITUTE else only(Role.TEACHER, answer=answer)(role, who)


PAGES: tuple[Page, ...] = (
    Page("periods.index", "GET", "/control/periods/", may("R", "closing")),
    Page("periods.close", "POST", "/control/periods/close", may("C", "closing", 303), send=lambda: {
        "data": {"scope": "month", "starts": "2023-10-01", "ends": "2023-10-31"}}),
    Page("periods.grant", "POST", "/control/periods/requests/{own_reopening_request}/grant", only(*WRITERS, answer=303),
         "/control/periods/requests/999999999/grant", only(*WRITERS, answer=404), send=lambda: {"data": {"days": "3"}}),
    Page("periods.decline", "POST", "/control/periods/requests/{own_reopening_request}/decline",
         only(*WRITERS, answer=303), "/control/periods/requests/999999999/decline", only(*WRITERS, answer=404),
         send=lambda: {"data": {"reply": "Срок прошёл давно"}}),
    Page("periods.of_journal", "GET", "/journal/{journal}/reopening", asker(200), "/journal/{away_journal}/reopening",
         only(Role.TEACHER, answer=404)),
    Page("periods.ask", "POST", "/journal/{journal}/reopening", asker(303), "/journal/{away_journal}/reopening",
         only(Role.TEACHER, answer=404), send=lambda: {
             "data": {"starts": "2023-10-16", "ends": "2023-10-16", "reason": "Болезнь преподавателя"}}),
)

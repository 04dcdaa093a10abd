"""The forecast: a journal's own as its results, those at risk to the office and the curator; never to a family."""

from __future__ import annotations

from access.scopes import ADMINISTRATION
from rules.terms import Role
from tests.access.matrix.endpoints import Answer, Page, Who, foreign, of_practice, only

READERS = (*ADMINISTRATION, Role.METHODIST, Role.CURATOR)
OFFICE = (*ADMINISTRATION, Role.METHODIST)


def readers(role: Role | None, who: str) -> Answer:
    """As of results: a substitute has the lesson only (п. 6.1), the senior master practice."""
    return 404 if role is Role.SENIOR_MASTER else of_practice(role, who)


def none_of_practice(role: Role | None, who: str) -> Answer:
    """Nothing is foretold of a practice; whoever may ask gets 404."""
    answer = of_practice(role, who)
    return 404 if answer == 200 else answer


def elsewhere() -> Who:
    """Another's group: the office reads it, a curator has only the own one."""
    return lambda role, who: 404 if role is Role.CURATOR else only(*OFFICE)(role, who)


PAGES: tuple[Page, ...] = (
    Page("forecast.show", "GET", "/journal/{journal}/forecast", readers, "/journal/{away_journal}/forecast",
         foreign("R", "journal")),
    Page("forecast.show", "GET", "/journal/{practice_journal}/forecast", none_of_practice),
    Page("forecast.risk", "GET", "/control/risk/", only(*READERS), "/control/risk/?group={away_group}", elsewhere()),
)

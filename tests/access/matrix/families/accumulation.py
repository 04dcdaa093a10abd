"""Accumulation: all to the administration and the methodist, own journals to a teacher, the own group to a curator."""

from __future__ import annotations

from access.scopes import ADMINISTRATION
from rules.terms import Role
from tests.access.matrix.endpoints import Answer, Page, only
from tests.access.matrix.world import SUBSTITUTE

OFFICE = (*ADMINISTRATION, Role.METHODIST)
READERS = (*OFFICE, Role.CURATOR, Role.TEACHER)
ROOT = "/control/accumulation"


def home(role: Role | None, who: str) -> Answer:
    """A substitute has the lesson only."""
    return 404 if who == SUBSTITUTE else only(*READERS)(role, who)


def away(role: Role | None, who: str) -> Answer:
    return 404 if role in (Role.CURATOR, Role.TEACHER) else only(*OFFICE)(role, who)


PAGES: tuple[Page, ...] = (
    Page("accumulation.index", "GET", f"{ROOT}/", only(*READERS)),
    Page("accumulation.show", "GET", ROOT + "/{journal}", home, ROOT + "/{away_journal}", away),
)

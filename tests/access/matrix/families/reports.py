"""Reports: what the reader may read (rights.md): the office all, a curator own group, a teacher own journals."""

from __future__ import annotations

from access.scopes import ADMINISTRATION
from rules.terms import Role
from tests.access.matrix.endpoints import Answer, Page, Who, only

OFFICE = (*ADMINISTRATION, Role.METHODIST)
ANYBODY = (*OFFICE, Role.CURATOR, Role.TEACHER)


def of_group(*whole: Role) -> Who:
    """Another's group: found by those who read all of them, not there for the curator of another."""
    def asked(role: Role | None, who: str) -> Answer:
        return only(*whole)(role, who) if role is not Role.CURATOR else 404
    return asked


PAGES: tuple[Page, ...] = (
    Page("reports.index", "GET", "/reports/", only(*ANYBODY)),
    Page("reports.show", "GET", "/reports/group?group={group}", only(*OFFICE, Role.CURATOR),
         "/reports/group?group={away_group}", of_group(*OFFICE)),
    Page("reports.show", "GET", "/reports/discipline", only(*ANYBODY),
         "/reports/discipline?teacher={stranger}", lambda role, who: 404 if role in (Role.TEACHER, Role.CURATOR)
         else only(*OFFICE)(role, who)),
    Page("reports.show", "GET", "/reports/nothing", only(*ANYBODY, answer=404)),
    Page("reports.print_report", "GET", "/reports/group/print.xlsx?group={group}", only(*OFFICE, Role.CURATOR),
         "/reports/group/print.xlsx?group={away_group}", of_group(*OFFICE)),
)

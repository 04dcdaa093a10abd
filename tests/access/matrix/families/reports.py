"""Reports: what the reader may read (rights.md): the office all, a curator own group, a teacher own journals."""

from __future__ import annotations

from access.scopes import ADMINISTRATION
from rules.terms import Role
from tests.access.matrix.endpoints import Answer, Page, Who, only

OFFICE = (*ADMINISTRATION, Role.METHODIST)
STAFF = (*OFFICE, Role.SENIOR_MASTER, Role.DATA_CLERK, Role.CURATOR, Role.TEACHER)


def of_group(*whole: Role) -> Who:
    """Another's group: found by those who read all of them, not there for the curator of another."""
    def asked(role: Role | None, who: str) -> Answer:
        return only(*whole)(role, who) if role is not Role.CURATOR else 404
    return asked


PAGES: tuple[Page, ...] = (
    Page("reports.index", "GET", "/reports/", only(*STAFF)),
    Page("reports.show", "GET", "/reports/group?group={group}", only(*OFFICE, Role.CURATOR),
         "/reports/group?group={away_group}", of_group(*OFFICE)),
    Page("reports.show", "GET", "/reports/discipline", only(*OFFICE, Role.CURATOR, Role.TEACHER),
         "/reports/discipline?teacher={stranger}", lambda role, who: 404 if role in (Role.TEACHER, Role.CURATOR)
         else only(*OFFICE)(role, who)),
    Page("reports.show", "GET", "/reports/current?group={group}", only(*OFFICE, Role.CURATOR),
         "/reports/current?group={away_group}", of_group(*OFFICE)),
    Page("reports.show", "GET", "/reports/curator?group={group}", only(*ADMINISTRATION, Role.CURATOR),
         "/reports/curator?group={away_group}", of_group(*ADMINISTRATION)),
    Page("reports.show", "GET", "/reports/attendance?group={group}", only(*OFFICE, Role.CURATOR),
         "/reports/attendance?group={away_group}", of_group(*OFFICE)),
    Page("reports.show", "GET", "/reports/compare?group={group}", only(*OFFICE, Role.CURATOR),
         "/reports/compare?group={away_group}", of_group(*OFFICE)),
    Page("reports.show", "GET", "/reports/hours", only(*OFFICE, Role.TEACHER),
         "/reports/hours?teacher={stranger}", lambda role, who: 404 if role is Role.TEACHER
         else only(*OFFICE)(role, who)),
    Page("reports.show", "GET", "/reports/hours-year", only(*OFFICE, Role.TEACHER),
         "/reports/hours-year?teacher={stranger}", lambda role, who: 404 if role is Role.TEACHER
         else only(*OFFICE)(role, who)),
    Page("reports.show", "GET", "/reports/practice", only(*OFFICE, Role.SENIOR_MASTER, Role.CURATOR, Role.TEACHER)),
    Page("reports.show", "GET", "/reports/movement", only(*STAFF)),
    Page("reports.show", "GET", "/reports/nothing", only(*STAFF, answer=404)),
    Page("reports.repeat", "POST", "/reports/group/repeat", only(*OFFICE, Role.CURATOR, answer=400)),
    Page("reports.remove", "POST", "/reports/saved/{own_saved_report}/delete", only(*STAFF, answer=303),
         "/reports/saved/{foreign_saved_report}/delete", only(*STAFF, answer=404)),
    Page("reports.ready", "GET", "/reports/ready/{own_saved_report}", only(*STAFF, answer=404),  # a schedule, no file
         "/reports/ready/{foreign_saved_report}", only(*STAFF, answer=404)),
    Page("reports.print_report", "GET", "/reports/group/print.xlsx?group={group}", only(*OFFICE, Role.CURATOR),
         "/reports/group/print.xlsx?group={away_group}", of_group(*OFFICE)),
)

"""The sheet of п. 5.7: all of it to the office, practice to the senior master, the own group, the own journals."""

from __future__ import annotations

from access.scopes import ADMINISTRATION
from rules.terms import Role
from tests.access.matrix.endpoints import Answer, Page, Who, only

OFFICE = (*ADMINISTRATION, Role.METHODIST)
READERS = (*OFFICE, Role.SENIOR_MASTER, Role.CURATOR, Role.TEACHER)


def of_group(*roles: Role) -> Who:
    """The sheet of a group: 404 to those who read other sheets."""
    def asked(role: Role | None, who: str) -> Answer:
        if role is None:
            return 302
        return 200 if role in roles else 404 if role in READERS else 403
    return asked


HOME = of_group(*OFFICE, Role.SENIOR_MASTER, Role.CURATOR)
AWAY = of_group(*OFFICE)

PAGES: tuple[Page, ...] = (
    Page("control.index", "GET", "/control/", only(*READERS)),
    Page("control.index", "GET", "/control/?scope=group:{group}", HOME, "/control/?scope=group:{away_group}", AWAY),
    Page("control.index", "GET", "/control/?scope=college", of_group(*OFFICE, Role.SENIOR_MASTER),
         "/control/?scope=teacher:{stranger}", of_group(*OFFICE, Role.SENIOR_MASTER)),
    Page("control.rows", "GET", "/control/rows/families", only(*READERS)),
    Page("control.rows", "GET", "/control/rows/no-marks?scope=group:{group}", HOME,
         "/control/rows/no-marks?scope=group:{away_group}", AWAY),
    Page("control.paper", "GET", "/control/sheet.xlsx", only(*READERS)),
    Page("control.paper", "GET", "/control/sheet.xlsx?scope=group:{group}", HOME,
         "/control/sheet.xlsx?scope=group:{away_group}", AWAY),
)

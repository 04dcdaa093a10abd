"""The clocks: everybody's to the administration and the methodist, practice to the master, own to a teacher."""

from __future__ import annotations

from access.scopes import ADMINISTRATION
from rules.terms import Role
from tests.access.matrix.endpoints import Page, only

READERS = (*ADMINISTRATION, Role.METHODIST, Role.SENIOR_MASTER, Role.TEACHER)
ROOT = "/control/clocks"

PAGES: tuple[Page, ...] = (
    Page("clocks.index", "GET", f"{ROOT}/", only(*READERS)),
    Page("clocks.lessons", "GET", f"{ROOT}/lessons", only(*READERS), f"{ROOT}/lessons?teacher=99999999",
         only(*READERS, answer=404)),
    Page("clocks.table", "GET", f"{ROOT}/clocks.xlsx", only(*READERS)),
)

"""Archives of years: the administrator makes and checks, the administration reads; deputies take a year back."""

from __future__ import annotations

from rules.terms import Role
from tests.access.matrix.endpoints import Page, may, only

GONE = "/archive/999999999"
YEAR = "/archive/{own_academic_year}"
REOPENERS = (Role.DEPUTY_UPR, Role.DEPUTY_OOD)

PAGES: tuple[Page, ...] = (
    Page("archive.index", "GET", "/archive/", may("R", "job_run")),
    Page("archive.create", "POST", f"{YEAR}/create", may("C", "job_run", 422),  # the year goes on
         f"{GONE}/create", may("C", "job_run", 404)),
    Page("archive.check", "POST", f"{YEAR}/check", may("C", "job_run", 404),  # nothing to check yet
         f"{GONE}/check", may("C", "job_run", 404)),
    Page("archive.download", "GET", f"{YEAR}/download", may("R", "job_run", 404),
         f"{GONE}/download", may("R", "job_run", 404)),
    Page("archive.give_back", "POST", f"{YEAR}/return", only(*REOPENERS, answer=422),  # it is not archived
         f"{GONE}/return", only(*REOPENERS, answer=404)),
)

"""Numbered documents: each of the staff what the form shows to the role; the check of a code is open to all."""

from __future__ import annotations

from access.scopes import ADMINISTRATION
from rules.terms import Role
from tests.access.matrix.endpoints import Page, only
from tests.access.matrix.families.reports import OFFICE, STAFF
from tests.access.matrix.world import OPEN_CODE

GROUPS = (*OFFICE, Role.CURATOR)

PAGES: tuple[Page, ...] = (
    Page("issued.index", "GET", "/documents/", only(*STAFF)),
    Page("issued.order_set", "POST", "/documents/sets", only(*OFFICE, answer=303)),
    Page("issued.new", "GET", "/documents/new/studies", only(*GROUPS)),
    Page("issued.issue", "POST", "/documents/new/studies", only(*GROUPS, answer=422)),
    Page("issued.table", "GET", "/documents/new/transcript/table.xlsx", only(*GROUPS, answer=404)),
    Page("issued.show", "GET", "/documents/{own_issued_document}", only(*STAFF),
         "/documents/{foreign_issued_document}", lambda role, who: 302 if role is None else 200
         if role in ADMINISTRATION else 404 if role in STAFF else 403),
    Page("issued.paper", "GET", "/documents/{own_issued_document}/file.pdf", only(*STAFF, answer=404),  # no bytes kept
         "/documents/{foreign_issued_document}/file.pdf", only(*STAFF, answer=404)),
    Page("verify.index", "GET", "/verify/", lambda role, who: 200),
    Page("verify.show", "GET", f"/verify/{OPEN_CODE}", lambda role, who: 200),
    Page("verify.compare", "POST", f"/verify/{OPEN_CODE}", lambda role, who: 422),
)

"""Turning of the year, data of leavers: «academic year», «journal», «group», «student» of rights.md."""

from __future__ import annotations

from rules.terms import Role
from tests.access.matrix.endpoints import Page, may, only

TURNERS = (Role.ADMINISTRATOR, Role.DEPUTY_OOD, Role.METHODIST, Role.DATA_CLERK)
ERASERS = (Role.ADMINISTRATOR, Role.DATA_CLERK)

PAGES: tuple[Page, ...] = (
    Page("year.index", "GET", "/year/", may("R", "year_operation")),
    Page("year.preview", "GET", "/year/2023/2", may("C", "year_operation"), "/year/2031/1",
         only(*TURNERS, answer=404)),
    Page("year.apply", "POST", "/year/2023/2", may("C", "year_operation", (303, 422)), "/year/2031/1",
         only(*TURNERS, answer=404)),
    Page("year.take_back", "POST", "/year/operations/{own_year_operation}/undo", only(*TURNERS, answer=422),
         "/year/operations/999999999/undo", only(*TURNERS, answer=404)),
    Page("leavers.index", "GET", "/leavers/", may("R", "erasure")),
    Page("leavers.look", "GET", "/leavers/{student}", only(*ERASERS), "/leavers/999999999", only(*ERASERS, answer=404)),
    Page("leavers.confirm", "POST", "/leavers/{student}", only(*ERASERS, answer=422), "/leavers/999999999",
         only(*ERASERS, answer=404)),
    Page("leavers.act", "GET", "/leavers/acts/{own_erasure}.pdf", may("R", "erasure"), "/leavers/acts/999999999.pdf",
         may("R", "erasure", 404)),
)

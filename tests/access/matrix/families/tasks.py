"""Background tasks: everybody of the staff one's own, never another's; learners order none."""

from __future__ import annotations

from tests.access.matrix.endpoints import Page, only
from tests.access.matrix.families.reports import STAFF

PAGES: tuple[Page, ...] = (
    Page("tasks.index", "GET", "/tasks/", only(*STAFF)),
    Page("tasks.show", "GET", "/tasks/{own_task}", only(*STAFF),
         "/tasks/{foreign_task}", only(*STAFF, answer=404)),
    Page("tasks.stop", "POST", "/tasks/{own_task}/stop", only(*STAFF, answer=303),
         "/tasks/{foreign_task}/stop", only(*STAFF, answer=404)),
    Page("tasks.result", "GET", "/tasks/{own_task}/file", only(*STAFF, answer=404),  # it waits: there is no file yet
         "/tasks/{foreign_task}/file", only(*STAFF, answer=404)),
)

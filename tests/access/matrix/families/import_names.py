"""Names of a waiting file: whoever loads it; a file that asks nothing has no such page."""

from __future__ import annotations

from tests.access.matrix.endpoints import Page, foreign, may

PAGES: tuple[Page, ...] = tuple(
    Page(f"imports.{name}", method, "/imports/{own_import_batch}/names", may("C", "import_batch", 404),
         "/imports/{foreign_import_batch}/names", foreign("C", "import_batch", 404))
    for name, method in (("names", "GET"), ("answer_names", "POST")))

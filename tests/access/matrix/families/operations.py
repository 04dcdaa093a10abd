"""What watches over the journal, from the machine itself (п. 9.6)."""

from __future__ import annotations

from tests.access.matrix.endpoints import Page, anybody

PAGES: tuple[Page, ...] = (Page("metrics.index", "GET", "/metrics", anybody()),)

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest


class Complaints(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


@pytest.fixture(autouse=True)
def complaints() -> Iterator[list[str]]:
    """A missing glyph or a refused resource is only logged; here it fails the test that did not expect it."""
    handler = Complaints()
    loggers = [logging.getLogger(name) for name in ("documents", "xhtml2pdf")]
    for logger in loggers:
        logger.addHandler(handler)
    yield handler.lines
    for logger in loggers:
        logger.removeHandler(handler)
    assert not handler.lines, handler.lines

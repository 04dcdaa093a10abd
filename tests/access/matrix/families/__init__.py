"""The lines of the matrix, a file per family of pages; an endpoint that no file names fails the matrix."""

from __future__ import annotations

import importlib
import pkgutil

from tests.access.matrix.endpoints import Page

PAGES: tuple[Page, ...] = tuple(
    page for found in pkgutil.iter_modules(__path__)
    for page in importlib.import_module(f"{__name__}.{found.name}").PAGES)

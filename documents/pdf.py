"""The only way from HTML to PDF: xhtml2pdf that can read nothing but our fonts, large tables drawn natively."""

from __future__ import annotations

import html as html_entities
import io
from collections.abc import Mapping
from contextvars import ContextVar
from functools import cache
from typing import TYPE_CHECKING, Any

from documents.fonts import BOLD_FILE, FAMILY, FONTS_DIR, REGULAR_FILE, load_fonts, printable, report_missing_glyphs
from documents.grid import Grid

if TYPE_CHECKING:
    from xhtml2pdf.config.resources import ResourceAccessPolicy

RENDER_SECONDS = 25
DOCUMENT_BYTES = 4 * 1024 * 1024
BASE_CSS = f"""
@font-face {{ font-family: {FAMILY}; src: url('{REGULAR_FILE}') }}
@font-face {{ font-family: {FAMILY}; font-weight: bold; src: url('{BOLD_FILE}') }}
html, body, p, div, td, th, h1, h2, h3, b, strong {{ font-family: {FAMILY} }}
body {{ font-size: 10pt; color: #000 }}
p, h1, h2, h3 {{ margin: 0; padding: 0 }}
"""

_grids: ContextVar[Mapping[str, Grid]] = ContextVar("grids")


class PaperError(Exception):
    """A document that could not be made whole."""


def render_pdf(
    body: str, *, css: str = "", title: str = "", grids: Mapping[str, Grid] | None = None, seconds: int = RENDER_SECONDS
) -> bytes:
    """PDF of the HTML, where `<pdf:grid name="x"></pdf:grid>` stands for `grids["x"]`; same input, same bytes."""
    _prepare_engine()
    from xhtml2pdf import pisa

    grids = grids or {}
    source = printable(_page(body, css, title))
    report_missing_glyphs(html_entities.unescape(source) + "".join(map(printable, _texts(grids))))
    out = io.BytesIO()
    token = _grids.set(grids)
    try:
        status = pisa.CreatePDF(
            source, out, path=str(FONTS_DIR / "document.html"), encoding="utf-8", resource_policy=_policy(seconds)
        )
    finally:
        _grids.reset(token)
    if status.err:
        raise PaperError("; ".join(str(entry[2]) for entry in status.log))
    return out.getvalue()


def _page(body: str, css: str, title: str) -> str:
    head = f"<title>{html_entities.escape(title)}</title><style>{BASE_CSS}{css}</style>"
    return f'<!doctype html><html lang="ru"><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'


def _texts(grids: Mapping[str, Grid]) -> list[str]:
    return [text for grid in grids.values() for text in grid.texts()]


def _policy(seconds: int) -> ResourceAccessPolicy:
    """No network, no file outside the fonts, a limit on everything."""
    from xhtml2pdf.config.resources import ResourceAccessPolicy

    return ResourceAccessPolicy.server(
        FONTS_DIR, allow_remote=False, max_render_seconds=seconds, max_document_bytes=DOCUMENT_BYTES
    )


@cache
def _prepare_engine() -> None:
    """Imports on the first document (they cost memory), constant dates in the file, and the grid tag, once."""
    from reportlab import rl_config
    from xhtml2pdf import default, parser, tags

    rl_config.invariant = 1
    load_fonts()

    # The parser looks tags up among its own globals by this name.
    parser.pisaTagPDFGRID = type("pisaTagPDFGRID", (tags.pisaTag,), {"start": _start_grid})
    default.TAGS["pdf:grid"] = default.TAGS["pdfgrid"] = (1, {"name": (default.STRING, "")})


def _start_grid(tag: Any, context: Any) -> None:
    from documents.drawing import draw_grid

    context.addPara()
    context.addStory(draw_grid(_grids.get()[tag.attr.name]))

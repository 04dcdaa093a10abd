"""Copies of several forms in one file, without numbers and codes, each from a new page: for the archive (п. 7.5)."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from documents.footer import footer
from documents.forms.frame import head_lines, page_css, signature_lines
from documents.forms.layout import GAP, WIDTHS, Layout, grid_tag
from documents.pdf import render_pdf
from queries.reports.ask import Letterhead

LONGEST = 120  # seconds: thirty sheets, and the machine may be busy


def copies_pdf(title: str, layouts: Sequence[Layout], head: Letterhead) -> bytes:
    """All of them are laid out for the same page."""
    body, grids = footer(f"Копия из архива. {title}", WIDTHS[layouts[0].page]), {}
    for place, layout in enumerate(layouts):
        inner = str(layout.body)
        for name, grid in layout.grids.items():
            grids[f"{place}-{name}"] = grid
            inner = inner.replace(str(grid_tag(name)), str(grid_tag(f"{place}-{name}")))
        lines = Markup("").join(Markup('<p class="line">{}</p>').format(line) for line in layout.lines)
        body += Markup("{}{}<h1>{}</h1>{}{}{}{}").format(
            Markup("<pdf:nextpage/>") if place else "", head_lines(head), layout.title, lines, GAP,
            Markup(inner), signature_lines(layout.signatures, head))  # noqa: S704 - escaped when it was laid out
    return render_pdf(body, css=page_css(layouts[0]), title=title, grids=grids, seconds=LONGEST)

"""The line at the foot of a printed page: what the paper is, which of its pages this one is."""

from __future__ import annotations

from markupsafe import Markup

from documents.fonts import fitting

SIZE, PAGES = 8, 26.0  # points; millimetres of the page number
LINE = Markup('<div id="footer"><table><tr><td>{}</td><td class="pages">Стр. <pdf:pagenumber/> из <pdf:pagecount/></td>'
              "</tr></table></div>")
CSS = f"#footer td {{ font-size: {SIZE}pt; padding: 0 }} #footer .pages {{ width: {PAGES}mm; text-align: right }}"


def footer(text: str, width: float) -> Markup:
    """Beside the page number on one line, whatever its length; ``width`` of the page between its margins."""
    return LINE.format(fitting(text, width - PAGES - 2, SIZE))


def footer_frame(side: float, bottom: float = 5) -> str:
    """Where the line stands: a rule inside ``@page``, in millimetres from the edges."""
    return (f"@frame footer {{ -pdf-frame-content: footer; bottom: {bottom}mm; left: {side}mm; right: {side}mm; "
            "height: 6mm }")

"""The frame of every numbered form: requisites, number and date above; signatures, code and QR below (п. 4.1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from documents.footer import CSS as FOOTER_CSS
from documents.footer import footer, footer_frame
from documents.forms.layout import CSS, GAP, WIDTHS, Layout
from documents.pdf import render_pdf
from documents.reports.paper import Signature
from queries.reports.ask import Letterhead
from rules.documents import date_in_words, shown_code

PAGES = {"portrait": "a4 portrait", "landscape": "a4 landscape", "a3": "a3 landscape"}
MARGINS = {"portrait": 15.0, "landscape": 10.0, "a3": 10.0}  # millimetres at the sides
OFFICES = {"Директор": "director", "Заместитель директора": "deputy"}  # whose names the college has set
LONGEST = 60  # seconds


@dataclass(frozen=True)
class Frame:
    """What a paper bears beside its own words; ``address`` is where its code is checked."""

    head: Letterhead
    designation: str
    day: dt.date
    code: str
    address: str


def form_pdf(layout: Layout, frame: Frame) -> bytes:
    """The form in its frame; the same layout and frame give the same bytes."""
    title = f"{layout.title} № {frame.designation}"
    body = footer(title, WIDTHS[layout.page]) + _header(layout, frame) + layout.body + _foot(layout, frame)
    return render_pdf(body, css=page_css(layout), title=title, grids=layout.grids, seconds=LONGEST)


def check_block(frame: Frame) -> Markup:
    """The QR and the words by which anybody finds out whether the paper is genuine."""
    return Markup(
        '<table class="check"><tr><td class="qr"><pdf:barcode value="{}" type="qr" barwidth="17mm" barheight="17mm" />'
        "</td><td><p>Документ № {} от {:%d.%m.%Y} составлен в электронном журнале. "
        "Подлинность проверяется по адресу</p>"
        '<p><b>{}</b></p><p>Код проверки: <b>{}</b></p></td><td class="seal">М. П.</td></tr></table>'
    ).format(frame.address, frame.designation, frame.day, frame.address, shown_code(frame.code))


def _foot(layout: Layout, frame: Frame) -> Markup:
    """Signatures over the check; beside it on a turned page, which is low."""
    signs, check = signature_lines(layout.signatures, frame.head), check_block(frame)
    if layout.page == "portrait":
        return signs + check
    return Markup('<table class="foot"><tr><td class="left">{}</td><td>{}</td></tr></table>').format(signs, check)


def head_lines(head: Letterhead) -> Markup:
    """Founder, name, requisites of the college, as far as they are set."""
    lines = [(head.founder, "cap"), (head.title, "college"), (head.requisites, "cap")]
    return Markup("").join(Markup('<p class="{}">{}</p>').format(kind, line) for line, kind in lines if line)


def _header(layout: Layout, frame: Frame) -> Markup:
    lines = Markup("").join(Markup('<p class="line">{}</p>').format(line) for line in layout.lines)
    return Markup('{}<h1>{}</h1><p class="line">№ {} от {}</p>{}{}').format(
        head_lines(frame.head), layout.title, frame.designation, date_in_words(frame.day), lines, GAP)


def signature_lines(signatures: Sequence[Signature], head: Letterhead) -> Markup:
    if not signatures:
        return Markup("")
    rows = [Markup('<tr><td class="office">{}</td><td class="sign">____________________</td><td>{}</td></tr>').format(
        one.office, one.name or getattr(head, OFFICES.get(one.office, ""), "") or "____________________")
        for one in signatures]
    return Markup('<table class="signs">{}</table>').format(Markup("").join(rows))


def page_css(layout: Layout) -> str:
    side = MARGINS[layout.page]
    return CSS + FOOTER_CSS + f"""
    @page {{ size: {PAGES[layout.page]}; margin: 10mm {side}mm 14mm {side}mm;
      {footer_frame(side)} }}
    .cap {{ font-size: 8pt; text-align: center }} .college {{ font-size: 11pt; font-weight: bold; text-align: center }}
    h1 {{ font-size: 14pt; text-align: center; padding-top: 3mm; padding-bottom: 1mm }}
    .line {{ font-size: 10pt; text-align: center; line-height: 1.15 }}
    .signs {{ padding-top: 3mm }} .signs td {{ font-size: 10pt; padding-top: 2mm; line-height: 1.1 }}
    .signs .office {{ width: {70 if layout.page == "portrait" else 46}mm }}
    .signs .sign {{ width: {55 if layout.page == "portrait" else 42}mm }}
    .check {{ padding-top: 3mm }} .check td {{ font-size: 8pt; vertical-align: middle; line-height: 1.1 }}
    .check .qr {{ width: 21mm }} .check .seal {{ width: 16mm; text-align: right; font-size: 9pt }}
    .foot td {{ vertical-align: top }} .foot .left {{ width: 50% }}
    """

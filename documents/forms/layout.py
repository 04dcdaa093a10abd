"""A printed form without its frame: what stands between the requisites and the signatures (п. 4.1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from markupsafe import Markup

from documents.grid import Grid
from documents.reports.paper import Signature

Page = Literal["portrait", "landscape", "a3"]
WIDTHS: dict[Page, float] = {"portrait": 180.0, "landscape": 277.0, "a3": 400.0}  # millimetres between the margins


@dataclass(frozen=True, slots=True)
class Layout:
    """``lines`` stand under the title; ``body`` is HTML where `<pdf:grid>` draws one of ``grids``."""

    title: str
    lines: Sequence[str]
    body: Markup
    grids: Mapping[str, Grid] = field(default_factory=dict)
    signatures: Sequence[Signature] = ()
    page: Page = "portrait"


def grid_tag(name: str) -> Markup:
    """Where a grid of the layout is drawn."""
    return Markup('<pdf:grid name="{}"></pdf:grid>').format(name)


GAP = Markup('<p class="gap">&nbsp;</p>')  # a paragraph right after a grid would touch it


def facts(rows: Sequence[tuple[str, str]]) -> Markup:
    """«Группа: ИС-21», a line for each that is known."""
    told = [Markup('<tr><td class="fact">{}</td><td class="told">{}</td></tr>').format(name, value)
            for name, value in rows if value]
    return Markup('<table class="facts">{}</table>').format(Markup("").join(told))


CSS = """
.facts td { font-size: 10pt; padding: 0.2mm 1mm 0.2mm 0; line-height: 1.15; vertical-align: top }
.facts .fact { width: 44mm } .facts .told { font-weight: bold }
.gap { font-size: 5pt }
.text { font-size: 11pt; line-height: 1.4; padding-bottom: 2mm; text-align: justify }
h2 { font-size: 11pt; padding-top: 3mm; padding-bottom: 1.2mm } .line { font-size: 10pt; text-align: center }
.note { font-size: 8pt; padding-top: 1.2mm }
.caption { font-size: 10.5pt; font-weight: bold; padding-top: 3mm; padding-bottom: 1.2mm }
"""

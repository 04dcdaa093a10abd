"""Act of erasing the data of a person who left (152-ФЗ; order 9)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from documents.pdf import render_pdf
from rules.words import date_words

CSS = """
@page { size: a4; margin: 20mm 15mm 20mm 25mm }
h1 { font-size: 14pt; text-align: center; margin: 8mm 0 2mm }
p { margin: 0 0 3mm; line-height: 1.4 }
p.c { text-align: center }
table { width: 100%; margin: 1mm 0 4mm }
td, th { border: 0.5pt solid #000; padding: 1.5mm 2mm; font-size: 9.5pt; vertical-align: top }
th { text-align: left }
table.sign td { border: 0; padding: 4mm 0 0 }
"""


@dataclass(frozen=True)
class ActSheet:
    """What the act says."""

    college: str
    city: str
    director: str
    number: int
    day: dt.date
    person: str
    left: str
    basis: str
    erased: Sequence[tuple[str, int]]
    kept: Sequence[tuple[str, int, str]]
    clerk: str
    position: str


def act_pdf(sheet: ActSheet) -> bytes:
    erased = "".join(f"<tr><td>{escape(title)}</td><td>{number}</td></tr>" for title, number in sheet.erased)
    kept = "".join(f"<tr><td>{escape(title)}</td><td>{number}</td><td>{escape(term)}</td></tr>"
                   for title, number, term in sheet.kept)
    return render_pdf(
        f"<p class='c'><b>{escape(sheet.college)}</b></p>"
        f"<h1>АКТ № {sheet.number}</h1><p class='c'>об уничтожении персональных данных</p>"
        f"<p class='c'>{escape(sheet.city)}{', ' if sheet.city else ''}{date_words(sheet.day)} {sheet.day.year} г.</p>"
        f"<p>Субъект персональных данных: <b>{escape(sheet.person)}</b> ({escape(sheet.left)}).</p>"
        f"<p>Основание: {escape(sheet.basis)}.</p>"
        "<p>В электронном журнале уничтожены без возможности восстановления:</p>"
        f"<table><tr><th width='75%'>Данные</th><th>Записей</th></tr>{erased or _NOTHING}</table>"
        "<p>Уничтожены ключи, под которыми прежние значения хранил журнал изменений; сам журнал изменений цел. "
        "Из резервных копий данные уходят по мере их замены, не позже чем через 12 месяцев.</p>"
        "<p>Сохранены, потому что хранить их обязывает закон:</p>"
        f"<table><tr><th width='55%'>Данные</th><th>Записей</th><th>Срок хранения</th></tr>{kept}</table>"
        f"<table class='sign'><tr><td width='45%'>{escape(sheet.position)}</td><td width='25%'>____________</td>"
        f"<td>{escape(sheet.clerk)}</td></tr><tr><td>Директор</td><td>____________</td>"
        f"<td>{escape(sheet.director)}</td></tr></table>", css=CSS, title=f"Акт № {sheet.number}")


_NOTHING = "<tr><td colspan='2'>контактных данных и учётных записей не было</td></tr>"

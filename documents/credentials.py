"""Credentials on paper: strips to cut and hand out, a receipt sheet to sign (п. 5.2)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from documents.pdf import render_pdf

COLUMNS = 2


@dataclass(frozen=True)
class Strip:
    name: str
    role: str
    login: str
    password: str


@dataclass(frozen=True)
class CredentialsSheet:
    """address: where to sign in; hours: how long the passwords live; issuer: who hands them out."""

    college: str
    title: str
    address: str
    day: dt.date
    hours: int
    issuer: str
    strips: tuple[Strip, ...]


def credentials_pdf(sheet: CredentialsSheet) -> bytes:
    """Strips with a QR to the address, then the receipt sheet."""
    body = Markup("{}<pdf:nextpage/>{}").format(_strips(sheet), _receipt(sheet))
    return render_pdf(body, css=_CSS, title=f"Реквизиты доступа: {sheet.title}")


def _strips(sheet: CredentialsSheet) -> Markup:
    rows = [sheet.strips[start:start + COLUMNS] for start in range(0, len(sheet.strips), COLUMNS)]
    return Markup('<table class="strips">{}</table>').format(Markup("").join(_row(sheet, row) for row in rows))


def _row(sheet: CredentialsSheet, strips: Sequence[Strip]) -> Markup:
    cells = [_strip(sheet, strip) for strip in strips] + [Markup("<td></td><td></td>")] * (COLUMNS - len(strips))
    return Markup("<tr>{}</tr>").format(Markup("").join(cells))


def _strip(sheet: CredentialsSheet, strip: Strip) -> Markup:
    return Markup(
        '<td class="qr"><pdf:barcode value="{}" type="qr" barwidth="20mm" barheight="20mm" /></td>'
        '<td class="words"><p class="who">{}</p><p class="cap">{}</p><p>Логин: <b>{}</b></p>'
        '<p>Пароль: <b>{}</b></p><p class="cap">{}</p><p class="cap">Действует {} ч, при входе смените</p></td>'
    ).format(sheet.address, strip.name, strip.role, strip.login, strip.password, sheet.address, sheet.hours)


def _receipt(sheet: CredentialsSheet) -> Markup:
    rows = Markup("").join(
        Markup("<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td></td></tr>").format(
            number, strip.name, strip.role, strip.login) for number, strip in enumerate(sheet.strips, 1))
    return Markup(
        '<p class="cap">{}</p><h1>Ведомость выдачи реквизитов доступа</h1><p>{} · {:%d.%m.%Y}</p>'
        '<p class="cap">Логин и пароль получил(а), с ответственностью за их сохранность (п. 9.1, 9.3 Положения) '
        'ознакомлен(а).</p><table class="receipt" repeat="1"><thead><tr><th width="8%">№</th><th width="36%">ФИО</th>'
        '<th width="20%">Кто</th><th width="18%">Логин</th><th width="18%">Подпись</th></tr></thead><tbody>{}</tbody>'
        '</table><p class="sign">Выдал(а) ____________________ / {} /</p>'
    ).format(sheet.college, sheet.title, sheet.day, rows, sheet.issuer)


_CSS = """
@page { size: a4 portrait; margin: 12mm 12mm 12mm 12mm }
h1 { font-size: 14pt; padding-top: 2mm; padding-bottom: 1mm }
.cap { font-size: 8pt }
.strips td { border-top: 0.5pt dashed #777; border-bottom: 0.5pt dashed #777; padding: 2.5mm 1mm 2.5mm 1mm;
             vertical-align: top }
.strips .qr { width: 25mm } .strips .words { width: 68mm; font-size: 10pt }
.who { font-weight: bold }
.receipt th, .receipt td { border: 0.5pt solid #000; padding: 1.2mm; font-size: 9.5pt; vertical-align: middle }
.receipt { margin-top: 3mm }
.sign { padding-top: 8mm }
"""

"""The sheet of п. 5.7 on paper and as a workbook: the figures of the page, cell for cell."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from documents.grid import Grid, GridColumn
from documents.pdf import render_pdf
from documents.table import Column, Table, Value
from documents.xlsx import xlsx_bytes
from queries.indicators import Sheet
from queries.indicators_figures import Figures
from rules.indicators import FORMULAS, Indicator, Share, shown
from rules.words import MONTH_TITLES

HEADS = {
    Indicator.PARTICIPATION: "Записано полностью и в срок, %", Indicator.HOMEWORK: "Задание на дом, %",
    Indicator.MATERIAL: "Материал от плана, %", Indicator.NO_MARKS: "Без отметок, чел.",
    Indicator.ONE_MARK: "Одна отметка, чел.", Indicator.FAMILIES: "Родители и обучающиеся, %",
}
COUNTED = (Indicator.NO_MARKS, Indicator.ONE_MARK)


def sheet_xlsx(sheet: Sheet, period: str) -> bytes:
    """Three sheets: the figures with their formulae, the parts, the months."""
    caption = (_title(sheet), f"{period}, на {sheet.now:%d.%m.%Y %H:%M}")
    heads = [Column(HEADS[one], 18) for one in HEADS]
    figures = Table("Показатели", [Column("Показатель", 34), Column("Значение, %"), Column("Часть"), Column("Всего"),
                                   Column("К прошлому месяцу", 20), Column("Формула", 90)],
                    list(_figures(sheet)), caption)
    parts = Table(sheet.cut.title, [Column("Название", 40), Column("Уточнение", 24), *heads],
                  [(line.title, line.note, *_numbers(line.figures)) for line in sheet.lines]
                  + [("Всего", "", *_numbers(sheet.figures))], caption, 1)
    months = Table("По месяцам", [Column("Месяц", 18), *(Column(one.title, 22) for one in Indicator)],
                   [(f"{MONTH_TITLES[point.month.month - 1]} {point.month.year}",
                     *(point.figures.of(one).percent for one in Indicator)) for point in sheet.trend], caption, 1)
    return xlsx_bytes(figures, parts, months)


def sheet_pdf(sheet: Sheet, period: str) -> bytes:
    """A4: six figures, the parts, the months."""
    body = Markup(
        "<h1>{}</h1><p>{}</p>{}<p class='cap'>{}</p><h2>{}</h2><pdf:grid name='parts'></pdf:grid><h2>По месяцам, %</h2>"
        "<pdf:grid name='months'></pdf:grid><h2>Как посчитано</h2>{}"
    ).format(_title(sheet), f"{period}, на {sheet.now:%d.%m.%Y %H:%M}", _big(sheet),
             "; ".join(f"{title} {_percent(share)}" for title, share in _beside(sheet.figures)), sheet.cut.title,
             Markup("").join(Markup("<p class='cap'><b>{}</b>: {}</p>").format(one.title, FORMULAS[one])
                             for one in Indicator))
    return render_pdf(body, css=_CSS, title=_title(sheet), grids={"parts": _parts(sheet), "months": _months(sheet)})


def _title(sheet: Sheet) -> str:
    return f"Контроль ведения журнала (п.\u00a05.7): {sheet.asked.scope.title}"


def _figures(sheet: Sheet) -> Iterable[tuple[Value, ...]]:
    for one in Indicator:
        share = sheet.figures.of(one)
        yield one.title, share.percent, share.part, share.whole, sheet.comparison(one).words, FORMULAS[one]
    for title, share in _beside(sheet.figures):
        yield title, share.percent, share.part, share.whole


def _beside(figures: Figures) -> Iterable[tuple[str, Share]]:
    """What stands beside the six on the page."""
    yield "Домашнее задание в срок", figures.homework_in_time
    yield "Темы плана с начала семестра", figures.topics
    yield "Без отметок, по отдельным журналам", figures.pairs_without
    yield "Одна отметка, по отдельным журналам", figures.pairs_with_one
    yield "Входили обучающиеся", figures.students_came
    yield "Входили родители", figures.parents_came


def _numbers(figures: Figures) -> list[Value]:
    return [figures.of(one).part if one in COUNTED else figures.of(one).percent for one in HEADS]


def _big(sheet: Sheet) -> Markup:
    cells = Markup("").join(Markup("<td><p class='cap'>{}</p><p class='big'>{}</p><p class='cap'>{} из {}</p>"
                                   "<p class='cap'>{}</p></td>").format(
        one.title, _percent(sheet.figures.of(one)), sheet.figures.of(one).part, sheet.figures.of(one).whole,
        sheet.comparison(one).words) for one in Indicator)
    return Markup("<table class='six'><tr>{}</tr></table>").format(cells)


def _percent(share: Share) -> str:
    return "—" if share.percent is None else f"{shown(share.percent)}\u00a0%"


def _parts(sheet: Sheet) -> Grid:
    columns = [GridColumn(56), *(GridColumn(22, "RIGHT") for _ in HEADS)]
    body = [[", ".join(filter(None, (line.title, line.note))), *_words(line.figures)] for line in sheet.lines]
    return Grid(columns, [["Название", *HEADS.values()]], [12.0], [*body, ["Всего", *_words(sheet.figures)]])


def _words(figures: Figures) -> list[str]:
    return [str(figures.of(one).part) if one in COUNTED else str(figures.of(one)) for one in HEADS]


def _months(sheet: Sheet) -> Grid:
    columns = [GridColumn(56), *(GridColumn(22, "RIGHT") for _ in Indicator)]
    body = [[f"{MONTH_TITLES[point.month.month - 1]} {point.month.year}",
             *(str(point.figures.of(one)) for one in Indicator)] for point in sheet.trend]
    return Grid(columns, [["Месяц", *(one.title for one in Indicator)]], [12.0], body)


_CSS = """
@page { size: a4 portrait; margin: 10mm }
h1 { font-size: 14pt } h2 { font-size: 11pt; padding-top: 3mm; padding-bottom: 1mm }
.cap { font-size: 8pt } .big { font-size: 16pt; font-weight: bold }
.six td { border: 0.5pt solid #777; padding: 1.5mm; vertical-align: top }
"""

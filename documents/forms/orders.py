"""The list of orders about students on paper: everybody whom an order names, under its number (п. 5.4)."""

from __future__ import annotations

from itertools import groupby

from markupsafe import Markup

from documents.forms.layout import GAP, Layout, grid_tag
from documents.grid import Cell, Grid, GridColumn, Row
from documents.reports.paper import Signature
from queries.reports.ask import Letterhead
from queries.reports.movement import Movements, OrderLine

COLUMNS = (GridColumn(9.0, "CENTER"), GridColumn(34.0), GridColumn(30.0), GridColumn(58.0),
           GridColumn(27.0), GridColumn(22.0, "CENTER"))
HEAD = ("№", "Приказ", "Движение", "Фамилия, имя, отчество", "Группа", "С какого дня")
NOTHING = "Приказов за этот период нет."


def orders_layout(data: Movements, head: Letterhead) -> Layout:
    """By the days of orders; students of one order stand together."""
    orders = sorted(data.orders, key=lambda one: (one.order_date, one.order, one.kind))
    rows: list[Row] = []
    place = 0
    for place, (_, group) in enumerate(groupby(orders, key=lambda one: (one.order_date, one.order, one.kind)), 1):
        rows += [_row(place if first == 0 else 0, one) for first, one in enumerate(group)]
    table = grid_tag("orders") if rows else Markup('<p class="text">{}</p>').format(NOTHING)
    total = Markup('<p class="text">Приказов: {}, студентов в них: {}.</p>').format(place, len(orders))
    grid = Grid(COLUMNS, [[Cell(title) for title in HEAD]], (7.0,), rows, row_height=5.0, size=9.0)
    return Layout("Перечень приказов о движении контингента", [data.period.title], table + GAP + total,
                  {"orders": grid} if rows else {}, [Signature("Заместитель директора", head.deputy)])


def _row(place: int, one: OrderLine) -> Row:
    """The order is written once, beside the first of its students."""
    order = f"№ {one.order} от {one.order_date:%d.%m.%Y}" + (f". {one.reason}" if one.reason else "")
    where = " – ".join(name for name in (one.from_group, one.to_group) if name)
    return [str(place or ""), order if place else "", one.kind.title if place else "", one.student, where,
            f"{one.effective_on:%d.%m.%Y}"]

"""The list of orders about students on paper: an order a row, everybody whom it names (п. 5.4)."""

from __future__ import annotations

from itertools import groupby

from markupsafe import Markup

from documents.forms.layout import Layout, grid_tag
from documents.grid import Cell, Grid, GridColumn, Row
from documents.reports.paper import Signature
from queries.reports.movement import Movements, OrderLine

COLUMNS = (GridColumn(9.0, "CENTER"), GridColumn(22.0), GridColumn(22.0, "CENTER"), GridColumn(30.0),
           GridColumn(65.0), GridColumn(32.0))
HEAD = ("№", "Приказ №", "Дата приказа", "Движение", "Студенты", "Основание")
NOTHING = "Приказов за этот период нет."


def orders_layout(data: Movements) -> Layout:
    """By the days of orders; students of one order stand together with their groups and the day it is in force."""
    orders = sorted(data.orders, key=lambda one: (one.order_date, one.order, one.kind))
    rows = [_row(place, list(group)) for place, (_, group) in enumerate(
        groupby(orders, key=lambda one: (one.order_date, one.order, one.kind)), 1)]
    body = grid_tag("orders") if rows else Markup('<p class="text">{}</p>').format(NOTHING)
    total = Markup('<p class="text">Приказов: {}, студентов в них: {}.</p>').format(len(rows), len(orders))
    return Layout("Перечень приказов о движении контингента", [data.period.title], body + total, {
        "orders": Grid(COLUMNS, [[Cell(title) for title in HEAD]], (7.0,), rows, row_height=5.4, size=9.0)}
        if rows else {}, [Signature("Секретарь учебной части")])


def _row(place: int, lines: list[OrderLine]) -> Row:
    first = lines[0]
    reasons = "; ".join(dict.fromkeys(one.reason for one in lines if one.reason))
    return [str(place), f"№ {first.order}", f"{first.order_date:%d.%m.%Y}", first.kind.title,
            "\n".join(map(_student, lines)), reasons]


def _student(one: OrderLine) -> str:
    where = " → ".join(name for name in (one.from_group, one.to_group) if name)
    return ", ".join(part for part in (one.student, where, f"с {one.effective_on:%d.%m.%Y}") if part)

"""Comparison of groups and semesters on paper."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from documents.reports.group import COUNTED, WAYS
from documents.reports.paper import DASH, Heading, Paper, Part, Signature, number
from documents.table import Value
from queries.reports.ask import Letterhead
from queries.reports.compare import Compared, Comparison
from rules.averages import show

INDICATORS = (("performance", "Успев., %"), ("quality", "Качество, %"), ("sou", "СОУ, %"), ("average", "Средний балл"))
EMPTY = "За этот семестр опубликованных итогов нет."


def compare_paper(data: Comparison, head: Letterhead) -> Paper:
    """Courses, then groups; beside each indicator by how much it has changed."""
    lines = [data.period.title + (f" в сравнении с: {data.previous}" if data.previous else "")]
    return Paper("Сравнение групп и семестров", lines,
                 [_part("По курсам", data.courses, data.total), _part("По группам", data.groups, data.total)],
                 [COUNTED, WAYS, "Рядом с показателем — на сколько он выше или ниже, чем в прошлом семестре; прочерк: "
                  "сравнивать не с чем."], [Signature("Заместитель директора", head.deputy)])


def _part(title: str, lines: Sequence[Compared], total: Compared) -> Part:
    columns = [Heading("Группа" if title == "По группам" else "Курс", 30.0), number("Студентов с итогами", 20.0)]
    for _, heading in INDICATORS:
        columns += [number(heading, 20.0), number("к прошлому", 26.0)]
    return Part(title, columns, [_row(one) for one in lines], [_row(total)], empty=EMPTY)


def _row(one: Compared) -> list[Value]:
    values: list[Value] = [one.name, one.now.students]
    for indicator, _ in INDICATORS:
        values += [getattr(one.now, indicator), changed(one.grown(indicator))]
    return values


def changed(by: Decimal | None) -> str:
    """«выше на 3,20», «ниже на 0,15», «так же»."""
    if by is None:
        return DASH
    if not by:
        return "так же"
    return f"{'выше' if by > 0 else 'ниже'} на {show(abs(by))}"

"""The month sheet of teachers' hours on paper."""

from __future__ import annotations

from collections.abc import Sequence

from documents.reports.paper import Heading, Paper, Part, Signature, narrow, number, text
from documents.table import Value
from queries.reports.ask import Letterhead
from queries.reports.month_hours import Exchange, MonthHours, MonthLine

WAYS = ("Часы идут тому, кто провёл занятие (п. 5.6, 6.1). Каждая подгруппа считается преподавателю отдельно. Остаток "
        "— часы плана журнала, не данные до конца месяца, кто бы их ни дал.")


def month_paper(data: MonthHours, head: Letterhead) -> Paper:
    """Teachers' lines by days, then the substitutions."""
    lines = [data.period.title, *([f"Преподаватель {data.teacher}"] if data.teacher else [])]
    parts = [_sheet(data), exchanges("Замены: провёл за других" if data.teacher else "Замены", data.given)]
    if data.teacher:
        parts.append(exchanges("Замены: провели за него", data.received))
    signs = [Signature("Преподаватель", data.teacher)] if data.teacher else []
    return Paper("Ведомость учёта часов преподавателей", lines, parts, [WAYS],
                 [*signs, Signature("Заместитель директора", head.deputy)])


def _sheet(data: MonthHours) -> Part:
    columns = [*_names(data), Heading("Индекс", 19.0), text("Дисциплина"), Heading("Группа", 21.0),
               *(narrow(str(day), day in data.off, 5.6) for day in data.days), number("Всего", 12.0),
               number("Остаток", 14.0)]
    blank: list[Value] = ["Всего", *[""] * (len(columns) - len(data.days) - 3)]
    totals: list[Value] = [*blank, *(data.of_day(day) or "" for day in data.days), data.total, ""]
    return Part("Часы по дням", columns, [_row(one, data) for one in data.lines], [totals],
                empty="В этом месяце занятий не записано.")


def _names(data: MonthHours) -> Sequence[Heading]:
    return () if data.teacher else (Heading("Преподаватель", 30.0),)


def _row(one: MonthLine, data: MonthHours) -> list[Value]:
    title = f"{one.title} (вместо: {one.instead_of})" if one.instead_of else one.title
    who: list[Value] = [] if data.teacher else [one.teacher]
    return [*who, one.index, title, one.group, *(one.days.get(day, "") for day in data.days), one.total,
            "" if one.left is None else one.left]


def exchanges(title: str, lessons: Sequence[Exchange]) -> Part:
    """Substitutions one by one."""
    columns = (Heading("Дата", 20.0), number("Пара", 11.0), text("Дисциплина"), Heading("Группа", 24.0),
               Heading("Провёл", 32.0), Heading("Вместо кого", 32.0), Heading("Причина", 36.0), number("Часы", 12.0))
    rows: list[list[Value]] = [
        [one.date, one.pair, one.title, one.group, one.gave, one.instead_of, one.reason, one.hours]
        for one in lessons]
    total: list[Value] = ["Всего", "", "", "", "", "", "", sum(one.hours for one in lessons)]
    return Part(title, columns, rows, [total], empty="Замен в этом месяце не записано.")

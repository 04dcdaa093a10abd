"""«Форма 2» on paper: a teacher's year by months."""

from __future__ import annotations

from documents.reports.paper import Heading, Paper, Part, Signature, narrow, number, text
from documents.table import Value
from queries.reports.ask import Letterhead
from queries.reports.year_hours import GivenLine, YearHours, YearLine
from rules.words import MONTH_TITLES

WAYS = ("По месяцам — часы, которые преподаватель дал сам в своих журналах. «Дали другие» — замены в его журналах. "
        "Остаток — план за вычетом всего, что дано; со знаком минус — дано больше плана. Если журнал отдан другому "
        "преподавателю, план стоит у того, кто ведёт его теперь (п. 5.6, 7.3).")


def year_paper(data: YearHours, head: Letterhead) -> Paper:
    """Journals by months, lessons given for others, the sums of each teacher."""
    lines = [data.period.title, *([f"Преподаватель {data.teacher}"] if data.teacher else [])]
    signs = [Signature("Преподаватель", data.teacher)] if data.teacher else []
    return Paper("Годовой учёт часов преподавателей (форма 2)", lines,
                 [_journals(data), _given(data), _teachers(data)], [WAYS],
                 [*signs, Signature("Заместитель директора", head.deputy)])


def _months(data: YearHours) -> list[Heading]:
    return [narrow(MONTH_TITLES[month - 1], width=9.0) for month in data.months]


def _journals(data: YearHours) -> Part:
    columns = [Heading("Преподаватель", 30.0), Heading("Группа", 24.0), text("Дисциплина"), number("План год", 12.0),
               number("I сем.", 11.0), number("II сем.", 11.0), *_months(data), number("Дано сам", 12.0),
               number("Дали другие", 15.0), number("Остаток", 15.0)]
    return Part("Свои журналы", columns, [_journal(one, data) for one in data.lines], [_sums(data)],
                empty="За этот год журналов нет.")


def _journal(one: YearLine, data: YearHours) -> list[Value]:
    return [one.teacher, one.group, one.title, one.planned, *one.plan,
            *(one.months.get(month, "") for month in data.months), one.own, one.received,
            "" if one.left is None else one.left]


def _sums(data: YearHours) -> list[Value]:
    months = [sum(one.months.get(month, 0) for one in data.lines) or "" for month in data.months]
    return ["Всего", "", "", sum(one.planned for one in data.lines), sum(one.plan[0] for one in data.lines),
            sum(one.plan[1] for one in data.lines), *months, sum(one.own for one in data.lines),
            sum(one.received for one in data.lines), sum(one.left or 0 for one in data.lines)]


def _given(data: YearHours) -> Part:
    columns = [Heading("Преподаватель", 30.0), Heading("Группа", 24.0), text("Дисциплина"), *_months(data),
               number("Всего", 14.0)]
    months = [sum(one.months.get(month, 0) for one in data.given) or "" for month in data.months]
    return Part("Провёл за других", columns, [_line(one, data) for one in data.given],
                [["Всего", "", "", *months, sum(one.total for one in data.given)]],
                empty="Замен за этот год не записано.")


def _line(one: GivenLine, data: YearHours) -> list[Value]:
    return [one.teacher, one.group, one.title, *(one.months.get(month, "") for month in data.months), one.total]


def _teachers(data: YearHours) -> Part:
    columns = (Heading("Преподаватель", 60.0), number("План", 16.0), number("Дано сам", 18.0),
               number("Провёл за других", 26.0), number("Всего провёл", 22.0), number("Дали другие", 22.0))
    return Part("Всего по преподавателям", columns, [[name, planned, own, given, own + given, received]
                                                     for name, planned, own, given, received in data.teachers],
                empty="За этот год часов нет.")

"""Results of disciplines and teachers on paper."""

from __future__ import annotations

from collections.abc import Sequence

from documents.reports.group import COUNTED
from documents.reports.paper import Heading, Paper, Part, Signature, number, text
from documents.table import Value
from queries.reports.ask import Letterhead
from queries.reports.discipline import DisciplineResults, JournalResults, Rates

RATES = (*(number(title, 11.0) for title in "5432"), number("н/а", 11.0), number("зач.", 12.0), number("незач.", 14.0),
         number("Успев., %"), number("Кач., %"), number("СОУ, %"), number("Ср. балл"))


def discipline_paper(data: DisciplineResults, head: Letterhead) -> Paper:
    """Journal by journal, then teachers and disciplines in all."""
    return Paper("Итоги по дисциплинам и преподавателям", [data.period.title],
                 [_journals(data), _summary("По преподавателям", "Преподаватель", data.teachers, data.total),
                  _summary("По дисциплинам", "Дисциплина", data.disciplines, data.total)],
                 [COUNTED], [Signature("Заместитель директора", head.deputy)])


def _journals(data: DisciplineResults) -> Part:
    columns = (Heading("Преподаватель", 34.0), text("Дисциплина"), Heading("Группа", 22.0), Heading("Итог", 24.0),
               number("Студ.", 12.0), number("нет итога", 14.0), *RATES)
    blank: list[Value] = ["Всего", "", "", "", "", ""]
    return Part("Журналы", columns, [_line(one) for one in data.lines], [[*blank, *rates(data.total)]],
                empty="В этом семестре нет журналов.")


def _line(one: JournalResults) -> list[Value]:
    kind = "не опубликован" if one.kind is None else one.kind.title
    return [one.teacher, one.title, one.group, kind, one.students, one.blank, *rates(one.rates)]


def rates(one: Rates) -> list[Value]:
    """The columns of RATES."""
    tally = one.tally
    return [tally.fives, tally.fours, tally.threes, tally.twos, tally.not_attested, tally.passed, tally.failed,
            one.performance, one.quality, one.sou, one.average]


def _summary(title: str, heading: str, lines: Sequence[tuple[str, Rates]], total: Rates) -> Part:
    return Part(title, (Heading(heading, 70.0), *RATES), [[name, *rates(one)] for name, one in lines],
                [["Всего", *rates(total)]])

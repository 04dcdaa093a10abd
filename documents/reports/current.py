"""Current marks of a group on paper."""

from __future__ import annotations

from documents.reports.group import group_lines
from documents.reports.paper import Heading, Paper, Part, Signature, name, number, text
from documents.table import Value
from queries.reports.ask import Letterhead
from queries.reports.current import CurrentMarks, CurrentStudent, CurrentSubject, Marks
from rules.averages import NOTE

WAYS = "Средний — взвешенный средний текущих отметок периода. Считаются студенты, которые числятся на день подсчёта."
COUNTS = (*(number(str(value), 9.0) for value in (5, 4, 3, 2)), number("Отметок", 16.0), number("Средний", 16.0))


def current_paper(data: CurrentMarks, head: Letterhead) -> Paper:
    """Students, then disciplines."""
    curators = ", ".join(data.face.curators)
    return Paper("Текущая успеваемость группы", group_lines(data.face, data.period), [_students(data), _subjects(data)],
                 [WAYS, f"{NOTE}."], [Signature("Куратор", curators), Signature("Заместитель директора", head.deputy)])


def _students(data: CurrentMarks) -> Part:
    columns = (Heading("№", 8.0), name(), *COUNTS, text("Есть «2»"), number("Пропущено, ч", 20.0),
               number("без причины", 18.0))
    return Part("Студенты", columns, [_student(place, one) for place, one in enumerate(data.students, 1)],
                empty="В группе нет студентов на день подсчёта.")


def _student(place: int, one: CurrentStudent) -> list[Value]:
    return [place, one.name, *_counts(one.marks), ", ".join(one.twos), one.missed.total, one.missed.unexcused]


def _counts(marks: Marks) -> list[Value]:
    return [*(marks.counts[value] for value in (5, 4, 3, 2)), marks.total, marks.average]


def _subjects(data: CurrentMarks) -> Part:
    columns = (text("Дисциплина"), number("Занятий", 16.0), *COUNTS, number("Студентов без отметок", 24.0),
               number("с одной отметкой", 20.0))
    return Part("Дисциплины", columns, [_subject(one) for one in data.subjects],
                empty="Занятий в этом периоде не записано.")


def _subject(one: CurrentSubject) -> list[Value]:
    return [one.title, one.lessons, *_counts(one.marks), one.without, one.with_one]

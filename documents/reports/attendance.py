"""Attendance on paper: hours by students and days, or by groups."""

from __future__ import annotations

from collections.abc import Sequence

from documents.reports.group import group_lines
from documents.reports.paper import Heading, Paper, Part, Signature, name, narrow, number
from documents.table import Value
from queries.reports.ask import Letterhead
from queries.reports.attendance import MOST_DAYS, Attendance, AttendanceLine, Bucket, Kind
from rules.attendance import per_student

WAYS = ("Часы академические. В столбце дня — пропущенные часы, «н» — без уважительной причины. Опоздания часов не "
        "имеют, они сосчитаны по числу раз. Посещаемость — посещённые часы от проведённых, пока студент числился в "
        "группе и подгруппе; в группах сложены часы всех студентов.")


def attendance_paper(data: Attendance, head: Letterhead) -> Paper:
    """A group's sheet by days, or the college's by groups."""
    signs = [Signature("Заместитель директора", head.deputy)]
    if data.face is None:
        return Paper("Посещаемость по группам", [data.period.title], [_groups(data)], [WAYS], signs)
    curators = ", ".join(data.face.curators)
    return Paper("Ведомость учёта часов, пропущенных студентами", group_lines(data.face, data.period),
                 [_students(data), kinds_part(data)], [WAYS], [Signature("Куратор", curators), *signs])


def _students(data: Attendance) -> Part:
    columns = [Heading("№", 7.0), name(), *(narrow(one.title, one.off, 7.5) for one in data.buckets),
               narrow("Всего, ч", width=10.0), narrow("по уважительной", width=10.0),
               narrow("без причины", width=10.0), narrow("опозданий", width=9.0),
               narrow("посещаемость, %", width=12.0)]
    rows = [[place, one.name, *(hours_of_day(one, day) for day in data.buckets), *_sums(one)]
            for place, one in enumerate(data.lines, 1)]
    totals = [["", "Всего по группе", *(data.hours_on(day) or "" for day in data.buckets), data.missed.total,
               data.missed.excused, data.missed.unexcused, data.missed.late, data.attended]]
    return Part("Пропуски по месяцам" if _by_months(data) else "Пропуски по дням", columns, rows, totals,
                empty="В группе в это время никто не числился.")


def _by_months(data: Attendance) -> bool:
    return (data.period.last - data.period.first).days >= MOST_DAYS


def hours_of_day(line: AttendanceLine, day: Bucket) -> str:
    """«4», «2н», «2+2н»."""
    excused, unexcused = line.days.get(day.first, (0, 0))
    return "+".join(part for part in (str(excused) if excused else "", f"{unexcused}н" if unexcused else "") if part)


def _sums(line: AttendanceLine) -> list[Value]:
    missed = line.missed
    return [missed.total, missed.excused, missed.unexcused, missed.late, line.attended]


def kinds_part(data: Attendance) -> Part:
    """The same hours by kinds of absence."""
    counted = [one for one in data.kinds if not one.is_late]
    columns = [Heading("№", 7.0), name(), *(_kind(one) for one in counted), number("Всего, ч"),
               number("Проведено, ч", 20.0), number("Посещаемость, %", 24.0)]
    rows = [[place, one.name, *(one.missed.hours.get(kind.letter, 0) for kind in counted), one.missed.total, one.held,
             one.attended] for place, one in enumerate(data.lines, 1)]
    totals: Sequence[Value] = ["", "Всего по группе", *(data.missed.hours.get(kind.letter, 0) for kind in counted),
                               data.missed.total, data.held, data.attended]
    return Part("По видам пропусков", columns, rows, [totals], empty="В группе в это время никто не числился.")


def _kind(kind: Kind) -> Heading:
    return number(f"{kind.letter} — {kind.title}", 26.0)


def _groups(data: Attendance) -> Part:
    counted = [one for one in data.kinds if not one.is_late]
    columns = [Heading("Группа", 24.0), number("Студ."), *(_kind(one) for one in counted), number("Всего, ч"),
               number("На студента, ч", 20.0), number("Опозданий, раз", 20.0), number("Посещаемость, %", 26.0)]
    return Part("Группы", columns, [_group(one, counted) for one in data.lines],
                [["Всего", data.students, *(data.missed.hours.get(kind.letter, 0) for kind in counted),
                  data.missed.total, per_student(data.missed.total, data.students), data.missed.late, data.attended]],
                empty="В это время ни в одной группе никто не числился.")


def _group(one: AttendanceLine, kinds: Sequence[Kind]) -> list[Value]:
    return [one.name, one.students, *(one.missed.hours.get(kind.letter, 0) for kind in kinds), one.missed.total,
            per_student(one.missed.total, one.students), one.missed.late, one.attended]


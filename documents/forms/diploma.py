"""Data of the diploma supplement as a workbook: results, practices, course works, what is lacking (п. 4.1)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from documents.table import Column, Table, Value
from queries.forms.diploma import DiplomaLine, Graduate
from rules.attestation import written
from rules.terms import LineKind

WHO = (Column("Студент", 34.0), Column("Дата рождения", 14.0), Column("Группа", 12.0))
RESULTS = (Column("Индекс", 14.0), Column("Наименование", 48.0), Column("Вид", 22.0), Column("Часов всего", 10.0),
           Column("С преподавателем", 12.0), Column("Недель", 9.0), Column("Семестры", 12.0), Column("Форма", 22.0),
           Column("Отметка", 18.0), Column("Семестр оценки", 10.0), Column("Дата", 12.0),
           Column("Перезачёт", 30.0), Column("Примечание", 26.0))
SHEETS = (("Дисциплины и МДК", (LineKind.DISCIPLINE, LineKind.MDK, LineKind.MODULE_EXAM)),
          ("Практики", (LineKind.PRACTICE,)), ("ГИА", (LineKind.STATE_EXAM,)))


def diploma_tables(found: Sequence[Graduate]) -> list[Table]:
    """A sheet of subjects, one of practices, of state exams, of course works, of what has no result yet."""
    return [
        *(Table(title, (*WHO, *RESULTS), list(_results(found, kinds)), frozen_columns=1) for title, kinds in SHEETS),
        Table("Курсовые", (*WHO, Column("Дисциплина", 48.0), Column("Тема", 60.0), Column("Отметка", 18.0),
                           Column("Дата", 12.0)), list(_works(found)), frozen_columns=1),
        Table("Нет итога", (*WHO, Column("Строка плана", 60.0)),
              [(*_who(one), title) for one in found for title in one.lacking], frozen_columns=1)]


def _results(found: Sequence[Graduate], kinds: Sequence[LineKind]) -> Iterable[Sequence[Value]]:
    for one in found:
        yield from ((*_who(one), *_line(line)) for line in one.lines if line.subject.kind in kinds)


def _who(one: Graduate) -> tuple[Value, ...]:
    return one.face.name, one.face.birth_date, one.face.group


def _line(line: DiplomaLine) -> tuple[Value, ...]:
    subject = line.subject
    return (subject.index, subject.title, subject.kind.title, subject.hours, subject.contact, subject.weeks or None,
            ", ".join(map(str, subject.semesters)), line.control.title if line.control else "",
            written(line.value) if line.value else "", line.semester, line.on, line.credited, _note(line))


def _note(line: DiplomaLine) -> str:
    notes = ("ликвидирована задолженность" if line.made_up else "", "" if line.in_plan else "по другому учебному плану")
    return ", ".join(note for note in notes if note)


def _works(found: Sequence[Graduate]) -> Iterable[Sequence[Value]]:
    for one in found:
        yield from ((*_who(one), work.subject, work.theme, written(work.value), work.on) for work in one.works)

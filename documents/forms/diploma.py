"""Data of the diploma supplement: on paper by students, and as a workbook with what is lacking (п. 4.1)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from documents.forms.layout import GAP, Layout, facts, grid_tag
from documents.grid import Cell, Grid, GridColumn, Row
from documents.reports.paper import Signature
from documents.table import Column, Table, Value
from queries.forms.diploma import DiplomaLine, Graduate
from queries.reports.ask import Letterhead
from rules.attestation import written
from rules.terms import LineKind

COLUMNS = (GridColumn(24.0), GridColumn(88.0), GridColumn(16.0, "CENTER"), GridColumn(26.0, "CENTER", one_line=True),
           GridColumn(26.0))
HEAD = ("Индекс", "Дисциплина, модуль, практика", "Часы, недели", "Отметка", "Перезачёт")
WHO = (Column("Студент", 34.0), Column("Дата рождения", 14.0), Column("Группа", 12.0))
RESULTS = (Column("Индекс", 14.0), Column("Наименование", 48.0), Column("Вид", 22.0), Column("Часов всего", 10.0),
           Column("С преподавателем", 12.0), Column("Недель", 9.0), Column("Семестры", 12.0), Column("Форма", 22.0),
           Column("Отметка", 18.0), Column("Семестр оценки", 10.0), Column("Дата", 12.0),
           Column("Перезачёт", 30.0), Column("Примечание", 26.0))
SHEETS = (("Дисциплины и МДК", (LineKind.DISCIPLINE, LineKind.MDK, LineKind.MODULE_EXAM)),
          ("Практики", (LineKind.PRACTICE,)), ("ГИА", (LineKind.STATE_EXAM,)))


def diploma_layout(data: Sequence[Graduate], head: Letterhead) -> Layout:
    """A student a page: what has a result, in the order of the plan; then course works."""
    body, grids = Markup(""), {}
    for place, one in enumerate(data):
        grids[f"lines{place}"] = _grid(one)
        body += (Markup("<pdf:nextpage/>") if place else Markup("")) + _student(one) + grid_tag(f"lines{place}") + GAP
        body += Markup("").join(Markup('<p class="text">{}: «{}», {}</p>').format(
            work.subject, work.theme, written(work.value)) for work in one.works)
    return Layout("Сведения для приложения к диплому", [], body, grids,
                  [Signature("Заместитель директора", head.deputy)])


def _student(one: Graduate) -> Markup:
    face = one.face
    born = f"{face.birth_date:%d.%m.%Y}" if face.birth_date else ""
    return facts([("Обучающийся", face.name), ("Дата рождения", born), ("Группа", face.group),
                  ("Специальность", face.speciality), ("Квалификация", face.qualification),
                  ("Нет итогов", str(len(one.lacking) or ""))])


def _grid(one: Graduate) -> Grid:
    rows: list[Row] = [[line.subject.index, line.subject.title, _volume(line), written(line.value), line.credited]
                       for line in one.lines if line.value is not None]
    return Grid(COLUMNS, [[Cell(title) for title in HEAD]], (9.0,), rows, row_height=5.0, size=9.0)


def _volume(line: DiplomaLine) -> str:
    """A practice is measured in weeks, the rest in hours."""
    weeks = f"{line.subject.weeks.normalize():f}".replace(".", ",")
    return f"{weeks} нед." if line.subject.weeks else str(line.subject.hours)


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

"""A student's certificate of results on paper (п. 4.1)."""

from __future__ import annotations

from markupsafe import Markup

from documents.forms.layout import GAP, Layout, grid_tag
from documents.grid import Cell, Grid, GridColumn, Row
from documents.reports.paper import Signature, shown
from documents.table import Column, Table
from queries.forms.results import Result
from queries.forms.transcript import Transcript
from queries.journal_kinds import HEADS
from queries.reports.ask import Letterhead
from rules.attestation import written
from rules.declension import Case, declined
from rules.terms import Gender

COLUMNS = (GridColumn(10.0, "CENTER"), GridColumn(80.0), GridColumn(14.0, "CENTER"), GridColumn(30.0),
           GridColumn(26.0, "CENTER", one_line=True), GridColumn(20.0, "CENTER"))
HEAD = ("№", "Дисциплина, практика", "Часы", "Форма", "Отметка", "Дата")
STUDENTS = {None: "студенту(студентке)", Gender.MALE: "студенту", Gender.FEMALE: "студентке"}
NOTHING = "За это время опубликованных итогов нет."


def transcript_layout(data: Transcript, head: Letterhead) -> Layout:
    """Who, where and how studies; results with their hours, forms and days; the average of digits."""
    average = Markup('<p class="text">Средний балл: {}</p>').format(shown(data.average)) if data.average else Markup("")
    table = grid_tag("results") if data.results else Markup('<p class="text">{}</p>').format(NOTHING)
    return Layout("Справка об успеваемости", [], _words(data) + table + GAP + average,
                  {"results": _grid(data)} if data.results else {}, [Signature("Заместитель директора", head.deputy)])


def transcript_table(data: Transcript) -> Table:
    """The same for a spreadsheet."""
    return Table("Успеваемость", [Column(title) for title in HEAD],
                 [(place, *_values(one)) for place, one in enumerate(data.results, 1)],
                 ["Справка об успеваемости", data.face.name, f"Группа {data.face.group}, {data.face.speciality}"])


def _words(data: Transcript) -> Markup:
    face, period = data.face, data.period.title if data.period else "всё время обучения"
    name = declined(Case.DATIVE, face.last_name, face.first_name, face.patronymic, face.gender)
    who = f"{STUDENTS[face.gender]} {face.course} курса группы {face.group}"
    return Markup('<p class="text">Выдана <b>{}</b>, {}, специальность (профессия) {}, форма обучения {}. '
                  'Результаты за {}:</p>').format(name, who, face.speciality, face.study_form.title, period)


def _grid(data: Transcript) -> Grid:
    body: list[Row] = [[str(place), *map(str, _values(one))] for place, one in enumerate(data.results, 1)]
    return Grid(COLUMNS, [[Cell(title) for title in HEAD]], (7.0,), body, row_height=5.4, size=9.0)


def _values(one: Result) -> tuple[str | int, ...]:
    title = f"{one.subject}: {one.theme}" if one.theme else one.subject
    return (title, one.hours, HEADS[one.mark.kind], written(one.mark.value), f"{one.on:%d.%m.%Y}")

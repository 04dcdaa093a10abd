"""The credit or examination sheet on paper: five columns, counts under them (п. 4.1, 6.9)."""

from __future__ import annotations

from markupsafe import Markup

from documents.forms.layout import GAP, Layout, facts, grid_tag
from documents.grid import Cell, Grid, GridColumn, Row
from documents.reports.paper import Signature, shown
from documents.table import Column, Table
from queries.forms.exam_sheet import Examined, ExamSheet
from queries.reports.ask import Letterhead
from rules.attestation import short, written
from rules.exam_sheets import resit_title, sheet_title
from rules.groups import with_subgroup
from rules.terms import FinalKind

BLANK_DATE = "«____» ______________ 20____ г."
COLUMNS = (GridColumn(11.1, "CENTER"), GridColumn(77.0), GridColumn(33.0, "CENTER"),
           GridColumn(28.0, "CENTER", one_line=True), GridColumn(30.9))
HEAD = ("№ п/п", "Фамилия, имя, отчество экзаменующегося", "№ экзаменационного билета", "Отметка",
        "Подпись экзаменатора")
HEAD_HEIGHTS = (8.5, 4.2)
ROOM, HIGHEST, LOWEST = 126.0, 6.4, 4.2  # millimetres for the lines; a group of thirty stays on one page
NOBODY = "В группе нет обучающихся."


def exam_sheet_layout(data: ExamSheet, head: Letterhead) -> Layout:
    """Blank where the pen is to write: tickets and signatures always, marks of a sheet printed before the exam."""
    return Layout(_title(data), [data.semester], _facts(data) + grid_tag("marks") + GAP + grid_tag("counts"),
                  {"marks": _grid(data), "counts": _counts_grid(data)},
                  [*_examiners(data), Signature("Заместитель директора", head.deputy)])


def exam_sheet_table(data: ExamSheet) -> Table:
    """The same lines for a spreadsheet."""
    return Table(_title(data), [Column(title) for title in (HEAD[0], HEAD[1], "Тема", HEAD[3])],
                 [(line.number, line.name, line.theme, written(line.value) if line.value else "")
                  for line in data.lines], [_title(data), data.semester])


def _title(data: ExamSheet) -> str:
    return resit_title(data.resit.number) if data.resit else sheet_title(data.kind)


def _examiners(data: ExamSheet) -> list[Signature]:
    """Who signs: the teacher, or whoever takes the resit; every member of a commission."""
    if data.resit is None:
        return [Signature("Преподаватель", data.teacher)]
    members = [Signature("Член комиссии", name) for part in data.resit.members.split(",") if (name := part.strip())]
    return [Signature("Председатель комиссии" if data.resit.number > 1 else "Экзаменатор", data.resit.examiner),
            *(members if data.resit.number > 1 else [])]


def _facts(data: ExamSheet) -> Markup:
    held = f"{data.held_on:%d.%m.%Y}" if data.held_on else BLANK_DATE
    hours = f", {data.hours} ч" if data.hours else ""
    return facts([
        ("Группа, курс", f"{with_subgroup(data.group, data.subgroup)}, {data.course} курс"),
        ("Специальность", data.speciality),
        ("Дисциплина", data.subject + hours), ("Форма контроля, дата", f"{data.kind.title}, {held}")])


def _grid(data: ExamSheet) -> Grid:
    height = min(HIGHEST, max(LOWEST, ROOM / max(1, len(data.lines))))
    body: list[Row] = [_row(line) for line in data.lines]
    nobody: list[Row] = [[Cell(NOBODY, span=(5, 1), align="CENTER"), *[Cell()] * 4]]
    return Grid(COLUMNS, [[Cell(title) for title in _head(data.kind)], [Cell(str(n)) for n in range(1, 6)]],
                HEAD_HEIGHTS, body or nobody, row_height=height, size=8.5)


def _head(kind: FinalKind) -> tuple[str, ...]:
    """A course project has a theme where an exam has a ticket."""
    return (*HEAD[:2], "Тема", *HEAD[3:]) if kind is FinalKind.COURSE_PROJECT else HEAD


def _row(line: Examined) -> Row:
    return [str(line.number), line.name, Cell(line.theme, align="LEFT") if line.theme else "",
            written(line.value) if line.value else "", ""]


def _counts_grid(data: ExamSheet) -> Grid:
    """How many of each mark and what part of all; of a blank sheet empty boxes."""
    counted = data.counts
    width = (180.0 - 34.0) / (len(counted) + 2)
    columns = [GridColumn(34.0), *(GridColumn(width, "CENTER", one_line=True) for _ in range(len(counted) + 2))]
    head: Row = ["Итого", *(short(value) for value, _, _ in counted), "Успев., %", "Качество, %"]
    numbers: Row = ["Человек", *(str(count) if data.is_filled else "" for _, count, _ in counted), "", ""]
    shares: Row = ["%", *(shown(share) if data.is_filled else "" for _, _, share in counted),
                   *(shown(rate) if data.is_filled else "" for rate in (data.performance, data.quality))]
    return Grid(columns, [head], (5.4,), [numbers, shares], row_height=4.6, size=8.5)

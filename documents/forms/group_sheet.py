"""The summary sheet of a semester on paper: a narrow column per result, its counts and teachers under it (п. 4.1)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby

from markupsafe import Markup

from documents.fonts import POINTS_PER_MM, fitting
from documents.forms.layout import GAP, WIDTHS, Layout, Page, grid_tag
from documents.grid import LEADING, PADDING, Cell, Grid, GridColumn, Row
from documents.reports.group import COUNTED, WAYS, group_lines
from documents.reports.paper import Signature, shown
from documents.reports.print import notes_of
from queries.reports.ask import Letterhead
from queries.reports.group import GroupResults, StudentLine, Subject
from rules.attestation import short
from rules.forms import Section, section_of
from rules.statistics import Tally, performance, quality

NUMBER, NAME, SUM, WIDEST, NARROWEST = 8.0, 56.0, 12.0, 15.0, 8.0
TITLES, SECTIONS, TEACHERS = 33.0, 4.6, 30.0
ROOM, HIGHEST, LOWEST = 100.0, 4.6, 4.0  # millimetres for the students of an A4
TOGETHER = 65.0  # and of an A3 that holds the counts too
SUMS = ("Средний балл", "Пропущено всего, ч", "В т. ч. по неуваж. причине")
SIZE = 7.3
COUNTED_VALUES: tuple[tuple[str, Callable[[Tally], int]], ...] = (
    ("«5»", lambda tally: tally.fives), ("«4»", lambda tally: tally.fours), ("«3»", lambda tally: tally.threes),
    ("«2»", lambda tally: tally.twos), ("Зачтено", lambda tally: tally.passed),
    ("Не зачтено", lambda tally: tally.failed), ("Не аттестовано", lambda tally: tally.not_attested))


def group_sheet_layout(data: GroupResults, head: Letterhead) -> Layout:
    """A4 while results and students have room, A3 for more of them."""
    subjects = sorted(data.subjects, key=lambda one: list(Section).index(section_of(one.kind)))
    page: Page = "landscape"
    if (len(subjects) * NARROWEST > WIDTHS[page] - NUMBER - NAME - SUM * len(SUMS)
            or len(data.students) * LOWEST > ROOM):
        page = "a3"
    apart = page == "landscape" or len(data.students) * LOWEST > TOGETHER
    columns = _columns(len(subjects), WIDTHS[page])
    places = [data.subjects.index(one) for one in subjects]
    grids = {"marks": _marks(data, subjects, places, columns), "counts": _counts(data, subjects, columns, apart)}
    signs = [Signature("Куратор", ", ".join(data.face.curators)), Signature("Заместитель директора", head.deputy)]
    return Layout("Сводная ведомость успеваемости", group_lines(data.face, data.period), _body(data, apart), grids,
                  signs, page)


def _columns(subjects: int, width: float) -> list[GridColumn]:
    narrow = min(WIDEST, (width - NUMBER - NAME - SUM * len(SUMS)) / max(1, subjects))
    return [GridColumn(NUMBER, "CENTER"), GridColumn(NAME),
            *(GridColumn(narrow, "CENTER", one_line=True) for _ in range(subjects)),
            *(GridColumn(SUM, "CENTER", one_line=True, strong=place == 0) for place in range(len(SUMS)))]


def _body(data: GroupResults, apart: bool) -> Markup:
    """Counts that have no room under the marks take the back of the sheet, under the titles again."""
    turn = Markup("<pdf:nextpage/>") if apart else GAP
    notes = [COUNTED, WAYS, *([f"Итоги не опубликованы: {', '.join(data.without)}."] if data.without else [])]
    return grid_tag("marks") + turn + grid_tag("counts") + notes_of(notes)


def _marks(data: GroupResults, subjects: Sequence[Subject], places: Sequence[int], columns: list[GridColumn]) -> Grid:
    sections: list[Cell] = []
    for section, group in groupby(subjects, key=lambda one: section_of(one.kind)):
        width = len(list(group))
        sections += [Cell(section.title, bold=True, span=(width, 1)), *[Cell()] * (width - 1)]
    first = [Cell("№", span=(1, 2)), Cell("Фамилия, имя, отчество", span=(1, 2))]
    last = [Cell(title, upright=True, span=(1, 2)) for title in SUMS]
    titles = _titles(subjects, columns[2].width)
    body: list[Row] = [_student(place, one, places) for place, one in enumerate(data.students, 1)]
    return Grid(columns, [[*first, *sections, *last], [Cell(), Cell(), *titles, *[Cell()] * len(SUMS)]],
                (SECTIONS, TITLES), body, row_height=min(HIGHEST, max(LOWEST, ROOM / max(1, len(body)))), size=SIZE,
                rule_every=5)


def _titles(subjects: Sequence[Subject], width: float) -> list[Cell]:
    """With the index, which practices and exams of modules already carry."""
    titles = [one.title if one.title.startswith(one.index) else f"{one.index} {one.title}" for one in subjects]
    return [Cell(_fitting(title, width), upright=True) for title in titles]


def _fitting(title: str, width: float) -> str:
    """As many words as stand upright in the column: what is longer is known by its index."""
    return fitting(title, TITLES - 2 * PADDING, SIZE, max(1, int(width * POINTS_PER_MM / (SIZE * LEADING))))


def _student(place: int, one: StudentLine, places: Sequence[int]) -> Row:
    values = [one.values[place] for place in places]
    return [str(place), one.name, *("" if value is None else short(value) for value in values),
            shown(one.average), str(one.missed.total), str(one.missed.unexcused)]


def _counts(data: GroupResults, subjects: Sequence[Subject], columns: list[GridColumn], apart: bool) -> Grid:
    """Under each column its counts and rates; the last column holds the group's own."""
    rows: list[Row] = [_line(title, [str(count(one.tally) or "") for one in subjects], str(count(data.tally) or ""))
                       for title, count in COUNTED_VALUES]
    rows.append(_line("Всего", [str(len(data.students) - one.blank) for one in subjects], str(len(data.students))))
    rows.append(_line("% качества", [shown(quality(one.tally)) for one in subjects], shown(data.quality)))
    rows.append(_line("% успеваемости", [shown(performance(one.tally)) for one in subjects], shown(data.performance)))
    rows.append(_line("СОУ, %", [shown(one.sou) for one in subjects], shown(data.sou)))
    blank = [Cell()] * (len(SUMS) - 1)
    whole = Cell("По группе", span=(len(SUMS), 2 if apart else 1))
    titles: Row = ["", Cell("Дисциплина"), *_titles(subjects, columns[2].width), whole, *blank]
    teachers: Row = ["", Cell("Преподаватель"), *(Cell(", ".join(one.teachers), upright=True) for one in subjects),
                     Cell() if apart else whole, *blank]
    if not apart:
        return Grid(columns, [teachers], (TEACHERS,), rows, row_height=LOWEST, size=SIZE)
    return Grid(columns, [titles, teachers], (TITLES, TEACHERS), rows, row_height=4.4, size=SIZE)


def _line(title: str, values: Sequence[str], total: str) -> Row:
    return ["", Cell(title, bold=True), *values, Cell(total, bold=True, span=(len(SUMS), 1)),
            *[Cell()] * (len(SUMS) - 1)]

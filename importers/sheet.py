"""One reader of tables for xlsx, xls and csv: a heading and rows that know their line numbers."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import python_calamine

from actions.intake.refusal import ImportRefused, Refusals
from importers.cells import DAMAGED, PASSWORD
from importers.guard import FileKind, Source, admit
from importers.limits import DEFAULT, Limits
from importers.text import clean, to_cyrillic
from importers.values import Cell, to_text

_DELIMITERS = ";,|\t"


@dataclass(frozen=True)
class Columns:
    """What a table may hold: headings are told apart without case, «ё» and separators."""

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()

    @property
    def known(self) -> dict[str, str]:
        return {column_key(name): name for name in (*self.required, *self.optional)}


@dataclass(frozen=True)
class Line:
    """A row of the file as it stands; ``number`` is what Excel or an editor shows beside it."""

    number: int
    cells: tuple[Cell, ...]

    def __bool__(self) -> bool:
        return any(to_text(cell) for cell in self.cells)


@dataclass(frozen=True)
class Row:
    """A row of a table by the headings of ``Columns``; a column that the file has not is absent."""

    line: int
    cells: dict[str, Cell]

    def get(self, column: str) -> Cell:
        return self.cells.get(column)

    def text(self, column: str) -> str:
        return to_text(self.cells.get(column))


@dataclass(frozen=True)
class Sheet:
    """A visible sheet of a workbook, whole."""

    name: str
    lines: tuple[Line, ...]


def column_key(name: str) -> str:
    """«Дата рождения», «дата_рождения» and «ДАТА-РОЖДЕНИЯ» are one heading."""
    key = to_cyrillic(clean(name)).casefold().replace("ё", "е")
    return "_".join("".join(sign if sign.isalnum() else " " for sign in key).split())


def read_table(data: bytes, columns: Columns, limits: Limits = DEFAULT) -> list[Row]:
    """Rows of the first sheet below its heading; nothing is returned unless the headings are right."""
    return table_of(read_lines(data, columns, limits), columns, limits)


def table_of(lines: Sequence[Line], columns: Columns, limits: Limits = DEFAULT) -> list[Row]:
    """The first filled line is the heading; empty lines are skipped."""
    filled = [line for line in lines if line]
    if not filled:
        raise ImportRefused.because("В таблице нет ни одной заполненной строки")
    heading, rows = filled[0], filled[1:]
    places = _places(heading, columns)
    if not rows:
        raise ImportRefused.because("Под заголовком нет ни одной строки", line=heading.number)
    if len(rows) > limits.rows:
        raise ImportRefused.because(f"В таблице больше {limits.rows} строк: разделите файл на части")
    refusals = Refusals()
    table = [_row(line, places, limits, refusals) for line in rows]
    refusals.check()
    return table


def _places(heading: Line, columns: Columns) -> dict[int, str]:
    known, refusals, places = columns.known, Refusals(), dict[int, str]()
    for place, cell in enumerate(heading.cells):
        title = to_text(cell)
        if not title:
            continue
        name = known.get(column_key(title))
        if name is None:
            refusals.add(heading.number, title[:80], f"такого столбца нет; есть: {', '.join(known.values())}")
        elif name in places.values():
            refusals.add(heading.number, name, "столбец повторяется")
        else:
            places[place] = name
    for name in columns.required:
        if name not in places.values():
            refusals.add(heading.number, name, "нет обязательного столбца")
    refusals.check()
    return places


def _row(line: Line, places: dict[int, str], limits: Limits, refusals: Refusals) -> Row:
    cells: dict[str, Cell] = {}
    for place, cell in enumerate(line.cells):
        if isinstance(cell, str) and len(cell) > limits.cell_chars:
            refusals.add(line.number, places.get(place), f"в ячейке больше {limits.cell_chars} знаков")
        elif place in places:
            cells[places[place]] = cell
        elif to_text(cell):
            refusals.add(line.number, None, f"лишняя ячейка «{to_text(cell)[:80]}»: над ней нет заголовка")
    return Row(line.number, cells)


def read_lines(data: bytes, columns: Columns, limits: Limits = DEFAULT) -> list[Line]:
    """Every line of the first visible sheet, or of the plain text, after the guard."""
    source = admit(data, limits)
    if source.kind is FileKind.XML:
        raise ImportRefused.because("Это разметка XML или HTML, а нужна таблица: сохраните файл как xlsx или csv")
    if source.kind is FileKind.TEXT:
        return read_text(source, columns, limits)
    return list(next(sheets(source)).lines)


def sheets(source: Source) -> Iterator[Sheet]:
    """Visible sheets of an admitted workbook, in their order."""
    try:
        with python_calamine.load_workbook(io.BytesIO(source.data)) as book:
            names = [
                sheet.name
                for sheet in book.sheets_metadata
                if sheet.visible is python_calamine.SheetVisibleEnum.Visible
                and sheet.typ is python_calamine.SheetTypeEnum.WorkSheet
            ]
            if not names:
                raise ImportRefused.because("В книге нет видимых листов")
            for name in names:
                rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
                yield Sheet(name, tuple(Line(number, tuple(cells)) for number, cells in enumerate(rows, start=1)))
    except (ImportRefused, GeneratorExit):
        raise
    except python_calamine.PasswordError as error:
        raise ImportRefused.because(PASSWORD) from error
    except BaseException as error:
        if isinstance(error, (KeyboardInterrupt, SystemExit, MemoryError)):
            raise
        raise ImportRefused.because(DAMAGED) from error  # Rust's panic is no Exception


def read_text(source: Source, columns: Columns, limits: Limits = DEFAULT) -> list[Line]:
    """Lines of an admitted plain table."""
    return list(_text_lines(source.text, columns, limits))


def read_sheets(data: bytes, columns: Columns, limits: Limits = DEFAULT) -> list[Sheet]:
    """Every visible sheet, or a plain table as one without a name, after the guard."""
    source = admit(data, limits)
    if source.kind in (FileKind.XML, FileKind.TEXT):
        return [Sheet("", tuple(read_lines(data, columns, limits)))]
    return list(sheets(source))


def _text_lines(text: str, columns: Columns, limits: Limits) -> Iterator[Line]:
    delimiter, skipped = _delimiter(text, columns)
    reader = csv.reader(_short_lines(text, delimiter, limits), delimiter=delimiter, strict=True)
    start = 1
    try:
        for cells in reader:
            line, start = Line(start, tuple(cells)), reader.line_num + 1
            if line.number <= skipped:
                continue
            if len(cells) > limits.columns:
                raise _too_wide(line.number, limits)
            if line.number > limits.rows * 10:
                raise ImportRefused.because(f"В таблице больше {limits.rows} строк: разделите файл на части")
            yield line
    except csv.Error as error:
        raise ImportRefused.because(
            "Строка таблицы не читается: проверьте кавычки, файл может быть оборван", line=start
        ) from error


def _short_lines(text: str, delimiter: str, limits: Limits) -> Iterator[str]:
    """Lines that csv may split: millions of cells in one would fill the memory before they are counted."""
    for number, line in enumerate(io.StringIO(text, newline=""), start=1):
        if line.count(delimiter) > limits.columns + limits.cell_chars:
            raise _too_wide(number, limits)
        yield line


def _too_wide(number: int, limits: Limits) -> ImportRefused:
    return ImportRefused.because(f"В таблице больше {limits.columns} столбцов", line=number)


def _delimiter(text: str, columns: Columns) -> tuple[str, int]:
    """The sign that splits some line near the top into the most known headings; «sep=;» is Excel's own hint."""
    lines = text[:20_000].splitlines()[:20]
    if lines and lines[0].lower().startswith("sep=") and lines[0][4:5] in tuple(_DELIMITERS):
        return lines[0][4], 1
    known = columns.known

    def recognised(delimiter: str) -> int:
        return max(
            (sum(column_key(cell) in known for cell in line.split(delimiter)) for line in lines), default=0
        )

    return max(_DELIMITERS, key=recognised), 0

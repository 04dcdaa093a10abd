"""A sheet with students down and days across, as «Сетевой город» and paper journals lay it out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from actions.intake.past import PastDay, PastSheet, PastValue
from actions.intake.refusal import Refusals
from importers.limits import Limits
from importers.past_days import Span, day_of, day_under, is_day, month_of_heading
from importers.sheet import Line, Sheet, column_key
from importers.values import Cell, to_text
from rules.words import joined

NAMES = frozenset({"фио", "ф_и_о", "студент", "студенты", "ученик", "ученики", "учащийся", "обучающийся", "список",
                   "фамилия_имя", "фамилия_имя_отчество", "фио_студента", "фио_ученика", "фио_обучающегося"})
NUMBERS = frozenset({"n", "п_п", ""})  # «№» and «№ п/п» as headings are compared
FOOTERS = ("итого", "всего", "средн", "преподаватель", "учитель", "тема", "качество", "успеваемость")
HEADING_WITHIN = 20  # title, group and period may stand above

Days = dict[int, PastDay]


def read_grid(sheet: Sheet, span: Span, limits: Limits, refusals: Refusals) -> PastSheet | None:
    """The filled cells; None for a sheet without days, such as a title page."""
    lines = [line for line in sheet.lines if line]
    found = _heading(lines, span)
    if found is None:
        return None
    place, days = found
    body = lines[place + 1:]
    if len(body) > limits.rows:
        refusals.add(None, None, f"на листе «{sheet.name}» больше {limits.rows} строк: разделите файл на части")
        return None
    names = _name_column(lines[max(place - 1, 0):place + 1], min(days))
    values = tuple(value for line in body for value in _values(line, names, days, refusals))
    return PastSheet(sheet.name, values, tuple(_left(sheet, lines[place], body, names, days)))


def _heading(lines: Sequence[Line], span: Span) -> tuple[int, Days] | None:
    """The first line that holds days: dates, or numbers below a line with months."""
    for place, line in enumerate(lines[:HEADING_WITHIN]):
        days = {column: day_of(cell, span) for column, cell in enumerate(line.cells) if is_day(cell, span)}
        if not days and place:
            days = _under_months(lines[place - 1], line, span)
        if days:
            return place, _turns(days)
    return None


def _under_months(above: Line, line: Line, span: Span) -> Days:
    """A month stands over its first day and is valid up to the next one."""
    days, month = Days(), None
    for column, cell in enumerate(line.cells):
        month = month_of_heading(above.cells[column] if column < len(above.cells) else None) or month
        day = day_under(month, cell, span) if month else None
        if day is not None:
            days[column] = day
    return days


def _turns(days: Days) -> Days:
    """Two columns of one date are two lessons of that day, in their order."""
    seen: Counter[PastDay] = Counter()
    numbered = Days()
    for column, day in days.items():
        numbered[column] = replace(day, turn=seen[day])
        seen[day] += 1
    return numbered


def _name_column(heading: Sequence[Line], first_day: int) -> int:
    """By its heading, else the last column before the days."""
    for line in heading:
        for column, cell in enumerate(line.cells[:first_day]):
            if column_key(to_text(cell)) in NAMES:
                return column
    return max(first_day - 1, 0)


def _values(line: Line, names: int, days: Mapping[int, PastDay], refusals: Refusals) -> Iterator[PastValue]:
    name = to_text(_cell(line, names))
    filled = {column: text for column in days if (text := to_text(_cell(line, column)))}
    if name.casefold().startswith(FOOTERS):
        return
    if filled and not name:
        refusals.add(line.number, None, "отметки есть, а имени студента нет")
        return
    for column, text in filled.items():
        yield PastValue(line.number, title_of(days[column]), days[column], name, text)


def title_of(day: PastDay) -> str:
    """How the column is called in refusals: «05.09.2023», «05.09.2023, 2-я пара», «05.09.2023 (2-й столбец)»."""
    pair = f", {day.pair}-я пара" if day.pair is not None else ""
    return f"{day.date:%d.%m.%Y}{pair}{f' ({day.turn + 1}-й столбец)' if day.turn else ''}"


def _left(sheet: Sheet, heading: Line, body: Sequence[Line], names: int, days: Mapping[int, PastDay]) -> Iterator[str]:
    """What of the sheet is not read: columns that are no days, lines of totals."""
    titles = [to_text(cell) for column, cell in enumerate(heading.cells)
              if column != names and column not in days and column_key(to_text(cell)) not in NUMBERS
              and any(to_text(_cell(line, column)) for line in body)]
    where = f"Лист «{sheet.name}»" if sheet.name else "Таблица"
    if titles:
        yield f"{where}: столбцы без даты не прочитаны: {joined([f'«{title}»' for title in titles])}"
    if any(to_text(_cell(line, names)).casefold().startswith(FOOTERS) for line in body):
        yield f"{where}: строки с итогами не прочитаны"


def _cell(line: Line, column: int) -> Cell:
    return line.cells[column] if column < len(line.cells) else None

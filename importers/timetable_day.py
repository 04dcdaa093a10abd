"""A college's sheet of one day: groups side by side in bands that begin with «Группа:», two rows a pair.

The first row of a pair holds the discipline and, at the right edge, the room; the second the teacher. Subgroups stand
side by side: discipline, room, discipline, room. Nothing filled is passed over: what is not understood is refused.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from actions.intake.refusal import Refusals
from actions.intake.timetable import LessonRow, Named, TimetableFile
from importers.cells import cell_address
from importers.sheet import Line, Sheet
from importers.timetable_cells import day_of_sheet, named
from importers.values import to_text
from rules.timetable_words import is_blank

MARKER = "группа:"
SUBGROUPS = "подгруппа"
HEAD = 60  # lines
WIDTH, SECOND = 3, 2  # columns of a group when the heading does not tell: the room's and the second subgroup's


@dataclass(frozen=True)
class Block:
    """Columns of one group, counted from 0: the discipline, the second subgroup's, the room."""

    group: str
    first: int
    second: int
    room: int


def is_day_sheet(sheet: Sheet) -> bool:
    """Bands begin near the top."""
    return any(_is_marker(line) for line in sheet.lines[:HEAD])


def read_day_sheets(found: Sequence[Sheet], day: dt.date | None) -> TimetableFile:
    """Lessons of every sheet with bands of groups; raises ImportRefused with all cells that are not understood."""
    lessons: list[LessonRow] = []
    stated: set[tuple[dt.date, str]] = set()
    warnings: list[str] = []
    refusals = Refusals()
    for sheet in found:
        top = [" ".join(filter(None, map(to_text, line.cells))) for line in _head(sheet)]
        date, words = day_of_sheet(top, sheet.name, day)
        warnings += words
        for band in _bands(sheet):
            reader = _Band(band, _heading(sheet), date, refusals)
            stated |= {(date, block.group) for block in reader.blocks}
            lessons += reader.lessons()
    refusals.check()
    return TimetableFile(lessons=tuple(lessons), stated=frozenset(stated), warnings=tuple(warnings))


def _text(line: Line, column: int) -> str:
    return to_text(line.cells[column]) if 0 <= column < len(line.cells) else ""


def _is_marker(line: Line) -> bool:
    return any(to_text(cell).casefold().replace(" ", "") == MARKER for cell in line.cells[:6])


def _head(sheet: Sheet) -> list[Line]:
    """Everything above the first band."""
    first = next(number for number, line in enumerate(sheet.lines) if _is_marker(line))
    return list(sheet.lines[:first])


def _bands(sheet: Sheet) -> Iterator[list[Line]]:
    band: list[Line] = []
    for line in sheet.lines:
        if _is_marker(line):
            if band:
                yield band
            band = [line]
        elif band:
            band.append(line)
    yield band


@dataclass(frozen=True)
class _Heading:
    pair: int
    quiet: frozenset[int]  # columns of numbers and times
    rooms: tuple[int, ...]
    seconds: tuple[int, ...]


def _heading(sheet: Sheet) -> _Heading:
    """Where the heading puts pairs, rooms and second subgroups."""
    pair, quiet, rooms, seconds = 0, {0, 1, 2}, list[int](), list[int]()
    for line in _head(sheet):
        words = {column: to_text(cell).casefold() for column, cell in enumerate(line.cells) if to_text(cell)}
        rooms += [column for column, word in words.items() if word.startswith("ауд")]
        pair = next((column for column, word in words.items() if word == "пара"), pair)
        quiet |= {column for column, word in words.items() if word in ("пара", "урок", "время")}
        if any(word.startswith(SUBGROUPS) for word in words.values()):
            seconds += [column for column, word in words.items() if word == "2"]
    return _Heading(pair, frozenset(quiet), tuple(sorted(rooms)), tuple(sorted(seconds)))


class _Band:
    """Groups side by side and their pairs."""

    def __init__(self, lines: list[Line], heading: _Heading, date: dt.date, refusals: Refusals) -> None:
        self.lines, self.heading, self.date, self.refusals = lines, heading, date, refusals
        self.blocks = list(self._blocks())

    def _blocks(self) -> Iterator[Block]:
        marker = self.lines[0]
        mark = next(column for column, cell in enumerate(marker.cells) if to_text(cell))
        starts = [column for column in range(mark + 1, len(marker.cells)) if _text(marker, column)]
        for first, following in zip(starts, [*starts[1:], first_beyond(starts)], strict=True):
            room = next((one for one in self.heading.rooms if first < one < following), first + WIDTH)
            second = next((one for one in self.heading.seconds if first < one < room), first + SECOND)
            yield Block(_text(marker, first), first, second, room)

    def lessons(self) -> Iterator[LessonRow]:
        for pair, rows in self._pairs():
            for block in self.blocks:
                yield from self._cell(pair, rows, block)
            self._check_outside(rows)

    def _pairs(self) -> Iterator[tuple[int, list[Line]]]:
        """Rows of each pair; filled rows that belong to none are refused."""
        pair, rows = None, list[Line]()
        for line in self.lines[1:]:
            number = _text(line, self.heading.pair)
            if number:
                if pair is not None:
                    yield pair, rows
                pair, rows = self._number(line, number), []
            if pair is not None:
                rows.append(line)
            elif line:
                self.refusals.add(line.number, None, "в строке нет номера пары")
        if pair is not None:
            yield pair, rows

    def _number(self, line: Line, text: str) -> int | None:
        if text.isdigit() and len(text) == 1:
            return int(text)
        self.refusals.add(line.number, cell_address(line.number, self.heading.pair + 1),
                          f"«{text[:40]}» не номер пары: нужно число от 0 до 9")
        return None

    def _cell(self, pair: int, rows: list[Line], block: Block) -> Iterator[LessonRow]:
        top, below = rows[0], rows[1] if len(rows) > 1 else Line(rows[0].number, ())
        for extra in rows[2:]:
            self._refuse_filled(extra, range(block.first, block.room + 1), "третья строка пары: нужны две")
        between = block.second - 1
        texts = [_text(top, column) for column in (block.first, between, block.second, block.room)]
        who = [_text(below, column) for column in (block.first, block.second)]
        if not any((*texts, *who)):
            return
        for what, column in self._parts(top, block, between, texts, who):
            yield LessonRow(top.number, cell_address(top.number, column + 1), self.date, pair, block.group, what)

    def _parts(self, top: Line, block: Block, between: int, texts: list[str],
               who: list[str]) -> Iterator[tuple[Named, int]]:
        """The whole group, or its subgroups side by side."""
        left, room, right, last = texts
        halves = [(1, left, who[0], room, block.first), (2, right, who[1], last, block.second)]
        whole = not right and not who[1] and not (room and not last)
        if whole and room:
            self._refuse(top, between, f"непонятно, к чему «{room[:40]}»")
            return
        if whole:
            yield from self._part(top, block.first, named(left, who[0], last) if not is_blank(left) else ())
            return
        for number, discipline, teacher, place, column in halves:
            if not is_blank(discipline) or teacher or (number == 1 and place):
                yield from self._part(top, column, named(discipline, teacher, place, number) if discipline else ())

    def _part(self, top: Line, column: int, found: Sequence[Named]) -> Iterator[tuple[Named, int]]:
        if not found:
            self._refuse(top, column, "нет дисциплины")
        yield from ((one, column) for one in found)

    def _refuse(self, line: Line, column: int, reason: str) -> None:
        self.refusals.add(line.number, cell_address(line.number, column + 1), reason)

    def _refuse_filled(self, line: Line, columns: Sequence[int], reason: str) -> None:
        for column in columns:
            if _text(line, column):
                self._refuse(line, column, f"{reason}: «{_text(line, column)[:40]}»")

    def _check_outside(self, rows: list[Line]) -> None:
        """A lesson under no group, or beside the columns of one, would be lost."""
        for number, line in enumerate(rows):
            known = set(self.heading.quiet)
            for block in self.blocks:
                known |= {block.first, block.second} | ({block.second - 1, block.room} if not number else set())
                known |= set(range(block.first, block.room + 1)) if number > 1 else set()
            outside = [column for column in range(len(line.cells)) if column not in known]
            self._refuse_filled(line, outside, "вне столбцов групп")


def first_beyond(starts: Sequence[int]) -> int:
    """The column after the last group, when nothing stands there."""
    return (starts[-1] if starts else 0) + 2 * WIDTH

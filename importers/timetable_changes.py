"""A substitution sheet of one day: «Группа | Пара | Предмет по расписанию | ЗАМЕНА | Аудитория» (п. 5.5, 6.1)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from actions.intake.refusal import ImportRefused, Refusals
from actions.intake.timetable import ChangeRow, Named, TimetableFile
from importers.sheet import Columns, Line, Row, column_key, table_of
from importers.timetable_cells import day_of_sheet, named
from importers.values import to_text
from rules.timetable_words import INDEPENDENT, is_blank, is_person, says_cancelled, says_independent

GROUP, PAIR, WAS, NOW, ROOM = "группа", "пара", "предмет по расписанию", "замена", "аудитория"
TABLE = Columns((GROUP, PAIR, WAS, NOW), (ROOM,))
HEAD = 40  # lines
_PAIRS = re.compile(r"\d(?:\s*[-–—]\s*\d)?(?:\s*[,;]\s*\d(?:\s*[-–—]\s*\d)?)*")
_WORDS = re.compile(r"[,;(\s]*(?:" + "|".join(re.escape(word) + r"\w*" for word in INDEPENDENT)
                    + r")(?:\s+работ\w*)?[)\s]*", re.IGNORECASE)


def is_changes(lines: Sequence[Line]) -> bool:
    return _heading(lines) is not None


def _heading(lines: Sequence[Line]) -> int | None:
    """Which line is the heading of a substitution sheet: only titles stand above it."""
    needed = {column_key(name) for name in (WAS, NOW)}
    for number, line in enumerate(lines[:HEAD]):
        if needed <= {column_key(to_text(cell)) for cell in line.cells}:
            return number
    return None


def read_changes(lines: Sequence[Line], texts: Iterable[str], sheet: str, given: dt.date | None) -> TimetableFile:
    """Changes of one day; raises ImportRefused with all cells that cannot be read."""
    start = _heading(lines)
    if start is None:
        raise ImportRefused.because("В таблице нет столбцов «Предмет по расписанию» и «Замена»")
    above = [*texts, *(" ".join(filter(None, map(to_text, line.cells))) for line in lines[:start])]
    day, warnings = day_of_sheet(above, sheet, given)
    refusals, found, group = Refusals(), list[ChangeRow](), ""
    for row in table_of(lines[start:], TABLE):
        group = row.text(GROUP) if not is_blank(row.text(GROUP)) else group
        found += _changes(row, group, day, refusals)
    refusals.check()
    return TimetableFile(changes=tuple(found), warnings=tuple(warnings))


def _changes(row: Row, group: str, day: dt.date, refusals: Refusals) -> list[ChangeRow]:
    pairs = _pairs(row, refusals)
    if not group:
        refusals.add(row.line, GROUP, "не заполнено")
        return []
    was = _named(row.text(WAS), "")
    change, independent = row.text(NOW), says_independent(row.text(NOW))
    now = [] if independent or says_cancelled(change) else _instead(row, change, was, refusals)
    if not was and not now and not independent:
        refusals.add(row.line, NOW, "в строке нет ни занятия по расписанию, ни замены")
        return []
    first = was[0] if was else None
    return [ChangeRow(row.line, day, pair, group, first, tuple(now), independent) for pair in pairs]


def _instead(row: Row, change: str, was: Sequence[Named], refusals: Refusals) -> Sequence[Named]:
    """What goes instead: another discipline, or the same one when only a teacher or a room is told."""
    room = row.text(ROOM)
    if is_blank(change):
        return []
    if is_person(change):
        if not was:
            refusals.add(row.line, NOW, "назван только преподаватель, а занятия по расписанию нет")
            return []
        return [replace(one, discipline=was[0].discipline, index=was[0].index) for one in named("", change, room)]
    return _named(change, room)


def _named(text: str, room: str) -> Sequence[Named]:
    """«Информатика / ИКТ / Петров П.П.»: the teacher stands after the last slash when it names somebody."""
    text = _WORDS.sub("", text).strip()
    if is_blank(text):
        return []
    discipline, _, teacher = text.rpartition("/")
    if not is_person(teacher):
        discipline, _, teacher = text.partition("/")  # nobody is named, or several between slashes
    return named(discipline, teacher, room)


def _pairs(row: Row, refusals: Refusals) -> list[int]:
    """«2», «1, 2», «3-4»."""
    text = row.text(PAIR)
    if not _PAIRS.fullmatch(text):
        refusals.add(row.line, PAIR, f"«{text[:40]}»: нужен номер пары")
        return []
    found: list[int] = []
    for part in re.split(r"[,;]", text):
        ends = [int(one) for one in re.findall(r"\d", part)]
        found += range(ends[0], ends[-1] + 1)
    return list(dict.fromkeys(found))

"""Programmes of practice from a table (Пр. 12): a section a row; without a group it is of the programme above."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from actions.intake.practices import ProgrammeRow, ProgrammesFile, SectionRow
from actions.intake.refusal import Refusals
from importers.limits import DEFAULT, Limits
from importers.sheet import Columns, Row, read_table
from importers.students import to_group
from importers.values import BadValue, Cell, to_date, to_text, to_whole

SECTION = ("раздел", "вид_работ", "часы")
TABLE = Columns(("группа", "индекс", "начало", "конец", "руководитель", *SECTION),
                ("база", "приказ_номер", "приказ_дата"))
OF_PROGRAMME = ("группа", "индекс", "начало", "конец", "руководитель", "база", "приказ_номер", "приказ_дата")
Value = TypeVar("Value")


def read_programmes(data: bytes, limits: Limits = DEFAULT) -> ProgrammesFile:
    """Every programme of the file and every refused cell; raises ImportRefused when it is no such table."""
    refusals, found = Refusals(), dict[tuple[str, str], ProgrammeRow]()
    current: ProgrammeRow | None = None
    for row in read_table(data, TABLE, limits):
        reader = _Reader(row, refusals)
        if any(row.text(column) for column in OF_PROGRAMME):
            current = reader.programme()
        elif current is None and not found:
            reader.refuse("группа", "не заполнено")
        section = reader.section()
        if current is None or section is None:
            continue
        known = found.setdefault(current.key, current)
        if replace(known, line=0, sections=()) != replace(current, line=0, sections=()):
            reader.refuse("группа", f"{current.group}, {current.index}: даты, приказ или руководитель не те, что в "
                                    f"строке {known.line}")
        found[current.key] = replace(known, sections=(*known.sections, section))
    return ProgrammesFile(tuple(found.values()), tuple(refusals))


class _Reader:
    """Reads one row; a bad cell is noted and the rest is still read."""

    def __init__(self, row: Row, refusals: Refusals) -> None:
        self.row, self.refusals = row, refusals

    def programme(self) -> ProgrammeRow | None:
        group, index = self.read("группа", to_group), self.read("индекс", to_text)
        starts, ends = self.read("начало", to_date), self.read("конец", to_date)
        supervisor = self.read("руководитель", to_text)
        number, date = self.read("приказ_номер", to_text, False), self.read("приказ_дата", to_date, False)
        base = self.read("база", to_text, False)
        if not (group and index and starts and ends and supervisor):
            return None
        return ProgrammeRow(self.row.line, group, index, starts, ends, supervisor, base or "", number or "", date)

    def section(self) -> SectionRow | None:
        title, work, hours = (self.read("раздел", to_text), self.read("вид_работ", to_text),
                              self.read("часы", to_whole))
        return SectionRow(self.row.line, title, work, hours) if title and work and hours is not None else None

    def read(self, column: str, convert: Callable[[Cell], Value], required: bool = True) -> Value | None:
        if not self.row.text(column):
            if required:
                self.refuse(column, "не заполнено")
            return None
        try:
            return convert(self.row.get(column))
        except BadValue as error:
            self.refuse(column, str(error))
            return None

    def refuse(self, column: str, reason: str) -> None:
        self.refusals.add(self.row.line, column, reason)

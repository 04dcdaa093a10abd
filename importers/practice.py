"""Programmes of practice from a table (Пр. 12): a section a row; without a group it is of the programme above."""

from __future__ import annotations

from dataclasses import replace

from actions.intake.practices import ProgrammeRow, ProgrammesFile, SectionRow
from actions.intake.refusal import Refusals
from importers.limits import DEFAULT, Limits
from importers.reader import RowReader
from importers.sheet import Columns, read_table
from importers.students import to_group
from importers.values import text_up_to, to_date, to_text, to_whole

SECTION = ("раздел", "вид_работ", "часы")
TABLE = Columns(("группа", "индекс", "начало", "конец", "руководитель", *SECTION),
                ("база", "приказ_номер", "приказ_дата"))
OF_PROGRAMME = ("группа", "индекс", "начало", "конец", "руководитель", "база", "приказ_номер", "приказ_дата")


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


class _Reader(RowReader):
    def programme(self) -> ProgrammeRow | None:
        group, index = self.required("группа", to_group), self.required("индекс", to_text)
        starts, ends = self.required("начало", to_date), self.required("конец", to_date)
        supervisor = self.required("руководитель", to_text)
        number, date = self.optional("приказ_номер", text_up_to(32)), self.optional("приказ_дата", to_date)
        base = self.optional("база", to_text)
        if not (group and index and starts and ends and supervisor):
            return None
        return ProgrammeRow(self.row.line, group, index, starts, ends, supervisor, base or "", number or "", date)

    def section(self) -> SectionRow | None:
        title, work, hours = (self.required("раздел", text_up_to(250)), self.required("вид_работ", text_up_to(500)),
                              self.required("часы", to_whole))
        return SectionRow(self.row.line, title, work, hours) if title and work and hours is not None else None

"""Who may: every entity × role → grants (specification: rights). Absent means denied.

A row says which actions on which rows; ``hidden`` fields are not shown, ``only`` are the fields that may be written.
"""

from __future__ import annotations

from dataclasses import replace
from types import ModuleType

from access.grants import CREATE, UPDATE, Grant
from access.table import (
    administration,
    contingent,
    control,
    curriculum,
    journal,
    messages,
    practice,
    system,
    timetable,
    years,
)
from access.table.blocks import Table, all_but, paired, stamps
from models.base import Base

CHAPTERS: dict[str, ModuleType] = {
    "Контингент": contingent,
    "Учебные планы": curriculum,
    "Журнал": journal,
    "Практика": practice,
    "Учебный год и расписание": timetable,
    "Переход года и хранение": years,
    "Контроль": control,
    "Сообщения и обращения": messages,
    "Учётные записи и сведения о лицее": administration,
    "Служебные таблицы": system,
}
WRITING = frozenset({CREATE, UPDATE})


def merged(*chapters: Table) -> Table:
    """One table of all chapters; an entity stands in one chapter only."""
    table: Table = {}
    for chapter in chapters:
        if twice := table.keys() & chapter.keys():
            raise ValueError(f"ruled twice: {', '.join(sorted(model.__name__ for model in twice))}")
        for model, block in chapter.items():
            table[model] = {role: tuple(_completed(model, grant) for grant in found) for role, found in block.items()}
    return table


def _completed(model: type[Base], grant: Grant) -> Grant:
    """A key and the relationship over it go together; a stamp is written only where a grant names it."""
    only = grant.only
    if only is None and WRITING & grant.actions and stamps(model):
        only = all_but(model, *stamps(model))
    return replace(grant, hidden=paired(model, grant.hidden), only=None if only is None else paired(model, only))


TABLE: Table = merged(*(chapter.TABLE for chapter in CHAPTERS.values()))

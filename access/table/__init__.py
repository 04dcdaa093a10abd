"""Who may: every entity × role → grants (specification: rights). Absent means denied.

A row says which actions on which rows; ``hidden`` fields are not shown, ``only`` are the fields that may be written.
"""

from __future__ import annotations

from dataclasses import replace
from types import ModuleType

import sqlalchemy as sa

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
)
from access.table.blocks import STAMPS, Table
from models import AcademicYear
from models.base import Base

CHAPTERS: tuple[ModuleType, ...] = (
    contingent, curriculum, journal, practice, timetable, control, messages, administration, system)
WRITING = frozenset({CREATE, UPDATE})


def merged(*chapters: Table) -> Table:
    """One table of all chapters; an entity stands in one chapter only."""
    table: Table = {}
    for chapter in chapters:
        if twice := table.keys() & chapter.keys():
            raise ValueError(f"ruled twice: {', '.join(sorted(model.__name__ for model in twice))}")
        for model, block in chapter.items():
            table[model] = {role: tuple(_paired(model, grant) for grant in found) for role, found in block.items()}
    return table


def _paired(model: type[Base], grant: Grant) -> Grant:
    """A key and the relationship over it go together; a stamp is written only where a grant names it."""
    only = grant.only
    if only is None and WRITING & grant.actions and (stamps := _stamps(model)):
        only = frozenset(sa.inspect(model).attrs.keys()) - _both(model, stamps)
    return replace(grant, hidden=_both(model, grant.hidden), only=None if only is None else _both(model, only))


def _stamps(model: type[Base]) -> frozenset[str]:
    derived = frozenset() if model is AcademicYear else {"year"}  # a lesson's year follows from its journal
    return frozenset(sa.inspect(model).columns.keys()) & (STAMPS | derived)


def _both(model: type[Base], names: frozenset[str]) -> frozenset[str]:
    over = {relation.key: {str(column.key) for column in relation.local_columns if column.foreign_keys}
            for relation in sa.inspect(model).relationships}
    keys = {key for name in names for key in over.get(name, ())}
    relations = {name for name, columns in over.items() if columns & names}
    return names | keys | relations


TABLE: Table = merged(*(chapter.TABLE for chapter in CHAPTERS))

"""What a year's archive is made of: groups with their journals, rows of each table, ends of the chains (п. 7.5)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from access.check import rows
from access.exchange import columns_for, entities
from access.grants import READ
from access.identity import Identity
from models import (
    AcademicYear,
    AuditHead,
    AuditRecord,
    CurriculumLine,
    Group,
    Journal,
    Semester,
    Speciality,
    db,
)
from models.base import Base
from queries.exchange import Row, encoded, every_row
from queries.exchange_choice import Choice, chosen_or_all
from rules.terms import AuditAction, DataFamily

Heads = dict[tuple[int, str], tuple[int, str]]  # year and name of a chain: number and hash of its last record


@dataclass(frozen=True)
class ArchivedYear:
    """What every page of the archive says; ``made``: in the college's zone."""

    title: str
    college: str
    made: dt.datetime
    is_draft: bool


@dataclass(frozen=True)
class ArchivedJournal:
    """``paper``: the place of its PDF in the archive."""

    id: int
    semester: str
    subject: str
    paper: str = ""


@dataclass(frozen=True)
class ArchivedGroup:
    id: int
    name: str
    speciality: str
    journals: tuple[ArchivedJournal, ...]


def groups_of(user: Identity, year: AcademicYear) -> list[ArchivedGroup]:
    """Groups with journals in the year by name, journals in the order of semesters and of the curriculum."""
    found = db.session.execute(
        sa.select(Journal.id, Semester.number, CurriculumLine.index, CurriculumLine.title, Group.id.label("group_id"),
                  Group.name, Speciality.code, Speciality.title.label("speciality"))
        .join(Semester, Semester.id == Journal.semester_id).join(CurriculumLine)
        .join(Group, Group.id == Journal.group_id)
        .join(Speciality, Speciality.id == Group.speciality_id)
        .where(Semester.academic_year_id == year.id, rows(user, READ, Journal))
        .order_by(Group.search_key, Group.id, Semester.number, CurriculumLine.position, Journal.id)).all()
    groups: dict[int, ArchivedGroup] = {}
    for row in found:
        journal = ArchivedJournal(row.id, f"{row.number} семестр", f"{row.index} {row.title}".strip())
        known = groups.get(row.group_id)
        groups[row.group_id] = ArchivedGroup(row.group_id, row.name, f"{row.code} {row.speciality}",
                                             (*(known.journals if known else ()), journal))
    return list(groups.values())


def tables_of(user: Identity, year: int) -> Iterator[tuple[type[Base], Iterator[Row]]]:
    """Each entity of the year with its rows as JSON holds them; what belongs to no year is there whole."""
    for model in entities(user, frozenset(DataFamily)):
        names = columns_for(user, model)
        yield model, encoded(model, names, every_row(user, model, names, chosen_or_all(model, Choice(year))))


def heads_of(year: AcademicYear) -> Heads:
    """Ends of the chains of the year and of its journals: what its journal of changes is checked against later."""
    return _heads(sa.or_(AuditHead.year == year.year, AuditHead.chain.in_(_chains(year))))


def is_written_since(year: AcademicYear, heads: Heads) -> bool:
    """Whether the chains of the year's journals have grown by more than papers taken out."""
    moved = {chain: heads.get(chain, (0, ""))[0] for chain, head in _heads(AuditHead.chain.in_(_chains(year))).items()
             if heads.get(chain) != head}
    return any(db.session.scalar(sa.select(AuditRecord.id).where(
        AuditRecord.year == of, AuditRecord.chain == name, AuditRecord.seq > seq,
        AuditRecord.action != AuditAction.EXPORT).limit(1)) for (of, name), seq in moved.items())


def _heads(criterion: sa.ColumnElement[bool]) -> Heads:
    found = db.session.execute(sa.select(AuditHead.year, AuditHead.chain, AuditHead.seq, AuditHead.hash).where(
        criterion).order_by(AuditHead.year, AuditHead.chain))
    return {(row.year, row.chain): (row.seq, row.hash) for row in found}


def _chains(year: AcademicYear) -> sa.Select[Any]:
    """Names of the chains of the year's journals."""
    return sa.select(sa.literal("journal:") + sa.cast(Journal.id, sa.String)).join(Semester).where(
        Semester.academic_year_id == year.id)

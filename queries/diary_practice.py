"""A student's own practice: where, with whom, which days, the sheet when it is signed (Пр. 12, п. 4.1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from access import scopes
from access.check import field_rows, rows
from access.grants import Action
from access.identity import Identity
from access.paths import Ids
from models import (
    AttestationSheet,
    CurriculumLine,
    DayLog,
    Enterprise,
    Group,
    Journal,
    Lesson,
    Membership,
    Placement,
    PracticeProgramme,
    SheetRow,
    User,
    db,
)
from queries.diary_family import FAMILY, Child, readable
from queries.diary_subjects import SUBJECT
from rules.names import short_name
from rules.practice import LEVELS
from rules.terms import FinalValue, SheetPart


@dataclass(frozen=True)
class PracticeDay:
    date: dt.date
    work: str
    hours: int


@dataclass
class Sheet:
    """``value`` and the rows of its tables are the student's to see when the sheet is signed."""

    signed_on: dt.date | None
    value: FinalValue | None
    characteristics: str | None
    parts: dict[SheetPart, list[tuple[str, str]]] = field(default_factory=dict)


@dataclass(frozen=True)
class OwnPractice:
    """A practice of the group in the student's time; ``place`` is the student's own, else the group's base."""

    id: int
    journal_id: int
    subject: str
    group: str
    starts: dt.date
    ends: dt.date
    planned: int
    supervisor: str
    order_number: str | None
    order_date: dt.date | None
    place: str | None
    address: str | None
    mentor: str | None
    days: tuple[PracticeDay, ...]
    sheet: Sheet | None

    @property
    def hours(self) -> int:
        return sum(day.hours for day in self.days)


def practices(user: Identity, child: Child) -> list[OwnPractice]:
    """The latest first."""
    own = readable(user, [child])
    found = db.session.execute(_programmes(user, own)).all()
    chosen = [row for row in found if any(
        stay.starts <= row.ends and (stay.ends or row.ends) >= row.starts for stay in child.stays)]
    days, sheets = _days(user, own), _sheets(user, own, [row.id for row in chosen])
    return [OwnPractice(
        row.id, row.journal_id, row.subject, row.name, row.starts, row.ends, row.planned_hours,
        short_name(row.last_name, row.first_name, row.patronymic), row.order_number, row.order_date,
        row.own_place or row.base, row.own_address if row.own_place else row.base_address, row.mentor,
        tuple(days.get(row.journal_id, ())), sheets.get(row.id)) for row in chosen]


def _programmes(user: Identity, own: Ids) -> sa.Select[Any]:
    base, place = aliased(Enterprise), aliased(Enterprise)
    family = user.acting_as(*FAMILY)
    columns: tuple[Any, ...] = (
        PracticeProgramme.id, PracticeProgramme.journal_id, SUBJECT, Group.name, PracticeProgramme.starts,
        PracticeProgramme.ends, Journal.planned_hours, User.last_name, User.first_name, User.patronymic,
        PracticeProgramme.order_number, PracticeProgramme.order_date, place.name.label("own_place"),
        place.address.label("own_address"), base.name.label("base"), base.address.label("base_address"),
        Placement.mentor)
    return (
        sa.select(*columns).select_from(PracticeProgramme).join(Journal, Journal.id == PracticeProgramme.journal_id)
        .join(CurriculumLine, CurriculumLine.id == Journal.curriculum_line_id)
        .join(Group, Group.id == Journal.group_id).join(User, User.id == PracticeProgramme.supervisor_id)
        .outerjoin(base, base.id == PracticeProgramme.enterprise_id)
        .outerjoin(Placement, sa.and_(Placement.programme_id == PracticeProgramme.id, Placement.student_id.in_(own),
                                      rows(family, Action.READ, Placement)))
        .outerjoin(place, place.id == Placement.enterprise_id)
        .where(Journal.id.in_(scopes.journals_of(own)), rows(family, Action.READ, PracticeProgramme),
               Journal.group_id.in_(sa.select(Membership.group_id).where(Membership.student_id.in_(own))))
        .order_by(PracticeProgramme.starts.desc(), PracticeProgramme.id))


def _days(user: Identity, own: Ids) -> dict[int, list[PracticeDay]]:
    """The student's own log by journal, by date; tomorrow is not told."""
    found: dict[int, list[PracticeDay]] = {}
    for row in db.session.execute(
            sa.select(Lesson.journal_id, Lesson.date, DayLog.work, DayLog.hours)
            .join(Lesson, Lesson.id == DayLog.lesson_id)
            .where(DayLog.student_id.in_(own), rows(user.acting_as(*FAMILY), Action.READ, DayLog),
                   Lesson.date <= user.today)
            .order_by(Lesson.date, Lesson.pair)):
        found.setdefault(row.journal_id, []).append(PracticeDay(row.date, row.work, row.hours))
    return found


def _sheets(user: Identity, own: Ids, programmes: Sequence[int]) -> dict[int, Sheet]:
    """Sheets by programme; of one not yet signed only that it is there (access/table/practice.py)."""
    family = user.acting_as(*FAMILY)
    seen = field_rows(family, AttestationSheet, "value")
    found: dict[int, Sheet] = {}
    for row in db.session.execute(
            sa.select(AttestationSheet.programme_id, sa.case((seen, 1), else_=0).label("is_seen"),
                      AttestationSheet.signed_on, AttestationSheet.value, AttestationSheet.characteristics,
                      SheetRow.part, SheetRow.title, SheetRow.level)
            .outerjoin(SheetRow, sa.and_(SheetRow.sheet_id == AttestationSheet.id,
                                         field_rows(family, SheetRow, "level")))
            .where(AttestationSheet.student_id.in_(own), AttestationSheet.programme_id.in_(programmes),
                   rows(family, Action.READ, AttestationSheet))
            .order_by(AttestationSheet.id, SheetRow.part, SheetRow.position)):
        sheet = found.setdefault(row.programme_id, Sheet(
            row.signed_on, FinalValue(row.value) if row.is_seen and row.value else None,
            row.characteristics if row.is_seen else None))
        if row.is_seen and row.part is not None:
            part = SheetPart(row.part)
            sheet.parts.setdefault(part, []).append((row.title, LEVELS[part](row.level).title))
    return found

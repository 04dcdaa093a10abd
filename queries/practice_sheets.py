"""Attestation sheets of a practice: what each must hold, what is filled, what is missing (Пр. 12)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

import sqlalchemy as sa

from access.check import allows, rows
from access.grants import Action
from access.identity import Identity
from models import (
    AttestationSheet,
    Competence,
    FinalMark,
    Journal,
    Placement,
    PracticeProgramme,
    SheetRow,
    db,
)
from models.curriculum import line_competence
from queries.journal_cells import Filled, filled_cells
from queries.practice_journal import Log, lessons_of, logs_of
from queries.practice_programme import on_days, places
from queries.roster import RosterLine, roster
from rules.lessons import closed_reason
from rules.names import full_name
from rules.practice import part_of
from rules.terms import FinalValue, SheetPart

Expected = dict[SheetPart, tuple[str, ...]]
LACKS = {SheetPart.WORK: "виды работ", SheetPart.PROFESSIONAL: "ПК", SheetPart.GENERAL: "ОК"}


@dataclass(frozen=True)
class Sheet:
    """What the supervisor has entered so far; levels by table and title. Version 0: not begun."""

    levels: dict[tuple[SheetPart, str], str] = field(default_factory=dict)
    characteristics: str = ""
    value: FinalValue | None = None
    signed_on: dt.date | None = None
    version: int = 0


@dataclass(frozen=True)
class Work:
    """What the journal says of the student: days and hours worked, missed, missed without a reason."""

    days: int = 0
    hours: int = 0
    missed_days: int = 0
    missed: int = 0
    unexcused: int = 0


@dataclass(frozen=True)
class SheetLine:
    """A student in the list of sheets; ``filled`` of ``expected`` rows by table."""

    student_id: int
    number: int
    name: str
    gone: str
    base: str
    mentor: str
    work: Work
    sheet: Sheet
    filled: dict[SheetPart, int]
    lacks: tuple[str, ...]
    final: FinalValue | None

    @property
    def state(self) -> str:
        if self.sheet.signed_on is not None:
            return f"подписан {self.sheet.signed_on:%d.%m.%Y}"
        return "не начат" if not self.sheet.version else "заполнен не весь" if self.lacks else "не подписан"


@dataclass(frozen=True)
class SheetBook:
    expected: Expected
    lines: tuple[SheetLine, ...]
    may_write: bool

    def line(self, student_id: int) -> SheetLine | None:
        return next((line for line in self.lines if line.student_id == student_id), None)

    def after(self, student_id: int) -> int | None:
        """The next student whose sheet is not signed, round the list."""
        ids = [line.student_id for line in self.lines]
        start = ids.index(student_id) + 1
        order = [*self.lines[start:], *self.lines[:start - 1]]
        return next((line.student_id for line in order if line.sheet.signed_on is None and not line.gone), None)


def sheet_book(user: Identity, journal: Journal, programme: PracticeProgramme) -> SheetBook:
    """All sheets of the practice; the number of queries does not depend on the number of students."""
    wanted = expected(journal, programme)
    sheets, finals, placed = _sheets(user, programme), _finals(user, journal), places(programme)
    logs = logs_of(user, journal)
    cells = filled_cells(journal, [lesson.id for lesson in lessons_of(user, journal)])
    lines = on_days(roster(journal, journal.semester), programme)
    return SheetBook(wanted, tuple(
        _line(number, line, programme, placed.get(line.student_id), sheets.get(line.student_id, Sheet()), wanted,
              _work(line.student_id, logs.values(), cells.get(line.student_id, {})), finals.get(line.student_id))
        for number, line in enumerate(lines, 1)), may_write(user, programme))


def expected(journal: Journal, programme: PracticeProgramme) -> Expected:
    """Rows that a sheet must have: works of the programme, competencies that the curriculum gives the practice."""
    works = tuple(dict.fromkeys(section.work for section in programme.sections))
    found: dict[SheetPart, list[str]] = {SheetPart.PROFESSIONAL: [], SheetPart.GENERAL: []}
    for code, title in db.session.execute(
            sa.select(Competence.code, Competence.title)
            .join(line_competence, line_competence.c.competence_id == Competence.id)
            .where(line_competence.c.line_id == journal.curriculum_line_id).order_by(Competence.code)):
        if part := part_of(code):
            found[part].append(f"{code}. {title}")
    return {SheetPart.WORK: works, **{part: tuple(titles) for part, titles in found.items()}}


def may_write(user: Identity, programme: PracticeProgramme) -> bool:
    """Sheets are the supervisor's."""
    return allows(user, Action.CREATE, AttestationSheet) and programme.supervisor_id == user.id


def lacks_of(sheet: Sheet, wanted: Expected) -> tuple[str, ...]:
    """What stands between the sheet and the signature, in words."""
    found = [f"{LACKS[part]} ({missing})" for part, titles in wanted.items()
             if (missing := sum((part, title) not in sheet.levels for title in titles))]
    found += ["характеристика"] if not sheet.characteristics.strip() else []
    return (*found, *(["отметка"] if sheet.value is None else []))


def _sheets(user: Identity, programme: PracticeProgramme) -> dict[int, Sheet]:
    own = sa.and_(AttestationSheet.programme_id == programme.id, rows(user, Action.READ, AttestationSheet))
    levels: dict[int, dict[tuple[SheetPart, str], str]] = {}
    for sheet, part, title, level in db.session.execute(
            sa.select(SheetRow.sheet_id, SheetRow.part, SheetRow.title, SheetRow.level).join(SheetRow.sheet)
            .where(own).order_by(SheetRow.position)):
        levels.setdefault(sheet, {})[SheetPart(part), title] = level
    return {sheet.student_id: Sheet(levels.get(sheet.id, {}), sheet.characteristics or "",
                                    FinalValue(sheet.value) if sheet.value else None, sheet.signed_on,
                                    sheet.row_version)
            for sheet in db.session.scalars(sa.select(AttestationSheet).where(own))}


def _finals(user: Identity, journal: Journal) -> dict[int, FinalValue]:
    found = db.session.execute(sa.select(FinalMark.student_id, FinalMark.value).where(
        FinalMark.journal_id == journal.id, rows(user, Action.READ, FinalMark)))
    return {row.student_id: FinalValue(row.value) for row in found}


def _work(student: int, logs: Iterable[dict[int, Log]], cells: dict[int, Filled]) -> Work:
    own = [logged[student] for logged in logs if student in logged]
    away = [cell for cell in cells.values() if cell.missed]
    return Work(len(own), sum(log.hours for log in own), len(away), sum(cell.missed for cell in away),
                sum(cell.missed for cell in away if not cell.excused))


def _line(number: int, line: RosterLine, programme: PracticeProgramme, place: Placement | None, sheet: Sheet,
          wanted: Expected, work: Work, final: FinalValue | None) -> SheetLine:
    gone = closed_reason(programme.ends, line.stays)
    common = programme.enterprise.name if programme.enterprise else ""
    filled = {part: sum((part, title) in sheet.levels for title in titles) for part, titles in wanted.items()}
    return SheetLine(
        line.student_id, number, full_name(line.last_name, line.first_name, line.patronymic),
        gone.message if gone else "", place.enterprise.name if place else common,
        (place.mentor or "") if place else "", work, sheet, filled, lacks_of(sheet, wanted), final)

"""An attestation sheet: levels of works and competencies, the characteristics, the mark; then the final (Пр. 12)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.orm import attributes

from access.check import rows
from access.grants import Action
from access.identity import Identity
from actions.finals import FinalEntry, set_final
from actions.refusals import NotYours, Refused
from models import AttestationSheet, FinalMark, Journal, PracticeProgramme, SheetRow, db
from queries.practice_members import members
from queries.practice_sheets import Expected, Sheet, expected, lacks_of, may_write
from rules.practice import check_level, check_sheet, check_signing
from rules.spans import Days
from rules.terms import BasisKind, FinalKind, FinalValue, SheetPart
from rules.texts import clean
from rules.violation import Violation

LONGEST = 4000
CHANGED = Violation("", "Лист уже изменили в другом окне. Откройте его заново и сравните: введённое здесь не записано")
Levels = dict[tuple[SheetPart, str], str]


@dataclass(frozen=True)
class SheetEntry:
    """A sheet as it was filled in; ``rest`` is the level for the rows of a table that have none."""

    levels: Levels = field(default_factory=dict)
    rest: Mapping[SheetPart, str] = field(default_factory=dict)
    characteristics: str = ""
    value: FinalValue | None = None
    signed_on: dt.date | None = None
    version: int = 0


def save_sheet(user: Identity, journal: Journal, programme: PracticeProgramme, student_id: int,
               entry: SheetEntry) -> AttestationSheet:
    """Create or change the student's sheet; raises ``Refused`` or ``NotYours``; flushes, never commits."""
    if not may_write(user, programme) or not _is_there(programme, journal, student_id):
        raise NotYours
    sheet = db.session.scalar(sa.select(AttestationSheet).where(
        AttestationSheet.programme_id == programme.id, AttestationSheet.student_id == student_id))
    wanted = expected(journal, programme)
    levels = _levels(entry, wanted, sheet)
    violations = _check(user, programme, entry, wanted, levels, sheet)
    if violations:
        raise Refused(violations)
    if sheet is None:
        sheet = AttestationSheet(programme_id=programme.id, student_id=student_id)
        db.session.add(sheet)
    sheet.characteristics, sheet.value = _text(entry.characteristics) or None, entry.value
    sheet.signed_on = entry.signed_on
    attributes.flag_modified(sheet, "value")  # rows alone change the version too
    _fill_rows(sheet, levels, wanted)
    db.session.flush()  # so that the rights below see the sheet
    if db.session.scalar(sa.select(AttestationSheet.id).where(
            AttestationSheet.id == sheet.id, rows(user, Action.UPDATE, AttestationSheet))) is None:
        raise NotYours
    return sheet


def give_finals(user: Identity, journal: Journal, programme: PracticeProgramme) -> int:
    """Final marks by the signed sheets that have none yet, each on its sheet as the basis; drafts until published."""
    given = sa.select(FinalMark.student_id).where(FinalMark.journal_id == journal.id)
    sheets = db.session.scalars(sa.select(AttestationSheet).where(
        AttestationSheet.programme_id == programme.id, AttestationSheet.signed_on.is_not(None),
        AttestationSheet.value.is_not(None), AttestationSheet.student_id.not_in(given))
        .order_by(AttestationSheet.id)).all()
    for sheet in sheets:
        assert sheet.value is not None and sheet.signed_on is not None
        set_final(user, journal, sheet.student_id, FinalEntry(
            FinalKind.PRACTICE, FinalValue(sheet.value), BasisKind.WORDS,
            f"аттестационный лист от {sheet.signed_on:%d.%m.%Y}"))
    return len(sheets)


def _is_there(programme: PracticeProgramme, journal: Journal, student_id: int) -> bool:
    days = Days(programme.starts, programme.ends)
    return any(one.student_id == student_id and one.meets(days) for one in members([journal.id]).get(journal.id, ()))


def _levels(entry: SheetEntry, wanted: Expected, sheet: AttestationSheet | None) -> Levels:
    """What was chosen, what stands, and what the rest of a table gets."""
    stored = {(SheetPart(row.part), row.title): row.level for row in (sheet.rows if sheet is not None else ())}
    levels = {**stored, **entry.levels}
    for part, level in entry.rest.items():
        for title in wanted.get(part, ()):
            levels.setdefault((part, title), level)
    return levels


def _check(user: Identity, programme: PracticeProgramme, entry: SheetEntry, wanted: Expected, levels: Levels,
           sheet: AttestationSheet | None) -> list[Violation]:
    if entry.version != (sheet.row_version if sheet is not None else 0):
        return [CHANGED]
    known = {(part, title) for part, titles in wanted.items() for title in titles}
    known |= {(SheetPart(row.part), row.title) for row in (sheet.rows if sheet is not None else ())}
    found = [wrong for (part, _), level in levels.items() if (wrong := check_level(part, level)) is not None]
    if not set(entry.levels) <= known:
        found.append(Violation("", "Такой строки в листе нет: программу или план изменили. Откройте лист заново"))
    if len(_text(entry.characteristics)) > LONGEST:
        found.append(Violation("", f"Характеристика длиннее {LONGEST} знаков", "characteristics"))
    found += check_sheet(entry.value, entry.signed_on, programme.ends, user.today)
    whole = Sheet(levels, _text(entry.characteristics), entry.value)
    if not found and (early := check_signing(entry.signed_on, lacks_of(whole, wanted))) is not None:
        found.append(early)
    if not levels and not whole.characteristics and entry.value is None:
        found.append(Violation("", "Лист пуст: выберите уровень хотя бы в одной строке"))
    return found


def _fill_rows(sheet: AttestationSheet, levels: Levels, wanted: Expected) -> None:
    """Rows that stand keep their places; new ones come after them in the order of the programme and the plan."""
    stored = {(SheetPart(row.part), row.title): row for row in sheet.rows}
    last = {part: max((row.position for row in sheet.rows if row.part == part), default=0) for part in SheetPart}
    order = [(part, title) for part, titles in wanted.items() for title in titles]
    for key in [*order, *(key for key in levels if key not in order)]:
        if key not in levels:
            continue
        row = stored.get(key)
        if row is None:
            part, title = key
            last[part] += 1
            row = SheetRow(part=part, position=last[part], title=title)
            sheet.rows.append(row)
        row.level = levels[key]


def _text(text: str) -> str:
    """Paragraphs stay paragraphs."""
    return "\n".join(line for part in text.splitlines() if (line := clean(part)))

"""How each entity hangs on a journal, a group, a lesson or a student: one step up per entity."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import QueryableAttribute

from models import (
    Absence,
    AttestationSheet,
    AuditRecord,
    Cell,
    ChangeRequest,
    Consent,
    Curatorship,
    DayLog,
    Debt,
    DebtAttempt,
    ExcuseNote,
    FinalMark,
    Finding,
    Group,
    Guardianship,
    Homework,
    Journal,
    Lesson,
    LessonTask,
    Mark,
    Membership,
    Movement,
    ParentLetter,
    Placement,
    PracticeProgramme,
    ProgrammeSection,
    Remark,
    ReopeningRequest,
    SheetRow,
    Student,
    Subgroup,
    SubgroupMembership,
    Syllabus,
    SyllabusTopic,
    TimetableSlot,
    ViewRecord,
    Work,
)
from models.base import Base

Column = QueryableAttribute[Any]
Ids = sa.Select[Any]

PARENTS: dict[type[Base], tuple[Column, type[Base]]] = {
    Journal: (Journal.group_id, Group),
    Subgroup: (Subgroup.group_id, Group),
    Membership: (Membership.group_id, Group),
    Curatorship: (Curatorship.group_id, Group),
    SubgroupMembership: (SubgroupMembership.subgroup_id, Subgroup),
    SyllabusTopic: (SyllabusTopic.syllabus_id, Syllabus),
    Lesson: (Lesson.journal_id, Journal),
    LessonTask: (LessonTask.lesson_id, Lesson),
    Work: (Work.lesson_id, Lesson),
    Homework: (Homework.lesson_id, Lesson),
    Cell: (Cell.journal_id, Journal),
    Mark: (Mark.cell_id, Cell),
    Absence: (Absence.cell_id, Cell),
    FinalMark: (FinalMark.journal_id, Journal),
    Debt: (Debt.final_mark_id, FinalMark),
    DebtAttempt: (DebtAttempt.debt_id, Debt),
    PracticeProgramme: (PracticeProgramme.journal_id, Journal),
    ProgrammeSection: (ProgrammeSection.programme_id, PracticeProgramme),
    Placement: (Placement.programme_id, PracticeProgramme),
    AttestationSheet: (AttestationSheet.programme_id, PracticeProgramme),
    SheetRow: (SheetRow.sheet_id, AttestationSheet),
    DayLog: (DayLog.lesson_id, Lesson),
    TimetableSlot: (TimetableSlot.journal_id, Journal),
    Finding: (Finding.journal_id, Journal),
    ReopeningRequest: (ReopeningRequest.journal_id, Journal),
    Remark: (Remark.journal_id, Journal),
    ExcuseNote: (ExcuseNote.student_id, Student),
    Movement: (Movement.student_id, Student),
    Guardianship: (Guardianship.student_id, Student),
    Consent: (Consent.student_id, Student),
    ChangeRequest: (ChangeRequest.student_id, Student),
    ParentLetter: (ParentLetter.student_id, Student),
    ViewRecord: (ViewRecord.student_id, Student),
}

SHORTCUTS: dict[tuple[type[Base], type[Base]], Column] = {
    (Cell, Lesson): Cell.lesson_id,
    (Cell, Student): Cell.student_id,
    (Mark, Journal): Mark.journal_id,
    (Mark, Student): Mark.student_id,
    (Absence, Journal): Absence.journal_id,
    (Absence, Student): Absence.student_id,
    (FinalMark, Student): FinalMark.student_id,
    (Placement, Student): Placement.student_id,
    (DayLog, Student): DayLog.student_id,
    (AttestationSheet, Student): AttestationSheet.student_id,
    (Membership, Student): Membership.student_id,
    (SubgroupMembership, Student): SubgroupMembership.student_id,
    (AuditRecord, Journal): AuditRecord.journal_id,
    (AuditRecord, Group): AuditRecord.group_id,
}


def ids(column: Column) -> Ids:
    """A sub-select that stands alone: never correlated with the query around it."""
    return sa.select(column).correlate(None)


def hangs_on(model: type[Base], target: type[Base]) -> bool:
    """Whether rows of ``model`` hang on one ``target`` each, near or far."""
    if model is target or (model, target) in SHORTCUTS:
        return True
    return model in PARENTS and hangs_on(PARENTS[model][1], target)


def within(model: type[Base], target: type[Base], chosen: Ids) -> sa.ColumnElement[bool]:
    """Rows of ``model`` that hang on the ``chosen`` ids of ``target``, near or far."""
    if model is target:
        return model.id.in_(chosen)
    if (model, target) == (Cell, Lesson):
        return of_lessons(Lesson.id.in_(chosen))
    if shortcut := SHORTCUTS.get((model, target)):
        return shortcut.in_(chosen)
    column, parent = _step(model, target)
    if parent is target:
        return column.in_(chosen)
    return column.in_(ids(parent.id).where(within(parent, target, chosen)))


def of_lessons(fit: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """Cells of the lessons that ``fit``: their index begins with the year, without it all cells were read (SQLite)."""
    return sa.tuple_(Cell.year, Cell.lesson_id).in_(sa.select(Lesson.year, Lesson.id).where(fit).correlate(None))


def _step(model: type[Base], target: type[Base]) -> tuple[Column, type[Base]]:
    """One step up towards ``target``: past the cell to its journal where that leads there too."""
    journal = SHORTCUTS.get((model, Journal))
    if journal is not None and hangs_on(Journal, target):
        return journal, Journal
    return PARENTS[model]

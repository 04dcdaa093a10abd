"""Practice: programmes, placements, bases, logs and sheets (Пр. 12)."""

from __future__ import annotations

from access.entity_rows import enterprises_of, journals_of_my_groups, my_enterprises, practices_i_teach, signed_sheets
from access.grants import CREATE, DELETE, READ, UPDATE, Rule, can
from access.rows import about, of_my_groups, of_my_journals, of_practices_i_supervise, of_studies
from access.scopes import OFFICE, my_children, my_journals, myself, supervised_journals
from access.table.blocks import Block, Table, each, learners
from access.table.curriculum import programme
from models import (
    AttestationSheet,
    DayLog,
    Enterprise,
    Placement,
    Practice,
    PracticeProgramme,
    ProgrammeSection,
    SheetRow,
)
from models.base import Base
from rules.terms import Role

MASTER: Block = {Role.SENIOR_MASTER: (can(READ, CREATE, UPDATE, DELETE),)}


def of_a_practice(model: type[Base]) -> Block:
    """What the senior master enters and the others read, their own or all."""
    return {
        **each(OFFICE, can(READ)),
        **MASTER,
        Role.CURATOR: (can(READ, rows=of_my_groups(model)),),
        Role.TEACHER: (can(READ, rows=of_my_journals(model)), can(READ, rows=of_practices_i_supervise(model))),
    }


def kept_by_supervisor(model: type[Base]) -> Block:
    """The log and the sheet: the supervisor writes them, the senior master only watches that they are filled."""
    return {
        **of_a_practice(model),
        Role.SENIOR_MASTER: (can(READ),),
        Role.TEACHER: (can(READ, rows=of_my_journals(model)),
                       can(READ, CREATE, UPDATE, rows=of_practices_i_supervise(model))),
    }


def unsigned_without(model: type[Base], *fields: str) -> Block:
    """A learner sees the marks of a sheet when it is signed."""
    signed: Rule = signed_sheets(model)
    return {
        Role.STUDENT: (can(READ, rows=about(myself, model), hidden=fields),
                       can(READ, rows=about(myself, model) & signed)),
        Role.PARENT: (can(READ, rows=about(my_children, model), hidden=fields),
                      can(READ, rows=about(my_children, model) & signed)),
    }


TABLE: Table = {
    Practice: {
        **programme(Practice),
        **MASTER,
        Role.DATA_CLERK: (),
        Role.TEACHER: (can(READ, rows=practices_i_teach),),
    },
    PracticeProgramme: {**of_a_practice(PracticeProgramme), **learners(of_studies, PracticeProgramme)},
    ProgrammeSection: {**of_a_practice(ProgrammeSection), **learners(of_studies, ProgrammeSection)},
    Placement: {**of_a_practice(Placement), **learners(about, Placement)},
    Enterprise: {
        **each(OFFICE, can(READ)),
        **MASTER,
        Role.CURATOR: (can(READ, rows=enterprises_of(journals_of_my_groups, "своей группы, пока куратор")),),
        Role.TEACHER: (can(READ, rows=enterprises_of(my_journals, "своих журналов")),
                       can(READ, rows=enterprises_of(supervised_journals, "практик, где руководит"))),
        **learners(my_enterprises, Enterprise),
    },
    DayLog: {**kept_by_supervisor(DayLog), **learners(about, DayLog)},
    AttestationSheet: {**kept_by_supervisor(AttestationSheet),
                       **unsigned_without(AttestationSheet, "value", "characteristics", "rows")},
    SheetRow: {**kept_by_supervisor(SheetRow), **unsigned_without(SheetRow, "level")},
}

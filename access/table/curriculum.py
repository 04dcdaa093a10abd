"""Specialities, curricula and what their lines teach (Пр. 10)."""

from __future__ import annotations

from access.entity_rows import programme_of
from access.grants import CREATE, DELETE, READ, UPDATE, can
from access.rows import STUDY, Scope
from access.scopes import groups_of, my_children, my_groups, myself
from access.table.blocks import STAFF, Block, Table, each
from models import Competence, Curriculum, CurriculumLine, Discipline, Module, Speciality
from models.base import Base
from rules.terms import Role


def programme(model: type[Base]) -> Block:
    """Staff read, a curator and a learner the programme of their own group."""
    def own(whose: Scope) -> Scope:
        return lambda user: groups_of(whose(user))
    return {
        **each(STAFF, can(READ)),
        Role.CURATOR: (can(READ, rows=programme_of(model, my_groups, "программы своей группы, пока куратор")),),
        Role.STUDENT: (can(READ, rows=programme_of(model, own(myself), f"программы групп, {STUDY[myself]}")),),
        Role.PARENT: (can(READ, rows=programme_of(model, own(my_children), f"программы групп, {STUDY[my_children]}")),),
    }


def loaded_by_deputy(model: type[Base]) -> Block:
    """The deputy for ООД loads the curricula (Пр. 10)."""
    return {**programme(model), Role.DEPUTY_OOD: (can(READ, CREATE, UPDATE, DELETE),)}


TABLE: Table = {
    Speciality: loaded_by_deputy(Speciality),
    Discipline: loaded_by_deputy(Discipline),
    Module: loaded_by_deputy(Module),
    Curriculum: loaded_by_deputy(Curriculum),
    CurriculumLine: loaded_by_deputy(CurriculumLine),
    Competence: loaded_by_deputy(Competence),
}

"""Row rules: which rows are one's own, as SQL over indexed columns. Each carries the words of docs/roles.md."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import sqlalchemy as sa

from access import scopes
from access.grants import RowRule, Rule
from access.identity import Identity
from access.paths import Column, Ids, ids, within
from models import (
    Group,
    Journal,
    Lesson,
    Membership,
    Student,
    Subgroup,
    SubgroupMembership,
)
from models.base import Base
from rules.terms import Term

Scope = Callable[[Identity], Ids]


def rule(title: str, model: type[Base] | None = None) -> Callable[[RowRule], Rule]:
    """Name a row rule in Russian."""
    return lambda criterion: Rule(title, criterion, model)


def _owner(column: Column) -> type[Base]:
    return cast(type[Base], column.class_)


def mine(column: Column, title: str = "свои") -> Rule:
    """Rows whose column holds the user's account."""
    return Rule(title, lambda user: scopes.is_me(column, user), _owner(column))


def where(criterion: sa.ColumnElement[bool], title: str) -> Rule:
    """Rows in a state, whoever asks."""
    return Rule(title, lambda user: criterion)


def one_of(column: Column, title: str, *values: Term) -> Rule:
    """Rows whose column holds one of the values."""
    return Rule(title, lambda user: column.in_(values), _owner(column))


def hanging(model: type[Base], target: type[Base], chosen: Scope, title: str) -> Rule:
    """Rows of ``model`` that hang on the chosen ``target``: such a right is known before the row is there."""
    return Rule(title, lambda user: within(model, target, chosen(user)), model, (target, chosen))


# a teacher's own (п. 5.6)

def of_my_journals(model: type[Base]) -> Rule:
    """Rows of the journals the user teaches."""
    return hanging(model, Journal, scopes.my_journals, "своих журналов")


def of_lessons_i_substitute(model: type[Base]) -> Rule:
    """Rows of the lessons the user gives instead of another, until the п. 6.3 deadline."""
    return hanging(model, Lesson, scopes.substituted_lessons, "занятий, где замещает, до срока п. 6.3")


def of_lessons_i_entered(model: type[Base]) -> Rule:
    """Rows of the lessons whose entry in the journal is the user's."""
    return Rule("записанных самим",
                lambda user: within(model, Lesson, ids(Lesson.id).where(scopes.is_me(Lesson.entered_by_id, user))),
                model)


@rule("занятий, отданных ему заменой в расписании, до срока п. 6.3", Lesson)
def lessons_assigned_to_me(user: Identity) -> sa.ColumnElement[bool]:
    """Lessons that a change of the timetable gives to the user (п. 5.6, 6.1)."""
    return Lesson.id.in_(scopes.lessons_assigned_to_me(user))


@rule("журналов, где замещает, до срока п. 6.3", Journal)
def journals_i_substitute(user: Identity) -> sa.ColumnElement[bool]:
    """Journals with a lesson of the user's substitution."""
    return Journal.id.in_(scopes.substituted_journals(user))


def of_practices_i_supervise(model: type[Base]) -> Rule:
    """Rows of the practices the user supervises."""
    return Rule("практик, где руководит", lambda user: within(model, Journal, scopes.supervised_journals(user)), model)


def of_groups_i_teach(model: type[Base]) -> Rule:
    """Rows of the groups the user teaches."""
    return Rule("групп, где преподаёт", lambda user: within(model, Group, scopes.groups_i_teach(user)), model)


def of_students_i_teach(model: type[Base]) -> Rule:
    """Rows of the students of the user's journals."""
    return Rule("студентов своих журналов", lambda user: within(model, Student, scopes.students_i_teach(user)), model)


@rule("подгрупп своих журналов", Subgroup)
def subgroups_of_my_journals(user: Identity) -> sa.ColumnElement[bool]:
    """Subgroups the user teaches: the teacher confirms the split (п. 5.4)."""
    return Subgroup.id.in_(ids(Journal.subgroup_id).where(Journal.id.in_(scopes.my_journals(user))))


# practice: the senior master (Пр. 12)

def of_practice(model: type[Base]) -> Rule:
    """Rows of journals of practice."""
    return Rule("практики", lambda user: within(model, Journal, scopes.practice_journals(user)), model)


@rule("студентов групп, у которых есть практика", Student)
def students_on_practice(user: Identity) -> sa.ColumnElement[bool]:
    """Students of groups that have a journal of practice."""
    return Student.id.in_(scopes.students_of(scopes.practice_journals(user)))


# a curator's own group (п. 5.3)

def of_my_groups(model: type[Base]) -> Rule:
    """Rows of the groups the user curates today."""
    return hanging(model, Group, scopes.my_groups, "своей группы, пока куратор")


def of_my_students(model: type[Base]) -> Rule:
    """Rows of students who are now in the groups the user curates."""
    return Rule("студентов своей группы, пока куратор",
                lambda user: within(model, Student, scopes.students_of_my_groups(user)), model)


@rule("бывших студентов своей группы", Student)
def former_students_of_my_groups(user: Identity) -> sa.ColumnElement[bool]:
    """Students who were once in the curated groups: their names stand in the group's journals."""
    return Student.id.in_(ids(Membership.student_id).where(Membership.group_id.in_(scopes.my_groups(user))))


# a student's and a parent's own (п. 5.8)

def about(whose: Scope, model: type[Base]) -> Rule:
    """Rows about the user or the user's children."""
    return Rule(OWN[whose], lambda user: within(model, Student, whose(user)), model)


def of_studies(whose: Scope, model: type[Base]) -> Rule:
    """Rows of the journals in which the user or the children study."""
    return Rule(f"журналов, {STUDY[whose]}",
                lambda user: within(model, Journal, scopes.journals_of(whose(user))), model)


def of_held_lessons(whose: Scope, model: type[Base]) -> Rule:
    """Rows of lessons held while the user or the children were in the group and the subgroup."""
    return Rule(f"проведённых занятий, {STUDY[whose]}",
                lambda user: within(model, Lesson, scopes.held_lessons_of(whose(user), user.today)), model)


def of_groups_of(whose: Scope, model: type[Base]) -> Rule:
    """Rows of the groups in which the user or the children study."""
    return Rule(f"групп, {STUDY[whose]}", lambda user: within(model, Group, scopes.groups_of(whose(user))), model)


def subgroups_of(whose: Scope, model: type[Base]) -> Rule:
    """Subgroups the user or the children are in."""
    return Rule(OWN[whose], lambda user: Subgroup.id.in_(
        ids(SubgroupMembership.subgroup_id).where(SubgroupMembership.student_id.in_(whose(user)))), Subgroup)


OWN: dict[Scope, str] = {scopes.myself: "о себе", scopes.my_children: "о своих детях"}
STUDY: dict[Scope, str] = {scopes.myself: "где учится", scopes.my_children: "где учатся дети"}

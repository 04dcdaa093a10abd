"""Journals, groups and teachers as a timetable's file is compared with them (п. 5.5)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa

from access.scopes import accounts_with
from models import (
    CurriculumLine,
    Discipline,
    Group,
    Journal,
    Semester,
    Subgroup,
    TimetableName,
    User,
    db,
)
from rules.groups import with_subgroup
from rules.names import search_key, short_name
from rules.terms import NameKind, Role
from rules.timetable import Class
from rules.timetable_words import name_key


@dataclass(frozen=True)
class Teacher:
    id: int
    last: str
    first: str
    patronymic: str | None

    @property
    def name(self) -> str:
        return short_name(self.last, self.first, self.patronymic)


@dataclass(frozen=True)
class TaughtBook:
    """A journal with all that tells it apart; ``keys``: its discipline's names to compare."""

    id: int
    semester: int
    group: int
    group_name: str
    subgroup: int | None
    number: int | None
    split: str | None
    teacher: Teacher
    line: int
    index: str
    title: str
    keys: tuple[str, ...]
    discipline: int | None
    practice: int | None

    @property
    def whose(self) -> str:
        return with_subgroup(self.group_name, self.number)

    def as_class(self, room: str | None = None, teacher: int | None = None) -> Class:
        """The lesson as the rules compare it; ``teacher`` gives it instead of the journal's own."""
        return Class(f"{self.whose}: {self.title}", self.group, teacher or self.teacher.id, self.subgroup, self.split,
                     room, search_key(self.title))


def taught_books(semesters: Collection[int]) -> list[TaughtBook]:
    """Every journal of the semesters, in the order of groups and of the curriculum."""
    rows = db.session.execute(
        sa.select(Journal.id, Journal.semester_id, Journal.group_id, Group.name, Journal.subgroup_id, Subgroup.number,
                  Subgroup.split, User.id.label("teacher_id"), User.last_name, User.first_name, User.patronymic,
                  CurriculumLine.id.label("line_id"), CurriculumLine.index.label("line_index"), CurriculumLine.title,
                  Discipline.short_title, CurriculumLine.discipline_id, CurriculumLine.practice_id)
        .join(Group, Group.id == Journal.group_id).join(User, User.id == Journal.teacher_id)
        .join(CurriculumLine, CurriculumLine.id == Journal.curriculum_line_id)
        .outerjoin(Discipline, Discipline.id == CurriculumLine.discipline_id)
        .outerjoin(Subgroup, Subgroup.id == Journal.subgroup_id)
        .where(Journal.semester_id.in_(semesters)).order_by(Group.name, CurriculumLine.position, Journal.id))
    return [TaughtBook(
        row.id, row.semester_id, row.group_id, row.name, row.subgroup_id, row.number, row.split,
        Teacher(row.teacher_id, row.last_name, row.first_name, row.patronymic), row.line_id, row.line_index, row.title,
        tuple(name_key(name) for name in (row.title, row.short_title) if name), row.discipline_id, row.practice_id)
        for row in rows]


def open_groups(day: dt.date) -> list[tuple[int, str]]:
    """Groups that are not closed on the day."""
    return [(row.id, row.name) for row in db.session.execute(
        sa.select(Group.id, Group.name).where(sa.or_(Group.closed_on.is_(None), Group.closed_on > day))
        .order_by(Group.name))]


def teachers() -> list[Teacher]:
    """Everybody who may give a lesson."""
    return [Teacher(row.id, row.last_name, row.first_name, row.patronymic) for row in db.session.execute(
        sa.select(User.id, User.last_name, User.first_name, User.patronymic).where(
            User.blocked_at.is_(None), User.id.in_(accounts_with(Role.TEACHER))).order_by(User.sort_key))]


def known_names() -> dict[tuple[NameKind, str], TimetableName]:
    """What has been answered of names already."""
    return {(NameKind(row.kind), row.key): row for row in db.session.scalars(sa.select(TimetableName))}


def all_semesters() -> list[Semester]:
    return list(db.session.scalars(sa.select(Semester).order_by(Semester.starts)))

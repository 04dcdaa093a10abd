"""The turning of a year or a semester as the page shows it before anything is written (п. 5.4, 7.5; order 7, 10)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa

from access.check import allows
from access.grants import CREATE, UPDATE
from access.identity import Identity
from models import AcademicYear, Curatorship, Group, Journal, Movement, Semester, db
from queries import by_name
from queries.rollover_calendar import CalendarPlan, calendar_plan
from queries.rollover_groups import CuratorPlan, GroupPlan, curator_plans, group_plans
from queries.rollover_journals import GroupJournals, journal_plans
from rules.rollover import YearPart


@dataclass(frozen=True)
class Target:
    """What is being prepared: a year with its first semester, or the second one."""

    year: int
    number: int

    @property
    def is_new_year(self) -> bool:
        return self.number == 1

    def __str__(self) -> str:
        return f"{self.number} семестр {self.year}-{self.year + 1}"


@dataclass(frozen=True)
class Plan:
    """What would be created, changed and closed; ``parts`` are those the user may do."""

    target: Target
    parts: frozenset[YearPart]
    calendar: CalendarPlan
    groups: tuple[GroupPlan, ...]
    curators: tuple[CuratorPlan, ...]
    journals: tuple[GroupJournals, ...]

    @property
    def finishing(self) -> tuple[GroupPlan, ...]:
        return tuple(group for group in self.groups if group.finishes)

    @property
    def renamed(self) -> tuple[GroupPlan, ...]:
        return tuple(group for group in self.groups if group.new_name)

    @property
    def warnings(self) -> tuple[str, ...]:
        return (*self.calendar.warnings, *(words for group in self.groups for words in group.warnings),
                *(words for group in self.journals for words in group.warnings))


def my_parts(user: Identity) -> frozenset[YearPart]:
    """The parts whose rows the user may write by hand."""
    rights = {YearPart.CALENDAR: allows(user, CREATE, AcademicYear),
              YearPart.GROUPS: allows(user, UPDATE, Group) and allows(user, CREATE, Movement),
              YearPart.CURATORS: allows(user, CREATE, Curatorship), YearPart.JOURNALS: allows(user, CREATE, Journal)}
    return frozenset(part for part, allowed in rights.items() if allowed)


def targets() -> list[Target]:
    """What can be prepared now: the semesters of the last year and the year after it, the nearest first."""
    last = db.session.scalar(sa.select(sa.func.max(AcademicYear.year)).where(AcademicYear.archived_at.is_(None)))
    if last is None:
        return []
    return [Target(last, 2), Target(last + 1, 1), Target(last, 1)]


def plan(user: Identity, target: Target) -> Plan:
    """The whole preview; a dozen questions for any number of groups."""
    calendar = calendar_plan(target.year, target.number)
    semester = semester_of(target)
    starts = starts_of(target, semester, calendar)
    groups = group_plans(target.year, starts) if target.is_new_year else ()
    return Plan(target, my_parts(user), calendar, groups,
                curator_plans(target.year, starts) if target.is_new_year else (),
                journal_plans(target.year, target.number, semester, starts,
                              frozenset(group.id for group in groups if group.finishes),
                              {group.id: group.new_name for group in groups if group.new_name}))


def semester_of(target: Target) -> Semester | None:
    """The stored semester, if there is one yet."""
    return by_name.semester(target.year, target.number)


def starts_of(target: Target, semester: Semester | None, calendar: CalendarPlan) -> dt.date:
    """The first day of the semester: the stored one, else the proposed."""
    return semester.starts if semester else calendar.dates.semesters[target.number].starts


def told(found: Plan, parts: frozenset[YearPart]) -> list[tuple[str, int]]:
    """These parts of the preview in figures: what would be done, and how much of it."""
    missing = sum(row.teacher_id is None for group in found.journals for row in group.rows)
    rows = [(YearPart.CALENDAR, "Создать семестров", len(found.calendar.missing)),
            (YearPart.CALENDAR, "Перенести нерабочих дней", len(found.calendar.holidays)),
            (YearPart.GROUPS, "Закрыть групп с выпуском", len(found.finishing)),
            (YearPart.GROUPS, "Переименовать групп", len(found.renamed)),
            (YearPart.CURATORS, "Продолжить или закончить назначений кураторов", len(found.curators)),
            (YearPart.JOURNALS, "Создать журналов", sum(len(group.rows) for group in found.journals) - missing),
            (YearPart.JOURNALS, "Назвать преподавателя", missing)]
    return [(title, number) for part, title, number in rows if number and part in parts]


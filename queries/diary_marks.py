"""Marks by subject: a semester's list and one subject with the count of its average (п. 4.1, 6.6)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from access.identity import Identity
from models import AcademicYear, Journal
from queries.diary_cells import MarkGiven, Noted, cells_of_journals
from queries.diary_family import Child, readable
from queries.diary_finals import Final, finals
from queries.diary_news import kind_words
from queries.diary_studies import Given, Period, Study, by_subject, given, latest, studied_together, studies
from queries.diary_subjects import same_as
from rules.averages import formula, weighted_average
from rules.diary import absence_words


@dataclass(frozen=True)
class SubjectLine:
    """A subject of a semester; ``journal_id`` is the journal the student is, or was last, in."""

    journal_id: int
    subject: str
    teachers: tuple[str, ...]
    groups: tuple[str, ...]
    marks: tuple[MarkGiven, ...]
    missed_hours: int
    given: Given
    planned: int
    finals: tuple[Final, ...]

    @property
    def average(self) -> Decimal | None:
        return weighted_average(self._weighted)

    @property
    def formula(self) -> str:
        return formula(self._weighted)

    @property
    def _weighted(self) -> list[tuple[int, int]]:
        return [(mark.value, mark.weight) for mark in self.marks]


@dataclass(frozen=True)
class Entry:
    """What stands at a lesson: marks with the kind of work and the weight, an absence in words."""

    date: dt.date
    pair: int
    topic: str
    group: str
    tiles: tuple[tuple[str, str, int], ...]
    absence: str | None
    is_late: bool
    hours: int


@dataclass(frozen=True)
class SubjectPage:
    line: SubjectLine
    period: Period
    entries: tuple[Entry, ...]
    is_moved: bool


def subjects(user: Identity, child: Child, period: Period) -> list[SubjectLine]:
    """Every subject of a semester, those without marks too, in the order of the plan."""
    own = readable(user, [child])
    found = studies(own, user.today, Journal.semester_id == period.id)
    journals = [study.journal_id for study in found]
    cells = cells_of_journals(own, journals, user.today)
    hours = given(own, journals, user.today)
    results = finals(user, own, Journal.semester_id == period.id)
    return [_line(studied, cells, hours, results) for studied in by_subject(found)]


def year_subjects(user: Identity, child: Child, year: int) -> list[tuple[Period, list[SubjectLine]]]:
    """The same of every semester of an academic year, by time."""
    own = readable(user, [child])
    found = studies(own, user.today, AcademicYear.year == year)
    journals = [study.journal_id for study in found]
    cells = cells_of_journals(own, journals, user.today)
    hours = given(own, journals, user.today)
    results = finals(user, own, AcademicYear.year == year)
    semesters = {study.period: [one for one in found if one.period == study.period] for study in found}
    return [(period, [_line(studied, cells, hours, [final for final in results if final.number == period.number])
                      for studied in by_subject(own_studies)]) for period, own_studies in semesters.items()]


def subject(user: Identity, child: Child, journal_id: int) -> SubjectPage | None:
    """The subject of a journal in its semester, finals of all semesters; None when it is not the student's."""
    own = readable(user, [child])
    studied = studied_together(own, user.today, journal_id)
    if not studied:
        return None
    journals = [study.journal_id for study in studied]
    cells = cells_of_journals(own, journals, user.today)
    line = _line(studied, cells, given(own, journals, user.today), finals(user, own, same_as(studied[0].key)))
    groups = {study.journal_id: study.group for study in studied}
    entries = tuple(_entry(cell, groups[cell.journal_id], child) for cell in reversed(cells)
                    if cell.marks or cell.missed)
    return SubjectPage(line, studied[0].period, entries, len(set(groups.values())) > 1)


def _line(studied: Sequence[Study], cells: Sequence[Noted], hours: dict[int, Given],
          results: Sequence[Final]) -> SubjectLine:
    now, key = latest(studied), studied[0].key
    mine = {study.journal_id for study in studied}
    noted = [cell for cell in cells if cell.journal_id in mine]
    return SubjectLine(
        now[0].journal_id, now[0].subject, tuple(dict.fromkeys(study.teacher for study in now)),
        tuple(dict.fromkeys(study.group for study in studied)),
        tuple(mark for cell in noted for mark in cell.marks),
        sum(cell.missed.hours for cell in noted if cell.missed),
        sum((hours[journal] for journal in sorted(mine & hours.keys())), Given()),
        sum(study.planned for study in now), tuple(final for final in results if final.key == key))


def _entry(cell: Noted, group: str, child: Child) -> Entry:
    missed = cell.missed
    return Entry(
        cell.date, cell.pair, cell.topic, group,
        tuple((str(mark.value), kind_words(mark.kind), mark.weight) for mark in cell.marks),
        absence_words(missed, child.gender) if missed else None, missed.is_late if missed else False,
        missed.hours if missed else 0)

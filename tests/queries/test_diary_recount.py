"""What the diary counts, counted once more by plain loops over the raw rows of a seeded college, for 200 students.

Nothing of queries/ or rules/ is used below but what is compared: averages, hours and numbers are made here anew.
"""

from __future__ import annotations

import datetime as dt
import random
import re
from collections import Counter, defaultdict
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest
import sqlalchemy as sa

import models as m
from queries.diary import week
from queries.diary_attendance import attendance
from queries.diary_cells import Visit
from queries.diary_family import Child, children
from queries.diary_marks import SubjectLine, subjects, year_subjects
from queries.diary_programme import programme
from queries.diary_results import results
from queries.diary_studies import Period, periods
from rules.terms import Role
from seed.demo import DEMO_NOW, make_demo
from tests import factories as f
from tests.families import MONDAY, asks

STUDENTS = {"sqlite": 200, "postgresql": 50}  # the engines differ in statements, not in how many students read them
SHOWN = 8
TODAY = DEMO_NOW.date()
TABLES = (m.Membership, m.SubgroupMembership, m.Journal, m.Semester, m.AcademicYear, m.CurriculumLine, m.Lesson, m.Cell,
          m.Mark, m.Absence, m.AbsenceKind, m.FinalMark)


class College:
    """Raw rows by table, and what hangs on what."""

    def __init__(self, session: Any) -> None:
        self.rows: dict[type, list[Any]] = {
            model: [SimpleNamespace(**row._mapping) for row in session.execute(model.__table__.select())]
            for model in TABLES}
        self.by_id = {model: {row.id: row for row in rows} for model, rows in self.rows.items()}
        self.in_groups: dict[int, list[Any]] = defaultdict(list)
        self.in_subgroups: dict[int, list[Any]] = defaultdict(list)
        self.lessons: dict[int, list[Any]] = defaultdict(list)
        self.cells: dict[int, list[Any]] = defaultdict(list)
        self.marks: dict[int, list[Any]] = defaultdict(list)
        self.finals: dict[int, list[Any]] = defaultdict(list)
        for final in self.rows[m.FinalMark]:
            self.finals[final.student_id].append(final)
        self.absence = {row.cell_id: row for row in self.rows[m.Absence]}
        for model, own in ((m.Membership, self.in_groups), (m.SubgroupMembership, self.in_subgroups)):
            for row in self.rows[model]:
                own[row.student_id].append(row)
        for lesson in self.rows[m.Lesson]:
            self.lessons[lesson.journal_id].append(lesson)
        for cell in self.rows[m.Cell]:
            self.cells[cell.student_id].append(cell)
        for mark in self.rows[m.Mark]:
            self.marks[mark.cell_id].append(mark)

    def line(self, journal: Any) -> Any:
        return self.by_id[m.CurriculumLine][journal.curriculum_line_id]

    def taught(self, journal: Any) -> tuple[Any, ...]:
        """What a journal teaches, whoever teaches it to whom."""
        line = self.line(journal)
        return (line.discipline_id, line.practice_id) if line.discipline_id or line.practice_id else (
            line.index, line.title)  # exams of two modules are titled alike

    def there(self, student: int, journal: Any, day: dt.date) -> bool:
        """In the group on that day, and in the subgroup if the journal is a subgroup's."""
        group = any(row.group_id == journal.group_id and row.starts <= day and (row.ends is None or row.ends >= day)
                    for row in self.in_groups[student])
        return group and (journal.subgroup_id is None or any(
            row.subgroup_id == journal.subgroup_id and row.starts <= day and (row.ends is None or row.ends >= day)
            for row in self.in_subgroups[student]))

    def held(self, student: int, semester: int) -> dict[tuple[Any, ...], list[Any]]:
        """Lessons by subject of one semester, held with the student."""
        found: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
        groups = {row.group_id for row in self.in_groups[student]}
        for journal in self.rows[m.Journal]:
            if journal.semester_id == semester and journal.group_id in groups:
                found[self.taught(journal)] += [
                    lesson for lesson in self.lessons[journal.id]
                    if lesson.date <= TODAY and self.there(student, journal, lesson.date)]
        return found

    def noted(self, student: int, semester: int) -> list[tuple[Any, Any, Any]]:
        """(journal, lesson, cell) of one semester."""
        found = []
        for cell in self.cells[student]:
            journal, lesson = self.by_id[m.Journal][cell.journal_id], self.by_id[m.Lesson][cell.lesson_id]
            if journal.semester_id == semester and lesson.date <= TODAY:
                found.append((journal, lesson, cell))
        return found

    def missed(self, cell: Any) -> int:
        absence = self.absence.get(cell.id)
        return absence.hours if absence and self.by_id[m.AbsenceKind][absence.kind_id].counts_hours else 0


def half_up(total: int, weights: int) -> Decimal | None:
    """The quotient to two digits, five rounded up, by whole numbers."""
    if not weights:
        return None
    hundredths = int(Fraction(total, weights) * 100 + Fraction(1, 2))
    return Decimal(hundredths) / 100


def how_many(db: Any) -> int:
    return STUDENTS[db.get_bind().dialect.name]


@pytest.fixture
def college(db: Any) -> College:
    make_demo(db, groups=8, students=how_many(db) + 8, years=2)
    if db.get_bind().dialect.name == "postgresql":
        db.execute(sa.text("ANALYZE"))  # it still plans for the rows of the test before
    db.commit()
    return College(db)


@pytest.fixture
def family(db: Any, college: College) -> tuple[Any, list[Child]]:
    """One who reads the diary of everybody, and some of them at random."""
    parent = f.UserFactory(roles=(Role.PARENT,))
    guardian = f.GuardianFactory(user=parent)
    for student in db.scalars(sa.select(m.Student.id)).all():
        db.add(m.Guardianship(student_id=student, guardian_id=guardian.id))
    db.commit()
    return parent, random.Random(2023).sample(children(asks(parent, now=DEMO_NOW)), how_many(db))


def test_the_diary_counts_as_a_plain_recount_does(college, family, login):
    parent, chosen = family
    user = asks(parent, now=DEMO_NOW)
    compared: Counter[str] = Counter()
    for child in chosen:
        own = periods(child, TODAY)
        now, past = own[0], [period for period in reversed(own) if period.year == 2022]
        lines = subjects(user, child, now)
        compare_subjects(college, child, now, lines, compared)
        assert [(one.journal_id, one.given, one.planned) for one in programme(user, child, now)] == [
            (line.journal_id, line.given, line.planned) for line in lines]
        years = year_subjects(user, child, 2022) if past else []
        assert [period for period, _ in years] == past
        for period, of_past in years:
            compare_subjects(college, child, period, of_past, compared)
        compare_attendance(user, college, child, random.Random(child.id).choice(own), compared)
        compare_week(user, college, child, compared)
        compare_finals(user, college, child, own, compared)
    assert compared["students"] == len(chosen)
    assert compared["marks"] > 50 * len(chosen), compared
    assert compared["hours missed"] > 10 * len(chosen), compared
    assert compared["finals"] > 5 * len(chosen), compared
    compare_pages(login(parent), college, chosen[:SHOWN])


def compare_subjects(college: College, child: Child, period: Period, lines: list[SubjectLine],
                     compared: Counter[str]) -> None:
    held, noted = college.held(child.id, period.id), college.noted(child.id, period.id)
    by_subject: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
    missed: Counter[tuple[Any, ...]] = Counter()
    for journal, _, cell in noted:
        by_subject[college.taught(journal)] += college.marks[cell.id]
        missed[college.taught(journal)] += college.missed(cell)
    results_of: dict[tuple[Any, ...], Counter[tuple[str, str]]] = defaultdict(Counter)
    for row in college.finals[child.id]:
        journal = college.by_id[m.Journal][row.journal_id]
        if row.published_at is not None and journal.semester_id == period.id:
            results_of[college.taught(journal)][row.kind, row.value] += 1
    for line in lines:
        key = college.taught(college.by_id[m.Journal][line.journal_id])
        marks = by_subject.pop(key, [])
        assert Counter(mark.value for mark in line.marks) == Counter(mark.value for mark in marks), (child, key)
        assert line.average == half_up(sum(mark.value * mark.weight for mark in marks),
                                       sum(mark.weight for mark in marks)), (child, line.subject)
        assert line.missed_hours == missed.pop(key, 0), (child, line.subject)
        assert line.given.hours == sum(lesson.hours for lesson in held[key]), (child, line.subject)
        assert line.given.lessons == len(held.pop(key)), (child, line.subject)
        assert Counter((final.kind.value, final.value.value) for final in line.finals) == results_of[key], (child, key)
        compared["marks"] += len(marks)
    assert not [mark for marks in by_subject.values() for mark in marks], "marks in no subject"
    assert not +missed, "absences in no subject"
    assert not [lesson for lessons in held.values() for lesson in lessons], "lessons in no subject"


def compare_attendance(user: Any, college: College, child: Child, period: Period, compared: Counter[str]) -> None:
    shown = attendance(user, child, period)
    kinds: Counter[str] = Counter()
    months: Counter[dt.date] = Counter()
    unexcused = late = 0
    for _, lesson, cell in college.noted(child.id, period.id):
        if absence := college.absence.get(cell.id):
            kind = college.by_id[m.AbsenceKind][absence.kind_id]
            kinds[kind.title] += 1
            months[lesson.date.replace(day=1)] += college.missed(cell)
            unexcused += 0 if kind.excused else college.missed(cell)
            late += kind.is_late
    assert {one.kind.title: one.lessons for one in shown.kinds} == dict(kinds), child
    assert {month.first: month.hours for month in shown.months} == dict(months), child
    assert (shown.hours, shown.unexcused_hours, shown.late) == (sum(months.values()), unexcused, late), child
    assert shown.given.hours == sum(
        lesson.hours for lessons in college.held(child.id, period.id).values() for lesson in lessons), child
    compared["hours missed"] += shown.hours


def compare_week(user: Any, college: College, child: Child, compared: Counter[str]) -> None:
    shown = week(user, child, MONDAY, Visit(10**9, DEMO_NOW))
    [semester] = [row.id for row in college.rows[m.Semester] if row.starts <= MONDAY <= row.ends]
    by_subject: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
    missed, sunday = 0, MONDAY + dt.timedelta(days=6)
    for journal, lesson, cell in college.noted(child.id, semester):
        by_subject[college.taught(journal)] += college.marks[cell.id]
        missed += college.missed(cell) if MONDAY <= lesson.date <= sunday else 0
    counted = Counter((len(marks), half_up(sum(mark.value * mark.weight for mark in marks),
                                           sum(mark.weight for mark in marks)))
                      for marks in by_subject.values() if marks)
    assert Counter((one.marks, one.average) for one in shown.progress if one.marks) == counted, child
    assert shown.missed_hours == missed, child
    held = [lesson for lessons in college.held(child.id, semester).values() for lesson in lessons
            if MONDAY <= lesson.date <= sunday]
    assert sum(bool(one.topic) for day in shown.days for one in day.lessons) == len(held), child
    compared["students"] += 1


def compare_finals(user: Any, college: College, child: Child, own: list[Period], compared: Counter[str]) -> None:
    wanted: Counter[tuple[int, int, str, str]] = Counter()
    for final in college.finals[child.id]:
        if final.published_at is not None:
            semester = college.by_id[m.Semester][college.by_id[m.Journal][final.journal_id].semester_id]
            year = college.by_id[m.AcademicYear][semester.academic_year_id].year
            wanted[year, semester.number, final.kind, final.value] += 1
    shown = Counter((year.year, final.number, final.kind.value, final.value.value) for year in results(
        user, child, own).years for line in year.subjects for semester in line.semesters for final in semester)
    assert shown == wanted, child
    compared["finals"] += sum(wanted.values())


def compare_pages(client: Any, college: College, chosen: list[Child]) -> None:
    """The figures on the pages are those of the dataclasses: averages and hours in the order of the list."""
    for child in chosen:
        period = periods(child, TODAY)[0]
        page = client.get(f"/diary/{child.id}/subjects").text
        by_subject: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
        for journal, _, cell in college.noted(child.id, period.id):
            by_subject[college.taught(journal)] += college.marks[cell.id]
        journals = re.findall(rf'href="/diary/{child.id}/subjects/(\d+)"', page)
        averages = re.findall(r'data-label="Средний">([^<]*)<', page)
        hours = re.findall(r'data-label="Пройдено">(\d+)', page)
        assert len(journals) == len(averages) == len(hours) > 5
        held = college.held(child.id, period.id)
        for journal_id, average, passed in zip(journals, averages, hours, strict=True):
            key = college.taught(college.by_id[m.Journal][int(journal_id)])
            found = half_up(sum(mark.value * mark.weight for mark in by_subject[key]),
                            sum(mark.weight for mark in by_subject[key]))
            assert average == ("—" if found is None else f"{found:.2f}".replace(".", ",")), (child, key)
            assert int(passed) == sum(lesson.hours for lesson in held[key]), (child, key)

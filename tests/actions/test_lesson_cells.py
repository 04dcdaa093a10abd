"""Cells of a lesson written together are written as one by one: rows, versions, records, refusals (п. 5.4, 6.1)."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa

from actions.cells import Entry, Stale
from actions.lesson_cells import save_cells
from actions.refusals import NotYours
from models import AuditRecord, Cell
from rules.violation import Violation
from tests import factories as f
from tests.teachers import save_cell

TODAY = dt.date(2023, 11, 20)
CHANGES = (
    ("", "н"), ("", "5/4"), ("н", "б"), ("н", ""), ("5", "4"), ("5", "5/3"), ("5/4/3", "5"), ("5/4", "н"), ("о", "о/4"),
    ("б", "5"), ("4", "4"), ("", ""))


@pytest.fixture
def lesson(db):
    for letter in "нбо":
        f.AbsenceKindFactory(letter=letter, is_late=letter == "о", counts_hours=letter != "о")
    return f.LessonFactory(date=TODAY)


def members(lesson, count):
    return [f.MembershipFactory(group=lesson.journal.group).student.id for _ in range(count)]


def standing(db, lesson):
    """What stands, at which version, by student."""
    return {cell.student_id: ("/".join([*([cell.absence.kind.letter] if cell.absence else []),
                                        *(str(mark.value) for mark in cell.marks)]), cell.version)
            for cell in db.scalars(sa.select(Cell).where(Cell.lesson_id == lesson.id))}


def records(db, students):
    """What the journal of changes tells of each student, without the chain."""
    found = db.execute(sa.select(AuditRecord.student_id, AuditRecord.action, AuditRecord.before, AuditRecord.after,
                                 AuditRecord.reason).where(AuditRecord.entity == "cell").order_by(AuditRecord.seq))
    return [(students.index(student), *what) for student, *what in found if student in students]


def test_together_is_as_one_by_one(db, lesson, acting):
    """Half of the students one by one, half together: each pair of them ends the same."""
    user, number = acting(lesson.journal.teacher), len(CHANGES)
    alone, together = members(lesson, number), members(lesson, number)
    for student, (before, _) in zip([*alone, *together], CHANGES * 2, strict=True):
        save_cell(user, lesson.journal, lesson, student, Entry(before, 0))
    db.commit()
    seen = {student: version for student, (_, version) in standing(db, lesson).items()}
    entries = {student: Entry(text, seen.get(student, 0), "после сверки")
               for student, (_, text) in zip([*alone, *together], CHANGES * 2, strict=True)}
    for student in alone:
        save_cell(user, lesson.journal, lesson, student, entries[student])
    assert save_cells(user, lesson.journal, lesson, {student: entries[student] for student in together}) == {}
    db.commit()
    now = standing(db, lesson)
    assert [now.get(student) for student in together] == [now.get(student) for student in alone]
    assert [now.get(student, ("", 0))[0] for student in together] == [text for _, text in CHANGES]
    assert records(db, together) == records(db, alone)


def test_one_refusal_leaves_all_as_they_are(db, lesson, acting):
    good, wrong, late = members(lesson, 3)
    stranger = f.MembershipFactory().student_id
    user = acting(lesson.journal.teacher)
    save_cell(user, lesson.journal, lesson, late, Entry("н", 0))
    db.commit()
    was = standing(db, lesson)
    refused = save_cells(user, lesson.journal, lesson, {
        good: Entry("5", 0), wrong: Entry("7", 0), late: Entry("5", 0), stranger: Entry("5", 0)})
    db.commit()
    assert {student: type(refusal) for student, refusal in refused.items()} == {
        wrong: Violation, late: Stale, stranger: NotYours}
    assert standing(db, lesson) == was
    assert len(records(db, [good, wrong, late])) == 1


def test_whoever_is_overtaken_between_reading_and_writing_is_stale(db, lesson, acting, monkeypatch):
    """Another hand takes one of the cells after the places were read."""
    first, second = members(lesson, 2)
    user = acting(lesson.journal.teacher)
    save_cell(user, lesson.journal, lesson, first, Entry("4", 0))
    from actions import lesson_cells
    read = lesson_cells.find_places

    def overtaken(*arguments):
        found = read(*arguments)
        save_cell(user, lesson.journal, lesson, first, Entry("3", 1))
        save_cell(user, lesson.journal, lesson, second, Entry("н", 0))
        return found

    monkeypatch.setattr(lesson_cells, "find_places", overtaken)
    refused = save_cells(user, lesson.journal, lesson, {first: Entry("5", 1), second: Entry("5", 0)})
    assert {student: (type(refusal), refusal.value) for student, refusal in refused.items()} == {
        first: (Stale, "3"), second: (Stale, "н")}

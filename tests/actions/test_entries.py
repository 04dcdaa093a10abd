"""Single marks and absences keep the cell's rules and its neighbours (п. 5.3, 6.1, 9.4)."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa

from actions import entries
from actions.cells import Entry
from actions.refusals import NotYours
from models import Cell, Mark
from models import db as database
from rules.terms import MarkKind, Role, TaskKind
from rules.violation import Violation
from tests import factories as f
from tests.teachers import save_cell

TODAY = dt.date(2023, 11, 20)


@pytest.fixture
def lesson(db):
    for letter in "нбо":
        f.AbsenceKindFactory(letter=letter, is_late=letter == "о")
    return f.LessonFactory(date=TODAY)


@pytest.fixture
def student(lesson):
    return f.MembershipFactory(group=lesson.journal.group).student


def standing(lesson, student):
    """What the cell holds, as the grid writes it."""
    cell = database.session.scalar(sa.select(Cell).execution_options(populate_existing=True).where(
        Cell.lesson_id == lesson.id, Cell.student_id == student.id))
    return "/".join([*([cell.absence.kind.letter] if cell.absence else []), *(str(mark.value) for mark in cell.marks)])


def test_marks_are_added_beside_each_other(lesson, student, acting):
    user = acting(lesson.journal.teacher)
    entries.add_mark(user, lesson, student.id, entries.MarkEntry(5, MarkKind.TEST))
    second = entries.add_mark(user, lesson, student.id, entries.MarkEntry(3, MarkKind.CONTROL, 2, "пересдать"))
    assert (second.position, second.kind, second.weight, second.comment) == (2, MarkKind.CONTROL, 2, "пересдать")
    assert standing(lesson, student) == "5/3"


def test_removing_the_first_keeps_the_second_as_it_was(db, lesson, student, acting):
    user = acting(lesson.journal.teacher)
    first = entries.add_mark(user, lesson, student.id, entries.MarkEntry(5, MarkKind.TEST))
    entries.add_mark(user, lesson, student.id, entries.MarkEntry(3, MarkKind.CONTROL, 2))
    entries.remove_mark(user, first)
    left = db.scalars(sa.select(Mark)).one()
    assert (left.value, left.kind, left.weight, left.position) == (3, MarkKind.CONTROL, 2, 1)


def test_changing_one_leaves_the_other(db, lesson, student, acting):
    user = acting(lesson.journal.teacher)
    first = entries.add_mark(user, lesson, student.id, entries.MarkEntry(5, MarkKind.TEST))
    entries.add_mark(user, lesson, student.id, entries.MarkEntry(3, MarkKind.CONTROL))
    entries.change_mark(user, first, entries.MarkEntry(4, weight=3))
    marks = db.scalars(sa.select(Mark).order_by(Mark.position)).all()
    assert [(mark.value, mark.kind, mark.weight) for mark in marks] == [
        (4, MarkKind.TEST, 3), (3, MarkKind.CONTROL, 1)]


def test_an_absence_and_a_mark_do_not_meet(lesson, student, acting):
    user = acting(lesson.journal.teacher)
    entries.note_absence(user, lesson, student.id, "н")
    with pytest.raises(Violation):
        entries.add_mark(user, lesson, student.id, entries.MarkEntry(5))


def test_a_curator_specifies_an_absence_a_month_later_and_gives_no_marks(lesson, student, acting):
    absence = entries.note_absence(acting(lesson.journal.teacher), lesson, student.id, "н")
    curator = f.UserFactory(roles=[Role.CURATOR])
    f.CuratorshipFactory(group=lesson.journal.group, user=curator)
    later = acting(curator, "2023-12-15 10:00")
    entries.change_absence(later, absence, "б")
    assert standing(lesson, student) == "б"
    entries.remove_absence(later, absence)
    assert standing(lesson, student) == ""
    with pytest.raises(Violation) as refused:
        entries.add_mark(acting(curator), lesson, student.id, entries.MarkEntry(5))
    assert refused.value.point == "9.4"


@pytest.mark.parametrize(("value", "refusal"), [("5", Violation), ("н", NotYours)])
def test_an_administrator_writes_neither(lesson, student, acting, value, refusal):
    admin = acting(f.UserFactory(roles=[Role.ADMINISTRATOR]))
    with pytest.raises(refusal):
        save_cell(admin, lesson.journal, lesson, student.id, Entry(value, 0))


@pytest.mark.parametrize(("moment", "reason", "needs"), [
    ("2023-11-20 17:00", None, "kept"),                   # the end of the working day itself
    ("2023-11-20 17:00:01", None, "reason"),
    ("2023-11-20 17:00:01", "не было сети", "kept"),
    ("2023-12-20 12:00", "не было сети", "reopening"),
])
def test_homework_is_due_by_the_end_of_the_working_day(lesson, acting, moment, reason, needs):
    user = acting(lesson.journal.teacher, moment)
    try:
        entries.set_homework(user, lesson, None, "Прочитать § 5", TaskKind.READING, None, reason)
        outcome = "kept"
    except Violation as violation:
        outcome = violation.needs
        assert violation.point == "6.2"
    assert outcome == needs

"""A right asked before its row is there answers as it would afterwards."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa

from access.check import rows, would
from access.grants import CREATE, DELETE, READ, UPDATE
from access.identity import Identity
from models import Absence, Cell, Group, Journal, Lesson, Mark, Student
from rules.terms import Role
from tests import factories as f

NOW = dt.datetime(2023, 11, 20, 15, tzinfo=dt.timezone(dt.timedelta(hours=7)))


@pytest.fixture
def people(db: Any) -> dict[str, Identity]:
    """Cells of two journals, one of them with a substitution of today and of long ago; who asks about them."""
    home, away, substitute = f.JournalFactory(), f.JournalFactory(), f.TeacherFactory()
    instead = {"teacher": substitute, "substituted": home.teacher}
    for lesson in (f.LessonFactory(journal=home, date=f.TODAY, pair=1), f.LessonFactory(journal=away, pair=1),
                   f.LessonFactory(journal=home, date=f.TODAY, pair=2, **instead),
                   f.LessonFactory(journal=home, date=f.TODAY - dt.timedelta(days=8), pair=2, **instead)):
        cell = f.CellFactory(lesson=lesson)
        f.MarkFactory(cell=cell)
        f.AbsenceFactory(cell=cell)
    curator = f.CuratorshipFactory(group=home.group).user
    former = f.CuratorshipFactory(group=home.group, ends=f.TODAY - dt.timedelta(days=1)).user
    both = f.UserFactory(roles=(Role.TEACHER, Role.CURATOR))
    f.CuratorshipFactory(group=home.group, user=both)
    away.teacher = both
    db.flush()
    known = {"teacher": home.teacher, "substitute": substitute, "curator": curator, "former": former, "both": both,
             **{role.value: f.UserFactory(roles=(role,)) for role in (Role.ADMINISTRATOR, Role.DIRECTOR)}}
    return {name: Identity(user.id, user.role_set, NOW) for name, user in known.items()}


@pytest.mark.parametrize("model", [Mark, Absence], ids=lambda model: model.__name__)
@pytest.mark.parametrize("action", [CREATE, UPDATE, DELETE])
def test_before_is_as_after(db, people, model, action):
    at = {Lesson: Cell.lesson_id, Journal: Journal.id, Group: Journal.group_id, Student: Cell.student_id}
    for name, user in people.items():
        before = sa.select(Cell.id).join(Journal, Journal.id == Cell.journal_id).where(
            would(user, [(model, action)], at)[model, action])
        after = sa.select(model.cell_id).where(rows(user, action, model))
        assert set(db.scalars(before)) == set(db.scalars(after)), name


def test_something_was_asked(db, people):
    counts = {name: len(db.scalars(sa.select(Mark.id).where(rows(user, CREATE, Mark))).all())
              for name, user in people.items()}
    assert counts == {"teacher": 3, "substitute": 1, "curator": 0, "former": 0, "both": 1, "administrator": 0,
                      "director": 0}


def test_a_right_that_rests_on_the_row_itself_cannot_be_asked_before():
    with pytest.raises(LookupError):
        would(Identity(1, frozenset({Role.STUDENT}), NOW), [(Mark, READ)], {})


def test_rights_with_the_same_rows_are_one_question(people):
    asked = [(model, action) for model in (Mark, Absence) for action in (CREATE, UPDATE, DELETE)]
    at = {Lesson: Cell.lesson_id, Journal: Journal.id, Group: Journal.group_id, Student: Cell.student_id}
    counts = {name: len({id(criterion) for criterion in would(user, asked, at).values()})
              for name, user in people.items()}
    assert counts["teacher"] == 1
    assert counts["curator"] == 2  # nothing of marks, absences of the own group

"""What is brought along with the rows of a list: names of related rows, and nothing else of theirs (п. 9.2)."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import load_only

from models import CurriculumLine, Group, Lesson, Mark, Student, User
from queries.attributes import NAME_COLUMNS, eager
from queries.naming import name_of
from tests import factories as f

MADE_BY = {CurriculumLine: f.CurriculumLineFactory, Group: f.GroupFactory, Lesson: f.LessonFactory,
           Student: f.StudentFactory, User: f.UserFactory}


@pytest.mark.parametrize("model", list(NAME_COLUMNS))
def test_a_name_is_made_of_its_columns_alone(db, model):
    row = MADE_BY[model]()
    db.flush()
    name, id = name_of(row), row.id
    db.expunge_all()
    columns = (getattr(model, column) for column in NAME_COLUMNS[model])
    assert name_of(db.scalars(sa.select(model).where(model.id == id).options(
        load_only(*columns, raiseload=True))).one()) == name


def test_of_who_is_only_named_nothing_else_is_loaded(db):
    f.MarkFactory()
    db.flush()
    db.expunge_all()
    mark = db.scalars(sa.select(Mark).options(*eager(Mark, ("student", "cell.lesson.topic", "journal.teacher")))).one()
    held = {name for row in (mark.student, mark.journal.teacher) for name in sa.inspect(row).unloaded}
    assert held >= {"birth_date", "address", "phone", "email", "password_hash"}
    assert "topic" not in sa.inspect(mark.cell.lesson).unloaded, "what is shown comes along"
    assert str(mark.student) == mark.student.full_name

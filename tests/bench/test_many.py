"""A college of many buildings: what is copied is accepted by every constraint, and nobody has two of what is one."""

from __future__ import annotations

from collections import Counter

import pytest
import sqlalchemy as sa

from bench import many
from models import AcademicYear, Base, Cell, Group, Journal, Lesson, Mark, Student, User, UserRole
from rules.terms import Role
from seed.demo import make_demo
from tests import factories as f

TIMES, YEARS = 3, 2


def count(db, model) -> int:
    return db.scalar(sa.select(sa.func.count()).select_from(model))


@pytest.fixture
def buildings(db):
    """The constraints are on, as in no run: rows, unique keys and references are judged by the engine itself."""
    make_demo(db, groups=2, students=12, years=YEARS)
    before = {model: count(db, model) for model in (Student, Group, Journal, Lesson, Cell, Mark)}
    many.multiply(db, TIMES)
    db.execute(sa.text("ANALYZE"))  # as a run does: by the figures of another test's rows a join may take minutes
    db.commit()
    return before


def test_the_schema_accepts_further_buildings(db, buildings):
    assert {model: count(db, model) for model in buildings} == {m: TIMES * was for m, was in buildings.items()}
    assert buildings[Mark] > 100
    assert many.orphans(db.connection()) == {}
    assert f.UserFactory().id == db.scalar(sa.select(sa.func.max(User.id))), "sequences follow"


def test_a_building_is_whole(db, buildings):
    """What a mark leads to lies in its own building, whichever way one goes."""
    crossed = sa.select(sa.func.count()).select_from(Mark).join(Cell, Cell.id == Mark.cell_id).join(
        Lesson, Lesson.id == Cell.lesson_id).join(Journal, Journal.id == Mark.journal_id).where(sa.or_(
            Lesson.journal_id != Journal.id, Cell.student_id != Mark.student_id, Cell.journal_id != Journal.id))
    assert db.scalar(crossed) == 0
    marks = Counter(name.rpartition("-")[2] for name in db.scalars(
        sa.select(Group.name).join(Journal, Journal.group_id == Group.id).join(Mark, Mark.journal_id == Journal.id)))
    assert (marks["2"], marks["3"]) == (buildings[Mark], buildings[Mark]), "each copy has as many as the first"


def test_the_college_stays_one(db, buildings):
    assert count(db, AcademicYear) == YEARS, "years are common"
    roles = dict(db.execute(sa.select(UserRole.role, sa.func.count()).group_by(UserRole.role)).all())
    assert roles[Role.DIRECTOR] == roles[Role.ADMINISTRATOR] == 1
    assert roles[Role.TEACHER] > TIMES and roles[Role.TEACHER] % TIMES == 0


UNWATCHED = {"postgresql": "SET LOCAL session_replication_role = replica", "sqlite": "PRAGMA defer_foreign_keys = ON"}


def test_an_orphan_is_found(db, buildings):
    db.execute(sa.text(UNWATCHED[db.get_bind().dialect.name]))
    cell, nowhere = db.scalar(sa.select(sa.func.max(Cell.id))), 10 ** 9
    db.execute(sa.update(Cell).where(Cell.id == cell).values(lesson_id=nowhere))
    found = many.orphans(db.connection())
    assert next(count for name, count in found.items() if "fk_cell_lesson_id" in name) == 1
    db.rollback()


def test_whatever_is_copied_is_a_table():
    assert set(Base.metadata.tables) >= many.COPIED

"""Two deputies do the same act on the year at the same moment: one does it, the other is told (п. 5.4, 7.2, 7.5)."""

from __future__ import annotations

import contextvars
import datetime as dt
import threading

import pytest
import sqlalchemy as sa

from access.identity import Identity
from actions import closings
from actions.archives import take_back
from actions.curricula import load_curriculum
from actions.journals import for_all, make_journals
from importers.curriculum import read_curriculum
from models import AcademicYear, Closing, Curriculum, Group, Journal, Semester, User
from models import db as database
from models.engine import writing
from rules.terms import ClosingScope, Role
from rules.violation import Violation
from tests import factories as f
from tests.lookalikes import plan_plx

NOW = dt.datetime(2023, 11, 20, 8, 0, tzinfo=dt.UTC)
DEPUTY = Identity(None, frozenset({Role.DEPUTY_OOD}), NOW)


def close_october() -> None:
    who = Identity(database.session.scalar(sa.select(sa.func.min(User.id))), DEPUTY.roles, NOW)
    closings.close(who, ClosingScope.MONTH, dt.date(2023, 10, 1), dt.date(2023, 10, 31))


def open_last_year() -> None:
    take_back(database.session.scalars(sa.select(AcademicYear).where(AcademicYear.year == 2022)).one(), "Проверка")


def set_journals_up() -> None:
    group, semester = (database.session.scalars(sa.select(model)).one() for model in (Group, Semester))
    teacher = database.session.scalars(sa.select(User)).first()
    if not make_journals(DEPUTY, group, semester, for_all(group, semester, teacher.id)).created:
        raise Violation("", "Журналы уже есть")


@pytest.fixture
def year(db):
    f.AcademicYearFactory(year=2022, archived_at=NOW)
    f.SemesterFactory()
    curriculum = db.get(Curriculum, load_curriculum(read_curriculum(plan_plx())).id)
    f.GroupFactory(curriculum=curriculum, admission_year=2023)
    f.UserFactory(roles=(Role.TEACHER,))
    db.commit()


@pytest.mark.parametrize(("act", "done"), [
    (close_october, lambda: len(database.session.scalars(sa.select(Closing)).all()) == 1),
    (open_last_year, lambda: not database.session.scalar(sa.select(sa.func.count(AcademicYear.archived_at)))),
    (set_journals_up, lambda: len(database.session.scalars(sa.select(Journal)).all()) == 8),
])
def test_of_two_at_once_one_is_done(app, db, year, act, done):
    start, ended = threading.Barrier(2), []

    def deputy() -> None:
        writing.set(True)
        with app.app_context():
            start.wait(30)
            try:
                act()
                start_of_the_other.wait(0.1)
                database.session.commit()
                ended.append("done")
            except Exception as error:
                database.session.rollback()
                ended.append(type(error).__name__)

    start_of_the_other = threading.Event()  # never set: the first holds its turn while the second comes
    people = [threading.Thread(target=contextvars.Context().run, args=(deputy,)) for _ in range(2)]
    for each in people:
        each.start()
    for each in people:
        each.join(60)
    assert sorted(ended) == ["Violation", "done"]
    db.rollback()
    assert done()

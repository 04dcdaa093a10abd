"""Days whose journal was kept elsewhere: what was brought over is neither late nor owed (ADR 29)."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa

from access.identity import Identity
from actions.findings import run
from models import Finding
from queries.clocks import clock_sheet
from queries.home import teacher_day
from rules.clocks import Clock
from rules.terms import Role
from tests import factories as f
from tests.control.harness import FIRST, JOB, LAST, NOW, TUESDAY, day, lesson

LATE = dt.datetime(2023, 11, 16, 5, tzinfo=dt.UTC)
OF_DAYS = ("lesson_late", "homework_missing", "lesson_without_attendance", "timetable_lesson_not_given",
           "lesson_outside_timetable")


@pytest.fixture
def journal(db):
    """Tuesdays: the 7th is not recorded, the 14th is recorded late and without homework; one lesson of the 15th."""
    journal = f.JournalFactory()
    f.TimetableSlotFactory(journal=journal, weekday=2, pair=1, starts=FIRST)
    lesson(journal, TUESDAY, entered_at=LATE, homework=False)
    lesson(journal, day(15), 3, attendance_at=None)
    db.flush()
    return journal


def found(db):
    run(JOB, FIRST, LAST)
    db.commit()
    return {name for name in db.scalars(sa.select(Finding.rule)) if name in OF_DAYS}


@pytest.mark.parametrize(("since", "names"), [
    (None, set(OF_DAYS)), (FIRST, set()), (LAST, set(OF_DAYS)),
    (day(15), {"lesson_late", "homework_missing", "timetable_lesson_not_given"}),
])
def test_control_looks_only_at_days_kept_here(db, journal, since, names):
    if since is not None:
        f.NormValueFactory(code="kept_here", value=0, valid_from=since)
    assert found(db) == names


def test_the_clocks_and_the_teachers_page_say_nothing_of_those_days(db, journal):
    teacher = Identity(journal.teacher_id, frozenset({Role.TEACHER}), NOW)
    before = clock_sheet(teacher, FIRST, LAST)
    assert {Clock.UNRECORDED, Clock.GRACE} <= {line.clock for line in before.lines}
    assert teacher_day(teacher).todo
    f.NormValueFactory(code="kept_here", value=0, valid_from=FIRST)
    db.commit()
    assert {line.clock for line in clock_sheet(teacher, FIRST, LAST).lines} == {Clock.IN_TIME}
    assert [item for item in teacher_day(teacher).todo if item.date < NOW.date()] == []

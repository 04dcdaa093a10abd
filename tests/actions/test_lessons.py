"""A recorded lesson is moved to another day only when both days may be written (п. 6.1, 6.3, 7.2)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from actions.lessons import entry_of, record_lesson
from actions.refusals import Refused
from rules.terms import ChangeKind, ClosingScope, Role
from tests import factories as f

TODAY, OCTOBER = dt.date(2023, 11, 20), dt.date(2023, 10, 16)
REASON = "перенос занятия"


@pytest.mark.parametrize(("day", "closed", "why"), [
    (OCTOBER, True, "Закрыто"),      # a closed month may not lose its lesson
    (OCTOBER, False, "срок истёк"),  # nor may an overdue lesson become today's, free of reasons and deadlines
])
def test_a_lesson_does_not_leave_a_day_that_may_not_be_written(db, acting, day, closed, why):
    lesson = f.LessonFactory(date=day)
    if closed:
        f.ClosingFactory(scope=ClosingScope.MONTH, starts=day.replace(day=1), ends=day.replace(day=31))
    entry = replace(entry_of(lesson), date=TODAY, pair=6, reason=REASON)
    with pytest.raises(Refused, match=why):
        record_lesson(acting(lesson.journal.teacher), lesson.journal, entry, lesson)
    assert lesson.date == day


@pytest.mark.parametrize("given", [False, True])
def test_a_substitute_moves_a_lesson_only_where_the_timetable_gives_it(db, acting, given):
    substitute = f.UserFactory(roles=[Role.TEACHER])
    lesson = f.LessonFactory(date=dt.date(2023, 11, 18), pair=2, teacher=substitute)
    lesson.substituted_id = lesson.journal.teacher_id
    if given:
        f.TimetableChangeFactory(journal=lesson.journal, kind=ChangeKind.SUBSTITUTED, substitute=substitute,
                                 date=TODAY, pair=3)
    db.flush()
    entry = replace(entry_of(lesson), date=TODAY, pair=3, reason=REASON)
    if given:
        assert record_lesson(acting(substitute), lesson.journal, entry, lesson).date == TODAY
        return
    with pytest.raises(Refused, match="Замены"):
        record_lesson(acting(substitute), lesson.journal, entry, lesson)


@pytest.mark.parametrize(("counts", "missed"), [(True, 1), (False, 0)])
def test_hours_missed_follow_the_hours_of_the_lesson(db, acting, counts, missed):
    lesson = f.LessonFactory(date=TODAY, hours=2)
    absence = f.AbsenceFactory(cell__lesson=lesson, kind=f.AbsenceKindFactory(counts_hours=counts),
                               hours=2 if counts else 0)
    record_lesson(acting(lesson.journal.teacher), lesson.journal, replace(entry_of(lesson), hours=1), lesson)
    assert (absence.hours, absence.cell.version) == (missed, 2 if counts else 1)

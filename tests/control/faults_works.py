"""Faults of homework and of declared works."""

from __future__ import annotations

import datetime as dt

from models import db
from rules.terms import LessonKind, MarkKind
from tests import factories as f
from tests.control.harness import Fault, absent, day, fault, lesson, mark, member
from tests.teachers import ring

EVENING = dt.datetime(2023, 11, 14, 10, 30, tzinfo=dt.UTC)  # 17:30 in Barnaul


@fault("homework_missing")
def no_homework() -> Fault:
    bad = lesson(homework=False)
    lesson(bad.journal, pair=2)
    lesson(bad.journal, pair=3, homework=False, kind=LessonKind.CONTROL)  # nothing is set after a control work
    lesson(bad.journal, day(20), homework=False)  # the working day is not over
    return Fault(bad.teacher, lambda: f.HomeworkFactory(lesson=bad), bad)


@fault("homework_late")
def homework_after_five() -> Fault:
    ring()
    bad = lesson(homework=False)
    late = f.HomeworkFactory(lesson=bad, entered_at=EVENING)
    f.HomeworkFactory(lesson=lesson(bad.journal, pair=5, homework=False), entered_at=EVENING)  # ends at 17:10
    edited = lesson(bad.journal, pair=2)
    f.HomeworkFactory(lesson=edited, entered_at=EVENING)  # a second one beside that of the hour
    return Fault(bad.teacher, lambda: setattr(late, "entered_at", bad.entered_at), bad)


@fault("homework_late")
def homework_with_its_reason() -> Fault:
    """What the teacher has said at entry stands as the explanation."""
    bad = lesson(homework=False)
    late = f.HomeworkFactory(lesson=bad, entered_at=EVENING, late_reason="не было связи")
    return Fault(bad.teacher, lambda: setattr(late, "entered_at", bad.entered_at), bad, explanation="не было связи")


@fault("results_missing")
def work_of_the_week_before_last() -> Fault:
    journal = f.JournalFactory()
    there, away = member(journal), member(journal)
    bad = lesson(journal, day(8))
    work = f.WorkFactory(lesson=bad)
    absent(bad, away)  # has written nothing
    fresh = lesson(journal, day(13))  # a week and a day ago it is not yet
    f.WorkFactory(lesson=fresh)
    done = lesson(journal, day(7))
    marked = f.WorkFactory(lesson=done)
    mark(done, there, work=marked)
    mark(done, away, kind=MarkKind.PRACTICAL)  # its kind alone tells which work it is for
    return Fault(journal.teacher, lambda: mark(bad, there, work=work), bad)


@fault("results_late")
def marks_on_the_ninth_day() -> Fault:
    journal = f.JournalFactory()
    student = member(journal)
    bad, good = lesson(journal, day(8)), lesson(journal, day(7))
    late = mark(bad, student, work=f.WorkFactory(lesson=bad), entered_at=dt.datetime(2023, 11, 16, 8, tzinfo=dt.UTC))
    mark(good, student, work=f.WorkFactory(lesson=good), entered_at=dt.datetime(2023, 11, 14, 16, tzinfo=dt.UTC))
    return Fault(journal.teacher, lambda: setattr(late, "entered_at", bad.entered_at), bad)


@fault("results_late")
def marks_with_a_reason() -> Fault:
    journal = f.JournalFactory()
    bad = lesson(journal, day(8))
    late = mark(bad, member(journal), work=f.WorkFactory(lesson=bad), cell={"late_reason": "болезнь"},
                entered_at=dt.datetime(2023, 11, 16, 8, tzinfo=dt.UTC))
    return Fault(journal.teacher, lambda: db.session.delete(late), bad, explanation="болезнь")

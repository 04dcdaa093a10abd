"""Faults of lessons' records."""

from __future__ import annotations

import datetime as dt

from rules.terms import LessonKind, WorkKind
from tests import factories as f
from tests.control.harness import Fault, day, fault, lesson


@fault("lesson_without_topic")
def no_topic() -> Fault:
    bad = lesson(topic="  ")
    lesson(bad.journal, pair=2)
    lesson(bad.journal, day(20), topic="")  # today has time until midnight
    lesson(bad.journal, day(31, 10), topic="")  # another month
    return Fault(bad.teacher, lambda: setattr(bad, "topic", "Массивы"), bad)


@fault("lesson_without_topic")
def no_topic_of_a_substitute() -> Fault:
    """Who gave the lesson answers, not the journal's teacher."""
    journal, other = f.JournalFactory(), f.TeacherFactory()
    bad = lesson(journal, topic="", teacher=other, substituted=journal.teacher, substitution_reason="болезнь")
    return Fault(other, lambda: setattr(bad, "topic", "Массивы"), bad)


@fault("topic_not_in_russian")
def english_topic() -> Fault:
    bad = lesson(topic="Present Perfect")
    lesson(bad.journal, pair=2, topic="Present Perfect. Практика")
    lesson(bad.journal, pair=3, topic="")  # another check
    return Fault(bad.teacher, lambda: setattr(bad, "topic", "Present Perfect. Практика"), bad)


@fault("topic_not_in_russian")
def number_for_a_topic() -> Fault:
    bad = lesson(topic="12.4")
    return Fault(bad.teacher, lambda: setattr(bad, "topic", "Массивы"), bad)


@fault("work_not_named")
def practical_without_a_work() -> Fault:
    bad, good = lesson(kind=LessonKind.PRACTICAL), lesson(pair=2, kind=LessonKind.PRACTICAL)
    f.WorkFactory(lesson=good)
    lesson(pair=3, kind=LessonKind.LECTURE)
    return Fault(bad.teacher, lambda: f.WorkFactory(lesson=bad), bad)


@fault("work_not_named")
def control_with_another_work() -> Fault:
    bad = lesson(kind=LessonKind.CONTROL)
    f.WorkFactory(lesson=bad, kind=WorkKind.PRACTICAL)
    return Fault(bad.teacher, lambda: f.WorkFactory(lesson=bad, kind=WorkKind.CONTROL), bad)


@fault("work_not_named")
def work_in_english() -> Fault:
    bad = lesson()
    work = f.WorkFactory(lesson=bad, title="Test 3")
    f.WorkFactory(lesson=lesson(pair=2), title="Тест 3")
    return Fault(bad.teacher, lambda: setattr(work, "title", "Тест 3"), bad)


@fault("lesson_without_attendance")
def no_attendance() -> Fault:
    bad = lesson(attendance_at=None)
    lesson(bad.journal, pair=2)
    return Fault(bad.teacher, lambda: setattr(bad, "attendance_at", bad.entered_at), bad)


@fault("lesson_late")
def entered_after_midnight() -> Fault:
    bad = lesson(entered_at=dt.datetime(2023, 11, 14, 17, 0, tzinfo=dt.UTC))  # midnight in Barnaul
    lesson(bad.journal, pair=2, entered_at=dt.datetime(2023, 11, 14, 16, 59, 59, tzinfo=dt.UTC))
    return Fault(bad.teacher, lambda: setattr(bad, "entered_at", dt.datetime(2023, 11, 14, 9, tzinfo=dt.UTC)), bad)

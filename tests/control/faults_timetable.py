"""Faults of the timetable against the journal, of lessons at one time."""

from __future__ import annotations

from typing import Any

from models import db
from rules.terms import ChangeKind, Role
from tests import factories as f
from tests.control.harness import Fault, day, fault, lesson
from tests.teachers import slot, taught, teacher

SHORT: dict[str, Any] = {"first": day(13), "last": day(18)}  # the week of Monday, 13.11


@fault("timetable_lesson_not_given")
def nobody_recorded_it() -> Fault:
    journal = taught(teacher())
    slot(journal, 1, day(14))
    slot(journal, 2, day(15))
    lesson(journal, day(15), 2)
    for kind, pair, more in ((ChangeKind.CANCELLED, 3, {}),
                             (ChangeKind.MOVED, 4, {"new_date": day(17), "new_pair": 5})):
        slot(journal, pair, day(16))
        f.TimetableChangeFactory(journal=journal, date=day(16), pair=pair, kind=kind, **more)
    lesson(journal, day(17), 5)
    return Fault(journal.teacher, lambda: lesson(journal, day(14), 1), **SHORT)


@fault("timetable_lesson_not_given")
def nobody_recorded_the_moved_one() -> Fault:
    journal = taught(teacher())
    slot(journal, 1, day(14))
    move = f.TimetableChangeFactory(journal=journal, date=day(14), pair=1, kind=ChangeKind.MOVED, new_date=day(17))
    return Fault(journal.teacher, lambda: db.session.delete(move) or lesson(journal, day(14), 1), **SHORT)


@fault("timetable_lesson_not_given")
def the_substitute_did_not_record_it() -> Fault:
    journal, other = taught(teacher()), teacher()
    slot(journal, 1, day(14))
    f.TimetableChangeFactory(journal=journal, date=day(14), pair=1, kind=ChangeKind.SUBSTITUTED, substitute=other)
    return Fault(other, lambda: lesson(journal, day(14), 1, teacher=other, substituted=journal.teacher), **SHORT)


@fault("lesson_outside_timetable")
def on_another_pair() -> Fault:
    journal = taught(teacher())
    slot(journal, 1, day(14))
    lesson(journal, day(14), 1)
    bad = lesson(journal, day(14), 2)
    f.TimetableChangeFactory(journal=journal, new_journal=journal, date=day(15), pair=3, kind=ChangeKind.ADDED)
    lesson(journal, day(15), 3)
    lesson(taught(teacher(), "ИС-22"), day(14), 2)  # has no timetable to be outside of
    return Fault(journal.teacher, lambda: slot(journal, 2, day(14)), bad, **SHORT)


@fault("lesson_on_day_off")
def on_a_holiday() -> Fault:
    holiday = f.HolidayFactory(starts=day(15), ends=day(15))
    bad = lesson(date=day(15))
    lesson(bad.journal, day(16))
    return Fault(bad.teacher, lambda: db.session.delete(holiday), bad, **SHORT)


@fault("substitution_not_recorded")
def the_teacher_recorded_his_own() -> Fault:
    journal, other = taught(teacher()), teacher()
    for pair in (1, 2):
        slot(journal, pair, day(14))
        f.TimetableChangeFactory(journal=journal, date=day(14), pair=pair, kind=ChangeKind.SUBSTITUTED,
                                 substitute=other)
    bad = lesson(journal, day(14), 1)
    lesson(journal, day(14), 2, teacher=other, substituted=journal.teacher)

    def mend() -> None:
        bad.teacher, bad.substituted = other, journal.teacher
    return Fault(journal.teacher, mend, bad, **SHORT)


@fault("substitution_not_planned")
def the_timetable_knows_nothing() -> Fault:
    journal, other, methodist = taught(teacher()), teacher(), teacher(roles=(Role.METHODIST,))
    given = {"teacher": other, "substituted": journal.teacher, "substitution_reason": "болезнь"}
    bad = lesson(journal, day(14), 1, **given)
    lesson(journal, day(14), 2, **given)
    change = {"journal": journal, "date": day(14), "kind": ChangeKind.SUBSTITUTED, "substitute": other}
    f.TimetableChangeFactory(pair=2, **change)
    return Fault(methodist, lambda: f.TimetableChangeFactory(pair=1, **change), bad, **SHORT)


@fault("group_at_two_lessons")
def one_group_two_disciplines() -> Fault:
    first = taught(teacher())
    second = taught(teacher(), group=first.group)
    lesson(first)
    bad = lesson(second)
    lesson(second, pair=2)
    lesson(taught(teacher(), "ИС-22"))
    return Fault(second.teacher, lambda: setattr(bad, "pair", 3), bad)


@fault("group_at_two_lessons")
def a_group_and_its_part() -> Fault:
    """Parts of one division go beside each other, a part and the whole do not."""
    whole = taught(teacher())
    part, other = (f.SubgroupFactory(group=whole.group, number=number) for number in (1, 2))
    english, german = (taught(teacher(), group=whole.group, subgroup=one) for one in (part, other))
    lesson(english)
    lesson(german)
    lesson(whole, pair=2)
    bad = lesson(english, pair=2)
    return Fault(english.teacher, lambda: setattr(bad, "pair", 3), bad)


@fault("teacher_at_two_lessons")
def one_teacher_two_groups() -> Fault:
    person = teacher()
    first, second = taught(person), taught(person, "ИС-22")
    lesson(first)
    bad = lesson(second)
    lesson(taught(teacher(), "ИС-23"))
    return Fault(person, lambda: setattr(bad, "pair", 3), bad)


@fault("subgroup_hours_twice")
def one_pair_in_two_journals() -> Fault:
    person, whole = teacher(), taught(teacher())
    part, other = (f.SubgroupFactory(group=whole.group, number=number) for number in (1, 2))
    first = taught(person, group=whole.group, subgroup=part)
    second = f.JournalFactory(group=whole.group, line=first.line, teacher=person, subgroup=other)
    lesson(first)
    bad = lesson(second)
    lesson(second, pair=2)
    return Fault(person, lambda: setattr(bad, "pair", 3), bad)

"""Faults of curators' work, of practice, of strange hands, of months nobody inspected."""

from __future__ import annotations

import datetime as dt
from typing import Any

from rules.terms import AuditAction, DeliveryState, LessonKind, Role
from tests import factories as f
from tests.control.harness import Fault, absent, day, fault, lesson, member
from tests.teachers import taught, teacher

WHOLE: dict[str, Any] = {"first": day(1, 10), "last": day(20)}


def at(date: dt.date, hour: int = 8) -> dt.datetime:
    return dt.datetime.combine(date, dt.time(hour), dt.UTC)


@fault("foreign_hand")
def another_has_written_the_cell() -> Fault:
    bad = lesson()
    cell = absent(bad, member(bad.journal)).cell
    cell.updated_by = teacher()
    good = lesson(bad.journal, pair=2)
    absent(good, member(bad.journal)).cell.updated_by = f.CuratorshipFactory(group=bad.journal.group).user
    return Fault(bad.teacher, lambda: setattr(cell, "updated_by", bad.teacher), bad)


@fault("foreign_hand")
def another_has_written_the_lesson() -> Fault:
    bad = lesson(entered_by=teacher(roles=(Role.ADMINISTRATOR,)))
    return Fault(bad.teacher, lambda: setattr(bad, "entered_by", bad.teacher), bad)


def corrected(held: Any, number: int, on: dt.date, **values: Any) -> list[Any]:
    """So many marks of the lesson corrected on the day."""
    return [f.AuditRecordFactory(**{
        "entity": "cell", "action": AuditAction.UPDATE, "at": at(on), "before": {"value": "2"},
        "after": {"value": "5"}, "actor_id": held.teacher_id,
        "entity_id": f.CellFactory(lesson=held).id, **values}) for _ in range(number)]


def allowed(number: int) -> None:
    """What is in the journal of changes stays there: the college allows more, or a deputy accepts it."""
    f.CheckSettingFactory(code="mass_change", threshold=number)


@fault("mass_change")
def ten_marks_in_a_day() -> Fault:
    held, other = lesson(date=day(7)), lesson(date=day(7))
    corrected(held, 10, day(14))
    corrected(other, 9, day(14))
    corrected(other, 9, day(7))  # slips of the same day
    corrected(other, 9, day(14), before={"value": "н"})  # an absence is not a mark
    return Fault(held.teacher, lambda: allowed(11))


@fault("mass_change")
def fifty_marks_in_a_month() -> Fault:
    held = lesson(date=day(2, 10))
    for number in range(10):
        corrected(held, 5, day(6 + number))
    return Fault(held.teacher, lambda: allowed(11))


@fault("parent_data_incomplete")
def a_parent_without_a_phone() -> Fault:
    journal = taught(teacher(), students=0)
    curator = f.CuratorshipFactory(group=journal.group).user
    student, full = member(journal), member(journal)
    mute = f.GuardianshipFactory(student=student, guardian__phone=None).guardian
    f.GuardianshipFactory(student=full)
    gone = member(journal, ends=day(15))
    gone.phone = None
    return Fault(curator, lambda: setattr(mute, "phone", "79001000000"), None, student, **WHOLE)


@fault("parent_data_incomplete")
def a_student_without_parents() -> Fault:
    journal = taught(teacher(), students=0)
    student = member(journal)
    return Fault(None, lambda: f.GuardianshipFactory(student=student), None, student, **WHOLE)


@fault("absences_not_resolved")
def a_week_without_a_paper() -> Fault:
    journal = f.JournalFactory()
    curator = f.CuratorshipFactory(group=journal.group).user
    old, fresh = lesson(journal, day(10)), lesson(journal, day(13))
    bad = absent(old, member(journal))
    absent(old, member(journal), "о")
    absent(fresh, member(journal))
    excused = absent(lesson(journal, day(9)), member(journal), "б")
    excused.kind.excused = True
    return Fault(curator, lambda: setattr(bad, "confirmed_by", curator))


@fault("parent_without_word")
def a_month_of_silence() -> Fault:
    journal = taught(teacher(), students=0)
    curator = f.CuratorshipFactory(group=journal.group).user
    silent, told, letter = (f.GuardianshipFactory(student=member(journal)) for _ in range(3))
    for number, tie in ((25, told), (1, silent)):  # of October
        tie.guardian.user = f.UserFactory(roles=(Role.PARENT,))
        thread = f.ThreadFactory(author=curator)
        f.ParticipantFactory(thread=thread, user=tie.guardian.user)
        f.MessageFactory(thread=thread, sent_at=at(day(number, 10)))
    f.ParentLetterFactory(guardian=letter.guardian, student=letter.student, sent_at=at(day(22, 10)))
    f.ParentLetterFactory(guardian=silent.guardian, student=silent.student, sent_at=at(day(22, 10)),
                          outbox=f.LetterFactory(state=DeliveryState.FAILED))  # what has not come is no word
    return Fault(curator, lambda: f.MessageFactory(thread=thread, sent_at=at(day(17))), **WHOLE)


def practice(**values: Any) -> tuple[Any, Any]:
    """A practice of 6–18 November on a common base, and its student."""
    journal = f.JournalFactory(line__of_practice=True)
    student = member(journal)
    return f.PracticeProgrammeFactory(**{"journal": journal, "starts": day(6), "ends": day(18),
                                         "enterprise": f.EnterpriseFactory(), **values}), student


@fault("practice_without_placement")
def no_place() -> Fault:
    master = teacher(roles=(Role.SENIOR_MASTER,))
    bad, student = practice(enterprise=None)
    practice()
    practice(enterprise=None, starts=day(21), ends=day(30))
    return Fault(master, lambda: f.PlacementFactory(programme=bad, student=student))


@fault("practice_without_log")
def no_log() -> Fault:
    programme, here = practice()
    away, done = member(programme.journal), member(programme.journal)
    held = lesson(programme.journal, kind=LessonKind.PRACTICE_DAY, hours=6, homework=False)
    absent(held, away)
    f.DayLogFactory(lesson=held, student=done)
    return Fault(programme.supervisor, lambda: f.DayLogFactory(lesson=held, student=here), held)


@fault("practice_without_sheet")
def no_sheet() -> Fault:
    bad, student = practice()
    practice(ends=day(20))  # the last day is still its own
    draft = f.AttestationSheetFactory(programme=bad, student=student, signed_on=None)
    return Fault(bad.supervisor, lambda: setattr(draft, "signed_on", day(19)))


@fault("month_without_inspection")
def nobody_looked_in_october() -> Fault:
    deputy = teacher(roles=(Role.DEPUTY_UPR,))
    lesson(date=day(3, 10))
    lesson()  # November is not over
    f.InspectionFactory(date=day(1), inspector=deputy)
    return Fault(deputy, lambda: f.InspectionFactory(date=day(31, 10), inspector=deputy), **WHOLE)

"""Faults of final results and of the programme."""

from __future__ import annotations

from typing import Any

from models import db
from rules.terms import BasisKind, FinalKind, FinalValue, MarkKind, WorkKind
from tests import factories as f
from tests.control.faults_marks import AFTER
from tests.control.harness import NOW, Fault, absent, day, fault, lesson, lessons, mark, member

OVER: dict[str, Any] = {"now": AFTER, "last": AFTER.date()}


def final(journal: Any, student: Any, value: FinalValue = FinalValue.FOUR, **values: Any) -> Any:
    """A published result by the work of the semester."""
    return f.FinalMarkFactory(**{
        "journal": journal, "student": student, "value": value, "kind": FinalKind.GRADED_CREDIT,
        "basis_kind": BasisKind.CURRENT_WORK, "basis": None, "set_by": journal.teacher, "set_at": NOW,
        "published_at": NOW, **values})


@fault("final_without_basis")
def average_for_a_basis() -> Fault:
    journal = f.JournalFactory()
    student, good = member(journal), member(journal)
    only = lesson(journal)
    for one in (student, good):
        mark(only, one)
    bad = final(journal, student, basis_kind=BasisKind.WORDS, basis="средний балл 4,2")
    final(journal, good, basis_kind=BasisKind.WORDS, basis="защита проекта")
    return Fault(journal.teacher, lambda: setattr(bad, "basis", "защита проекта"), None, student)


@fault("final_without_basis")
def works_that_are_not_there() -> Fault:
    journal = f.JournalFactory()
    student, good, draft = (member(journal) for _ in range(3))
    only = lesson(journal)
    mark(only, student)
    mark(only, good, kind=MarkKind.CONTROL)
    bad = final(journal, student, basis_kind=BasisKind.WRITTEN_WORKS)
    final(journal, good, basis_kind=BasisKind.WRITTEN_WORKS)
    final(journal, draft, basis_kind=BasisKind.WRITTEN_WORKS, published_at=None)
    return Fault(journal.teacher, lambda: setattr(bad, "basis_kind", BasisKind.CURRENT_WORK), None, student)


@fault("final_without_basis")
def absences_that_were_not_there() -> Fault:
    journal = f.JournalFactory()
    student, away = member(journal), member(journal)
    first, second, third = lessons(journal, 7, 8, 9)
    for one in (first, second):
        absent(one, away)
    absent(first, student)
    for one in (student, away):
        final(journal, one, FinalValue.NOT_ATTESTED, basis_kind=BasisKind.ABSENCE)
    return Fault(journal.teacher, lambda: absent(third, student), None, student)


@fault("final_on_few_marks")
def final_on_nine_marks() -> Fault:
    journal = f.JournalFactory()
    few, enough, unattested = (member(journal) for _ in range(3))
    held = lessons(journal, *range(1, 11))
    for one in held:
        mark(one, enough)
    for one in held[:9]:
        mark(one, few)
    final(journal, few)
    final(journal, enough)
    final(journal, unattested, FinalValue.NOT_ATTESTED)
    return Fault(journal.teacher, lambda: mark(held[9], few))


@fault("attested_despite_absence")
def attested_after_missing_more_than_half() -> Fault:
    journal = f.JournalFactory()
    student, half, late, unattested = (member(journal) for _ in range(4))
    first, second, third, _ = lessons(journal, 7, 8, 9, 10)
    for one in (first, second, third):
        absent(one, student)
        absent(one, unattested)
        absent(one, late, "о", ).kind.counts_hours = False
    for one in (first, second):
        absent(one, half)
    bad = final(journal, student)
    for one in (half, late):
        final(journal, one)
    final(journal, unattested, FinalValue.NOT_ATTESTED)
    return Fault(journal.teacher, lambda: setattr(bad, "value", FinalValue.NOT_ATTESTED), None, student)


@fault("final_missing")
def no_final_after_the_end() -> Fault:
    journal = f.JournalFactory()
    student, done = member(journal), member(journal)
    member(journal, ends=day(15))  # has left before the end
    final(journal, done)
    draft = final(journal, student, published_at=None)
    return Fault(journal.teacher, lambda: setattr(draft, "published_at", NOW), **OVER)


@fault("final_missing")
def exam_beside_the_semester() -> Fault:
    """A semester that ends by an exam has two results."""
    journal = f.JournalFactory(line__exams=1, line__graded_credits=0)
    student = member(journal)
    final(journal, student, kind=FinalKind.SEMESTER)
    return Fault(journal.teacher, lambda: final(journal, student, kind=FinalKind.EXAM), **OVER)


@fault("hours_differ")
def more_hours_than_planned() -> Fault:
    journal = f.JournalFactory(planned_hours=4)
    *_, extra = lessons(journal, 7, 8, 9)
    lessons(f.JournalFactory(planned_hours=6), 7, 8)  # the semester goes on
    return Fault(journal.teacher, lambda: db.session.delete(extra))


@fault("hours_differ")
def fewer_hours_at_the_end() -> Fault:
    journal = f.JournalFactory(planned_hours=6)
    lessons(journal, 7, 8)
    lessons(f.JournalFactory(planned_hours=4), 7, 8)
    return Fault(journal.teacher, lambda: lesson(journal, day(9)), **OVER)


def planned(*hours: int, **work: Any) -> tuple[Any, list[Any]]:
    """A journal with a plan of topics of so many hours; the second topic may be a work."""
    journal = f.JournalFactory()
    plan = f.SyllabusFactory(line=journal.line, author=journal.teacher)
    journal.syllabus = plan
    return journal, [f.SyllabusTopicFactory(syllabus=plan, position=number, hours=many, **(work if number == 2 else {}))
                     for number, many in enumerate(hours, 1)]


@fault("topic_out_of_order")
def third_before_the_second() -> Fault:
    journal, (first, second, third) = planned(4, 2, 2)
    lessons(journal, 1, 2, syllabus_topic=first)
    bad = lesson(journal, day(7), syllabus_topic=third)
    lesson(journal, day(8), syllabus_topic=second)
    return Fault(journal.teacher, lambda: setattr(bad, "deviation_reason", "замена, нет лаборатории"), bad)


@fault("topic_out_of_order")
def off_the_plan() -> Fault:
    journal, (first,) = planned(4)
    lesson(journal, day(7), syllabus_topic=first)
    bad = lesson(journal, day(8))
    lesson(f.JournalFactory(), day(8))  # has no plan to leave
    return Fault(journal.teacher, lambda: setattr(bad, "syllabus_topic", first), bad)


@fault("topic_repeated")
def given_once_more() -> Fault:
    journal, (first, second) = planned(4, 2)
    *_, bad = lessons(journal, 1, 2, 3, syllabus_topic=first)
    lesson(journal, day(7), syllabus_topic=second)
    return Fault(journal.teacher, lambda: setattr(bad, "deviation_reason", "повторение по просьбе группы"), bad)


@fault("planned_work_not_held")
def control_work_passed_by() -> Fault:
    journal, (first, second, third) = planned(2, 2, 2, work_kind=WorkKind.CONTROL, work_number=1)
    lesson(journal, day(1), syllabus_topic=first)
    later = lesson(journal, day(8), syllabus_topic=third)
    assert second
    ahead, (begun, _) = planned(2, 2, work_kind=WorkKind.CONTROL, work_number=1)
    lesson(ahead, day(1), syllabus_topic=begun)  # its turn has not come
    return Fault(journal.teacher, lambda: f.WorkFactory(lesson=later, kind=WorkKind.CONTROL, number=1))

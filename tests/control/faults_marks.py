"""Faults of single marks and of accumulation."""

from __future__ import annotations

import datetime as dt

from models import db
from tests import factories as f
from tests.control.harness import NOW, Fault, absent, day, fault, lesson, lessons, mark, member

AFTER = NOW.replace(month=12, day=30)  # the semester is over


@fault("mark_beside_absence")
def mark_of_the_same_day() -> Fault:
    bad = lesson()
    student, late, worked = (member(bad.journal) for _ in range(3))
    slip = absent(bad, student)
    f.MarkFactory(cell=slip.cell)
    f.MarkFactory(cell=absent(bad, late, "о").cell)
    f.MarkFactory(cell=absent(bad, worked, late_reason="отработано 16.11").cell,
                  entered_at=dt.datetime(2023, 11, 16, 8, tzinfo=dt.UTC))
    return Fault(bad.teacher, lambda: db.session.delete(slip), bad, student)


@fault("mark_beside_absence")
def mark_of_another_day_without_a_word() -> Fault:
    bad = lesson()
    student = member(bad.journal)
    cell = absent(bad, student, late_reason="…").cell
    f.MarkFactory(cell=cell, entered_at=dt.datetime(2023, 11, 16, 8, tzinfo=dt.UTC))
    return Fault(bad.teacher, lambda: setattr(cell, "late_reason", "отработано 16.11"), bad, student)


@fault("two_not_followed")
def two_left_alone() -> Fault:
    journal = f.JournalFactory()
    left, asked, away, mended, fresh = (member(journal) for _ in range(5))
    first, second, third, fourth = lessons(journal, 7, 8, 9, 10)
    for student in (left, asked, away):
        mark(first, student, 2)
    mark(second, asked, 2)  # asked again, and a new «2» of its own: two lessons since
    absent(third, away)
    cell = mark(first, mended, 2).cell
    f.MarkFactory(cell=cell, value=4, position=2)
    mark(fourth, fresh, 2)
    lesson(journal, day(20))  # today is not over
    return Fault(journal.teacher, lambda: mark(fourth, left), first, left)


@fault("two_not_followed")
def two_by_a_substitute_is_the_teachers() -> Fault:
    journal, other = f.JournalFactory(), f.TeacherFactory()
    student = member(journal)
    first = lesson(journal, day(7), teacher=other, substituted=journal.teacher, substitution_reason="болезнь")
    bad = mark(first, student, 2)
    lessons(journal, 8, 9, 10)
    return Fault(journal.teacher, lambda: setattr(bad, "value", 3), first, student)


@fault("two_after_absence")
def two_on_the_first_day_back() -> Fault:
    journal = f.JournalFactory()
    back, later, late, better = (member(journal) for _ in range(4))
    first, second, third = lessons(journal, 7, 8, 9)
    for student in (back, later, better):
        absent(first, student)
    absent(first, late, "о")
    two = mark(second, back, 2)
    mark(second, late, 2)
    mark(second, better, 3)
    mark(third, later, 2)
    return Fault(journal.teacher, lambda: setattr(two, "value", 3), second, back)


@fault("two_after_absence")
def two_on_the_second_pair_of_a_day() -> Fault:
    journal = f.JournalFactory()
    student = member(journal)
    absent(lesson(journal), student)
    second = lesson(journal, pair=2)
    two = mark(second, student, 2)
    return Fault(journal.teacher, lambda: db.session.delete(two), second, student)


@fault("student_without_marks")
def never_asked() -> Fault:
    journal = f.JournalFactory()
    student, asked = member(journal), member(journal)
    member(journal, starts=day(9))  # four lessons since then
    member(journal, ends=day(15))  # has left
    first, *_ = lessons(journal, 7, 8, 9, 10, 13, 20)
    mark(first, asked)
    return Fault(journal.teacher, lambda: mark(first, student), None, student)


@fault("student_without_marks")
def never_asked_in_the_subgroup() -> Fault:
    """Who left the subgroup is no longer asked about there."""
    group = f.GroupFactory()
    part = f.SubgroupFactory(group=group)
    journal = f.JournalFactory(group=group, line__curriculum=group.curriculum, subgroup=part)
    here, gone, elsewhere = (member(journal) for _ in range(3))
    f.SubgroupMembershipFactory(subgroup=part, student=here)
    f.SubgroupMembershipFactory(subgroup=part, student=gone, ends=day(13))
    assert elsewhere
    first, *_ = lessons(journal, 7, 8, 9, 10, 13)
    return Fault(journal.teacher, lambda: mark(first, here), None, here)


@fault("student_with_one_mark")
def asked_once() -> Fault:
    journal = f.JournalFactory()
    once, twice, never = (member(journal) for _ in range(3))
    first, second, *_ = lessons(journal, 1, 2, 3, 7, 8, 9, 10, 13)
    mark(first, once)
    mark(first, twice)
    mark(second, twice)
    assert never
    return Fault(journal.teacher, lambda: mark(second, once), None, once)


@fault("few_marks")
def under_half_of_the_norm() -> Fault:
    """Eighteen hours given ask for five marks, half of them is three."""
    journal = f.JournalFactory()
    few, enough, newcomer = member(journal), member(journal), member(journal, starts=day(15))
    held = lessons(journal, 1, 2, 3, 7, 8, 9, 10, 13, 14)
    for one in held[:3]:
        mark(one, enough)
    for one in held[:2]:
        mark(one, few)
    assert newcomer
    return Fault(journal.teacher, lambda: mark(held[2], few))


@fault("few_marks")
def under_the_norm_at_the_end() -> Fault:
    """After the end the whole plan counts: nine of ten are not enough."""
    journal = f.JournalFactory()
    few, enough = member(journal), member(journal)
    held = lessons(journal, *range(1, 11))
    for one in held:
        mark(one, enough)
    for one in held[:9]:
        mark(one, few)
    return Fault(journal.teacher, lambda: mark(held[9], few), now=AFTER, last=AFTER.date())

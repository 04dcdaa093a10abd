"""Reminders of the clock: who gets them, once, and for one price whatever the number of people (п. 6.1, 6.2)."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from access.identity import Identity
from actions import reminders
from models import Notification
from rules.terms import ChangeKind, DayKind, NotificationKind, PlanState, Role
from tests import factories as f

TODAY = f.TODAY
TOMORROW = TODAY + dt.timedelta(days=1)
WALL = dt.datetime(2026, 3, 2, 5, tzinfo=dt.UTC)
BARNAUL = ZoneInfo("Asia/Barnaul")
EVENING = dt.time(19, 30)


def at(day: dt.date, hour: dt.time = EVENING) -> Identity:
    return Identity(None, frozenset(), dt.datetime.combine(day, hour, BARNAUL), "job")


def told(db, kind: NotificationKind) -> list[tuple[int, str]]:
    return sorted((row.user_id, row.payload["text"]) for row in db.scalars(
        sa.select(Notification).where(Notification.kind == kind)))


def readers(db, kind: NotificationKind) -> list[int]:
    return [reader for reader, _ in told(db, kind)]


def place(journal: Any, day: dt.date, pair: int = 2) -> None:
    f.TimetableSlotFactory(journal=journal, weekday=day.isoweekday(), pair=pair, starts=journal.semester.starts,
                           ends=journal.semester.ends)


def pupil(group: Any, **more: Any) -> tuple[Any, Any, Any]:
    """A student's account, a parent's, and the student."""
    student = f.StudentFactory(user=f.UserFactory(roles=(Role.STUDENT,)))
    f.MembershipFactory(group=group, student=student, **more)
    parent = f.UserFactory(roles=(Role.PARENT,))
    f.GuardianshipFactory(student=student, guardian__user=parent)
    return student.user, parent, student


@pytest.fixture
def journal(db):
    made = f.JournalFactory()
    for pair in range(1, 5):
        f.BellSlotFactory(pair=pair)
    place(made, TODAY)
    place(made, TOMORROW)
    return made


def homework(journal: Any, due: dt.date | None, day: dt.date = TODAY) -> None:
    f.HomeworkFactory(lesson=f.LessonFactory(journal=journal, date=day, pair=2), due_on=due)


# homework

def test_homework_of_tomorrow_is_told_once_to_students_and_to_parents_who_chose_it(db, journal):
    student, parent, _ = pupil(journal.group)
    other = pupil(f.GroupFactory())[0]
    keen = f.UserFactory(roles=(Role.PARENT,))
    f.GuardianshipFactory(student=_, guardian__user=keen)
    f.NotificationSettingFactory(user=keen, kind=NotificationKind.HOMEWORK, channel="app", enabled=True)
    homework(journal, TOMORROW)
    db.flush()
    assert reminders.homework_for_tomorrow(at(TODAY), WALL) == 2
    assert reminders.homework_for_tomorrow(at(TODAY), WALL) == 0
    assert readers(db, NotificationKind.HOMEWORK) == sorted([student.id, keen.id])
    assert parent.id not in readers(db, NotificationKind.HOMEWORK)
    assert other.id not in readers(db, NotificationKind.HOMEWORK)
    assert "На завтра" in told(db, NotificationKind.HOMEWORK)[0][1]


@pytest.mark.parametrize(("due", "last", "change", "is_told"), [
    (TOMORROW, TODAY, None, True),
    (None, TODAY, None, True),  # without a day of its own: to the next lesson
    (TODAY + dt.timedelta(days=8), TODAY, None, False),
    (TOMORROW, TODAY, ChangeKind.CANCELLED, False),  # no lesson, no hurry
])
def test_homework_is_for_the_lessons_of_the_next_school_day(db, journal, due, last, change, is_told):
    student = pupil(journal.group)[0]
    homework(journal, due, last)
    if change is not None:
        f.TimetableChangeFactory(journal=journal, date=TOMORROW, pair=2, kind=change)
    db.flush()
    reminders.homework_for_tomorrow(at(TODAY), WALL)
    assert readers(db, NotificationKind.HOMEWORK) == ([student.id] if is_told else [])


def test_an_older_lesson_without_a_day_is_not_told_again(db, journal):
    pupil(journal.group)
    homework(journal, None, TODAY - dt.timedelta(days=7))
    f.LessonFactory(journal=journal, date=TODAY, pair=2)
    db.flush()
    assert reminders.homework_for_tomorrow(at(TODAY), WALL) == 0


def test_over_a_holiday_the_next_school_day_is_told(db, journal):
    student = pupil(journal.group)[0]
    f.HolidayFactory(starts=TOMORROW, ends=TODAY + dt.timedelta(days=6), kind=DayKind.HOLIDAY)
    homework(journal, TODAY + dt.timedelta(days=7))
    db.flush()
    reminders.homework_for_tomorrow(at(TODAY), WALL)
    assert [reader for reader, text in told(db, NotificationKind.HOMEWORK) if "На понедельник" in text] == [student.id]


def test_a_subgroups_homework_is_for_the_subgroup(db):
    group = f.GroupFactory()
    part = f.SubgroupFactory(group=group)
    journal = f.JournalFactory(group=group, subgroup=part)
    place(journal, TOMORROW)
    inside, outside = pupil(group), pupil(group)
    f.SubgroupMembershipFactory(subgroup=part, student=inside[2])
    homework(journal, TOMORROW)
    db.flush()
    reminders.homework_for_tomorrow(at(TODAY), WALL)
    assert readers(db, NotificationKind.HOMEWORK) == [inside[0].id]
    assert outside[0].id not in readers(db, NotificationKind.HOMEWORK)


def test_homework_costs_the_same_for_few_and_many(db, journal, count_queries):
    homework(journal, TOMORROW)
    costs = []
    for more, day in ((5, TODAY), (60, TODAY)):
        db.execute(sa.delete(Notification))
        for _ in range(more):
            pupil(journal.group)
        db.commit()
        with count_queries(at_most=14) as statements:
            assert reminders.homework_for_tomorrow(at(day), WALL) >= more
        costs.append(len(statements))
    assert costs[0] == costs[1]


# lessons not written

@pytest.mark.parametrize(("hour", "written", "change", "is_told"), [
    (EVENING, False, None, True),
    (EVENING, True, None, False),
    (dt.time(7), False, None, False),  # not held yet
    (EVENING, False, ChangeKind.CANCELLED, False),
])
def test_a_lesson_without_a_record_is_told_in_the_evening_of_its_day(db, journal, hour, written, change, is_told):
    if written:
        f.LessonFactory(journal=journal, date=TODAY, pair=2)
    if change:
        f.TimetableChangeFactory(journal=journal, date=TODAY, pair=2, kind=change)
    db.flush()
    for _ in range(2):
        reminders.lessons_not_written(at(TODAY, hour), WALL)
    assert readers(db, NotificationKind.UNFILLED) == ([journal.teacher_id] if is_told else [])


def test_a_substituted_lesson_is_the_substitutes(db, journal):
    substitute = f.UserFactory(roles=(Role.TEACHER,))
    f.TimetableChangeFactory(journal=journal, date=TODAY, pair=2, kind=ChangeKind.SUBSTITUTED, substitute=substitute)
    db.flush()
    reminders.lessons_not_written(at(TODAY), WALL)
    [(reader, text)] = told(db, NotificationKind.UNFILLED)
    assert reader == substitute.id
    assert "2-я пара" in text
    assert "п. 6.1" in text


def test_several_lessons_are_one_reminder_and_a_blocked_account_gets_none(db, journal):
    other = f.JournalFactory(teacher=journal.teacher, semester=journal.semester)
    place(other, TODAY, 3)
    gone = f.JournalFactory(semester=journal.semester)
    gone.teacher.blocked_at = WALL
    place(gone, TODAY, 1)
    db.flush()
    assert reminders.lessons_not_written(at(TODAY), WALL) == 1
    [(reader, text)] = told(db, NotificationKind.UNFILLED)
    assert reader == journal.teacher_id
    assert "2 занятия" in text


# the plan schedule

@pytest.mark.parametrize(("left", "state", "is_told"), [
    (7, PlanState.PLANNED, True), (1, PlanState.PLANNED, True), (0, PlanState.PLANNED, True),
    (-7, PlanState.PLANNED, True), (3, PlanState.PLANNED, False), (0, PlanState.DONE, False),
])
def test_terms_of_the_plan_are_told_to_who_answers(db, left, state, is_told):
    event = f.PlanEventFactory(due_on=TODAY + dt.timedelta(days=left), state=state,
                               responsible_user=f.UserFactory(roles=(Role.METHODIST,)))
    f.PlanEventFactory(due_on=TODAY, responsible_user=None)
    db.flush()
    for _ in range(2):
        reminders.terms_of_plan(at(TODAY), WALL)
    assert readers(db, NotificationKind.PLAN) == ([event.responsible_id] if is_told else [])


def test_a_moved_term_is_told_anew(db):
    event = f.PlanEventFactory(due_on=TODAY, responsible_user=f.UserFactory(roles=(Role.METHODIST,)))
    db.flush()
    reminders.terms_of_plan(at(TODAY), WALL)
    event.due_on = TODAY + dt.timedelta(days=7)
    db.flush()
    reminders.terms_of_plan(at(TODAY), WALL)
    assert len(told(db, NotificationKind.PLAN)) == 2


# the week

def test_the_week_before_is_summed_up_once_for_the_deputies(db, journal):
    upr, ood = f.UserFactory(roles=(Role.DEPUTY_UPR,)), f.UserFactory(roles=(Role.DEPUTY_OOD,))
    f.UserFactory(roles=(Role.DEPUTY_UPR,), blocked_at=WALL)
    f.UserFactory(roles=(Role.TEACHER,))
    monday = TODAY - dt.timedelta(days=7)
    f.LessonFactory(journal=journal, date=monday, pair=2, attendance_at=None)
    db.flush()
    assert reminders.week_of_journals(at(TODAY), WALL) == 2
    assert reminders.week_of_journals(at(TODAY + dt.timedelta(days=2)), WALL) == 0, "a job that runs late adds nothing"
    found = told(db, NotificationKind.SUMMARY)
    assert [reader for reader, _ in found] == sorted([upr.id, ood.id])
    assert "занятий: 2, не записано: 1" in found[0][1]
    assert "без посещаемости: 1" in found[0][1]
    assert "Преподавателей с просрочками: 1" in found[0][1]


def test_a_week_of_holidays_is_not_summed_up(db):
    f.UserFactory(roles=(Role.DEPUTY_UPR,))
    assert reminders.week_of_journals(at(TODAY), WALL) == 0

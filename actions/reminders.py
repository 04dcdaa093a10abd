"""Reminders of the clock: homework for tomorrow, lessons not written, the plan, the week, each once (п. 6.1, 6.2)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import replace

import sqlalchemy as sa

from access.identity import Identity
from actions.notice_rows import Told, write
from models import PlanEvent, User, db
from queries.clocks import clock_sheet
from queries.notice_people import families, holders
from queries.planned_lessons import Due, lessons_of, students_by_journal, unwritten, with_homework
from queries.surroundings import surroundings
from rules.plan_schedule import is_reminded
from rules.reminders import homework_text, plan_text, unfilled_text, week_text
from rules.terms import NotificationKind as Kind
from rules.terms import PlanState, Role

WEEK = dt.timedelta(days=7)
# who controls that journals are kept (п. 5.7), and who answers for them (Пр. 10)
CONTROLLERS = (Role.DEPUTY_UPR, Role.DEPUTY_OOD)


def homework_for_tomorrow(user: Identity, wall: dt.datetime) -> int:
    """To students and their families: with what homework the next school day comes."""
    around = surroundings(user, user.today)
    day = around.calendar.add_working_days(user.today, 1)
    lessons = lessons_of(around, day, day)
    given = with_homework({one.journal for one in lessons}, day)
    subjects: dict[int, list[str]] = defaultdict(list)
    students = students_by_journal(given, day)
    for one in lessons:
        for student in students.get(one.journal, ()):
            subjects[student].append(one.subject)
    family = families(subjects, user.today)
    return write(user, (
        Told(Kind.HOMEWORK, homework_text(names, day, user.today), f"/diary/{student}?week={_monday(day)}",
             family.get(student, ()), occasion=f"homework:{student}:{day}", student_id=student)
        for student, names in subjects.items()), wall)


def lessons_not_written(user: Identity, wall: dt.datetime) -> int:
    """To those who gave lessons today by the timetable and have not written them (п. 6.1)."""
    around = surroundings(user, user.today)
    by_teacher: dict[int, list[Due]] = defaultdict(list)
    for lesson in unwritten(around, user.now, lessons_of(around, user.today, user.today)):
        by_teacher[lesson.teacher].append(lesson)
    living = _living(by_teacher)
    return write(user, (
        Told(Kind.UNFILLED, unfilled_text([f"{one.whose}, {one.pair}-я пара" for one in lessons]), "/",
             (teacher,), occasion=f"unfilled:{teacher}:{user.today}")
        for teacher, lessons in by_teacher.items() if teacher in living), wall)


def terms_of_plan(user: Identity, wall: dt.datetime) -> int:
    """To those who answer for lines of the plan schedule: a week and a day before, on the day, then by Mondays."""
    events = db.session.scalars(
        sa.select(PlanEvent).join(User, User.id == PlanEvent.responsible_id)
        .where(PlanEvent.state != PlanState.DONE, PlanEvent.due_on.is_not(None), User.blocked_at.is_(None)))
    return write(user, [
        Told(Kind.PLAN, plan_text(event.title, event.due_on, user.today), "/plan/", (event.responsible_id,),
             occasion=f"plan:{event.id}:{event.due_on}:{user.today}", about=(PlanEvent.__tablename__, event.id))
        for event in events if event.due_on and event.responsible_id
        and is_reminded(PlanState(event.state), event.due_on, user.today)], wall)


def week_of_journals(user: Identity, wall: dt.datetime) -> int:
    """To the deputies, once: the clocks of the week before, as the page of clocks counts them."""
    first = _monday(user.today) - WEEK
    last = first + WEEK - dt.timedelta(days=1)
    sheet = clock_sheet(replace(user, roles=frozenset(CONTROLLERS)), first, last)
    if not sheet.total.held:
        return 0
    text = week_text(first, last, sheet.total.held, sheet.total.counts, sum(row.troubles > 0 for row in sheet.rows))
    return write(user, [Told(Kind.SUMMARY, text, f"/control/clocks/?first={first}&last={last}",
                             holders(CONTROLLERS),
                             occasion=f"week:{first}")], wall)


def _living(accounts: dict[int, list[Due]]) -> set[int]:
    return set(db.session.scalars(sa.select(User.id).where(User.id.in_(accounts), User.blocked_at.is_(None))))


def _monday(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())

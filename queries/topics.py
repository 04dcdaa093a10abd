"""«Темы уроков и задания»: what each lesson covered, beside the thematic plan (п. 3, 5.6, 7.3)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from access.check import rows
from access.grants import Action
from access.identity import Identity
from models import Homework, Journal, Lesson, LessonTask, Syllabus, SyllabusTopic, Work, db
from models.base import Base
from rules.deviation import PlannedTopic
from rules.terms import LessonKind, SyllabusState, TaskKind
from rules.topics import GivenLesson, LessonDeviation, TopicState, deviations, facts, late_words

Child = TypeVar("Child", bound=Base)
Shown = TypeVar("Shown")


@dataclass(frozen=True)
class Task:
    """A task in words with its type; ``due`` and ``late`` are of homework."""

    text: str
    kind: str
    due: dt.date | None = None
    late: str | None = None


@dataclass(frozen=True)
class TopicLesson:
    """A line of the page; ``plan_number`` and ``plan_title`` are of the plan's topic, the title only if it differs."""

    id: int
    number: int
    date: dt.date
    pair: int
    hours: int
    kind: str
    topic: str
    plan_number: int | None
    plan_title: str | None
    tasks: tuple[Task, ...]
    works: tuple[str, ...]
    homework: tuple[Task, ...]
    substitution: str | None
    deviation: LessonDeviation | None
    reason: str | None
    late: str | None
    writable: bool


@dataclass(frozen=True)
class PlanLine:
    """A topic of the plan and what became of it; ``days`` are its lessons."""

    position: int
    section: str | None
    title: str
    kind: str
    planned: int
    given: int
    days: tuple[dt.date, ...]
    state: TopicState


@dataclass(frozen=True)
class PlanFact:
    """The plan in force as the user may see it."""

    id: int
    version: int
    state: SyllabusState
    hours: int
    lines: tuple[PlanLine, ...]

    def count(self, *states: TopicState) -> int:
        return sum(line.state in states for line in self.lines)


@dataclass(frozen=True)
class TopicsPage:
    """Lessons of the chosen month, hours of all that the user reads; ``plan`` is None where there is none to see.

    partial: the journal has lessons that the user may not read (a substitute's view, п. 5.6).
    """

    lessons: tuple[TopicLesson, ...]
    months: tuple[dt.date, ...]
    given_hours: int
    partial: bool
    plan: PlanFact | None

    @property
    def off_plan(self) -> tuple[TopicLesson, ...]:
        return tuple(lesson for lesson in self.lessons if lesson.deviation)


def topics_page(user: Identity, journal: Journal, month: dt.date | None = None) -> TopicsPage:
    """Lessons the user may read (a substitute the own ones) beside the plan, if the user reads that."""
    lessons, writable = _lessons(user, journal)
    plan = _plan(user, journal)
    topics = _topics(user, plan)
    planned = [PlannedTopic(topic.id, topic.position, topic.title, topic.hours) for topic in topics]
    given = [GivenLesson(lesson.id, lesson.hours, lesson.syllabus_topic_id) for lesson in lessons]
    shown = [lesson for lesson in lessons if month is None or lesson.date.replace(day=1) == month]
    lines = _lines(user, lessons, shown, writable, deviations(planned, given))
    return TopicsPage(lines, tuple(sorted({lesson.date.replace(day=1) for lesson in lessons})),
                      sum(lesson.hours for lesson in lessons), _count(journal) > len(lessons),
                      _fact(user, journal, plan, topics, planned, given, lessons) if plan else None)


def _lessons(user: Identity, journal: Journal) -> tuple[Sequence[Lesson], set[int]]:
    """Lessons the user reads, and the ids of those the user may change."""
    changes = sa.case((rows(user, Action.UPDATE, Lesson), 1), else_=0)
    found = db.session.execute(
        sa.select(Lesson, changes).where(Lesson.journal_id == journal.id, rows(user, Action.READ, Lesson))
        .options(joinedload(Lesson.teacher), joinedload(Lesson.substituted), joinedload(Lesson.syllabus_topic))
        .order_by(Lesson.date, Lesson.pair)).all()
    return [lesson for lesson, _ in found], {lesson.id for lesson, mine in found if mine}


def _count(journal: Journal) -> int:
    return db.session.scalar(sa.select(sa.func.count(Lesson.id)).where(Lesson.journal_id == journal.id)) or 0


def _plan(user: Identity, journal: Journal) -> Syllabus | None:
    return db.session.scalar(sa.select(Syllabus).where(
        Syllabus.id == journal.syllabus_id, rows(user, Action.READ, Syllabus)))


def _topics(user: Identity, plan: Syllabus | None) -> Sequence[SyllabusTopic]:
    if plan is None:
        return []
    return db.session.scalars(sa.select(SyllabusTopic).where(
        SyllabusTopic.syllabus_id == plan.id, rows(user, Action.READ, SyllabusTopic))
        .order_by(SyllabusTopic.position)).all()


def _lines(user: Identity, lessons: Sequence[Lesson], shown: Sequence[Lesson], writable: set[int],
           left: dict[int, LessonDeviation]) -> tuple[TopicLesson, ...]:
    ids = [lesson.id for lesson in shown]
    tasks = _by_lesson(user, LessonTask, ids, lambda task: Task(task.text, TaskKind(task.kind).title))
    works = _by_lesson(user, Work, ids, str)
    homework = _by_lesson(user, Homework, ids, lambda task: Task(task.text, TaskKind(task.kind).title, task.due_on,
                                                                 task.late_reason))
    numbers = {lesson.id: number for number, lesson in enumerate(lessons, 1)}
    return tuple(TopicLesson(
        lesson.id, numbers[lesson.id], lesson.date, lesson.pair, lesson.hours, LessonKind(lesson.kind).title,
        lesson.topic, *_of_plan(lesson), tasks[lesson.id], works[lesson.id], homework[lesson.id],
        _substitution(lesson), left.get(lesson.id), lesson.deviation_reason, _late(user, lesson),
        lesson.id in writable) for lesson in shown)


def _by_lesson(user: Identity, model: Any, ids: Sequence[int],
               show: Callable[[Any], Shown]) -> dict[int, tuple[Shown, ...]]:
    """Rows hanging on the lessons that the user may read, in the order they were written."""
    found: dict[int, tuple[Shown, ...]] = defaultdict(tuple)
    if ids:
        order = model.position if hasattr(model, "position") else model.id
        for row in db.session.scalars(sa.select(model).where(
                model.lesson_id.in_(ids), rows(user, Action.READ, model)).order_by(model.lesson_id, order)):
            found[row.lesson_id] = (*found[row.lesson_id], show(row))
    return found


def _of_plan(lesson: Lesson) -> tuple[int | None, str | None]:
    topic = lesson.syllabus_topic
    if topic is None:
        return None, None
    return topic.position, topic.title if topic.title != lesson.topic else None


def _substitution(lesson: Lesson) -> str | None:
    """«Сидорова С. С. вместо Петрова П. П.: болезнь» (п. 6.1)."""
    if lesson.substituted is None:
        return None
    who = f"{lesson.teacher.short_name} вместо {lesson.substituted.short_name}"
    return f"{who}: {lesson.substitution_reason}" if lesson.substitution_reason else who


def _late(user: Identity, lesson: Lesson) -> str | None:
    return late_words(lesson.date, lesson.entered_at.astimezone(user.now.tzinfo).date(), lesson.late_reason)


def _fact(user: Identity, journal: Journal, plan: Syllabus, topics: Sequence[SyllabusTopic],
          planned: Sequence[PlannedTopic], given: Sequence[GivenLesson], lessons: Sequence[Lesson]) -> PlanFact:
    known = facts(planned, given, over=user.today > journal.semester.ends)
    days = {lesson.id: lesson.date for lesson in lessons}
    return PlanFact(plan.id, plan.version, SyllabusState(plan.state), sum(topic.hours for topic in topics), tuple(
        PlanLine(topic.position, topic.section, topic.title, LessonKind(topic.kind).title, topic.hours,
                 known[topic.id].hours, tuple(days[lesson] for lesson in known[topic.id].lessons),
                 known[topic.id].state) for topic in topics))

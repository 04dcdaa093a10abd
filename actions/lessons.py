"""Recording a lesson: date, pair, topic, tasks, declared works, homework, attendance (п. 5.6, 6.1, 6.2)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace

import sqlalchemy as sa

from access.check import rows
from access.grants import Action
from access.identity import Identity
from actions import lesson_parts, substitutions
from actions.audit import context
from actions.lesson_time import check_time
from actions.periods import require_open
from actions.refusals import Refused
from models import Cell, Journal, Lesson, SyllabusTopic, db
from queries.college import bells, norms_on, work_calendar
from queries.lesson_plan import planned_topics
from rules import lessons, texts
from rules.deviation import check_deviation
from rules.terms import LessonKind, TaskKind, WorkKind
from rules.texts import DeclaredWork
from rules.violation import Violation


@dataclass(frozen=True)
class HomeworkEntry:
    text: str = ""
    kind: TaskKind | None = None
    due_on: dt.date | None = None


@dataclass(frozen=True)
class TaskEntry:
    text: str
    kind: TaskKind | None


@dataclass(frozen=True)
class LessonEntry:
    """A lesson as the teacher fills it in.

    attendance: the absent have been noted; given_by_id: who gave it, None when the timetable or the writer tells.
    """

    date: dt.date
    pair: int
    hours: int
    kind: LessonKind
    topic: str
    syllabus_topic_id: int | None = None
    deviation_reason: str | None = None
    works: tuple[DeclaredWork, ...] = ()
    tasks: tuple[TaskEntry, ...] = ()
    homework: HomeworkEntry = field(default_factory=HomeworkEntry)
    attendance: bool = False
    given_by_id: int | None = None
    substitution_reason: str | None = None
    reason: str | None = None


def record_lesson(user: Identity, journal: Journal, entry: LessonEntry, lesson: Lesson | None = None) -> Lesson:
    """Create or change a lesson of the journal; raises ``Refused``; flushes, never commits."""
    if lesson is not None and is_unchanged(entry, lesson):
        return lesson  # only its cells change: they have deadlines of their own (п. 6.3)
    giver = substitutions.giver_of(user, journal, lesson, entry.date, entry.pair, entry.given_by_id,
                                   entry.substitution_reason)
    violations = _check(user, journal, entry, lesson) or substitutions.check(
        user, journal, lesson, entry.date, entry.pair, giver)
    if violations:
        raise Refused(violations)
    if lesson is None:
        lesson = Lesson(journal_id=journal.id, year=journal.semester.year, entered_at=user.now,
                        entered_by_id=user.account)
        db.session.add(lesson)
    lesson.teacher_id, lesson.substituted_id = giver.teacher, giver.substituted
    lesson.substitution_reason = giver.reason
    lesson_parts.fill(user, lesson, entry)
    context.explain(db.session, entry.reason)
    db.session.flush()  # so that the rights below see the lesson as it is now
    _require_rights(user, lesson)
    return lesson


def entry_of(lesson: Lesson) -> LessonEntry:
    """The lesson as it stands, to be written again with a part of it changed."""
    homework = next(iter(lesson.homework), None)
    return LessonEntry(
        date=lesson.date, pair=lesson.pair, hours=lesson.hours, kind=LessonKind(lesson.kind), topic=lesson.topic,
        syllabus_topic_id=lesson.syllabus_topic_id, deviation_reason=lesson.deviation_reason,
        works=tuple(DeclaredWork(WorkKind(work.kind), work.number, work.title,
                                 work.held_on if work.held_on != lesson.date else None) for work in lesson.works),
        tasks=tuple(TaskEntry(task.text, TaskKind(task.kind)) for task in lesson.tasks),
        homework=(HomeworkEntry(homework.text, TaskKind(homework.kind), homework.due_on) if homework
                  else HomeworkEntry()),
        attendance=lesson.attendance_at is not None, given_by_id=lesson.teacher_id,
        substitution_reason=lesson.substitution_reason)


def is_unchanged(entry: LessonEntry, lesson: Lesson) -> bool:
    """Whether writing the entry would leave the lesson as it is; what an entry does not say stays."""
    stored = entry_of(lesson)
    settled = replace(entry, attendance=entry.attendance or stored.attendance, reason=None,
                      given_by_id=entry.given_by_id or stored.given_by_id,
                      substitution_reason=entry.substitution_reason or stored.substitution_reason)
    return tidy(settled) == tidy(stored)


def tidy(entry: LessonEntry) -> LessonEntry:
    """The entry as it would be stored, so that two of them compare."""
    homework = entry.homework
    return replace(
        entry, topic=texts.clean(entry.topic), deviation_reason=entry.deviation_reason or None,
        works=tuple(sorted((replace(work, title=texts.clean(work.title),
                                    held_on=None if work.held_on == entry.date else work.held_on)
                            for work in entry.works), key=str)),
        tasks=tuple(TaskEntry(texts.clean(task.text), task.kind) for task in entry.tasks if texts.clean(task.text)),
        homework=(HomeworkEntry(texts.clean(homework.text), homework.kind, homework.due_on)
                  if texts.clean(homework.text) else HomeworkEntry()),
        substitution_reason=(entry.substitution_reason or "").strip() or None)


def delete_lesson(user: Identity, journal: Journal, lesson: Lesson) -> None:
    """Remove a lesson recorded by mistake: only without marks and absences, only while the day is open."""
    require_open(user, journal, lesson.date)
    if db.session.scalar(sa.select(sa.func.count()).select_from(Cell).where(Cell.lesson_id == lesson.id)):
        raise Violation("6.1", "По занятию уже есть отметки или пропуски. Сначала очистите клетки этого занятия")
    db.session.delete(lesson)
    db.session.flush()  # so that a lesson in use refuses here


def _check(user: Identity, journal: Journal, entry: LessonEntry, lesson: Lesson | None) -> list[Violation]:
    """What is wrong with the entry itself; only then whether it comes in time."""
    semester, times = journal.semester, bells()
    norms = norms_on(entry.date)
    calendar = work_calendar(user, norms)
    found = [
        lessons.check_date(entry.date, user.today, (semester.starts, semester.ends), calendar),
        lessons.check_pair(entry.pair, times or lessons.PAIRS),
        lessons.check_hours(entry.hours),
        texts.check_topic(entry.topic),
        *_check_works(user, entry),
        *(texts.check_task(task.text, task.kind, f"tasks-{place}") for place, task in enumerate(entry.tasks)),
        texts.check_homework(entry.homework.text, entry.homework.kind),
        _check_due(entry),
        _check_free(journal, entry, lesson),
        *_check_plan(journal, entry, lesson),
    ]
    refusals = [violation for violation in found if violation is not None]
    if refusals:
        return refusals
    ends = times[entry.pair][1] if entry.pair in times else None
    days = sorted({entry.date, lesson.date}) if lesson is not None else [entry.date]  # a moved lesson leaves its day
    late = check_time(user, journal, days, entry.date if _homework_changes(lesson, entry) else None, ends,
                      entry.reason, calendar, norms)
    return [late] if late else []


def _check_works(user: Identity, entry: LessonEntry) -> list[Violation]:
    held = (texts.check_held(work, entry.date, user.today, f"works-{place}") for place, work in enumerate(entry.works))
    return [*texts.check_works(entry.kind, entry.works), *(violation for violation in held if violation)]


def _homework_changes(lesson: Lesson | None, entry: LessonEntry) -> bool:
    stored = entry_of(lesson).homework if lesson is not None else HomeworkEntry()
    return tidy(entry).homework != stored


def _check_due(entry: LessonEntry) -> Violation | None:
    due = entry.homework.due_on
    if entry.homework.text and due is not None and due <= entry.date:
        return Violation("6.2", "Срок задания раньше следующего занятия: укажите день после занятия", "homework_due")
    return None


def _check_free(journal: Journal, entry: LessonEntry, lesson: Lesson | None) -> Violation | None:
    taken = sa.select(Lesson.id).where(Lesson.journal_id == journal.id, Lesson.date == entry.date,
                                       Lesson.pair == entry.pair)
    if lesson is not None:
        taken = taken.where(Lesson.id != lesson.id)
    if db.session.scalar(taken) is None:
        return None
    return Violation("6.1", f"{entry.date:%d.%m} на {entry.pair}-й паре занятие уже записано: откройте его", "pair")


def _check_plan(journal: Journal, entry: LessonEntry, lesson: Lesson | None) -> list[Violation | None]:
    """The topic belongs to the journal's plan and comes in its turn, or the entry says why not (п. 5.6).

    A lesson keeps the topic it has, though a new version of the plan may have none like it.
    """
    if lesson is not None and lesson.syllabus_topic_id == entry.syllabus_topic_id:
        return []
    if entry.syllabus_topic_id is not None:
        topic = db.session.get(SyllabusTopic, entry.syllabus_topic_id)
        if topic is None or topic.syllabus_id != journal.syllabus_id:
            return [Violation("5.6", "Такой темы нет в тематическом плане этого журнала", "syllabus_topic_id")]
    return [check_deviation(planned_topics(journal, lesson), entry.syllabus_topic_id, entry.deviation_reason)]


def _require_rights(user: Identity, lesson: Lesson) -> None:
    """The lesson must be the user's to write as it stands now: own journal, or a substitution given to the user."""
    mine = db.session.scalar(sa.select(sa.literal(1)).where(
        Lesson.id == lesson.id, sa.or_(rows(user, Action.CREATE, Lesson), rows(user, Action.UPDATE, Lesson))))
    if mine is None:
        raise Violation("6.1", "Занятие записывает преподаватель журнала или тот, кто замещает его по расписанию. "
                               "О замене напишите методисту")

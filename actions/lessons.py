"""Recording a lesson: date, pair, topic, tasks, declared works, homework, attendance (п. 5.6, 6.1, 6.2)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import sqlalchemy as sa

from access.check import rows
from access.grants import Action
from access.identity import Identity
from actions.audit import context
from actions.periods import excuse, require_open
from models import Cell, Homework, Journal, Lesson, LessonTask, SyllabusTopic, TimetableChange, Work, db
from queries.college import bells, norms_on, work_calendar
from rules import deadlines, lessons, texts
from rules.calendar import WorkCalendar
from rules.norms import Norms
from rules.terms import ChangeKind, LessonKind, TaskKind, WorkKind
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
    """A lesson as the teacher fills it in; ``attendance`` says that the absent have been noted."""

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
    substitution_reason: str | None = None
    reason: str | None = None


class Refused(Exception):
    """Everything that forbids the entry, so that the form shows it all at once."""

    def __init__(self, violations: list[Violation]) -> None:
        super().__init__("; ".join(str(violation) for violation in violations))
        self.violations = violations


def record_lesson(user: Identity, journal: Journal, entry: LessonEntry, lesson: Lesson | None = None) -> Lesson:
    """Create or change a lesson of the journal; raises ``Refused``; flushes, never commits."""
    norms = norms_on(entry.date)
    calendar = work_calendar(user, norms)
    violations = _check(user, journal, entry, lesson, calendar, norms)
    if violations:
        raise Refused(violations)
    change = None if lesson else _substitution(user, journal, entry)
    if lesson is None:
        lesson = Lesson(journal_id=journal.id, year=journal.semester.year, entered_at=user.now,
                        entered_by_id=user.id, teacher_id=user.id)
        if change is not None:
            lesson.substituted_id = journal.teacher_id
            lesson.substitution_reason = entry.substitution_reason or change.reason
        db.session.add(lesson)
    _fill(user, lesson, entry)
    _fill_works(lesson, entry.works)
    _fill_tasks(lesson, entry.tasks)
    _fill_homework(user, lesson, entry)
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
        works=tuple(DeclaredWork(WorkKind(work.kind), work.number, work.title) for work in lesson.works),
        tasks=tuple(TaskEntry(task.text, TaskKind(task.kind)) for task in lesson.tasks),
        homework=(HomeworkEntry(homework.text, TaskKind(homework.kind), homework.due_on) if homework
                  else HomeworkEntry()),
        attendance=lesson.attendance_at is not None)


def delete_lesson(user: Identity, journal: Journal, lesson: Lesson) -> None:
    """Remove a lesson recorded by mistake: only without marks and absences, only while the day is open."""
    require_open(user, journal, lesson.date)
    if db.session.scalar(sa.select(sa.func.count()).select_from(Cell).where(Cell.lesson_id == lesson.id)):
        raise Violation("6.1", "По занятию уже есть отметки или пропуски. Сначала очистите клетки этого занятия")
    db.session.delete(lesson)
    db.session.flush()  # so that a lesson in use refuses here


def _check(user: Identity, journal: Journal, entry: LessonEntry, lesson: Lesson | None, calendar: WorkCalendar,
           norms: Norms) -> list[Violation]:
    semester = journal.semester
    found = [
        lessons.check_date(entry.date, user.today, (semester.starts, semester.ends), calendar),
        lessons.check_pair(entry.pair, bells() or lessons.PAIRS),
        lessons.check_hours(entry.hours),
        texts.check_topic(entry.topic),
        *texts.check_works(entry.kind, entry.works),
        *(texts.check_task(task.text, task.kind) for task in entry.tasks),
        texts.check_homework(entry.homework.text, entry.homework.kind),
        _check_due(entry),
        _check_free(journal, entry, lesson),
        _check_moved(user, journal, entry, lesson),
        _check_topic_of_plan(journal, entry),
    ]
    refusals = [violation for violation in found if violation is not None]
    return refusals or _check_time(user, journal, entry, lesson, calendar, norms)


def _check_time(user: Identity, journal: Journal, entry: LessonEntry, lesson: Lesson | None, calendar: WorkCalendar,
                norms: Norms) -> list[Violation]:
    """Closed periods and deadlines: what only a deputy or a reason can excuse."""
    refusals = []
    late_homework = None
    if _homework_changes(lesson, entry):
        late_homework = deadlines.check_homework_entry(user.now, entry.date, calendar, norms, entry.reason)
    try:
        for day in _days_written(entry, lesson):
            require_open(user, journal, day)
            excuse(user, journal, day, deadlines.check_lesson_entry(user.now, day, calendar, norms, entry.reason))
        excuse(user, journal, entry.date, late_homework)
    except Violation as violation:
        refusals.append(violation)
    return refusals


def _days_written(entry: LessonEntry, lesson: Lesson | None) -> list[dt.date]:
    """A lesson moved to another day leaves its old one too, which may be closed or overdue."""
    return sorted({entry.date, lesson.date}) if lesson is not None else [entry.date]


def _homework_changes(lesson: Lesson | None, entry: LessonEntry) -> bool:
    stored = lesson.homework[0].text if lesson is not None and lesson.homework else ""
    return texts.clean(entry.homework.text) != stored


def _check_due(entry: LessonEntry) -> Violation | None:
    due = entry.homework.due_on
    if due is not None and due <= entry.date:
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


def _check_moved(user: Identity, journal: Journal, entry: LessonEntry, lesson: Lesson | None) -> Violation | None:
    """A substitute's lesson stays where the timetable put it, else the п. 6.3 deadline would move along."""
    if (lesson is None or user.id == journal.teacher_id or (entry.date, entry.pair) == (lesson.date, lesson.pair)
            or _substitution(user, journal, entry) is not None):
        return None
    return Violation("6.1", "Замены на этот день и эту пару в расписании нет. О замене напишите методисту", "date")


def _check_topic_of_plan(journal: Journal, entry: LessonEntry) -> Violation | None:
    if entry.syllabus_topic_id is None:
        return None
    topic = db.session.get(SyllabusTopic, entry.syllabus_topic_id)
    if topic is not None and topic.syllabus_id == journal.syllabus_id:
        return None
    return Violation("5.6", "Такой темы нет в тематическом плане этого журнала", "syllabus_topic_id")


def _substitution(user: Identity, journal: Journal, entry: LessonEntry) -> TimetableChange | None:
    """The change of the timetable by which the user gives this lesson instead of the journal's teacher."""
    if user.id == journal.teacher_id:
        return None
    return db.session.scalar(sa.select(TimetableChange).where(
        TimetableChange.kind == ChangeKind.SUBSTITUTED, TimetableChange.journal_id == journal.id,
        TimetableChange.date == entry.date, TimetableChange.pair == entry.pair,
        TimetableChange.substitute_id == user.id))


def _fill(user: Identity, lesson: Lesson, entry: LessonEntry) -> None:
    lesson.date, lesson.pair, lesson.hours, lesson.kind = entry.date, entry.pair, entry.hours, entry.kind
    lesson.topic, lesson.syllabus_topic_id = texts.clean(entry.topic), entry.syllabus_topic_id
    lesson.deviation_reason = entry.deviation_reason or None
    lesson.late_reason = entry.reason or lesson.late_reason
    if entry.attendance and lesson.attendance_at is None:
        lesson.attendance_at = user.now


def _fill_works(lesson: Lesson, works: tuple[DeclaredWork, ...]) -> None:
    """Works are matched by kind and number, so that their marks stay with them."""
    wanted = {(declared.kind, declared.number) for declared in works}
    for work in [work for work in lesson.works if (work.kind, work.number) not in wanted]:
        lesson.works.remove(work)
    for declared in works:
        found = next((work for work in lesson.works if (work.kind, work.number) == (declared.kind, declared.number)),
                     None)
        if found is None:
            found = Work(kind=declared.kind, number=declared.number)
            lesson.works.append(found)
        found.title, found.held_on = texts.clean(declared.title), lesson.date


def _fill_tasks(lesson: Lesson, tasks: tuple[TaskEntry, ...]) -> None:
    written = [(texts.clean(task.text), task.kind) for task in tasks if texts.clean(task.text)]
    stored = list(lesson.tasks)
    for task in stored[len(written):]:
        lesson.tasks.remove(task)
    for position, (text, kind) in enumerate(written, 1):
        if position <= len(stored):
            stored[position - 1].text, stored[position - 1].kind = text, kind  # type: ignore[assignment]
        else:
            lesson.tasks.append(LessonTask(position=position, text=text, kind=kind))


def _fill_homework(user: Identity, lesson: Lesson, entry: LessonEntry) -> None:
    text = texts.clean(entry.homework.text)
    if not text:
        lesson.homework.clear()
        return
    if not lesson.homework:
        lesson.homework.append(Homework(text=text, entered_at=user.now, late_reason=entry.reason or None))
    homework = lesson.homework[0]
    homework.text, homework.due_on = text, entry.homework.due_on
    homework.kind = entry.homework.kind or TaskKind.EXERCISE


def _require_rights(user: Identity, lesson: Lesson) -> None:
    """The lesson must be the user's to write as it stands now: own journal, or a substitution given to the user."""
    mine = db.session.scalar(sa.select(sa.literal(1)).where(
        Lesson.id == lesson.id, sa.or_(rows(user, Action.CREATE, Lesson), rows(user, Action.UPDATE, Lesson))))
    if mine is None:
        raise Violation("6.1", "Занятие записывает преподаватель журнала или тот, кто замещает его по расписанию. "
                               "О замене напишите методисту")

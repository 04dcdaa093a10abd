"""The diary: one's own children and a week of one of them (п. 4.1, 5.8)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

import sqlalchemy as sa

from access.check import rows
from access.grants import Action
from access.identity import Identity
from access.paths import ids
from models import Group, Membership, Student, db
from queries.diary_frame import Frame, frame
from queries.diary_lessons import Held, MarkGiven, Noted, Task, held_lessons, noted
from queries.diary_timetable import WEEK, Planned, Studied, timetable
from rules import names
from rules.averages import weighted_average
from rules.diary import Missed, absence_words, awaits_mark, missed_words
from rules.groups import academic_year, course
from rules.lessons import Stay
from rules.terms import Gender, MarkKind, Role

FAMILY = (Role.STUDENT, Role.PARENT)
SUNDAY = 6
SHORT = {
    MarkKind.ANSWER: "ответ", MarkKind.CONTROL: "контрольная", MarkKind.CHECK: "проверочная",
    MarkKind.LABORATORY: "лабора\u00adторная", MarkKind.PRACTICAL: "практи\u00adческая",
    MarkKind.INDEPENDENT: "самостоя\u00adтельная", MarkKind.THEORY: "теория", MarkKind.PRACTICE: "практика"}


@dataclass(frozen=True)
class Child:
    """A student whose diary the user reads; ``stays`` are the days in any group."""

    id: int
    last_name: str
    first_name: str
    gender: Gender | None
    group: str | None
    course: int | None
    stays: tuple[Stay, ...]

    @property
    def name(self) -> str:
        return f"{self.last_name} {self.first_name}"

    @property
    def initials(self) -> str:
        return names.initials(self.first_name, self.last_name)


@dataclass(frozen=True)
class Tile:
    """A mark and the kind of work under it; value «•» waits for its mark."""

    value: str
    kind: str
    weight: int = 1


@dataclass(frozen=True)
class DiaryLesson:
    """A lesson of a day, held or only planned; ``off`` says that it will not be held."""

    pair: int
    rings: dt.time | None
    rests: dt.time | None
    subject: str
    teacher: str
    substitute: str | None = None
    room: str | None = None
    topic: str = ""
    works: tuple[str, ...] = ()
    homework: tuple[Task, ...] = ()
    tiles: tuple[Tile, ...] = ()
    absence: str | None = None
    late: bool = False
    note: str | None = None
    off: bool = False


@dataclass(frozen=True)
class Due:
    """Homework to be done by a day: of which subject, set when."""

    subject: str
    text: str
    set_on: dt.date


@dataclass(frozen=True)
class Day:
    """``note`` names a holiday or says that the student was in no group."""

    date: dt.date
    note: str | None
    lessons: tuple[DiaryLesson, ...]
    due: tuple[Due, ...]


@dataclass(frozen=True)
class Progress:
    subject: str
    marks: int
    average: Decimal | None


@dataclass(frozen=True)
class Fresh:
    """What was written since the last sign-in; ``value`` is "" when no mark stands there."""

    date: dt.date
    value: str
    text: str


@dataclass(frozen=True)
class Week:
    monday: dt.date
    days: tuple[Day, ...]
    progress: tuple[Progress, ...]
    since: dt.date | None
    missed: tuple[str, ...]
    missed_hours: int
    fresh: tuple[Fresh, ...]
    acknowledged_at: dt.datetime | None


def children(user: Identity) -> list[Child]:
    """A student's own self or a parent's children, by name; other roles of the user open nothing here."""
    found: dict[int, Child] = {}
    query = (
        sa.select(Student.id, Student.last_name, Student.first_name, Student.gender, Membership.starts,
                  Membership.ends, Group.name, Group.admission_year, Group.first_course)
        .outerjoin(Membership, Membership.student_id == Student.id)
        .outerjoin(Group, Group.id == Membership.group_id)
        .where(rows(user.acting_as(*FAMILY), Action.READ, Student))
        .order_by(Student.sort_key, Student.id, Membership.starts))
    for row in db.session.execute(query):
        known = found.get(row.id)
        group, year_of_study, stays = (known.group, known.course, known.stays) if known else (None, None, ())
        if row.starts is not None:
            if group is None or row.starts <= user.today:
                group = row.name
                year_of_study = course(row.admission_year, academic_year(user.today), row.first_course)
            stays = (*stays, Stay(row.starts, row.ends))
        found[row.id] = Child(row.id, row.last_name, row.first_name, Gender(row.gender) if row.gender else None,
                              group, year_of_study, stays)
    return list(found.values())


def week(user: Identity, child: Child, monday: dt.date, seen: int) -> Week:
    """A child's week from ``monday``; ``seen`` is the audit record after which things are new to the user."""
    students = ids(Student.id).where(
        Student.id == child.id, rows(user.acting_as(*FAMILY), Action.READ, Student))
    around = frame(user, child.id, monday, monday + WEEK)
    studied, planned = timetable(students, around, monday)
    lessons = held_lessons(students, monday, monday + WEEK, user.today)
    starts = min(monday, around.term.starts) if around.term else monday
    ends = max(monday + WEEK, around.term.ends) if around.term else monday + WEEK
    cells = [cell for cell in noted(students, starts, min(ends, user.today), seen) if cell.date <= user.today]
    page = _Page(user.today, child, around, cells)
    days = (monday + dt.timedelta(days=number) for number in range(7))
    in_week = [cell.missed for cell in cells if cell.missed and monday <= cell.date <= monday + WEEK]
    return Week(
        monday, tuple(_days(days, page, lessons, planned)), tuple(_progress(cells, studied, starts, ends)),
        around.term.starts if around.term else None, tuple(missed_words(in_week)),
        sum(missed.hours for missed in in_week), tuple(_fresh(cells, child.gender)), around.acknowledged_at)


@dataclass(frozen=True)
class _Page:
    today: dt.date
    child: Child
    frame: Frame
    cells: list[Noted]
    by_lesson: dict[int, Noted] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.by_lesson.update({cell.lesson_id: cell for cell in self.cells})


def _days(dates: Iterable[dt.date], page: _Page, held: list[Held], planned: list[Planned]) -> Iterable[Day]:
    for day in dates:
        given = [lesson for lesson in held if lesson.date == day]
        lessons = _lessons(page, given, [lesson for lesson in planned if lesson.date == day])
        if lessons or day.weekday() != SUNDAY:
            due = tuple(Due(lesson.subject, task.text, lesson.date) for lesson in held
                        for task in lesson.homework.values() if task.due_on == day)
            yield Day(day, _note(page, day), tuple(lessons), due)


def _note(page: _Page, day: dt.date) -> str | None:
    if not any(stay.holds(day) for stay in page.child.stays):
        return "не в составе группы"
    off = page.frame.day_off(day)
    return off.title if off else None


def _lessons(page: _Page, held: list[Held], planned: list[Planned]) -> list[DiaryLesson]:
    """Held lessons with what the timetable knows of them, then those only planned, by pair."""
    left = list(planned)
    found = [_held(page, lesson, _taken(left, lesson)) for lesson in held]
    taken = {lesson.pair for lesson in held}
    found += [_planned(page, lesson) for lesson in left if lesson.off or lesson.pair not in taken]
    return sorted(found, key=lambda lesson: (lesson.pair, lesson.off))


def _taken(left: list[Planned], lesson: Held) -> Planned | None:
    """The planned lesson that was held, taken out of the list: of the same pair, else of the same journal."""
    same = [plan for plan in left if plan.journal.id == lesson.journal_id]
    plan = next((plan for plan in same if plan.pair == lesson.pair), same[0] if same else None)
    if plan is not None:
        left.remove(plan)
    return plan


def _held(page: _Page, lesson: Held, plan: Planned | None) -> DiaryLesson:
    rings, rests = page.frame.bells.get(lesson.pair, (None, None))
    cell = page.by_lesson.get(lesson.id)
    missed = cell.missed if cell else None
    return DiaryLesson(
        lesson.pair, rings, rests, lesson.subject, lesson.teacher, lesson.substitute,
        plan.room if plan else None, lesson.topic,
        tuple(f"{work.kind.title.capitalize()} № {work.number}. {work.title}" for work in lesson.works.values()),
        tuple(lesson.homework.values()), tuple(_tiles(page, lesson, cell)),
        absence_words(missed, page.child.gender) if missed else None, missed.is_late if missed else False,
        plan.note if plan and not plan.off else None)


def _planned(page: _Page, plan: Planned) -> DiaryLesson:
    rings, rests = page.frame.bells.get(plan.pair, (None, None))
    return DiaryLesson(plan.pair, rings, rests, plan.journal.subject, plan.journal.teacher, plan.substitute, plan.room,
                       note=plan.note, off=plan.off)


def _tiles(page: _Page, lesson: Held, cell: Noted | None) -> Iterable[Tile]:
    marks = cell.marks if cell else []
    for mark in marks:
        yield Tile(str(mark.value), kind_words(mark.kind), mark.weight)
    if cell and cell.missed and not cell.missed.is_late:
        return
    for work in lesson.works.values():
        marked = any(mark.work_id == work.id or mark.kind.value == work.kind.value for mark in marks)
        if not marked and awaits_mark(work.held_on, page.today, page.frame.results_days):
            yield Tile("•", "ждёт отметки")


def kind_words(kind: MarkKind) -> str:
    """The kind of work as it fits under a tile."""
    return SHORT.get(kind, kind.title)


def _progress(cells: list[Noted], studied: list[Studied], starts: dt.date, ends: dt.date) -> Iterable[Progress]:
    """Marks of the semester by subject, those without marks too, in the order of the curriculum."""
    marks: dict[tuple[int, str], list[MarkGiven]] = {(one.position, one.subject): [] for one in studied}
    for cell in cells:
        if starts <= cell.date <= ends:
            key = next((known for known in marks if known[1] == cell.subject), (cell.position, cell.subject))
            marks.setdefault(key, []).extend(cell.marks)
    for (_, subject), given in sorted(marks.items()):
        yield Progress(subject, len(given), weighted_average((mark.value, mark.weight) for mark in given))


def _fresh(cells: list[Noted], gender: Gender | None) -> Iterable[Fresh]:
    """Cells changed since the last sign-in, the latest change first; what came back to what it was is no news."""
    changed = [cell for cell in cells if cell.changed_by is not None]
    for cell in sorted(changed, key=lambda cell: cell.changed_by or 0, reverse=True):
        value = "/".join(str(mark.value) for mark in cell.marks)
        if "/".join(part for part in (cell.letter, value) if part) != cell.was:
            yield Fresh(cell.date, value, f"{cell.subject}{_news(cell, cell.missed, gender)}")


def _news(cell: Noted, missed: Missed | None, gender: Gender | None) -> str:
    had_marks = any(sign.isdigit() for sign in cell.was)
    if cell.marks:
        kind = kind_words(cell.marks[-1].kind).replace("\u00ad", "")
        return f", {kind}, исправлено" if had_marks else f", {kind}"
    if missed is not None:
        return f": {absence_words(missed, gender)}"
    return ": отметка снята" if had_marks else ": пропуск снят"

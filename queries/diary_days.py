"""The days of a diary's week: what was held, what is planned, what is due (п. 4.1, 6.2, 6.3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from queries.diary_cells import Noted
from queries.diary_frame import Frame
from queries.diary_lessons import Held, Task
from queries.diary_news import kind_words
from queries.diary_timetable import Planned
from rules.diary import absence_words, awaits_mark
from rules.lessons import Stay
from rules.terms import Gender

SUNDAY = 6


@dataclass(frozen=True)
class Tile:
    """A mark and the kind of work under it; value «•» waits for its mark."""

    value: str
    kind: str
    weight: int = 1


@dataclass(frozen=True)
class DiaryLesson:
    """A lesson of a day, held or only planned; ``off`` says that it will not be held, ``bells`` is «08:30–10:00»."""

    pair: int
    bells: str | None
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
class Learner:
    """Whose days they are: in words of which gender, in a group on which days, as of which day."""

    gender: Gender | None
    stays: tuple[Stay, ...]
    today: dt.date


@dataclass(frozen=True)
class Findings:
    """What the week is made of; ``cells`` by lesson."""

    frame: Frame
    held: list[Held]
    planned: list[Planned]
    cells: dict[int, Noted]


def days(learner: Learner, found: Findings, monday: dt.date) -> Iterable[Day]:
    """Monday to Saturday, and Sunday when there are lessons."""
    for day in (monday + dt.timedelta(days=number) for number in range(7)):
        lessons = _lessons(learner, found, day)
        if lessons or day.weekday() != SUNDAY:
            due = tuple(Due(lesson.subject, task.text, lesson.date) for lesson in found.held
                        for task in lesson.homework.values() if task.due_on == day)
            yield Day(day, _note(learner, found.frame, day), tuple(lessons), due)


def _note(learner: Learner, frame: Frame, day: dt.date) -> str | None:
    if not any(stay.holds(day) for stay in learner.stays):
        return "Не в составе группы"
    off = frame.day_off(day)
    return off.title if off else None


def _lessons(learner: Learner, found: Findings, day: dt.date) -> list[DiaryLesson]:
    """Held lessons with what the timetable knows of them, then those only planned, by pair."""
    held = [lesson for lesson in found.held if lesson.date == day]
    plans, left = _matched(held, [plan for plan in found.planned if plan.date == day])
    taken = {lesson.pair for lesson in held}
    lessons = [_held(learner, found, lesson, plans.get(lesson.id)) for lesson in held]
    lessons += [_planned(found.frame, plan) for plan in left if plan.off or plan.pair not in taken]
    return sorted(lessons, key=lambda lesson: (lesson.pair, lesson.off))


def _matched(held: list[Held], planned: list[Planned]) -> tuple[dict[int, Planned], list[Planned]]:
    """Planned lessons by the held one they became — of the same pair, else of the same journal — and the rest."""
    plans: dict[int, Planned] = {}
    left = list(planned)
    for same_pair in (True, False):
        for lesson in held:
            plan = None if lesson.id in plans else next(
                (plan for plan in left if plan.journal.id == lesson.journal_id
                 and (plan.pair == lesson.pair if same_pair else not plan.off)), None)
            if plan is not None:
                plans[lesson.id] = plan
                left.remove(plan)
    return plans, left


def _held(learner: Learner, found: Findings, lesson: Held, plan: Planned | None) -> DiaryLesson:
    cell = found.cells.get(lesson.id)
    missed = cell.missed if cell else None
    return DiaryLesson(
        lesson.pair, found.frame.bells.get(lesson.pair), lesson.subject, lesson.teacher, lesson.substitute,
        plan.room if plan else None, lesson.topic,
        tuple(_works(lesson)),
        tuple(lesson.homework.values()), tuple(_tiles(learner, found.frame, lesson, cell)),
        absence_words(missed, learner.gender) if missed else None, missed.is_late if missed else False,
        plan.note if plan and not plan.off else None)


def _works(lesson: Held) -> Iterable[str]:
    """Declared works that the topic does not name already."""
    for work in lesson.works.values():
        name = f"{work.kind.title.capitalize()} № {work.number}"
        if name not in lesson.topic:
            yield f"{name}. {work.title}"


def _planned(frame: Frame, plan: Planned) -> DiaryLesson:
    return DiaryLesson(plan.pair, frame.bells.get(plan.pair), plan.journal.subject, plan.journal.teacher,
                       plan.substitute, plan.room, note=plan.note, off=plan.off)


def _tiles(learner: Learner, frame: Frame, lesson: Held, cell: Noted | None) -> Iterable[Tile]:
    """Marks, then the declared works that still wait for theirs; who was absent did no work."""
    marks = cell.marks if cell else []
    for mark in marks:
        yield Tile(str(mark.value), kind_words(mark.kind), mark.weight)
    if cell and cell.missed and not cell.missed.is_late:
        return
    for work in lesson.works.values():
        marked = any(mark.work_id == work.id or mark.kind.value == work.kind.value for mark in marks)
        if not marked and awaits_mark(work.held_on, learner.today, frame.results_days):
            yield Tile("•", "ждёт отметки")

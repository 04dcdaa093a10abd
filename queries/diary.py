"""A week of the diary: days, what is new, marks of the semester, absences (п. 4.1, 5.8)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from access.identity import Identity
from queries.diary_cells import Noted, Visit, cells_and_news, cells_of_span
from queries.diary_days import Day, Findings, Learner, days
from queries.diary_family import Child
from queries.diary_frame import Frame, frame
from queries.diary_lessons import held_lessons
from queries.diary_news import Fresh, Progress, Subjects, fresh, progress
from queries.diary_subjects import taught_in
from queries.diary_timetable import WEEK, Studied, timetable
from rules.diary import missed_words


@dataclass(frozen=True)
class Week:
    """``elsewhere`` counts what is new of the other children, by their ids."""

    monday: dt.date
    days: tuple[Day, ...]
    progress: tuple[Progress, ...]
    since: dt.date | None
    missed: tuple[str, ...]
    missed_hours: int
    fresh: tuple[Fresh, ...]
    elsewhere: dict[int, int]
    visited_at: dt.datetime | None
    acknowledged_at: dt.datetime | None


def week(user: Identity, child: Child, monday: dt.date, visit: Visit, siblings: Sequence[Child] = ()) -> Week:
    """A child's week; new is what the audit holds after the last sign-in, at the first one the last days'."""
    everybody = {child.id, *(one.id for one in siblings)}
    sunday = monday + WEEK
    around = frame(user, child.id, everybody, (monday, sunday), visit)
    term = around.term
    studied, planned = timetable(user, child.id, around, monday)
    held = held_lessons(user, child.id, monday, sunday)
    span = (min(monday, term.starts), max(sunday, term.ends)) if term else (monday, sunday)
    cells = (cells_and_news(user, child.id, everybody, span, visit) if around.cells_changed
             else cells_of_span(user, child.id, span))
    subjects = _subjects(studied, cells)
    mine = [cell for cell in cells if cell.student_id == child.id]
    found = Findings(around, held, planned, {cell.lesson_id: cell for cell in mine})
    missed = [cell.missed for cell in mine if cell.missed and monday <= cell.date <= sunday]
    return Week(
        monday, tuple(days(Learner(child.gender, child.stays, user.today), found, monday)),
        tuple(progress(mine, [one.taught for one in studied], subjects, term)), term.starts if term else None,
        tuple(missed_words(missed)), sum(one.hours for one in missed),
        _fresh(child, around, cells, subjects, visit, user),
        {one.id: len(_fresh(one, around, cells, subjects, visit, user)) for one in siblings if one.id != child.id},
        around.visited_at, around.acknowledged_at)


def timetable_of_week(user: Identity, child: Child, monday: dt.date, visit: Visit) -> tuple[Day, ...]:
    """The same days by the timetable and its changes alone, whatever was recorded (п. 5.5)."""
    around = frame(user, child.id, [child.id], (monday, monday + WEEK), visit)
    planned = timetable(user, child.id, around, monday)[1]
    learner = Learner(child.gender, child.stays, user.today)
    return tuple(days(learner, Findings(around, [], planned, {}), monday))


def _subjects(studied: list[Studied], cells: list[Noted]) -> Subjects:
    """Of the timetable's journals, and of those that are not in it: of another group or semester, a subgroup left."""
    known = {one.id: one.taught for one in studied}
    named = {cell.journal_id for cell in cells if cell.marks or cell.changed_by is not None}
    return {**known, **taught_in(named - known.keys())}


def _fresh(child: Child, around: Frame, cells: list[Noted], subjects: Subjects, visit: Visit, user: Identity,
           ) -> tuple[Fresh, ...]:
    """What is new of one child; at the first sign-in only of the last days, in whatever week one looks."""
    news = [cell for cell in cells if cell.student_id == child.id and cell.is_news(visit, user.today)]
    finals = [final for final in around.finals if final.student_id == child.id]
    return tuple(fresh(news, subjects, finals, child.gender, user.now.tzinfo))

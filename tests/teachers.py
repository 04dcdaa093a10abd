"""A teacher's semester: what tests of the start page, the timetable and the hours are built from."""

from __future__ import annotations

import datetime as dt
from typing import Any

from access.identity import Identity
from actions.cells import Entry, Saved, place_of, write_cell
from models import Journal, Lesson, User
from rules.terms import Role
from tests import factories as f

MONDAY = f.TODAY  # the school's clock stands at Monday, 20.11.2023, 15:00
BELLS = ((1, 8, 30), (2, 10, 10), (3, 12, 20), (4, 14, 0), (5, 15, 40))


def ring() -> None:
    """Five pairs of an hour and a half; the fourth is going on at 15:00."""
    schedule = f.BellScheduleFactory(is_default=True)
    for pair, hour, minute in BELLS:
        start = dt.datetime(2023, 1, 1, hour, minute)
        f.BellSlotFactory(schedule=schedule, pair=pair, starts=start.time(),
                          ends=(start + dt.timedelta(minutes=90)).time())


def teacher(**kwargs: Any) -> User:
    made: User = f.UserFactory(roles=kwargs.pop("roles", (Role.TEACHER,)), **kwargs)
    return made


def inna() -> User:
    """The teacher of most tests, in a college with bells."""
    ring()
    return teacher(last_name="Вершинина", first_name="Инна", patronymic="Олеговна")


def taught(by: User, name: str = "ИС-21", title: str | None = None, students: int = 2,
           **kwargs: Any) -> Journal:
    """A journal of a group of its own with students."""
    group = kwargs.pop("group", None) or f.GroupFactory(name=name)
    line = f.CurriculumLineFactory(curriculum=group.curriculum, **({"discipline__title": title} if title else {}))
    journal: Journal = f.JournalFactory(group=group, line=line, teacher=by, **kwargs)
    for _ in range(students):
        f.MembershipFactory(group=group)
    return journal


def slot(journal: Journal, pair: int, day: dt.date = MONDAY, **kwargs: Any) -> Any:
    """A place of the week that begins on the day, so that nothing is due before it."""
    return f.TimetableSlotFactory(**{"journal": journal, "pair": pair, "weekday": day.isoweekday(), "starts": day,
                                     **kwargs})


def whole(journal: Journal, pair: int, day: dt.date = MONDAY, **kwargs: Any) -> Any:
    """A lesson with everything in it, recorded on its day."""
    lesson = f.LessonFactory(journal=journal, date=day, pair=pair, **kwargs)
    f.HomeworkFactory(lesson=lesson)
    return lesson


def save_cell(user: Identity, journal: Journal, lesson: Lesson, student_id: int, entry: Entry) -> Saved:
    """One cell as the grid writes it."""
    return write_cell(user, place_of(user, journal.id, lesson.id, student_id), entry)

"""A small practice for the tests of its pages: a group, a journal, a programme, days."""

from __future__ import annotations

import datetime as dt
from typing import Any

from rules.terms import LessonKind, PracticeKind
from tests import factories as f

TODAY = dt.date(2023, 11, 20)


def absences() -> None:
    for place, (letter, words) in enumerate((("н", "без причины"), ("б", "болезнь"), ("о", "опоздание")), 1):
        f.AbsenceKindFactory(letter=letter, title=words, words=words, position=place, is_late=letter == "о",
                             counts_hours=letter != "о", excused=letter == "б")


def practice_journal(hours: int = 72, kind: PracticeKind = PracticeKind.INDUSTRIAL, **more: Any) -> Any:
    """A journal of practice in the first semester of 2023-2024."""
    line = f.CurriculumLineFactory(of_practice=True, practice__kind=kind, practice__title="Производственная практика",
                                   practical=hours, total=hours)
    return f.JournalFactory(**{"line": line, "planned_hours": hours, **more})


def practice(students: int = 2, hours: int = 72, **more: Any) -> Any:
    """A programme from 14 to 27 November with one section and so many students in the group."""
    journal = practice_journal(hours, **{name: more.pop(name) for name in list(more)
                                         if name.split("__")[0] in ("kind", "group", "teacher", "semester")})
    programme = f.PracticeProgrammeFactory(**{"journal": journal, "starts": dt.date(2023, 11, 14),
                                              "ends": dt.date(2023, 11, 27), **more})
    f.ProgrammeSectionFactory(programme=programme, title="Мясной цех", work="Разделка туш", hours=hours)
    for _ in range(students):
        f.MembershipFactory(group=journal.group)
    return programme


def members(programme: Any) -> list[Any]:
    from models import Membership, db

    return [one.student for one in db.session.query(Membership).filter_by(group_id=programme.journal.group_id)
            .order_by(Membership.id)]


def day(programme: Any, date: dt.date, logged: list[Any], **more: Any) -> Any:
    """A day of the practice with the logs of some students."""
    lesson = f.LessonFactory(journal=programme.journal, date=date, pair=1, hours=6, kind=LessonKind.PRACTICE_DAY,
                             topic="Мясной цех. Разделка туш", **more)
    for student in logged:
        f.DayLogFactory(lesson=lesson, student=student)
    return lesson

"""A group with the results of a semester that reports are counted from by hand."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa

from models import FinalMark, Group, Journal, Lesson, Student, db
from queries.reports.ask import Ask, study_years
from rules.report_periods import read_period
from rules.terms import FinalKind, FinalValue, MovementKind
from tests import factories as f

DAY = dt.date(2023, 11, 20)


def student(group: Group, name: str, starts: str = "2022-09-01", ends: str | None = None,
            left: MovementKind | None = None) -> Student:
    made: Student = f.StudentFactory(last_name=name, first_name="Анна", patronymic="Олеговна")
    last = dt.date.fromisoformat(ends) if ends else None
    order = left and f.MovementFactory(student=made, kind=left, from_group=group, to_group=None, order_number="7-С",
                                       order_date=last, effective_on=last)
    f.MembershipFactory(student=made, group=group, starts=dt.date.fromisoformat(starts), ends=last, left_by=order)
    return made


def journal(group: Group, title: str, **kwargs: Any) -> Journal:
    made: Journal = f.JournalFactory(
        group=group, line=f.CurriculumLineFactory(curriculum=group.curriculum, discipline__title=title), **kwargs)
    return made


def result(of: Journal, who: Student, value: str, published: bool = True, kind: FinalKind = FinalKind.SEMESTER,
           ) -> FinalMark:
    return f.FinalMarkFactory(journal=of, student=who, value=FinalValue(value), kind=kind,
                              published_at=f.NOW if published else None)


def missed(of: Journal, who: Student, letter: str, day: int, pair: int = 1, month: int = 11) -> None:
    """An absence of two hours in 2023; lateness has no hours."""
    words = {"н": ("без причины", False, False), "б": ("болезнь", True, False), "у": ("уважительная", True, False),
             "о": ("опоздание", False, True)}
    title, excused, late = words[letter]
    kind = f.AbsenceKindFactory(letter=letter, title=title, words=title, excused=excused, is_late=late,
                                counts_hours=not late)
    at = dt.date(2023, month, day)
    lesson = db.session.scalar(sa.select(Lesson).filter_by(journal_id=of.id, date=at, pair=pair))
    lesson = lesson or f.LessonFactory(journal=of, date=at, pair=pair, hours=2)
    f.AbsenceFactory(cell=f.CellFactory(lesson=lesson, student=who), kind=kind, hours=0 if late else 2)


def ask(code: str, **chosen: Any) -> Ask:
    period = read_period(code, study_years())
    assert period is not None
    return Ask(period, **chosen)

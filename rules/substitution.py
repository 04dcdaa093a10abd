"""A lesson given instead of the journal's teacher is told in the same entry (п. 5.6, 6.1, 7.3)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from rules.violation import Violation


@dataclass(frozen=True)
class Giver:
    """Who gave a lesson, instead of whom and why; hours go to the one who gave it."""

    teacher: int
    substituted: int | None = None
    reason: str | None = None


def giver(journal_teacher: int, writer: int, named: int | None, planned: int | None,
          reason: str | None, planned_reason: str | None) -> Giver:
    """Whom an entry credits with the lesson.

    named: whom the entry names; planned: the substitute of the timetable. The timetable speaks when nobody is named.
    """
    teacher = (named or planned or writer) if writer == journal_teacher else writer
    if teacher == journal_teacher:
        return Giver(teacher)
    return Giver(teacher, journal_teacher, (reason or "").strip() or (planned_reason if teacher == planned else None))


def check_substitution(journal_teacher: int, given_by: int, substituted: int | None,
                       reason: str | None) -> Violation | None:
    """Who gave the lesson, instead of whom and why are recorded together with it (п. 6.1)."""
    if given_by == journal_teacher:
        if substituted is not None:
            return Violation("6.1", "Занятие провёл преподаватель журнала: замены здесь нет", "substituted_id")
        return None
    if substituted is None:
        return Violation("6.1", "Занятие провёл другой преподаватель: укажите, вместо кого", "substituted_id")
    if substituted == given_by:
        return Violation("6.1", "Преподаватель не может заменять сам себя", "substituted_id")
    if not (reason or "").strip():
        return Violation("6.1", "Укажите причину замены", "substitution_reason")
    return None


def check_planned(day: dt.date, pair: int, journal_teacher: int, given_by: int, planned: int | None,
                  planned_name: str) -> Violation | None:
    """What the timetable gave to a substitute is not recorded as the replaced teacher's own (п. 6.1, 7.3)."""
    if planned is None or given_by != journal_teacher or planned == journal_teacher:
        return None
    return Violation("6.1", f"По расписанию {day:%d.%m} на {pair}-й паре вас замещает {planned_name}. "
                            "Если занятие провели вы, попросите методиста снять замену", "given_by")


def check_replaced(day: dt.date, pair: int, instead: str | None) -> Violation | None:
    """Another discipline instead is recorded in that discipline's journal (п. 6.1, 7.3)."""
    if instead is None:
        return None
    return Violation("6.1", f"По расписанию {day:%d.%m} на {pair}-й паре вместо этого занятия — {instead}. "
                            "Его записывают в журнале той дисциплины", "pair")

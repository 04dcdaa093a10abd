"""Checks of lessons' records: topic, works, attendance, lateness (п. 5.6, 6.1)."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from models import Journal, Lesson, Work
from queries.control.frame import Asked, Check, found, moments
from rules.deadlines import lesson_deadline
from rules.terms import LessonKind, Severity, WorkKind
from rules.texts import LESSON_WORKS, DeclaredWork, check_topic, check_works


def held(asked: Asked, **values: Any) -> sa.Select[Any]:
    """Lessons of the span whose day is over; whoever gave the lesson answers for it (п. 6.1)."""
    return of_lessons(found(Lesson.date, Lesson.teacher_id, journal=Lesson.journal_id, lesson=Lesson.id,
                            group=Journal.group_id, **values), asked)


def of_lessons(query: sa.Select[Any], asked: Asked) -> sa.Select[Any]:
    """``query`` over the lessons of the span and their journals."""
    return (query.select_from(Lesson).join(Journal, Journal.id == Lesson.journal_id)
            .where(Lesson.date.between(asked.first, asked.over), Lesson.date.not_in(asked.elsewhere),
                   asked.here(Lesson.journal_id)))


def when(row: Any) -> str:
    """«13.11, 2-я пара»"""
    return f"{row.day:%d.%m}, {row.pair}-я пара"


def _without_topic(asked: Asked) -> sa.Select[Any]:
    return held(asked, pair=Lesson.pair).where(sa.func.trim(Lesson.topic) == "")


def _with_topic(asked: Asked) -> sa.Select[Any]:
    return held(asked, pair=Lesson.pair, topic=Lesson.topic).where(sa.func.trim(Lesson.topic) != "")


def _topic_words(row: Any, asked: Asked) -> str | None:
    refusal = check_topic(row.topic)
    return f"{when(row)}, «{row.topic[:200]}»: {_small(refusal.message)}" if refusal else None


def _of_works(asked: Asked) -> sa.Select[Any]:
    """Lessons that must declare a work of their kind, and every declared work."""
    other = aliased(Work)
    of_kind = sa.exists().where(other.lesson_id == Lesson.id, other.kind == _wanted())
    return (held(asked, pair=Lesson.pair, kind=Lesson.kind, named=sa.or_(Lesson.kind.not_in(LESSON_WORKS), of_kind),
                 work=Work.kind, number=Work.number, title=Work.title)
            .outerjoin(Work, Work.lesson_id == Lesson.id)
            .where(sa.or_(Lesson.kind.in_(LESSON_WORKS), Work.id.is_not(None))))


def _wanted() -> Any:
    return sa.case(*((Lesson.kind == kind, work.value) for kind, work in LESSON_WORKS.items()), else_="")


def _work_words(row: Any, asked: Asked) -> str | None:
    works = [DeclaredWork(WorkKind(row.work), row.number, row.title)] if row.work else []
    refusals = check_works(LessonKind.COMBINED if row.named else LessonKind(row.kind), works if row.named else [])
    return f"{when(row)}: {_small(refusals[0].message)}" if refusals else None


def _without_attendance(asked: Asked) -> sa.Select[Any]:
    return held(asked, pair=Lesson.pair).where(Lesson.attendance_at.is_(None))


def _late(asked: Asked) -> sa.Select[Any]:
    due = moments(asked, lambda day: lesson_deadline(day, asked.around.calendar, asked.around.norms_on(day)))
    return held(asked, explained=Lesson.late_reason, pair=Lesson.pair, entered=Lesson.entered_at).join(
        due, due.c.day == Lesson.date).where(Lesson.entered_at > due.c.moment)


def _late_words(row: Any, asked: Asked) -> str:
    entered = asked.around.calendar.local_date(row.entered)
    return f"{when(row)}: занятие записано {entered:%d.%m.%Y}, а не в день занятия"


def _small(words: str) -> str:
    return words[0].lower() + words[1:]


CHECKS = (
    Check("lesson_without_topic", "5.6", "Занятие без темы", Severity.VIOLATION,
          "Впишите тему занятия и выполненные задания.", _without_topic,
          lambda row, asked: f"{when(row)}: тема занятия не указана"),
    Check("topic_not_in_russian", "5.6", "Тема не на русском языке", Severity.WARNING,
          "Допишите тему по-русски, например «Present Perfect. Практика».", _with_topic, _topic_words),
    Check("work_not_named", "5.6", "Практическая, лабораторная или контрольная без номера и темы",
          Severity.VIOLATION, "Укажите в занятии вид, номер и тему работы.", _of_works, _work_words),
    Check("lesson_without_attendance", "6.1", "Занятие без отметки об отсутствующих", Severity.VIOLATION,
          "Отметьте отсутствующих или подтвердите, что все были.", _without_attendance,
          lambda row, asked: f"{when(row)}: отсутствующие не отмечены"),
    Check("lesson_late", "6.1", "Занятие записано с опозданием", Severity.NOTICE,
          "Записывайте занятие в тот же день; объясните, почему не вышло.", _late, _late_words),
)

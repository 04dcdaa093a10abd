"""Checks of the programme: hours, the order of topics, planned works (п. 5.6, 7.3)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from models import Journal, Lesson, Semester, SyllabusTopic, Work
from queries.control.frame import Asked, Check, found
from queries.control.lessons import held, when
from queries.control.standing import is_over, journals
from rules.deadlines import is_reason
from rules.terms import Severity, WorkKind


def _hours(asked: Asked) -> sa.Select[Any]:
    """Journals that gave more than planned, or after the end less."""
    given = sa.func.coalesce(sa.func.sum(Lesson.hours), 0)
    query = found(Semester.starts, Journal.teacher_id, journal=Journal.id, group=Journal.group_id,
                  planned=Journal.planned_hours, given=given, over=is_over(asked))
    return (journals(asked, query).outerjoin(Lesson, Lesson.journal_id == Journal.id)
            .group_by(Journal.id, Semester.starts, Semester.ends, Journal.teacher_id, Journal.group_id,
                      Journal.planned_hours)
            .having(sa.or_(given - Journal.planned_hours > asked.threshold,
                           sa.and_(is_over(asked), Journal.planned_hours - given > asked.threshold))))


def _hours_words(row: Any, asked: Asked) -> str:
    return f"Проведено {row.given} ч, по плану {row.planned} ч" + ("" if row.over else ", семестр не окончен")


def _given_before(topic: Any, earlier: Any) -> Any:
    """Hours of a topic given in the journal before the lesson."""
    return (sa.select(sa.func.coalesce(sa.func.sum(earlier.hours), 0))
            .where(earlier.journal_id == Lesson.journal_id, earlier.syllabus_topic_id == topic.id, _before(earlier))
            .correlate(topic, Lesson).scalar_subquery())


def _before(earlier: Any) -> sa.ColumnElement[bool]:
    return sa.tuple_(earlier.date, earlier.pair, earlier.id) < sa.tuple_(Lesson.date, Lesson.pair, Lesson.id)


def _by_plan(asked: Asked) -> tuple[sa.Select[Any], Any]:
    """Lessons of journals that have a plan, beside the topic of that plan they covered."""
    topic = aliased(SyllabusTopic)
    query = held(asked, pair=Lesson.pair, number=topic.position, title=topic.title, reason=Lesson.deviation_reason)
    return query.outerjoin(topic, sa.and_(topic.id == Lesson.syllabus_topic_id,
                                          topic.syllabus_id == Journal.syllabus_id)).where(
        sa.exists().where(SyllabusTopic.syllabus_id == Journal.syllabus_id)), topic


def _out_of_order(asked: Asked) -> sa.Select[Any]:
    """Lessons off the plan, and those whose topic came before an earlier one was given in full."""
    query, topic = _by_plan(asked)
    first, earlier, again = aliased(SyllabusTopic), aliased(Lesson), aliased(Lesson)
    skipped = sa.exists().where(first.syllabus_id == Journal.syllabus_id, first.position < topic.position,
                                _given_before(first, earlier) < first.hours)
    return query.where(sa.or_(topic.id.is_(None), sa.and_(skipped, _given_before(topic, again) < topic.hours)))


def _order_words(row: Any, asked: Asked) -> str | None:
    """A deviation with its reason is in order (п. 5.6)."""
    if is_reason(row.reason):
        return None
    if row.number is None:
        return f"{when(row)}: темы занятия нет в тематическом плане, причина не указана"
    return f"{when(row)}: тема {row.number} дана раньше предыдущих, причина не указана"


def _repeated(asked: Asked) -> sa.Select[Any]:
    """Lessons of a topic whose hours had all been given."""
    query, topic = _by_plan(asked)
    return query.where(_given_before(topic, aliased(Lesson)) >= topic.hours)


def _repeated_words(row: Any, asked: Asked) -> str | None:
    if is_reason(row.reason):
        return None
    return f"{when(row)}: тема {row.number} повторяется сверх часов плана, причина не указана"


def _planned_works(asked: Asked) -> sa.Select[Any]:
    """Works of the plan that were passed by: a later topic is given, or the semester is over."""
    later, lesson, own = aliased(SyllabusTopic), aliased(Lesson), aliased(Lesson)
    passed = sa.exists().where(lesson.journal_id == Journal.id, later.id == lesson.syllabus_topic_id,
                               later.syllabus_id == Journal.syllabus_id, later.position > SyllabusTopic.position,
                               lesson.date < asked.today)
    given = sa.exists().where(own.journal_id == Journal.id, own.syllabus_topic_id == SyllabusTopic.id)
    of_number = sa.or_(SyllabusTopic.work_number.is_(None), Work.number == SyllabusTopic.work_number)
    declared = sa.exists().where(Work.lesson_id == own.id, own.journal_id == Journal.id,
                                 Work.kind == SyllabusTopic.work_kind, of_number)
    query = found(Semester.starts, Journal.teacher_id, journal=Journal.id, group=Journal.group_id,
                  topic_id=SyllabusTopic.id, position=SyllabusTopic.position, title=SyllabusTopic.title,
                  kind=SyllabusTopic.work_kind, number=SyllabusTopic.work_number)
    return journals(asked, query).join(SyllabusTopic, SyllabusTopic.syllabus_id == Journal.syllabus_id).where(
        SyllabusTopic.work_kind.is_not(None), sa.or_(passed, is_over(asked)), ~given, ~declared)


def _planned_words(row: Any, asked: Asked) -> str:
    number = f" № {row.number}" if row.number else ""
    return f"{WorkKind(row.kind).title.capitalize()}{number} по плану (тема {row.position}) не проведена"


CHECKS = (
    Check("hours_differ", "7.3", "Проведено часов не по плану", Severity.WARNING,
          "Проверьте, все ли занятия записаны и нет ли лишних.", _hours, _hours_words, key=("journal_id",),
          by_semester=True, threshold=Decimal(0), unit="ч расхождения допустимо", page="topics"),
    Check("topic_out_of_order", "7.3", "Тема не по порядку плана", Severity.NOTICE,
          "Укажите в занятии причину отклонения от плана или исправьте тему.", _out_of_order, _order_words,
          page="topics"),
    Check("topic_repeated", "7.3", "Тема повторяется", Severity.NOTICE,
          "Укажите в занятии причину отклонения от плана или исправьте тему.", _repeated, _repeated_words,
          page="topics"),
    Check("planned_work_not_held", "7.3", "Запланированная работа не проведена", Severity.WARNING,
          "Проведите работу и объявите её в занятии или объясните, почему её не будет.", _planned_works,
          _planned_words, key=("journal_id", "topic_id"), by_semester=True, page="topics"),
)

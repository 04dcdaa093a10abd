"""The thematic plan beside a lesson: topics with what has been given of each (п. 5.6)."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from models import Journal, Lesson, SyllabusTopic, db
from rules.deviation import PlannedTopic
from rules.terms import LessonKind, TaskKind, WorkKind


@dataclass(frozen=True)
class TopicChoice:
    """A topic of the plan with all that it brings into the lesson's form."""

    topic: PlannedTopic
    kind: LessonKind
    work_kind: WorkKind | None
    work_number: int | None
    homework: str
    homework_kind: TaskKind | None


def topic_choices(journal: Journal, besides: Lesson | None = None) -> list[TopicChoice]:
    """Topics of the journal's plan in order, with the hours given; ``besides`` is not counted."""
    if journal.syllabus_id is None:
        return []
    given = sa.select(Lesson.syllabus_topic_id, sa.func.sum(Lesson.hours).label("hours")).where(
        Lesson.journal_id == journal.id)
    if besides is not None:
        given = given.where(Lesson.id != besides.id)
    covered = given.group_by(Lesson.syllabus_topic_id).subquery()
    found = db.session.execute(
        sa.select(SyllabusTopic, sa.func.coalesce(covered.c.hours, 0).label("given"))
        .join(covered, covered.c.syllabus_topic_id == SyllabusTopic.id, isouter=True)
        .where(SyllabusTopic.syllabus_id == journal.syllabus_id).order_by(SyllabusTopic.position))
    return [TopicChoice(PlannedTopic(topic.id, topic.position, topic.title, topic.hours, hours),
                        LessonKind(topic.kind), WorkKind(topic.work_kind) if topic.work_kind else None,
                        topic.work_number, topic.homework or "",
                        TaskKind(topic.homework_kind) if topic.homework_kind else None)
            for topic, hours in found]


def planned_topics(journal: Journal, besides: Lesson | None = None) -> list[PlannedTopic]:
    """The same as the rules compare them."""
    return [choice.topic for choice in topic_choices(journal, besides)]

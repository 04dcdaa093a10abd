"""Lessons keep pointing to topics of the plan that their journal goes by (п. 5.6, 7.3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from actions import audit
from actions.audit.subject import Subject
from models import Journal, Lesson, db
from queries.syllabuses import lines_of, topics_of_id
from rules.syllabus_versions import match


@dataclass(frozen=True)
class Moved:
    """Lessons led over; topics that were matched by place only; topics with lessons that had no match."""

    lessons: int = 0
    by_place: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()

    def __add__(self, other: Moved) -> Moved:
        return Moved(self.lessons + other.lessons, self.by_place + other.by_place, self.lost + other.lost)


def lead_over(old_plan: int, new_plan: int, journals: list[int]) -> Moved:
    """Lessons of the journals go from the topics of one plan to those of another, by title and place."""
    old, new = topics_of_id(old_plan), topics_of_id(new_plan)
    found = match(lines_of(old), lines_of(new))
    used = _used(journals, [topic.id for topic in old])
    lessons = relink({old[place].id: new[to].id for place, to in found.pairs.items()}, journals)
    return Moved(
        lessons,
        tuple(f"«{old[place].title}» → «{new[found.pairs[place]].title}»" for place in sorted(found.by_place)
              if old[place].id in used),
        tuple(f"{topic.position}. {topic.title}" for place, topic in enumerate(old)
              if place not in found.pairs and topic.id in used))


def relink(topics: Mapping[int, int | None], journals: list[int] | None = None) -> int:
    """Lead lessons from the old topics to the new ones; returns how many. Only the link moves, not what was taught."""
    moved = {old: new for old, new in topics.items() if old != new}
    if not moved:
        return 0
    here = [Lesson.syllabus_topic_id.in_(moved)]
    if journals is not None:
        here.append(Lesson.journal_id.in_(journals))
    found = db.session.execute(
        sa.select(Lesson.journal_id, Lesson.year, Journal.group_id, sa.func.count().label("lessons"))
        .join(Journal, Journal.id == Lesson.journal_id).where(*here)
        .group_by(Lesson.journal_id, Lesson.year, Journal.group_id)).all()
    if found:
        named = {old: sa.literal(new, sa.Integer) for old, new in moved.items() if new is not None}
        target = sa.case(named, value=Lesson.syllabus_topic_id, else_=sa.null()) if named else sa.null()
        db.session.execute(sa.update(Lesson).where(*here).values(syllabus_topic_id=target),
                           execution_options={"synchronize_session": False})
    for row in found:
        audit.bulk(db.session(), Lesson, row.lessons, {"syllabus_topic_id": "другая версия тематического плана"},
                   Subject(row.year, row.journal_id, row.group_id))
    return sum(row.lessons for row in found)


def _used(journals: list[int], topics: list[int]) -> set[int]:
    return {topic for topic in db.session.scalars(sa.select(Lesson.syllabus_topic_id).where(
        Lesson.journal_id.in_(journals), Lesson.syllabus_topic_id.in_(topics))) if topic is not None}

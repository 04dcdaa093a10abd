"""Plan against fact: which topics of the thematic plan the lessons have covered, and where they left it (п. 3, 7.3)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rules.deviation import PlannedTopic, next_of
from rules.terms import Term


class TopicState(Term):
    """How a topic of the plan stands on a day."""

    DONE = "done", "проведена"
    PARTLY = "partly", "проведена не вся"
    OVER = "over", "проведено больше плана"
    SKIPPED = "skipped", "не проведена"
    AHEAD = "ahead", "впереди"


class Deviation(Term):
    """How a lesson left the plan."""

    OFF_PLAN = "off_plan", "вне плана"
    REPEATED = "repeated", "тема повторяется"
    OUT_OF_ORDER = "out_of_order", "не по порядку"


@dataclass(frozen=True)
class GivenLesson:
    """A lesson as far as the plan concerns it; ``topic_id`` is the topic of the plan it covered."""

    id: int
    hours: int
    topic_id: int | None


@dataclass(frozen=True)
class TopicFact:
    """What became of a topic: hours given by these lessons."""

    hours: int
    lessons: tuple[int, ...]
    state: TopicState


@dataclass(frozen=True)
class LessonDeviation:
    kind: Deviation
    words: str


def facts(plan: Sequence[PlannedTopic], lessons: Sequence[GivenLesson], over: bool) -> dict[int, TopicFact]:
    """By topic: hours given and its state; ``over`` says that no more lessons come (п. 7.3)."""
    held: dict[int, list[GivenLesson]] = defaultdict(list)
    for lesson in lessons:
        if lesson.topic_id is not None:
            held[lesson.topic_id].append(lesson)
    reached = max((topic.number for topic in plan if topic.id in held), default=0)
    return {topic.id: _fact(topic, held.get(topic.id, []), over or topic.number < reached) for topic in plan}


def deviations(plan: Sequence[PlannedTopic], lessons: Sequence[GivenLesson]) -> dict[int, LessonDeviation]:
    """By lesson, each against what was next when it was given, as ``check_deviation`` asks at entry (п. 3, 5.6)."""
    topics = {topic.id: replace(topic, given=0) for topic in plan}
    found = dict[int, LessonDeviation]()
    for lesson in lessons if plan else ():
        topic = topics.get(lesson.topic_id) if lesson.topic_id is not None else None
        left = _deviation(topic, next_of(topics.values()), lesson.hours)
        if left is not None:
            found[lesson.id] = left
        if topic is not None:
            topics[topic.id] = replace(topic, given=topic.given + lesson.hours)
    return found


def late_words(held_on: dt.date, entered_on: dt.date, reason: str | None) -> str | None:
    """«записано 18.11 с опозданием: болезнь»; None for a record of the lesson's own day (п. 6.1)."""
    if entered_on <= held_on and not reason:
        return None
    said = f"записано {entered_on:%d.%m} с опозданием" if entered_on > held_on else "изменено с опозданием"
    return f"{said}: {reason}" if reason else said


def _fact(topic: PlannedTopic, lessons: Sequence[GivenLesson], passed: bool) -> TopicFact:
    hours = sum(lesson.hours for lesson in lessons)
    return TopicFact(hours, tuple(lesson.id for lesson in lessons), _state(topic.hours, hours, passed))


def _state(planned: int, given: int, passed: bool) -> TopicState:
    if given == 0:
        return TopicState.SKIPPED if passed else TopicState.AHEAD
    if given == planned:
        return TopicState.DONE
    return TopicState.OVER if given > planned else TopicState.PARTLY


def _deviation(topic: PlannedTopic | None, expected: PlannedTopic | None, hours: int) -> LessonDeviation | None:
    if topic is None:
        return LessonDeviation(Deviation.OFF_PLAN, Deviation.OFF_PLAN.title)
    if topic.is_covered:
        return LessonDeviation(Deviation.REPEATED, f"{Deviation.REPEATED.title}: по плану {topic.hours}\u00a0ч, "
                                                   f"с этим занятием {topic.given + hours}\u00a0ч")
    if expected is not None and expected.id != topic.id:
        return LessonDeviation(Deviation.OUT_OF_ORDER, f"{Deviation.OUT_OF_ORDER.title}: тема {topic.number} "
                                                       f"раньше темы {expected.number}")
    return None

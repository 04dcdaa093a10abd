"""A lesson against the thematic plan: what comes next, and why another topic was given (п. 3, 5.6)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rules.deadlines import is_reason
from rules.violation import Violation


@dataclass(frozen=True)
class PlannedTopic:
    """A topic of the plan: its number, its hours and how many of them have been given."""

    id: int
    number: int
    title: str
    hours: int
    given: int = 0

    @property
    def is_covered(self) -> bool:
        return self.given >= self.hours


def next_of(topics: Iterable[PlannedTopic]) -> PlannedTopic | None:
    """The first topic, in order, that has not been given in full."""
    return next((topic for topic in topics if not topic.is_covered), None)


def check_deviation(topics: Iterable[PlannedTopic], chosen: int | None, reason: str | None) -> Violation | None:
    """Another topic than the plan's next one asks for its reason; the title itself may be refined freely."""
    expected = next_of(topics := tuple(topics))
    if not topics or is_reason(reason) or (expected is not None and expected.id == chosen):
        return None
    if expected is None:
        said = "Темы плана пройдены, занятие сверх плана"
    else:
        said = f"По плану следующая тема № {expected.number} «{expected.title}»"
    return Violation("5.6", f"{said}. Укажите, почему не по плану", "deviation_reason")

"""All clashes of a timetable at once: teachers, rooms and groups in two places (п. 5.5)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from rules.terms import ClashKind
from rules.timetable import Weekly, clashes


@dataclass(frozen=True)
class Conflict:
    kind: ClashKind
    one: Weekly
    other: Weekly


def conflicts(lessons: Iterable[Weekly]) -> list[Conflict]:
    """Each pair of lessons that go at once and share a teacher, a room or students; in the order of the week."""
    found: dict[tuple[ClashKind, Weekly, Weekly], Conflict] = {}
    for bucket in _buckets(lessons).values():
        for one, other in combinations(bucket, 2):
            if one.meets(other):
                for kind in clashes(one.what, other.what):
                    found.setdefault((kind, one, other), Conflict(kind, one, other))
    return sorted(found.values(), key=lambda item: (item.one.weekday, item.one.pair, item.kind, item.one.what.title))


def _buckets(lessons: Iterable[Weekly]) -> dict[Hashable, list[Weekly]]:
    """Lessons that may clash: only those with something in common are compared."""
    found: dict[Hashable, list[Weekly]] = defaultdict(list)
    for lesson in lessons:
        for shared in _shared(lesson):
            found[lesson.weekday, lesson.pair, shared].append(lesson)
    return found


def _shared(lesson: Weekly) -> Iterator[Hashable]:
    yield "group", lesson.what.group
    yield "teacher", lesson.what.teacher
    if lesson.what.room:
        yield "room", lesson.what.room

"""The programme passed: hours and topics of lessons held with the student (п. 4.1, 5.6)."""

from __future__ import annotations

from dataclasses import dataclass

from access.identity import Identity
from models import Journal
from queries.diary_family import Child, readable
from queries.diary_lessons import Held, lessons_of_journals
from queries.diary_studies import Given, Period, by_subject, given, latest, studied_together, studies


@dataclass(frozen=True)
class Passed:
    """A subject of a semester; ``planned`` is what the journal of the present group is to give."""

    journal_id: int
    subject: str
    teachers: tuple[str, ...]
    given: Given
    planned: int


@dataclass(frozen=True)
class Topics:
    line: Passed
    period: Period
    groups: dict[int, str]
    lessons: tuple[Held, ...]

    @property
    def is_moved(self) -> bool:
        return len(set(self.groups.values())) > 1


def programme(user: Identity, child: Child, period: Period) -> list[Passed]:
    """How far each subject of a semester has come, in the order of the plan."""
    own = readable(user, [child])
    found = studies(own, user.today, Journal.semester_id == period.id)
    hours = given(own, [study.journal_id for study in found], user.today)
    lines = []
    for studied in by_subject(found):
        now = latest(studied)
        total = sum((hours.get(study.journal_id, Given()) for study in studied), Given())
        lines.append(Passed(now[0].journal_id, now[0].subject, tuple(dict.fromkeys(study.teacher for study in now)),
                            total, sum(study.planned for study in now)))
    return lines


def topics(user: Identity, child: Child, journal_id: int) -> Topics | None:
    """Lessons of the subject of a journal in its semester, the latest first; None when it is not the student's."""
    own = readable(user, [child])
    studied = studied_together(own, user.today, journal_id)
    if not studied:
        return None
    groups = {study.journal_id: study.group for study in studied}
    lessons = lessons_of_journals(own, groups, user.today)
    now = latest(studied)
    total = Given(sum(lesson.hours for lesson in lessons), len(lessons), lessons[-1].date if lessons else None)
    line = Passed(now[0].journal_id, now[0].subject, tuple(dict.fromkeys(study.teacher for study in now)), total,
                  sum(study.planned for study in now))
    return Topics(line, studied[0].period, groups, tuple(reversed(lessons)))

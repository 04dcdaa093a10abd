"""What printed forms are filled with: frozen dataclasses that the page, PDF, XLSX and CSV share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from rules.groups import with_subgroup


@dataclass(frozen=True, slots=True)
class JournalStudent:
    """A line of the journal; `closed` names the lessons held outside the student's membership."""

    id: int
    number: int
    name: str
    note: str = ""
    closed: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class JournalLesson:
    """A lesson of the journal; `substitution` is the name of who gave it instead of the teacher (п. 6.1)."""

    id: int
    date: date
    pair: int | None
    hours: int
    kind: str
    topic: str
    homework: str = ""
    teacher_short: str = ""
    substitution: str = ""


@dataclass(frozen=True, slots=True)
class JournalSheet:
    """The two facing pages of one journal; lessons come in the order of dates and pairs.

    `cells` is keyed by (student id, lesson id), `finals` by (student id, key of `final_titles`).
    """

    college: str
    group: str
    speciality: str
    course: int
    year_title: str
    semester_title: str
    index: str
    subject: str
    teacher: str
    subgroup: str = ""
    planned_hours: int = 0
    given_hours: int = 0
    students: tuple[JournalStudent, ...] = ()
    lessons: tuple[JournalLesson, ...] = ()
    cells: Mapping[tuple[int, int], str] = field(default_factory=dict)
    finals: Mapping[tuple[int, str], str] = field(default_factory=dict)
    final_titles: Mapping[str, str] = field(default_factory=dict)

    @property
    def subject_line(self) -> str:
        """«ОП.04 Основы алгоритмизации», without a stray space when the line has no index."""
        return f"{self.index} {self.subject}".strip()

    @property
    def group_line(self) -> str:
        return with_subgroup(self.group, self.subgroup)

    def repeated_dates(self) -> frozenset[date]:
        """Dates with more than one lesson: only these need the number of the pair to be told apart."""
        count = Counter(lesson.date for lesson in self.lessons)
        return frozenset(day for day, lessons in count.items() if lessons > 1)

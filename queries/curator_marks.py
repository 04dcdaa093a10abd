"""The curated group's marks, read only: by student, by subject, those at risk (п. 5.3)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from access.identity import Identity
from models import Student, db
from queries.credentials import students_of
from queries.group_standing import Place, Subject, standings, subjects
from queries.surroundings import Term, surroundings
from rules.attestation import short
from rules.averages import weighted_average
from rules.norms import Norms
from rules.risk import Standing, reasons
from rules.terms import Role

VALUES = (5, 4, 3, 2)


@dataclass(frozen=True)
class Line:
    """A student in all subjects, a subject of all students, or one in one: what was given, missed, published.

    counts: numbers of 5, 4, 3, 2; finals: «5», «н/а» with how many of each; risk: why attention is needed.
    """

    id: int
    title: str
    note: str
    average: Decimal | None
    counts: tuple[int, ...]
    hours: int
    unexcused: int
    finals: tuple[str, ...]
    risk: tuple[str, ...] = ()

    @property
    def marks(self) -> int:
        return sum(self.counts)


@dataclass(frozen=True)
class GroupMarks:
    """Everything of a semester that has begun; ``term`` is None before the first one."""

    term: Term | None
    norms: Norms
    students: tuple[tuple[int, str], ...]
    subjects: tuple[Subject, ...]
    standings: dict[Place, Standing]

    def of(self, student_id: int) -> list[Standing]:
        """The student's standings in the order of the plan."""
        places = ((student_id, subject.key) for subject in self.subjects)
        return [self.standings[place] for place in places if place in self.standings]

    def by_student(self) -> list[Line]:
        return [_line(id, name, "", self.of(id), reasons(self.of(id), self.norms)) for id, name in self.students]

    def by_subject(self) -> list[Line]:
        return [_line(one.journals[0], one.title, ", ".join(one.teachers), self._in(one)) for one in self.subjects]

    def of_student(self, student_id: int) -> list[Line]:
        """A line for each subject of the student."""
        return [_line(one.journals[0], one.title, ", ".join(one.teachers), [self.standings[student_id, one.key]])
                for one in self.subjects if (student_id, one.key) in self.standings]

    def of_subject(self, subject: Subject) -> list[Line]:
        """A line for each student of the subject."""
        return [_line(id, name, "", [standing], reasons([standing], self.norms)) for id, name in self.students
                if (standing := self.standings.get((id, subject.key))) is not None]

    def subject_of(self, journal_id: int) -> Subject | None:
        return next((one for one in self.subjects if journal_id in one.journals), None)

    def at_risk(self) -> list[Line]:
        """Students with reasons, those with most first."""
        return sorted((line for line in self.by_student() if line.risk), key=lambda line: -len(line.risk))

    def _in(self, subject: Subject) -> list[Standing]:
        return [self.standings[id, subject.key] for id, _ in self.students if (id, subject.key) in self.standings]


def group_marks(user: Identity, group_id: int) -> GroupMarks:
    """The group's semester as its curator may read it; the same few statements whatever the size."""
    mine, around = user.acting_as(Role.CURATOR), surroundings(user, user.today)
    columns = (Student.id, Student.last_name, Student.first_name, Student.patronymic)
    named = [(row.id, " ".join(filter(None, row[1:]))) for row in db.session.execute(
        students_of(mine, group_id).with_only_columns(*columns))]
    norms = around.norms_on(user.today)
    if around.term is None:
        return GroupMarks(None, norms, tuple(named), (), {})
    found = subjects(mine, group_id, around.term.id)
    return GroupMarks(around.term, norms, tuple(named), tuple(found), standings(mine, group_id, found))


def _line(id: int, title: str, note: str, found: Sequence[Standing], risk: tuple[str, ...] = ()) -> Line:
    def total(of: Callable[[Standing], int]) -> int:
        return sum(of(one) for one in found)

    marks = [mark for one in found for mark in one.marks]
    return Line(id, title, note, weighted_average(marks),
                tuple(total(lambda one, value=value: one.count(value)) for value in VALUES),  # type: ignore[misc]
                total(lambda one: one.hours), total(lambda one: one.unexcused), _finals(found), risk)


def _finals(found: Iterable[Standing]) -> tuple[str, ...]:
    """«5», «4 × 3»: the same results together, in the order of the list of values."""
    values = [value for one in found for value in one.finals]
    kinds = sorted(set(values), key=list(type(values[0])).index) if values else []
    return tuple(short(value) if values.count(value) == 1 else f"{short(value)} × {values.count(value)}"
                 for value in kinds)

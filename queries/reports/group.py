"""Results of a group for a semester: students × disciplines, the four indicators, who stands where (п. 4.1, 7.3)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa

from access.check import rows
from access.grants import READ
from access.identity import Identity
from models import CurriculumLine, FinalMark, Journal, Semester, User, db
from queries.college import norms_on
from queries.reports.ask import Ask
from queries.reports.missed import Missed, by_student
from queries.reports.people import GroupFace, Leaver, group_face, leavers, listed
from rules import statistics
from rules.attestation import opens_debt, short
from rules.names import short_name
from rules.norms import Norms
from rules.report_periods import Period
from rules.statistics import Standing, Tally
from rules.subjects import line_title
from rules.terms import FinalKind, FinalValue, LineKind

Key = tuple[int, FinalKind]  # a line of the curriculum and a kind of result


@dataclass(frozen=True)
class Subject:
    """A column: one kind of result of one discipline; ``blank`` students have no result yet."""

    key: Key
    index: str
    title: str
    kind: FinalKind
    teachers: tuple[str, ...]
    tally: Tally
    blank: int
    sou: Decimal | None


@dataclass(frozen=True)
class StudentLine:
    """A student counted on the day; ``values`` stand in the order of subjects, None where there is no result."""

    name: str
    values: tuple[FinalValue | None, ...]
    missed: Missed

    @property
    def standing(self) -> Standing | None:
        return statistics.standing(self.values)

    @property
    def average(self) -> Decimal | None:
        return statistics.average(Tally.of(self.values))


@dataclass(frozen=True)
class GroupResults:
    """``without`` names disciplines of the semester with nothing published; ``left`` are not counted."""

    face: GroupFace
    period: Period
    subjects: tuple[Subject, ...]
    students: tuple[StudentLine, ...]
    left: tuple[Leaver, ...]
    without: tuple[str, ...]
    sou: Decimal | None

    @property
    def tally(self) -> Tally:
        return sum((one.tally for one in self.subjects), Tally())

    @property
    def performance(self) -> Decimal | None:
        return statistics.group_performance(one.standing for one in self.students)

    @property
    def quality(self) -> Decimal | None:
        return statistics.group_quality(one.standing for one in self.students)

    @property
    def average(self) -> Decimal | None:
        return statistics.average(self.tally)

    def standing_there(self, standing: Standing | None) -> list[StudentLine]:
        return [one for one in self.students if one.standing is standing]

    def owed(self, student: StudentLine) -> str:
        """«Математика (2), История (н/а)»: what a failing student has not passed."""
        return ", ".join(f"{subject.title} ({short(value)})"
                         for subject, value in zip(self.subjects, student.values, strict=True)
                         if value is not None and opens_debt(value))


def group_results(user: Identity, ask: Ask) -> GroupResults:
    """Published results of those who are in the group at the end of the semester, or today while it lasts."""
    assert ask.group is not None
    day = ask.period.counted_on(user.today)
    norms, face, people = norms_on(day), group_face(user, ask.group, day), listed(user, ask.group, day)
    known = _subjects(user, ask.group, ask.period)
    found = _values(user, ask.group, ask.period)
    missed = by_student(user, ask.group, ask.period.first, day)
    ids = [one.student_id for one in people]
    keys = sorted({key for key in found if any(id in found[key] for id in ids)},
                  key=lambda key: (known[key[0]].position, list(FinalKind).index(key[1])))
    subjects = tuple(_subject(key, known[key[0]], [found[key].get(id) for id in ids], norms) for key in keys)
    students = tuple(StudentLine(one.name, tuple(found[key].get(one.student_id) for key in keys),
                                 missed.get(one.student_id, Missed())) for one in people)
    told = {key[0] for key in keys}
    return GroupResults(
        face, ask.period, subjects, students, tuple(leavers(user, ask.group, ask.period, day)),
        tuple(line.title for id, line in known.items() if id not in told),
        statistics.level(sum((one.tally for one in subjects), Tally()), norms))


@dataclass(frozen=True)
class _Line:
    """A discipline as the journals of the group teach it, whatever its subgroups."""

    index: str
    title: str
    position: int
    teachers: tuple[str, ...]


def _subjects(user: Identity, group_id: int, period: Period) -> dict[int, _Line]:
    found: dict[int, _Line] = {}
    teachers: dict[int, dict[str, None]] = defaultdict(dict)
    for row in db.session.execute(
            sa.select(CurriculumLine.id, CurriculumLine.index.label("code"), CurriculumLine.title,
                      CurriculumLine.position, CurriculumLine.kind, User.last_name, User.first_name, User.patronymic)
            .select_from(Journal).join(CurriculumLine, CurriculumLine.id == Journal.curriculum_line_id)
            .join(User, User.id == Journal.teacher_id)
            .where(Journal.group_id == group_id, in_period(period), CurriculumLine.kind != LineKind.STATE_EXAM,
                   rows(user, READ, Journal)).order_by(CurriculumLine.position, User.sort_key)):
        teachers[row.id][short_name(row.last_name, row.first_name, row.patronymic)] = None
        title = line_title(row.code, row.title, LineKind(row.kind))
        found[row.id] = _Line(row.code, title, row.position, tuple(teachers[row.id]))
    return found


def in_period(period: Period) -> sa.ColumnElement[bool]:
    """Journals of the semesters that the period touches."""
    return Journal.semester_id.in_(sa.select(Semester.id).where(
        Semester.starts <= period.last, Semester.ends >= period.first))


def _values(user: Identity, group_id: int, period: Period) -> dict[Key, dict[int, FinalValue]]:
    """Published results by subject and student; of two subgroups' the later one."""
    found: dict[Key, dict[int, FinalValue]] = defaultdict(dict)
    for row in db.session.execute(
            sa.select(Journal.curriculum_line_id, FinalMark.kind, FinalMark.student_id, FinalMark.value)
            .join(Journal, Journal.id == FinalMark.journal_id)
            .join(CurriculumLine, CurriculumLine.id == Journal.curriculum_line_id)
            .where(Journal.group_id == group_id, in_period(period), FinalMark.published_at.is_not(None),
                   CurriculumLine.kind != LineKind.STATE_EXAM,
                   rows(user, READ, FinalMark)).order_by(FinalMark.set_at, FinalMark.id)):
        found[row.curriculum_line_id, FinalKind(row.kind)][row.student_id] = FinalValue(row.value)
    return found


def _subject(key: Key, line: _Line, values: Iterable[FinalValue | None], norms: Norms) -> Subject:
    values = list(values)
    tally = Tally.of(values)
    return Subject(key, line.index, line.title, key[1], line.teachers, tally, values.count(None),
                   statistics.level(tally, norms))

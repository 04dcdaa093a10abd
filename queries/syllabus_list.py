"""Plans of the semester's journals: on approval first, journals without a plan named; plans to copy from (п. 5.6)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from access.check import rows
from access.grants import Action
from access.identity import Identity
from models import Curriculum, CurriculumLine, Journal, Semester, Syllabus, SyllabusTopic, db
from rules.syllabus import OPEN
from rules.terms import TAUGHT, SyllabusState, Term


class Standing(Term):
    """How a journal stands to its plan, in the order the methodist asks."""

    SUBMITTED = "submitted", "на утверждении"
    NONE = "none", "журнал без плана"
    DRAFT = "draft", "черновик"
    APPROVED = "approved", "утверждён"


@dataclass(frozen=True)
class PlanRow:
    """Journals of one teacher by one line: they share the plan. ``open_id`` is the version still written."""

    title: str
    index: str
    teacher: str
    groups: tuple[tuple[int, str], ...]
    planned: int
    standing: Standing
    in_force: tuple[int, int] | None
    open_version: tuple[int, int] | None
    submitted_at: dt.datetime | None
    remark: str | None
    hours: int | None
    may_start: bool

    @property
    def agrees(self) -> bool:
        return self.hours is None or self.hours == self.planned


@dataclass(frozen=True)
class PlanList:
    semester: Semester | None
    rows: tuple[PlanRow, ...]

    def count(self, standing: Standing) -> int:
        return sum(row.standing is standing for row in self.rows)

    def only(self, standing: Standing | None) -> tuple[PlanRow, ...]:
        return tuple(row for row in self.rows if standing is None or row.standing is standing)


@dataclass(frozen=True)
class Source:
    """A plan to start from."""

    id: int
    title: str


def plan_list(user: Identity, semester: Semester | None) -> PlanList:
    """Every journal of the semester that the user reads and that goes by a thematic plan."""
    if semester is None:
        return PlanList(None, ())
    journals = _journals(user, semester)
    plans = _plans(user, journals)
    hours = _hours(one.id for found in plans.values() for one in found)
    together: dict[tuple[int, int], list[Journal]] = defaultdict(list)
    for journal in journals:
        together[journal.teacher_id, journal.curriculum_line_id].append(journal)
    lines = [_row(user, found, plans, hours) for found in together.values()]
    order = list(Standing)
    return PlanList(semester, tuple(sorted(lines, key=lambda row: (
        order.index(row.standing), row.submitted_at or user.now, row.title, row.teacher))))


def sources(user: Identity, journal: Journal) -> list[Source]:
    """The user's own plans of any year, and the plan of the journal: the same subject first, then the newest."""
    mine = sa.or_(Syllabus.author_id == user.id, Syllabus.id == journal.syllabus_id)
    found = db.session.scalars(
        sa.select(Syllabus).join(Syllabus.line).join(CurriculumLine.curriculum)
        .where(mine, rows(user, Action.READ, Syllabus), Syllabus.state != SyllabusState.SUPERSEDED,
               sa.exists().where(SyllabusTopic.syllabus_id == Syllabus.id))
        .options(joinedload(Syllabus.author),
                 joinedload(Syllabus.line).options(joinedload(CurriculumLine.curriculum)))
        .order_by(sa.case((CurriculumLine.title == journal.line.title, 0), else_=1),
                  Curriculum.admission_year.desc(), CurriculumLine.position, Syllabus.version.desc()).limit(100)).all()
    hours = _hours(plan.id for plan in found)
    return [Source(plan.id, _source_title(user, plan, hours.get(plan.id, 0))) for plan in found]


def _journals(user: Identity, semester: Semester) -> Sequence[Journal]:
    return db.session.scalars(
        sa.select(Journal).join(Journal.line).where(
            Journal.semester_id == semester.id, rows(user, Action.READ, Journal), Journal.planned_hours > 0,
            CurriculumLine.kind.in_(TAUGHT))
        .options(joinedload(Journal.line), joinedload(Journal.group), joinedload(Journal.subgroup),
                 joinedload(Journal.teacher)).order_by(Journal.id)).all()


def _plans(user: Identity, journals: Sequence[Journal]) -> dict[int, list[Syllabus]]:
    """Readable plans by line, the newest first."""
    found: dict[int, list[Syllabus]] = defaultdict(list)
    for plan in db.session.scalars(
            sa.select(Syllabus).where(rows(user, Action.READ, Syllabus), Syllabus.curriculum_line_id.in_(
                {journal.curriculum_line_id for journal in journals}))
            .order_by(Syllabus.version.desc())):
        found[plan.curriculum_line_id].append(plan)
    return found


def _hours(ids: Iterable[int]) -> dict[int, int]:
    query = sa.select(SyllabusTopic.syllabus_id, sa.func.sum(SyllabusTopic.hours)).where(
        SyllabusTopic.syllabus_id.in_(list(ids))).group_by(SyllabusTopic.syllabus_id)
    return {row[0]: int(row[1]) for row in db.session.execute(query)}


def _row(user: Identity, journals: Sequence[Journal], plans: dict[int, list[Syllabus]],
         hours: dict[int, int]) -> PlanRow:
    first = journals[0]
    known = plans.get(first.curriculum_line_id, [])
    written = next((plan for plan in known if plan.author_id == first.teacher_id and plan.state in OPEN), None)
    followed = {journal.syllabus_id for journal in journals}
    in_force = next((plan for plan in known if plan.id in followed and plan is not written), None)
    told = written or in_force
    return PlanRow(
        first.line.title, first.line.index, first.teacher.short_name,
        tuple((journal.id, journal.whose) for journal in journals), first.planned_hours,
        _standing(written, in_force, None in followed), (in_force.id, in_force.version) if in_force else None,
        (written.id, written.version) if written else None, written.submitted_at if written else None,
        written.remark if written else None, hours.get(told.id, 0) if told else None,
        told is None and first.teacher_id == user.id)


def _standing(written: Syllabus | None, in_force: Syllabus | None, bare: bool) -> Standing:
    if written is not None:
        return Standing.SUBMITTED if written.state == SyllabusState.SUBMITTED else Standing.DRAFT
    return Standing.NONE if in_force is None or bare else Standing.APPROVED


def _source_title(user: Identity, plan: Syllabus, hours: int) -> str:
    """«Информатика, 2022-2023, 1 семестр, версия 2, 36 ч»."""
    line = plan.line
    year = line.curriculum.admission_year + (line.semester_number - 1) // 2
    whose = "" if plan.author_id == user.id else f", {plan.author.short_name}"
    return f"{line.title}, {year}-{year + 1}, {(line.semester_number - 1) % 2 + 1} семестр, версия {plan.version}, " \
           f"{hours} ч{whose}"

"""One thematic plan: its lines, versions, what changed, which journals go by it (п. 5.6, 7.3)."""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from access.check import get_or_none, rows, writable_on
from access.grants import Action
from access.identity import Identity
from models import CurriculumLine, Journal, Lesson, Syllabus, SyllabusTopic, db
from rules.syllabus import OPEN, TopicLine
from rules.syllabus_versions import Change, changes, match
from rules.terms import LessonKind, LineKind, SyllabusState, TaskKind, WorkKind


@dataclass(frozen=True)
class JournalRef:
    id: int
    title: str


@dataclass(frozen=True)
class Version:
    """A version of the plan in the list of them."""

    id: int
    number: int
    state: SyllabusState
    approved_by: str | None
    approved_at: dt.datetime | None


@dataclass(frozen=True)
class LostTopic:
    """A topic of the plan in force that has lessons and no counterpart in the new version."""

    number: int
    title: str
    days: tuple[dt.date, ...]


@dataclass(frozen=True)
class PlanPage:
    """A plan with everything its page tells; ``compared`` is the version that ``changes`` start from."""

    lines: tuple[TopicLine, ...]
    hours: int
    expected: int
    stamp: str
    versions: tuple[Version, ...]
    compared: Version | None
    changes: tuple[Change, ...]
    journals: tuple[JournalRef, ...]
    lost: tuple[LostTopic, ...]
    editable: bool
    approvable: bool


def with_context(plan: Syllabus) -> Syllabus:
    """The same plan with its line and people, in one query."""
    return db.session.scalars(sa.select(Syllabus).where(Syllabus.id == plan.id).options(
        joinedload(Syllabus.line), joinedload(Syllabus.author), joinedload(Syllabus.approved_by))).one()


def plan_page(user: Identity, plan: Syllabus, compared_id: int | None = None) -> PlanPage:
    """The plan beside another version of it: the one asked for, else the one before it."""
    topics = topics_of(plan)
    lines = lines_of(topics)
    known = _versions(user, plan)
    compared = next((one for one in known if one.id == compared_id), None) or _before(plan, known)
    old = topics_of_id(compared.id) if compared else []
    state = SyllabusState(plan.state)
    editable = is_editable(user, plan)
    return PlanPage(
        tuple(lines), sum(line.hours for line in lines), expected_hours(plan), stamp(plan, topics), known, compared,
        tuple(changes(lines_of(old), lines)) if compared else (), tuple(_journals(user, plan)),
        tuple(_lost(old, topics)) if compared and state in OPEN else (), editable,
        not editable and state is SyllabusState.SUBMITTED and may_approve(user, plan))


def topics_of(plan: Syllabus) -> Sequence[SyllabusTopic]:
    return topics_of_id(plan.id)


def topics_of_id(plan_id: int) -> Sequence[SyllabusTopic]:
    return db.session.scalars(sa.select(SyllabusTopic).where(SyllabusTopic.syllabus_id == plan_id)
                              .order_by(SyllabusTopic.position)).all()


def lines_of(topics: Sequence[SyllabusTopic]) -> list[TopicLine]:
    """Topics as the rules compare them."""
    return [TopicLine(
        topic.title, topic.hours, LessonKind(topic.kind), topic.section or "",
        WorkKind(topic.work_kind) if topic.work_kind else None, topic.work_number, topic.homework or "",
        TaskKind(topic.homework_kind) if topic.homework_kind else None) for topic in topics]


def stamp(plan: Syllabus, topics: Sequence[SyllabusTopic]) -> str:
    """What the reader saw: any change of the plan or of a topic gives another one."""
    seen = [(topic.id, topic.position, topic.row_version) for topic in topics]
    return f"{plan.row_version}-{zlib.crc32(repr((str(plan.state), seen)).encode()):08x}"


def expected_hours(plan: Syllabus) -> int:
    """Hours of the curriculum in the semester: of the author's journals when they agree, else of the line (п. 7.3)."""
    asked = set(db.session.scalars(sa.select(Journal.planned_hours).where(
        Journal.curriculum_line_id == plan.curriculum_line_id, Journal.teacher_id == plan.author_id)))
    if len(asked) == 1:
        return asked.pop()
    line = plan.line or db.session.get_one(CurriculumLine, plan.curriculum_line_id)
    return line.contact_hours or (line.total if line.kind == LineKind.PRACTICE else 0)


def is_editable(user: Identity, plan: Syllabus) -> bool:
    """Whether the user writes the plan's topics: its author until it is approved."""
    if SyllabusState(plan.state) not in OPEN or plan.author_id != user.id:
        return False
    return _may_write(user, plan, "topics")


def may_approve(user: Identity, plan: Syllabus) -> bool:
    return _may_write(user, plan, "approved_at")


def _may_write(user: Identity, plan: Syllabus, field: str) -> bool:
    open_fields = writable_on(user, Action.UPDATE, plan)
    return open_fields is None or field in open_fields


def open_plan(author_id: int, line_id: int) -> Syllabus | None:
    """The author's version that is not approved yet; there is at most one."""
    return _latest(author_id, line_id, tuple(OPEN))


def plan_in_force(author_id: int, line_id: int) -> Syllabus | None:
    return _latest(author_id, line_id, (SyllabusState.APPROVED,))


def readable_plan(user: Identity, journal: Journal) -> Syllabus | None:
    """The plan the journal goes by, if the user may read it."""
    return None if journal.syllabus_id is None else get_or_none(user, Action.READ, Syllabus, journal.syllabus_id)


def _latest(author_id: int, line_id: int, states: tuple[SyllabusState, ...]) -> Syllabus | None:
    return db.session.scalar(sa.select(Syllabus).where(
        Syllabus.author_id == author_id, Syllabus.curriculum_line_id == line_id, Syllabus.state.in_(states))
        .order_by(Syllabus.version.desc()).limit(1))


def _versions(user: Identity, plan: Syllabus) -> tuple[Version, ...]:
    """The author's versions for the line that the user may read, the newest first."""
    found = db.session.scalars(
        sa.select(Syllabus).where(Syllabus.author_id == plan.author_id, rows(user, Action.READ, Syllabus),
                                  Syllabus.curriculum_line_id == plan.curriculum_line_id)
        .options(joinedload(Syllabus.approved_by)).order_by(Syllabus.version.desc()))
    return tuple(Version(one.id, one.version, SyllabusState(one.state),
                         one.approved_by.short_name if one.approved_by else None, one.approved_at) for one in found)


def _before(plan: Syllabus, versions: Sequence[Version]) -> Version | None:
    return next((one for one in versions if one.number < plan.version), None)


def _journals(user: Identity, plan: Syllabus) -> list[JournalRef]:
    found = db.session.scalars(
        sa.select(Journal).where(Journal.syllabus_id == plan.id, rows(user, Action.READ, Journal))
        .options(joinedload(Journal.group), joinedload(Journal.subgroup)).order_by(Journal.id))
    return [JournalRef(one.id, one.whose) for one in found]


def _lost(old: Sequence[SyllabusTopic], new: Sequence[SyllabusTopic]) -> list[LostTopic]:
    pairs = match(lines_of(old), lines_of(new)).pairs
    gone = {topic.id: topic for place, topic in enumerate(old) if place not in pairs}
    days: dict[int, list[dt.date]] = {}
    if gone:
        for lesson in db.session.execute(sa.select(Lesson.syllabus_topic_id, Lesson.date).where(
                Lesson.syllabus_topic_id.in_(gone)).order_by(Lesson.date)):
            days.setdefault(lesson.syllabus_topic_id, []).append(lesson.date)
    return [LostTopic(topic.position, topic.title, tuple(days[topic.id])) for topic in gone.values()
            if topic.id in days]

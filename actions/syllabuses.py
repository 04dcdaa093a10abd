"""A thematic plan written by its author: a version is opened, its topics saved as a whole, or dropped (п. 5.6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

import sqlalchemy as sa

from access.check import rows
from access.grants import Action
from access.identity import Identity
from access.scopes import signs_for
from actions import audit
from actions.refusals import NotYours
from actions.syllabus_lessons import lead_over, relink
from models import AcademicYear, Journal, Lesson, Semester, Syllabus, SyllabusTopic, db
from queries.closed import is_closed
from queries.syllabuses import is_editable, lines_of, open_plan, plan_in_force, stamp, topics_of
from rules.syllabus import FIELDS, MOST_TOPICS, OPEN, TopicLine, check_line, check_step, takes_over
from rules.syllabus_versions import changes
from rules.terms import SyllabusState
from rules.texts import clean
from rules.violation import Violation

TOPIC = cast(sa.Table, SyllabusTopic.__table__)
_CHANGE = sa.update(TOPIC).where(TOPIC.c.id == sa.bindparam("topic")).values(
    {name: sa.bindparam(name) for name in ("position", "row_version", *FIELDS)})
FAR = 1000  # topics on their way to new places do not meet there


@dataclass
class Stale(Exception):
    """Somebody saved the plan meanwhile: what stands there now."""

    lines: list[TopicLine]
    stamp: str


@dataclass
class Refused(Exception):
    """What is wrong, by the number of the line from 0."""

    violations: list[tuple[int, Violation]]


@dataclass(frozen=True)
class TopicEntry:
    """A line as the author leaves it; ``id`` is the topic it was, None for a new one."""

    line: TopicLine
    id: int | None = None


@dataclass(frozen=True)
class Saved:
    added: int
    changed: int
    removed: int

    @property
    def anything(self) -> bool:
        return bool(self.added or self.changed or self.removed)


def start_plan(user: Identity, journal: Journal, source: Syllabus | None = None) -> Syllabus:
    """The author's open version for the journal's line; a new one begins with the topics of ``source``.

    The journal goes by it at once unless it goes by an approved plan. Flushes, never commits.
    """
    if not signs_for(user, journal):
        raise NotYours
    plan = open_plan(journal.teacher_id, journal.curriculum_line_id)
    if plan is None:
        plan = _new_version(user, journal)
        if source is not None:
            write_topics(plan, [TopicEntry(line) for line in lines_of(topics_of(source))])
    adopt(journal, plan)
    return plan


def adopt(journal: Journal, plan: Syllabus) -> None:
    """Let the journal go by the plan if it may: lessons do not wait for approval (п. 5.6)."""
    if journal.syllabus_id == plan.id:
        return
    current = db.session.get(Syllabus, journal.syllabus_id) if journal.syllabus_id else None
    if takes_over(SyllabusState(current.state) if current else None, SyllabusState(plan.state)):
        if current is not None:
            lead_over(current.id, plan.id, [journal.id])
        journal.syllabus_id = plan.id
        db.session.flush()  # so that the next question sees it


def known_plan(journal: Journal) -> Syllabus | None:
    """A plan of the journal's teacher for its line: written for a parallel group, it serves this one too."""
    asked = (journal.teacher_id, journal.curriculum_line_id)
    return plan_in_force(*asked) or open_plan(*asked)


def save_topics(user: Identity, plan: Syllabus, entries: Sequence[TopicEntry], seen: str | None,
                drop: bool = False) -> Saved:
    """Replace the plan's topics by the entries; raises Stale, Refused, Violation, NotYours; flushes, never commits.

    seen: the stamp of what the author had before the eyes. drop: topics with lessons may go.
    """
    db.session.refresh(plan, with_for_update=True)  # two saves of one plan come one after the other
    if user.id is not None and not is_editable(user, plan):
        raise NotYours
    _require_living(plan)
    stored = topics_of(plan)
    if seen is not None and seen != stamp(plan, stored):
        raise Stale(lines_of(stored), stamp(plan, stored))
    check_entries(entries)
    _check_dropped(stored, entries, drop)
    saved = write_topics(plan, entries, stored)
    if saved.anything and plan.state == SyllabusState.SUBMITTED:
        plan.state = SyllabusState.DRAFT  # the methodist approves what was sent, not what came of it later
    db.session.flush()  # so that a clash shows here
    return saved


def _require_living(plan: Syllabus) -> None:
    """The topics of lessons in the archive stay what they were; a journal that goes on takes a version of its own."""
    by_it = sa.select(Journal.id).join(Semester).join(AcademicYear).where(
        Journal.syllabus_id == plan.id, AcademicYear.archived_at.is_not(None))
    if db.session.scalar(by_it.limit(1)) is not None:
        raise Violation("7.5", "По этому плану вели журнал года, который в архиве: начните новую версию плана")


def check_entries(entries: Sequence[TopicEntry]) -> None:
    """Every line stands to the rules; raises Refused with all that do not."""
    found = [(place, violation) for place, entry in enumerate(entries) for violation in check_line(entry.line)]
    if len(entries) > MOST_TOPICS:
        found.append((MOST_TOPICS, Violation("", f"В плане больше {MOST_TOPICS} тем", "title")))
    if found:
        raise Refused(found)


def delete_plan(user: Identity, plan: Syllabus) -> None:
    """Drop an open version; what lessons rest on stays."""
    refusal = None if plan.state in OPEN else check_step(SyllabusState(plan.state), SyllabusState.DRAFT)
    if refusal is not None:
        raise refusal
    if not is_editable(user, plan):
        raise NotYours
    used = sa.select(Lesson.id).where(Lesson.syllabus_topic_id.in_(
        sa.select(SyllabusTopic.id).where(SyllabusTopic.syllabus_id == plan.id)))
    if db.session.scalar(used.limit(1)) is not None:
        raise Violation("5.6", "По темам этого плана уже записаны занятия: исправьте темы, удалить план нельзя")
    for journal in db.session.scalars(sa.select(Journal).where(Journal.syllabus_id == plan.id)):
        journal.syllabus_id = None
    db.session.flush()  # journals let go of the plan before it goes
    db.session.delete(plan)
    db.session.flush()  # so that a plan in use refuses here


def write_topics(plan: Syllabus, entries: Sequence[TopicEntry], stored: Sequence[SyllabusTopic] = ()) -> Saved:
    """Write what differs in a few statements, whatever the number of topics; one line of the audit tells it."""
    before, lines = lines_of(stored), [_cleaned(entry.line) for entry in entries]
    by_id = {topic.id: topic for topic in stored}
    kept = {entry.id for entry in entries if entry.id in by_id}
    gone = [topic.id for topic in stored if topic.id not in kept]
    old = {topic.id: (topic.position, line) for topic, line in zip(stored, before, strict=True)}
    new, changed = list[dict[str, Any]](), list[dict[str, Any]]()
    for position, (entry, line) in enumerate(zip(entries, lines, strict=True), 1):
        if entry.id not in by_id:
            new.append({"syllabus_id": plan.id, "position": position, "row_version": 1, **_values(line)})
        elif old[entry.id] != (position, line):
            changed.append({"topic": entry.id, "position": position, "row_version": by_id[entry.id].row_version + 1,
                            **_values(line)})
    if new or changed or gone:
        _drop(gone)
        for topic in stored:
            db.session.expunge(topic)  # topics are written past the session
        _place(plan, new, changed, any(old[row["topic"]][0] != row["position"] for row in changed))
        _note(plan, before, lines)
    return Saved(len(new), len(changed), len(gone))


def _new_version(user: Identity, journal: Journal) -> Syllabus:
    latest = db.session.scalar(sa.select(sa.func.max(Syllabus.version)).where(
        Syllabus.curriculum_line_id == journal.curriculum_line_id, Syllabus.author_id == journal.teacher_id))
    plan = Syllabus(curriculum_line_id=journal.curriculum_line_id, author_id=journal.teacher_id,
                    version=(latest or 0) + 1, state=SyllabusState.DRAFT)
    db.session.add(plan)
    db.session.flush()  # so that the rights below see the plan and topics have its id
    mine = sa.select(Syllabus.id).where(Syllabus.id == plan.id, rows(user, Action.CREATE, Syllabus))
    if user.id is not None and db.session.scalar(mine) is None:
        raise NotYours
    return plan


def _check_dropped(stored: Sequence[SyllabusTopic], entries: Sequence[TopicEntry], agreed: bool) -> None:
    """Topics that lessons point to go only when the author has said so; those of closed days never go."""
    kept = {entry.id for entry in entries}
    gone = {topic.id: topic for topic in stored if topic.id not in kept}
    first, closed = sa.func.min(Lesson.date).label("first"), is_closed(Lesson.date, Lesson.year)
    used = db.session.execute(
        sa.select(Lesson.syllabus_topic_id, first, sa.func.max(sa.case((closed, 1), else_=0)).label("closed"))
        .where(Lesson.syllabus_topic_id.in_(gone)).group_by(Lesson.syllabus_topic_id)).all() if gone else []
    shut = [row for row in used if row.closed]
    named = "; ".join(f"«{gone[row.syllabus_topic_id].title}» ({row.first:%d.%m})" for row in shut or used)
    if shut:
        raise Violation("7.2", f"По этим темам есть занятия в закрытом периоде: {named}. Верните их в план: исправить "
                               "можно название и место, убрать нельзя", "drop")
    if used and not agreed:
        raise Violation("5.6", f"По убранным темам есть занятия: {named}. Их записи останутся без темы плана. "
                               "Отметьте «Убрать и эти темы», если так и надо", "drop", "drop")


def _drop(ids: Sequence[int]) -> None:
    if ids:
        relink(dict.fromkeys(ids))
        db.session.execute(sa.delete(SyllabusTopic).where(SyllabusTopic.id.in_(ids))
                           .execution_options(synchronize_session=False))


def _place(plan: Syllabus, new: Sequence[dict[str, Any]], changed: Sequence[dict[str, Any]],
           moves: bool) -> None:
    """Positions are unique at every moment: all step aside, the changed come to their places, the rest step back."""
    mine, quiet = SyllabusTopic.syllabus_id == plan.id, {"synchronize_session": False}
    if moves:
        db.session.execute(sa.update(SyllabusTopic).where(mine).values(position=SyllabusTopic.position + FAR),
                           execution_options=quiet)
    if changed:
        db.session.execute(_CHANGE, changed)
    if moves:
        db.session.execute(sa.update(SyllabusTopic).where(mine, SyllabusTopic.position > FAR)
                           .values(position=SyllabusTopic.position - FAR), execution_options=quiet)
    if new:
        db.session.execute(sa.insert(SyllabusTopic), new)
    db.session.execute(sa.update(Syllabus).where(Syllabus.id == plan.id).values(row_version=Syllabus.row_version + 1),
                       execution_options=quiet)
    db.session.refresh(plan)


def _note(plan: Syllabus, before: Sequence[TopicLine], after: Sequence[TopicLine]) -> None:
    told = changes(before, after)
    audit.changed(db.session(), plan,
                  {"topics": "; ".join(f"{one.old_number}. {one.old}" for one in told if one.old is not None)},
                  {"topics": "; ".join(f"{one.new_number}. {one.new}" for one in told if one.new is not None)})


def _cleaned(line: TopicLine) -> TopicLine:
    return replace(line, title=clean(line.title), section=clean(line.section), homework=clean(line.homework))


def _values(line: TopicLine) -> dict[str, object]:
    """Columns of a topic; an empty text is nothing."""
    return {field: getattr(line, field) or None for field in FIELDS}

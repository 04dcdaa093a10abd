"""The four questions of п. 7.3 about a journal, answered by what stands in it."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from access.check import rows
from access.grants import Action
from access.identity import Identity
from access.paths import Ids
from models import Cell, FinalMark, Finding, Journal, Lesson, Mark, SyllabusTopic, TimetableChange, db
from queries import accumulation_read as read
from queries.inspections import Act, JournalLine
from rules.averages import weighted_average
from rules.deviation import PlannedTopic
from rules.inspections import OVER, Question, question_of
from rules.pace import WorkCount, work_counts
from rules.terms import ChangeKind, FinalValue, InspectionKind
from rules.topics import GivenLesson, TopicState, facts

DIGITS = (FinalValue.FIVE, FinalValue.FOUR, FinalValue.THREE, FinalValue.TWO)


@dataclass(frozen=True)
class Answers:
    """topics: covered in full of the plan's; average: of current marks, final_average: of the results in digits;
    without_reason: substitutions recorded without one; planned: those of the timetable; faults: open findings."""

    journal: JournalLine
    given_hours: int
    planned_hours: int
    topics_done: int
    topics: int
    marks: int
    average: Decimal | None
    finals: int
    final_average: Decimal | None
    unattested: int
    works: tuple[WorkCount, ...]
    substitutions: int
    without_reason: int
    planned_substitutions: int
    faults: Counter[Question]


def answers_of(user: Identity, act: Act) -> list[Answers]:
    """The four questions are asked at the end of a semester."""
    return answers(user, act.journals, user.today) if act.kind is InspectionKind.SEMESTER else []


def answers(user: Identity, journals: tuple[JournalLine, ...], day: dt.date) -> list[Answers]:
    """As of the day, in the order of the act; a constant number of statements."""
    which = read.chosen([line.id for line in journals])
    books = {row.id: row for row in db.session.execute(
        sa.select(Journal.id, Journal.planned_hours, Journal.syllabus_id).where(Journal.id.in_(which)))}
    lessons, topics = _lessons(which, day), _topics(which)
    marks, finals = _marks(which), _finals(user, which)
    works, plans, planned, faults = read.works(which, day), read.plans(which), _planned(which, day), _faults(which)
    made = []
    for line in journals:
        book, given = books[line.id], lessons[line.id]
        covered = facts(topics.get(book.syllabus_id, []), [GivenLesson(one.id, one.hours, one.syllabus_topic_id)
                                                           for one in given], over=True)
        digits = [(int(value), 1) for value in finals[line.id] if value in DIGITS]
        instead = [one for one in given if one.substituted_id is not None]
        made.append(Answers(
            line, sum(one.hours for one in given), book.planned_hours,
            sum(fact.state in (TopicState.DONE, TopicState.OVER) for fact in covered.values()), len(covered),
            sum(number for _, _, number in marks[line.id]),
            weighted_average((value, weight * number) for value, weight, number in marks[line.id]),
            len(finals[line.id]), weighted_average(digits),
            sum(value is FinalValue.NOT_ATTESTED for value in finals[line.id]),
            work_counts(works.get(line.id, {}), plans.get(book.syllabus_id or 0)), len(instead),
            sum(not one.substitution_reason for one in instead), planned[line.id], faults[line.id]))
    return made


def _lessons(which: Ids, day: dt.date) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in db.session.execute(
            sa.select(Lesson.id, Lesson.journal_id, Lesson.hours, Lesson.syllabus_topic_id, Lesson.substituted_id,
                      Lesson.substitution_reason)
            .where(Lesson.journal_id.in_(which), Lesson.date <= day).order_by(Lesson.date, Lesson.pair)):
        found[row.journal_id].append(row)
    return found


def _topics(which: Ids) -> dict[int, list[PlannedTopic]]:
    """Topics by plan, as the rules of plan against fact know them."""
    found: dict[int, list[PlannedTopic]] = defaultdict(list)
    plans = sa.select(Journal.syllabus_id).where(Journal.id.in_(which))
    for row in db.session.execute(
            sa.select(SyllabusTopic.syllabus_id, SyllabusTopic.id, SyllabusTopic.position, SyllabusTopic.title,
                      SyllabusTopic.hours)
            .where(SyllabusTopic.syllabus_id.in_(plans)).order_by(SyllabusTopic.position)):
        found[row.syllabus_id].append(PlannedTopic(row.id, row.position, row.title, row.hours))
    return found


def _marks(which: Ids) -> dict[int, list[tuple[int, int, int]]]:
    """Current marks by journal: (value, weight, how many)."""
    found: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for row in db.session.execute(
            sa.select(Cell.journal_id, Mark.value, Mark.weight, sa.func.count(Mark.id).label("number"))
            .join(Mark, Mark.cell_id == Cell.id).where(Cell.journal_id.in_(which))
            .group_by(Cell.journal_id, Mark.value, Mark.weight)):
        found[row.journal_id].append((row.value, row.weight, row.number))
    return found


def _finals(user: Identity, which: Ids) -> dict[int, list[FinalValue]]:
    found: dict[int, list[FinalValue]] = defaultdict(list)
    for journal, value in db.session.execute(
            sa.select(FinalMark.journal_id, FinalMark.value).where(
                FinalMark.journal_id.in_(which), FinalMark.published_at.is_not(None),
                rows(user, Action.READ, FinalMark))):
        found[journal].append(FinalValue(value))
    return found


def _planned(which: Ids, day: dt.date) -> Counter[int]:
    """Substitutions that the timetable names."""
    return Counter(journal for journal in db.session.scalars(
        sa.select(TimetableChange.journal_id)
        .where(TimetableChange.journal_id.in_(which), TimetableChange.kind == ChangeKind.SUBSTITUTED,
               TimetableChange.date <= day)) if journal is not None)


def _faults(which: Ids) -> dict[int, Counter[Question]]:
    """Open findings of the journals by the question they answer."""
    found: dict[int, Counter[Question]] = defaultdict(Counter)
    for journal, rule, number in db.session.execute(
            sa.select(Finding.journal_id, Finding.rule, sa.func.count(Finding.id))
            .where(Finding.journal_id.in_(which), Finding.state.not_in(OVER)).group_by(Finding.journal_id,
                                                                                       Finding.rule)):
        question = question_of(rule)
        if question is not None and journal is not None:
            found[journal][question] += number
    return found

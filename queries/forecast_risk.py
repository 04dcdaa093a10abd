"""Students who may be left without a passing result: a group or the whole college, why and what helps (п. 4.1)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from access.check import rows
from access.grants import Action
from access.identity import Identity
from models import Group, Journal, Semester, db
from queries.forecast_facts import JournalFacts, Known, journal_facts
from queries.forecast_history import Taught
from rules.forecast.outlook import Outlook, outlook
from rules.forecast.risk import Outcome, Reason, outcome, reasons
from rules.norms import Norms
from rules.terms import Role

MOST = 60  # students of the college's list; a group's is whole


@dataclass(frozen=True)
class Trouble:
    """A journal in which a student is at risk."""

    journal_id: int
    title: str
    teacher: str
    outcome: Outcome
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class RiskLine:
    student_id: int
    name: str
    group_id: int
    group: str
    troubles: tuple[Trouble, ...]

    @property
    def worst(self) -> float:
        return max(one.outcome.fails for one in self.troubles)


@dataclass(frozen=True)
class GroupRisk:
    """performance and quality by results of disciplines; clear: how many end without a debt, at worst and at best."""

    id: int
    name: str
    students: int
    performance: Outlook
    quality: Outlook
    clear: tuple[int, int]
    at_risk: int


@dataclass(frozen=True)
class RiskPage:
    groups: tuple[GroupRisk, ...]
    lines: tuple[RiskLine, ...]
    count: int

    @property
    def hidden(self) -> int:
        return self.count - len(self.lines)


@dataclass(frozen=True)
class _Seen:
    journal: JournalFacts
    student: Known
    outcome: Outcome


def risk_groups(user: Identity, semester: Semester) -> list[tuple[int, str]]:
    """Groups whose journals the user reads otherwise than as a teacher."""
    query = (sa.select(Group.id, Group.name).where(Group.id.in_(
        sa.select(Journal.group_id).where(_readable(user, semester)))).order_by(Group.name))
    return [(id, name) for id, name in db.session.execute(query)]


def risk_page(user: Identity, semester: Semester, group_id: int | None, taught: Taught, norms: Norms) -> RiskPage:
    """The groups' outlook and who is at risk, the worst first."""
    chosen = _readable(user, semester)
    if group_id is not None:
        chosen = sa.and_(chosen, Journal.group_id == group_id)
    day = min(user.today, semester.ends)
    facts = journal_facts(chosen, day, norms, semester.starts)
    over = user.today > semester.ends
    seen = [_Seen(journal, one, outcome(taught.model, one.evidence, taught.trust, 0 if over else journal.left))
            for journal in facts for one in journal.students]
    by_group: dict[int, list[_Seen]] = defaultdict(list)
    for one in seen:
        by_group[one.journal.group_id].append(one)
    troubled = _troubled(seen)
    shown = troubled if group_id is not None else troubled[:MOST]
    return RiskPage(tuple(_group(found) for found in by_group.values()),
                    tuple(_line(found, taught, norms) for found in shown), len(troubled))


def _readable(user: Identity, semester: Semester) -> sa.ColumnElement[bool]:
    others = user.acting_as(*(user.roles - {Role.TEACHER, Role.SENIOR_MASTER}))
    return sa.and_(Journal.semester_id == semester.id, rows(others, Action.READ, Journal))


def _troubled(seen: Iterable[_Seen]) -> list[list[_Seen]]:
    """Those at risk by student, the worst first."""
    found: dict[int, list[_Seen]] = defaultdict(list)
    for one in seen:
        if one.outcome.at_risk:
            found[one.student.id].append(one)
    for troubles in found.values():
        troubles.sort(key=lambda one: -one.outcome.fails)
    return sorted(found.values(), key=lambda troubles: (-sum(one.outcome.fails for one in troubles),
                                                        troubles[0].student.id))


def _line(found: Sequence[_Seen], taught: Taught, norms: Norms) -> RiskLine:
    first = found[0]
    return RiskLine(first.student.id, first.student.name, first.journal.group_id, first.journal.group, tuple(
        Trouble(one.journal.id, one.journal.title, one.journal.teacher, one.outcome,
                reasons(taught.model, one.outcome, taught.trust, norms)) for one in found))


def _group(seen: Sequence[_Seen]) -> GroupRisk:
    passes: dict[int, list[float]] = defaultdict(list)
    goods: dict[int, list[float]] = defaultdict(list)
    for one in seen:
        passes[one.student.id].append(one.outcome.forecast.passes)
        goods[one.student.id].append(one.outcome.forecast.at_least(4))
    # a student's results rise and fall together: the span is that of students, which is the wider one
    return GroupRisk(
        seen[0].journal.group_id, seen[0].journal.group, len(passes), outlook(map(_mean, passes.values())),
        outlook(map(_mean, goods.values())),
        (round(sum(map(_product, passes.values()))), round(sum(map(min, passes.values())))),
        len({one.student.id for one in seen if one.outcome.at_risk}))


def _mean(chances: Sequence[float]) -> float:
    return sum(chances) / len(chances)


def _product(chances: Sequence[float]) -> float:
    whole = 1.0
    for chance in chances:
        whole *= chance
    return whole

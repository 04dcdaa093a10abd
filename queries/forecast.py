"""A journal's forecast: each student and the group, with what it rests on; it never becomes a result (п. 4.1, 6.6)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import sqlalchemy as sa

from access.check import rows
from access.grants import Action
from access.identity import Identity
from models import FinalMark, Journal, db
from queries.forecast_facts import Known, journal_facts
from queries.forecast_history import KINDS, Taught
from queries.journal_kinds import kinds_of_line
from rules.attestation import short
from rules.forecast.outlook import Outlook, outlook
from rules.forecast.reach import Need, Reach, need, reach
from rules.forecast.risk import Outcome, Reason, outcome, reasons
from rules.norms import Norms
from rules.terms import TAUGHT, FinalKind, FinalValue

LEVELS = (3, 4, 5)


@dataclass(frozen=True)
class StudentForecast:
    """final: a published result, where there is one already; reasons only for those at risk."""

    id: int
    number: int
    name: str
    outcome: Outcome
    reach: Reach | None
    needs: tuple[Need, ...]
    reasons: tuple[Reason, ...]
    final: str

    @cached_property
    def next_need(self) -> Need | None:
        """The nearest level that the average does not round to yet."""
        return next((one for one in self.needs if not one.is_there), None)


@dataclass(frozen=True)
class JournalForecast:
    """credit: the journal ends with «зачёт», a level of 3 and better; left: lessons its hours still hold."""

    rows: tuple[StudentForecast, ...]
    performance: Outlook
    quality: Outlook
    credit: bool
    needed: int
    left: int

    @property
    def at_risk(self) -> tuple[StudentForecast, ...]:
        return tuple(sorted((row for row in self.rows if row.outcome.at_risk), key=lambda row: -row.outcome.fails))

    @property
    def scarce(self) -> int:
        return sum(row.outcome.known.is_scarce for row in self.rows)


def is_foretold(journal: Journal) -> bool:
    """Results of practices and of exams of a module do not sum up marks: nothing is foretold of them."""
    return journal.line.kind in TAUGHT


def journal_forecast(user: Identity, journal: Journal, taught: Taught, norms: Norms) -> JournalForecast:
    """Everybody who studies in the journal today, or on the semester's last day."""
    semester = journal.semester
    found = journal_facts(Journal.id == journal.id, min(user.today, semester.ends), norms, semester.starts)
    left, students = (found[0].left, found[0].students) if found else (0, ())
    left = left if user.today <= semester.ends else 0
    finals = _published(user, journal)
    past = journal.teacher_id != user.id  # a teacher reads no results of other disciplines
    made = tuple(_student(number, one, taught, norms, left, finals.get(one.id, ""), past)
                 for number, one in enumerate(students, 1))
    foretold = [row.outcome.forecast for row in made]
    return JournalForecast(
        made, outlook(one.passes for one in foretold), outlook(one.at_least(4) for one in foretold),
        kinds_of_line(journal.line) == (FinalKind.CREDIT,), found[0].needed if found else 0, left)


def _student(number: int, one: Known, taught: Taught, norms: Norms, left: int, final: str,
             past: bool) -> StudentForecast:
    seen = outcome(taught.model, one.evidence, taught.trust, left)
    return StudentForecast(
        one.id, number, one.name, seen, reach(one.evidence, left),
        tuple(need(one.evidence, level, left) for level in LEVELS),
        reasons(taught.model, seen, taught.trust, norms, past) if seen.at_risk else (), final)


def _published(user: Identity, journal: Journal) -> dict[int, str]:
    query = sa.select(FinalMark.student_id, FinalMark.value).where(
        FinalMark.journal_id == journal.id, FinalMark.published_at.is_not(None),
        FinalMark.kind.in_((*KINDS, FinalKind.CREDIT)), rows(user, Action.READ, FinalMark))
    return {student: short(FinalValue(value)) for student, value in db.session.execute(query)}

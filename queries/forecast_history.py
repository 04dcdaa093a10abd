"""What finished journals teach the model: how a semester ended for those who stood so on the same day (п. 4.1).

Only coefficients leave this module, nobody's marks; it is the same model for every reader.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa

from models import FinalMark, Journal, Semester, db
from queries.forecast_facts import JournalFacts, journal_facts
from rules.forecast.evidence import SHAPE, TRUST, case_of, trust_of
from rules.forecast.model import Model, Seen, believed, learn
from rules.norms import Norms
from rules.terms import FinalKind, FinalValue

SAMPLE = 60  # journals are enough to teach a dozen coefficients
KINDS = (FinalKind.SEMESTER, FinalKind.GRADED_CREDIT, FinalKind.EXAM)
DIGITS = {FinalValue.TWO: 2, FinalValue.THREE: 3, FinalValue.FOUR: 4, FinalValue.FIVE: 5}
NONE = (FinalValue.NOT_ATTESTED, FinalValue.NO_SHOW)


@dataclass(frozen=True)
class Taught:
    """The model with the worth of the group's middle; ``of``: the semester it was taught by, None without history."""

    model: Model
    trust: float = TRUST
    of: str | None = None


def finished(semester: Semester) -> Semester | None:
    """The last semester that ended before this one."""
    return db.session.scalar(sa.select(Semester).where(Semester.ends < semester.starts)
                             .order_by(Semester.ends.desc()).limit(1))


def stamp(before: Semester) -> tuple[int, int, int]:
    """What changes when results of the semester are added."""
    count, last = db.session.execute(sa.select(sa.func.count(), sa.func.max(FinalMark.id)).join(
        Journal, Journal.id == FinalMark.journal_id).where(Journal.semester_id == before.id)).one()
    return before.id, count, last or 0


def taught_by(before: Semester | None, share: float, norms: Norms) -> Taught:
    """The model of a finished semester as it stood after the same share of its days; a belief where there is none.

    Journals are taken evenly, so that each reader has the same ones.
    """
    if before is None:
        return Taught(believed(SHAPE))
    day = before.starts + dt.timedelta(days=round(share * (before.ends - before.starts).days))
    ids = list(db.session.scalars(sa.select(Journal.id).where(Journal.semester_id == before.id, sa.exists().where(
        FinalMark.journal_id == Journal.id, FinalMark.kind.in_(KINDS))).order_by(Journal.id)))
    step = max(len(ids) / SAMPLE, 1)
    chosen = [ids[int(place * step)] for place in range(min(SAMPLE, len(ids)))]
    facts = journal_facts(Journal.id.in_(chosen), day, norms, before.starts)
    ended = results(chosen)
    trust = trust_of([one.evidence.marks for journal in facts for one in journal.students])
    seen = [one for journal in facts for one in cases(journal, ended, trust)]
    return Taught(learn(SHAPE, seen), trust, str(before) if seen else None)


def cases(journal: JournalFacts, ended: dict[tuple[int, int], int | None], trust: float) -> list[Seen]:
    """Students of a finished journal with their results."""
    return [Seen(case_of(one.evidence, trust), ended[journal.id, one.id]) for one in journal.students
            if (journal.id, one.id) in ended]


def results(journals: list[int]) -> dict[tuple[int, int], int | None]:
    """Results put by marks, by journal and student: a digit, or None for «н/а»; others are not foretold."""
    query = (sa.select(FinalMark.journal_id, FinalMark.student_id, FinalMark.kind, FinalMark.value)
             .where(FinalMark.journal_id.in_(journals), FinalMark.kind.in_(KINDS),
                    FinalMark.value.in_((*DIGITS, *NONE))))
    rows = sorted(db.session.execute(query), key=lambda row: -KINDS.index(FinalKind(row.kind)))
    return {(row.journal_id, row.student_id): DIGITS.get(FinalValue(row.value)) for row in rows}


def share_of(semester: Semester, day: dt.date) -> float:
    """How much of the semester is over, 0–1."""
    whole = (semester.ends - semester.starts).days
    return min(max((day - semester.starts).days / whole, 0.0), 1.0) if whole else 1.0

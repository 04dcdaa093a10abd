"""A student's certificate of results for a semester, a year or the whole of the studies (п. 4.1)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from access.identity import Identity
from queries.forms.faces import Face, face
from queries.forms.results import Result, results
from rules.report_periods import Period
from rules.spans import Days
from rules.statistics import Tally, average


@dataclass(frozen=True)
class Transcript:
    """``period`` is None of the whole of the studies."""

    face: Face
    period: Period | None
    results: tuple[Result, ...]

    @property
    def average(self) -> Decimal | None:
        """Средний балл of the digits."""
        return average(Tally.of(one.mark.value for one in self.results))


def transcript(user: Identity, student_id: int, period: Period | None) -> Transcript | None:
    """Published results that the reader reads; None when there is no such student for the reader."""
    day = period.counted_on(user.today) if period else user.today
    found = face(user, student_id, day)
    if found is None:
        return None
    days = Days(period.first, period.last) if period else None
    return Transcript(found, period, tuple(results(user, [student_id], days).get(student_id, ())))

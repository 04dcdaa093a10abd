"""Results of all years: finals by subject and semester, debts with their attempts (п. 4.1, 6.6, 6.7, 7.5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from access.identity import Identity
from queries.debts import DebtLine, debts_of
from queries.diary_family import Child, readable
from queries.diary_finals import Final, finals
from queries.diary_studies import Period
from rules.diary import year_words


@dataclass(frozen=True)
class SubjectResults:
    """A subject of a year: finals of its first and of its second semester; ``journal_id`` is the latest one's."""

    subject: str
    journal_id: int
    semesters: tuple[tuple[Final, ...], tuple[Final, ...]]


@dataclass(frozen=True)
class YearResults:
    year: int
    about: str
    subjects: tuple[SubjectResults, ...]


@dataclass(frozen=True)
class Results:
    years: tuple[YearResults, ...]
    debts: tuple[DebtLine, ...]


def results(user: Identity, child: Child, periods: Sequence[Period]) -> Results:
    """Every year of studies, the latest first, those without published finals too."""
    found = finals(user, readable(user, [child]))
    years = sorted({*(period.year for period in periods), *(final.year for final in found)}, reverse=True)
    return Results(
        tuple(YearResults(year, year_words(child.places, year),
                          tuple(_subjects([final for final in found if final.year == year]))) for year in years),
        tuple(debts_of(user, child.id)))


def _subjects(found: Sequence[Final]) -> list[SubjectResults]:
    by_key: dict[str, list[Final]] = {}
    for final in found:
        by_key.setdefault(final.key, []).append(final)
    ordered = sorted(by_key.values(), key=lambda own: (own[-1].position, own[-1].subject))
    return [SubjectResults(own[-1].subject, own[-1].journal_id, (
        tuple(final for final in own if final.number == 1), tuple(final for final in own if final.number == 2)))
        for own in ordered]

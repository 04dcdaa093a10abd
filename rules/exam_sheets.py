"""Credit and examination sheets: which results have one, what is counted under them (п. 4.1, 6.9)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from rules.statistics import share
from rules.terms import FinalKind, FinalValue

EXAMINED = (FinalKind.EXAM, FinalKind.MODULE)
CREDITED = (FinalKind.CREDIT, FinalKind.GRADED_CREDIT, FinalKind.COURSE_PROJECT, FinalKind.PRACTICE)
_MARKS = (FinalValue.FIVE, FinalValue.FOUR, FinalValue.THREE, FinalValue.TWO)
_WORDS = (FinalValue.PASSED, FinalValue.FAILED)
_ALWAYS = (FinalValue.NOT_ATTESTED, FinalValue.NO_SHOW)


def has_sheet(kind: FinalKind) -> bool:
    """A result of a form of control has a sheet; the semester's and the course's stand in the journal alone."""
    return kind in EXAMINED or kind in CREDITED


def sheet_title(kind: FinalKind) -> str:
    """«Экзаменационная ведомость»"""
    return "Экзаменационная ведомость" if kind in EXAMINED else "Зачётная ведомость"


def resit_title(number: int) -> str:
    """The second attempt is taken by a commission (273-ФЗ, ст. 58)."""
    return "Ведомость пересдачи" if number == 1 else "Ведомость пересдачи с комиссией"


def counts(kind: FinalKind, values: Iterable[FinalValue | None]) -> list[tuple[FinalValue, int, Decimal | None]]:
    """How many of each value and what part of all who have one, per cent; «перезачтено» only where it stands."""
    found = Counter(value for value in values if value is not None)
    listed = [*(_WORDS if kind is FinalKind.CREDIT else _MARKS), *_ALWAYS]
    if found[FinalValue.CREDITED]:
        listed.append(FinalValue.CREDITED)
    return [(value, found[value], share(found[value], found.total())) for value in listed]

"""What a change of marks is, as far as somebody must be told of many of them (п. 7.2, 9.4)."""

from __future__ import annotations

import re

from rules.words import plural

DIGIT = re.compile(r"(?<!\d)[2-5](?!\d)")
PASS = 3


def is_changed(before: str, after: str) -> bool:
    """Marks that stood in the cell are not the same any more; adding to an empty cell changes nothing."""
    return bool(_marks(before)) and _marks(before) != _marks(after)


def is_raised(before: str, after: str) -> bool:
    """The marks of the cell are better than they were; a mark 2 that is taken away counts too."""
    had, has = _marks(before), _marks(after)
    if not had:
        return False
    return _mean(has) > _mean(had) if has else _mean(had) < PASS


def changed_text(who: str, number: int) -> str:
    return f"{who}: исправления прошлых дней за час: {number} {_of_marks(number)}"


def raised_text(who: str, student: str, number: int) -> str:
    return f"{who}: повышено за сутки у одного студента ({student}): {number} {_of_marks(number)}"


def cards_text(who: str, number: int) -> str:
    cards = plural(number, "личная карточка", "личные карточки", "личных карточек")
    return f"{who}: открыто за час: {number} {cards}"


def _of_marks(number: int) -> str:
    return plural(number, "отметка", "отметки", "отметок")


def _marks(value: str) -> list[int]:
    return [int(digit) for digit in DIGIT.findall(value)]


def _mean(marks: list[int]) -> float:
    return sum(marks) / len(marks)

"""Figures of a .plx: empty is zero, a comma is a point, None is what cannot be read."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from importers.markup import Element

Tables = dict[str, list[Element]]


def semester_of(item: Element) -> int | None:
    """(course − 1) × 2 + semester; extramural plans may leave the semester empty."""
    course, semester = number_of(item.get("Курс")), number_of(item.get("Семестр"))
    if not course or semester not in (1, 2) or not 1 <= course <= 6:
        return None
    return (int(course) - 1) * 2 + int(semester)


def weeks_of(item: Element) -> Decimal | None:
    weeks, days = number_of(item.get("Недель")), number_of(item.get("Дней"))
    return None if weeks is None or days is None else weeks + (days / 6).quantize(Decimal("0.1"))


def number_of(text: str) -> Decimal | None:
    try:
        number = Decimal(text.strip().replace(",", ".") or "0")
    except InvalidOperation:
        return None
    return number if number.is_finite() and 0 <= number < 100_000 else None

"""Substitution told with the lesson (п. 6.1)."""

from __future__ import annotations

import datetime as dt

import pytest

from rules.substitution import Giver, check_planned, check_replaced, check_substitution, giver

CASES = [
    (1, 1, None, None, None, "the journal's own teacher"),
    (1, 1, 2, "болезнь", "substituted_id", "nobody is replaced by the own teacher"),
    (1, 2, 1, "болезнь", None, "a substitute, instead of whom and why"),
    (1, 2, None, "болезнь", "substituted_id", "instead of whom?"),
    (1, 2, 2, "болезнь", "substituted_id", "instead of himself"),
    (1, 2, 1, " ", "substitution_reason", "why?"),
    (1, 2, 1, None, "substitution_reason", "why?"),
]


@pytest.mark.parametrize(("owner", "given_by", "substituted", "reason", "field", "why"), CASES)
def test_substitution(owner: int, given_by: int, substituted: int | None, reason: str | None, field: str | None,
                      why: str) -> None:
    violation = check_substitution(owner, given_by, substituted, reason)
    assert (violation and violation.field) == field, why
    assert violation is None or violation.point == "6.1"


OWNER, PLANNED, NAMED = 1, 2, 3
GIVERS = [
    (OWNER, None, None, None, Giver(OWNER), "an ordinary lesson"),
    (OWNER, None, PLANNED, None, Giver(PLANNED, OWNER, "болезнь"), "the timetable speaks when nobody is named"),
    (OWNER, NAMED, None, "обмен", Giver(NAMED, OWNER, "обмен"), "named at the moment of entry"),
    (OWNER, NAMED, PLANNED, None, Giver(NAMED, OWNER, None), "another than planned: the plan's reason is not his"),
    (OWNER, PLANNED, PLANNED, "грипп", Giver(PLANNED, OWNER, "грипп"), "the entry's own reason is nearer"),
    (OWNER, OWNER, PLANNED, None, Giver(OWNER), "the owner says he gave it himself"),
    (PLANNED, None, PLANNED, None, Giver(PLANNED, OWNER, "болезнь"), "the substitute writes"),
    (PLANNED, NAMED, PLANNED, None, Giver(PLANNED, OWNER, "болезнь"), "a substitute names nobody else"),
]


@pytest.mark.parametrize(("writer", "named", "planned", "reason", "expected", "why"), GIVERS)
def test_who_gave_a_lesson(writer, named, planned, reason, expected, why):
    assert giver(OWNER, writer, named, planned, reason, "болезнь" if planned else None) == expected, why


@pytest.mark.parametrize(("given_by", "planned", "fits"), [
    (OWNER, None, True), (OWNER, PLANNED, False), (PLANNED, PLANNED, True), (NAMED, PLANNED, True),
    (OWNER, OWNER, True),  # a change that names the journal's own teacher changes nothing
])
def test_the_replaced_teacher_does_not_record_the_lesson_as_own(given_by, planned, fits):
    found = check_planned(dt.date(2023, 11, 20), 3, OWNER, given_by, planned, "Рябова Н. Г.")
    assert (found is None) is fits
    assert found is None or (found.point, found.field) == ("6.1", "given_by")


def test_another_discipline_goes_to_its_own_journal():
    found = check_replaced(dt.date(2023, 11, 20), 3, "«Математика», Рябова Н. Г.")
    assert found is not None and "вместо этого занятия — «Математика», Рябова Н. Г." in found.message
    assert check_replaced(dt.date(2023, 11, 20), 3, None) is None

"""Spans of days and what must not overlap: places in subgroups, curators, consents (п. 5.3, 5.4, 9.2)."""

from __future__ import annotations

import datetime as dt

import pytest

from rules.appointments import check_consent, check_curator
from rules.spans import Days, check_order, first_met
from rules.subgroups import check_place

A, B, C, D = (dt.date(2023, 9, day) for day in (1, 10, 20, 30))
DAY = dt.timedelta(days=1)


@pytest.mark.parametrize(("one", "other", "meets", "covers", "why"), [
    (Days(A, B), Days(B, C), True, False, "one common day"),
    (Days(A, B), Days(B + DAY, C), False, False, "side by side"),
    (Days(A), Days(C, D), True, True, "an open end holds everything after"),
    (Days(A, D), Days(C), True, False, "an open end is not inside a closed one"),
    (Days(C, D), Days(A, B), False, False, "earlier"),
    (Days(A, D), Days(B, C), True, True, "inside"),
    (Days(A), Days(A), True, True, "the same"),
])
def test_two_spans(one: Days, other: Days, meets: bool, covers: bool, why: str) -> None:
    assert (one.meets(other), other.meets(one)) == (meets, meets), why
    assert one.covers(other) is covers, why


def test_a_span_in_words() -> None:
    assert (str(Days(A, B)), str(Days(A))) == ("с 01.09.2023 по 10.09.2023", "с 01.09.2023")
    assert Days(A, B).holds(B)
    assert not Days(A, B).holds(C)
    assert Days(B).holds(D)
    assert not Days(B).holds(A)


@pytest.mark.parametrize(("starts", "ends", "refused"), [
    (A, B, False), (B, A, True), (A, A, False), (None, A, False), (A, None, False), (None, None, False)])
def test_order(starts: dt.date | None, ends: dt.date | None, refused: bool) -> None:
    assert (check_order(starts, ends) is not None) is refused


def test_the_first_of_those_met_is_named() -> None:
    others = [("past", Days(A, A)), ("now", Days(C, D)), ("too", Days(B, B))]
    assert first_met(Days(B, C), others) == ("now", Days(C, D))
    assert first_met(Days(B, C), []) is None


@pytest.mark.parametrize(("place", "stays", "others", "fields", "why"), [
    (Days(A), [Days(A)], [], [], "with the group"),
    (Days(B, C), [Days(A)], [], [], "a part of the time"),
    (Days(A), [Days(B)], [], ["student"], "before the group"),
    (Days(A), [], [], ["student"], "never in the group"),
    (Days(A), [Days(A, C)], [], ["ends"], "longer than the group"),
    (Days(A, C), [Days(A, C)], [], [], "as long as the group"),
    (Days(B), [Days(A)], [("2", Days(A, B))], ["subgroup"], "a day in two halves"),
    (Days(B + DAY), [Days(A)], [("2", Days(A, B))], [], "after the other half"),
    (Days(C, B), [Days(A)], [("2", Days(A))], ["ends"], "turned back"),
    (Days(A), [Days(B)], [("2", Days(A))], ["student", "subgroup"], "both at once"),
])
def test_places_in_subgroups(place: Days, stays: list[Days], others: list[tuple[str, Days]], fields: list[str],
                             why: str) -> None:
    found = check_place(place, stays, others)
    assert [violation.field for violation in found] == fields, why
    assert all(violation.point == "5.4" for violation in found if violation.field != "ends" or stays == [Days(A, C)])


@pytest.mark.parametrize(("days", "closed_on", "others", "field", "why"), [
    (Days(A), None, [], None, "the first curator"),
    (Days(C), None, [("Ёлкина", Days(A, B))], None, "after the other"),
    (Days(B), None, [("Ёлкина", Days(A, B))], "starts", "on the other's last day"),
    (Days(B, A), None, [], "ends", "turned back"),
    (Days(B), A, [], "group", "of a closed group"),
    (Days(A, B), C, [], None, "before the group was closed"),
])
def test_curators(days: Days, closed_on: dt.date | None, others: list[tuple[str, Days]], field: str | None,
                  why: str) -> None:
    assert [violation.field for violation in check_curator(days, closed_on, others)] == ([field] if field else []), why


@pytest.mark.parametrize(("days", "others", "field", "why"), [
    (Days(A), [], None, "given"),
    (Days(A, B), [], None, "given and revoked"),
    (Days(D + DAY), [], "given_on", "given tomorrow"),
    (Days(A, D + DAY), [], "revoked_on", "revoked tomorrow"),
    (Days(B, A), [], "revoked_on", "revoked before it was given"),
    (Days(A), [("", Days(A))], "kind", "given twice"),
    (Days(C), [("", Days(A, B))], None, "given again after it was revoked"),
])
def test_consents(days: Days, others: list[tuple[str, Days]], field: str | None, why: str) -> None:
    assert [violation.field for violation in check_consent(days, D, others)] == ([field] if field else []), why

"""The timetable: who cannot be in two places, what each change needs (п. 5.5, 6.1)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from rules.spans import Days
from rules.terms import ChangeKind as C
from rules.terms import WeekParity as W
from rules.timetable import (
    MAY,
    NEEDS,
    Change,
    Class,
    Weekly,
    check_change,
    check_slot,
    check_weekly,
    room_taken,
)

SEMESTER = Days(dt.date(2023, 9, 1), dt.date(2023, 12, 29))
AUTUMN, WINTER = Days(SEMESTER.starts, dt.date(2023, 10, 31)), Days(dt.date(2023, 11, 1), SEMESTER.ends)


def place(group: int = 1, teacher: int = 1, *, weekday: int = 1, pair: int = 2, parity: W = W.EVERY,
          days: Days = SEMESTER, **of_class: Any) -> Weekly:
    return Weekly(Class("математика", group, teacher, **of_class), weekday, pair, parity, days)


FIRST, SECOND = {"subgroup": 1, "split": "информатика"}, {"subgroup": 2, "split": "информатика"}


@pytest.mark.parametrize(("one", "other", "found", "why"), [
    (place(), place(2, 2), 0, "strangers"),
    (place(), place(1, 2), 1, "the same group"),
    (place(), place(2, 1), 1, "the same teacher"),
    (place(), place(1, 1), 2, "both"),
    (place(), place(1, 1, pair=3), 0, "another pair"),
    (place(), place(1, 1, weekday=2), 0, "another weekday"),
    (place(days=AUTUMN), place(1, 1, days=WINTER), 0, "one after another"),
    (place(parity=W.ODD), place(1, 1, parity=W.EVEN), 0, "odd and even weeks"),
    (place(parity=W.ODD), place(1, 2, parity=W.ODD), 1, "both odd"),
    (place(parity=W.ODD), place(1, 2), 1, "every week is odd too"),
    (place(**FIRST), place(1, 2), 1, "a part and its group"),
    (place(**FIRST), place(1, 2, **SECOND), 0, "two parts of one split"),
    (place(**FIRST), place(1, 2, **FIRST), 1, "one part twice"),
    (place(**FIRST), place(1, 2, subgroup=3, split="английский"), 1, "parts of two splits may share students"),
    (place(**FIRST), place(1, 1, **SECOND), 1, "two parts, one teacher"),
])
def test_two_places_of_the_week(one: Weekly, other: Weekly, found: int, why: str) -> None:
    assert len(check_weekly(one, [other])) == found, why
    assert len(check_weekly(other, [one])) == found, why


@pytest.mark.parametrize(("one", "fields", "why"), [
    (place(), [], "a Monday"), (place(weekday=7), ["weekday"], "Sunday"), (place(weekday=0), ["weekday"], "no day"),
    (place(pair=4), ["pair"], "no bell"), (place(pair=12), ["pair"], "no such pair"),
    (place(days=Days(dt.date(2023, 8, 1), dt.date(2024, 2, 1))), ["starts", "ends"], "wider than the semester"),
    (place(days=Days(SEMESTER.ends or SEMESTER.starts, SEMESTER.starts)), ["ends"], "turned back"),
])
def test_a_place_of_the_week(one: Weekly, fields: list[str], why: str) -> None:
    assert [violation.field for violation in check_slot(one, SEMESTER, [1, 2, 3], 6)] == fields, why


def test_without_bells_any_pair_goes() -> None:
    assert check_slot(place(pair=9), SEMESTER, [], 6) == []


def test_a_room() -> None:
    assert room_taken(place(room="214"), [place(2, 2, room="214")]) == "математика"
    assert room_taken(place(room="214"), [place(2, 2, room="215"), place(3, 3, room="214", pair=1)]) is None
    assert room_taken(place(), [place(2, 2)]) is None


MONDAY = dt.date(2023, 11, 20)
FULL: dict[str, Any] = {"journal": 1, "new_journal": 2, "substitute": 3, "new_date": dt.date(2023, 11, 27),
                        "new_pair": 3, "room": "214"}


def change(kind: C, *names: str, **more: Any) -> Change:
    given = {name: FULL[name] for name in names}
    return Change(kind, MONDAY, 2, **{"teacher": 9, "group": 5, "new_group": 5} | given | more)


@pytest.mark.parametrize("kind", C)
def test_each_kind_needs_its_fields_and_no_other(kind: C) -> None:
    right = change(kind, *NEEDS[kind])
    assert check_change(right, SEMESTER, [2]) == []
    for name in NEEDS[kind]:
        less = change(kind, *(other for other in NEEDS[kind] if other != name))
        assert name in [violation.field for violation in check_change(less, SEMESTER, [2])]
    for name in FULL:
        found = [violation.field for violation in check_change(change(kind, *NEEDS[kind], name), SEMESTER, [2])]
        assert (name in found) is (name not in {*NEEDS[kind], *MAY[kind]})


@pytest.mark.parametrize(("one", "pairs", "field", "why"), [
    (change(C.CANCELLED, "journal"), [], "pair", "not in the timetable"),
    (change(C.CANCELLED, "journal"), [1, 3], "pair", "at other pairs"),
    (change(C.ADDED, "new_journal"), [], None, "an added one need not be there"),
    (change(C.SUBSTITUTED, "journal", "substitute", teacher=3), [2], "substitute", "by oneself"),
    (change(C.REPLACED, "journal", new_journal=1), [2], "new_journal", "by itself"),
    (change(C.REPLACED, "journal", "new_journal", new_group=6), [2], "new_journal", "of another group"),
    (change(C.MOVED, "journal", new_date=MONDAY), [2], "new_date", "to where it is"),
    (change(C.MOVED, "journal", new_date=MONDAY, new_pair=3), [2], None, "to another pair of the day"),
    (change(C.MOVED, "journal", new_date=dt.date(2024, 1, 15)), [2], "new_date", "into another semester"),
])
def test_changes(one: Change, pairs: list[int], field: str | None, why: str) -> None:
    assert [violation.field for violation in check_change(one, SEMESTER, pairs)] == ([field] if field else []), why


def test_a_date_outside_the_semester() -> None:
    one = Change(C.CANCELLED, dt.date(2024, 2, 5), 2, journal=1)
    assert [violation.field for violation in check_change(one, SEMESTER, [2])] == ["date"]

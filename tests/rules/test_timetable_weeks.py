"""Lessons by date told as places of the week, and days told as changes (п. 5.5, 6.1)."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.planned import on_week
from rules.spans import Days
from rules.terms import ChangeKind as C
from rules.terms import ClashKind
from rules.terms import WeekParity as W
from rules.timetable import Class, Weekly, clashes
from rules.timetable_conflicts import conflicts
from rules.timetable_difference import Held, day_changes
from rules.timetable_weeks import spans, stretched

YEAR = dt.date(2023, 9, 1)
MONDAYS = [dt.date(2023, 9, 4) + dt.timedelta(weeks=week) for week in range(16)]
ODD = [day for day in MONDAYS if on_week(day, YEAR, W.ODD)]


def held(*without: int, days: list[dt.date] = MONDAYS) -> frozenset[dt.date]:
    return frozenset(day for number, day in enumerate(days) if number not in without)


@pytest.mark.parametrize(("days", "found", "why"), [
    (held(), [(W.EVERY, 0, 15)], "every week"),
    (frozenset(ODD), [(W.ODD, 1, 15)], "odd weeks"),
    (frozenset(set(MONDAYS) - set(ODD)), [(W.EVEN, 0, 14)], "even weeks"),
    (held(5), [(W.EVERY, 0, 15)], "one lesson was cancelled"),
    (frozenset(MONDAYS[:8]), [(W.EVERY, 0, 7)], "half of the semester"),
    (frozenset(MONDAYS[:6] + ODD[4:]), [(W.EVERY, 0, 5), (W.ODD, 9, 15)], "weekly, then every other week"),
    (frozenset(MONDAYS[3:4]), [], "once: a change by date"),
    (frozenset(), [], "never"),
])
def test_places_of_the_week(days: frozenset[dt.date], found: list[tuple[W, int, int]], why: str) -> None:
    got = [(span.parity, MONDAYS.index(span.first), MONDAYS.index(span.last)) for span in spans(days, MONDAYS, YEAR)]
    assert got == found, why


def test_a_span_takes_the_files_own_time_where_it_adds_nothing() -> None:
    whole = Days(dt.date(2023, 9, 1), dt.date(2023, 12, 29))
    full, = spans(held(), MONDAYS, YEAR)
    assert stretched(full, whole, MONDAYS, YEAR) == whole
    half, = spans(frozenset(MONDAYS[:8]), MONDAYS, YEAR)
    assert stretched(half, whole, MONDAYS, YEAR) == Days(whole.starts, MONDAYS[7])


@settings(max_examples=40, deadline=None)
@given(st.sets(st.sampled_from(MONDAYS)))
def test_no_explanation_costs_more_than_telling_each_day(days: set[dt.date]) -> None:
    """Spans and the days they do not explain are never more records than the lessons themselves."""
    found = spans(frozenset(days), MONDAYS, YEAR)
    covered = {day for span in found for day in MONDAYS if span.holds(day, YEAR)}
    assert 1.5 * len(found) + len(covered ^ days) <= len(days)
    assert all(one.last < other.first for one, other in pairwise(found))


A, B, FIRST, SECOND, ALIEN = 1, 2, 3, 4, 5
CLASSES = {
    A: Class("А", 1, 11), B: Class("Б", 1, 12), FIRST: Class("В1", 1, 13, 31, "язык"),
    SECOND: Class("В2", 1, 14, 32, "язык"), ALIEN: Class("Г", 2, 15)}
DAY = dt.date(2023, 11, 20)


@pytest.mark.parametrize(("was", "will", "found", "why"), [
    ([], [], [], "nothing"),
    ([Held(A, 1, "214")], [Held(A, 1, "214")], [], "the same"),
    ([Held(A, 1, "214")], [Held(A, 1)], [], "a file without rooms says nothing of them"),
    ([Held(A, 1, "214")], [Held(A, 1, "215")], [(C.ROOM, 1, A, None, None, None, "215")], "another room"),
    ([Held(A, 1, "214")], [], [(C.CANCELLED, 1, A, None, None, None, None)], "not held"),
    ([], [Held(A, 1, "214")], [(C.ADDED, 1, None, A, None, None, "214")], "one more"),
    ([Held(A, 1, "214")], [Held(A, 1, "214", 99)], [(C.SUBSTITUTED, 1, A, None, 99, None, None)], "a substitute"),
    ([Held(A, 1, "214")], [Held(A, 1, "215", 99)], [(C.SUBSTITUTED, 1, A, None, 99, None, "215")], "and a room"),
    ([Held(A, 1, "214")], [Held(B, 1, "214")], [(C.REPLACED, 1, A, B, None, None, None)], "another discipline"),
    ([Held(A, 1)], [Held(A, 3)], [(C.MOVED, 1, A, None, None, 3, None)], "another pair"),
    ([Held(A, 1)], [Held(ALIEN, 1)], [(C.CANCELLED, 1, A, None, None, None, None),
                                      (C.ADDED, 1, None, ALIEN, None, None, None)], "students of another group"),
    ([Held(A, 1)], [Held(FIRST, 1), Held(SECOND, 1)],
     [(C.REPLACED, 1, A, FIRST, None, None, None), (C.ADDED, 1, None, SECOND, None, None, None)], "by halves"),
    ([Held(FIRST, 1), Held(SECOND, 1)], [Held(SECOND, 1)], [(C.CANCELLED, 1, FIRST, None, None, None, None)],
     "one half stays at home"),
    ([], [Held(A, 1, None, 99)], [(C.ADDED, 1, None, A, None, None, None), (C.SUBSTITUTED, 1, A, None, 99, None, None)],
     "one more, by a substitute"),
])
def test_a_day_against_the_week(was: list[Held], will: list[Held], found: list[tuple], why: str) -> None:
    got = [(one.kind, one.pair, one.journal, one.new_journal, one.substitute, one.new_pair, one.room)
           for one in day_changes(DAY, was, will, CLASSES)]
    assert got == found, why


def place(group: int, teacher: int, room: str | None = None, subject: str | None = None, pair: int = 1) -> Weekly:
    return Weekly(Class(f"{group}", group, teacher, None, None, room, subject), 1, pair, W.EVERY, Days(YEAR, None))


@pytest.mark.parametrize(("one", "other", "kinds", "why"), [
    (place(1, 1), place(2, 2), [], "strangers"),
    (place(1, 1), place(2, 1), [ClashKind.TEACHER], "the teacher"),
    (place(1, 1), place(1, 2), [ClashKind.STUDENTS], "the group"),
    (place(1, 1, "214"), place(2, 2, "214"), [ClashKind.ROOM], "the room"),
    (place(1, 1, "moodle"), place(2, 2, "moodle"), [], "a room without walls"),
    (place(1, 1, "214", "химия"), place(2, 1, "214", "химия"), [], "one lecture for two groups"),
    (place(1, 1, "214", "химия"), place(2, 1, "214", "физика"), [ClashKind.TEACHER, ClashKind.ROOM], "two lectures"),
    (place(1, 1, None, "химия"), place(2, 1, None, "химия"), [ClashKind.TEACHER], "nobody said where"),
    (place(1, 1, "moodle", "химия"), place(2, 1, "moodle", "физика"), [ClashKind.TEACHER], "two at once, anywhere"),
    (place(1, 1), place(1, 1, pair=2), [], "another pair"),
])
def test_clashes(one: Weekly, other: Weekly, kinds: list[ClashKind], why: str) -> None:
    assert [item.kind for item in sorted(conflicts([one, other]), key=lambda item: list(ClashKind).index(item.kind))
            ] == kinds, why
    if one.pair == other.pair:
        assert list(clashes(one.what, other.what)) == kinds, why

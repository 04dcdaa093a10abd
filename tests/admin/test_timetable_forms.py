"""What the forms of the timetable refuse and accept (п. 5.5, 6.1), over HTTP, by the methodist."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

import models as m
from rules.terms import ChangeKind as C
from rules.terms import Role, WeekParity
from tests import factories as f
from tests.admin.forms import accepted, edited, refused

MONDAY, NEXT, SUNDAY = dt.date(2023, 11, 20), dt.date(2023, 11, 27), dt.date(2023, 11, 26)
SEPTEMBER, DECEMBER = dt.date(2023, 9, 1), dt.date(2023, 12, 29)


@pytest.fixture
def methodist(login: Any) -> Any:
    return login(Role.METHODIST)


@pytest.fixture
def journal(db: Any) -> m.Journal:
    """Mathematics of a whole group, on Mondays at the second pair."""
    bells = f.BellScheduleFactory()
    for pair in (1, 2, 3):
        f.BellSlotFactory(pair=pair, schedule=bells)
    made: m.Journal = f.JournalFactory()
    f.TimetableSlotFactory(journal=made, weekday=1, pair=2, room="214")
    return made


def cases(table: list[tuple]) -> Any:
    return pytest.mark.parametrize(("change", "field", "why"), table, ids=[case[2] for case in table])


def slot(journal: m.Journal, **changed: Any) -> dict[str, Any]:
    return {"journal": journal, "weekday": 1, "pair": 2, "parity": WeekParity.EVERY, "starts": SEPTEMBER,
            "ends": DECEMBER, "room": "118"} | changed


@cases([
    ({"weekday": 7}, "weekday", "Sunday"),
    ({"weekday": 9}, "weekday", "no such day"),
    ({"weekday": ""}, "weekday", "on which day?"),
    ({"pair": 5}, "pair", "no bell for it"),
    ({"pair": 77}, "pair", "no such pair"),
    ({"starts": dt.date(2023, 8, 1)}, "starts", "before the semester"),
    ({"ends": dt.date(2024, 1, 15)}, "ends", "past the semester"),
    ({"ends": dt.date(2023, 8, 31), "starts": SEPTEMBER}, "ends", "turned back"),
    ({"room": "1" * 25}, "room", "longer than the column"),
    ({"journal": None}, "journal", "of what?"),
])
def test_slots_refused(change: dict, field: str, why: str, journal: m.Journal, methodist: Any) -> None:
    refused(methodist, m.TimetableSlot, slot(f.JournalFactory()) | change, field, why)


def part(journal: m.Journal, number: int, split: str = "Информатика") -> m.Subgroup:
    return f.SubgroupFactory(group=journal.group, number=number, split=split)


def of_group(journal: m.Journal, **more: Any) -> m.Journal:
    line = f.CurriculumLineFactory(curriculum=journal.line.curriculum)
    return f.JournalFactory(line=line, group=journal.group, **more)


CLASHES = [
    ("another discipline of the group", lambda j: of_group(j), {}, True),
    ("a subgroup of the group", lambda j: of_group(j, subgroup=part(j, 1)), {}, True),
    ("the teacher's other group", lambda j: f.JournalFactory(teacher=j.teacher), {}, True),
    ("another group and teacher", lambda j: f.JournalFactory(), {}, False),
    ("the next pair", lambda j: of_group(j), {"pair": 3}, False),
    ("another weekday", lambda j: of_group(j), {"weekday": 2}, False),
    ("odd weeks of an every-week pair", lambda j: of_group(j), {"parity": WeekParity.ODD}, True),
]


@pytest.mark.parametrize(("why", "other", "change", "clash"), CLASHES, ids=[case[0] for case in CLASHES])
def test_nobody_is_in_two_places(why: str, other: Any, change: dict, clash: bool, journal: m.Journal,
                                 methodist: Any) -> None:
    values = slot(other(journal), **change)
    if clash:
        assert str(journal.line.title) in refused(methodist, m.TimetableSlot, values, "pair", why)
    else:
        accepted(methodist, m.TimetableSlot, values)


def test_halves_of_one_split_go_at_once(journal: m.Journal, methodist: Any) -> None:
    """Subgroups 1 and 2 of one division share nobody; a subgroup of another division may."""
    first, second, foreign = part(journal, 1), part(journal, 2), part(journal, 1, "Иностранный язык")
    accepted(methodist, m.TimetableSlot, slot(of_group(journal, subgroup=first), pair=3, room="1"))
    accepted(methodist, m.TimetableSlot, slot(of_group(journal, subgroup=second), pair=3, room="2"))
    refused(methodist, m.TimetableSlot, slot(of_group(journal, subgroup=foreign), pair=3), "pair", "another division")
    refused(methodist, m.TimetableSlot, slot(of_group(journal), pair=3), "pair", "the whole group")


def test_odd_and_even_weeks_take_turns(journal: m.Journal, methodist: Any) -> None:
    accepted(methodist, m.TimetableSlot, slot(of_group(journal), pair=1, parity=WeekParity.ODD))
    accepted(methodist, m.TimetableSlot, slot(of_group(journal), pair=1, parity=WeekParity.EVEN))


def test_a_taken_room_only_warns(journal: m.Journal, methodist: Any) -> None:
    """A sports hall holds two groups."""
    accepted(methodist, m.TimetableSlot, slot(f.JournalFactory(), room="214"))
    assert "Аудитория 214 в это время занята" in methodist.get("/admin/timetable_slot/").text


def test_a_slot_does_not_clash_with_itself(db: Any, journal: m.Journal, methodist: Any) -> None:
    held = db.scalars(m.db.select(m.TimetableSlot)).one()
    assert edited(methodist, held, {"room": "300"}) == {}
    assert held.room == "300"
    assert edited(methodist, held, {"weekday": 3}) == {}
    assert held.weekday == 3


# changes by date

CHANGES = [
    ({"journal": None}, "journal", "what is cancelled?"),
    ({"new_journal": "same group"}, "new_journal", "cancelled, but something instead"),
    ({"substitute": "free"}, "substitute", "cancelled, but somebody substitutes"),
    ({"pair": 1}, "pair", "not at this pair"),
    ({"date": dt.date(2023, 11, 21)}, "pair", "not on this day"),
    ({"date": dt.date(2024, 2, 5)}, "date", "not in this semester"),
    ({"kind": C.SUBSTITUTED}, "substitute", "by whom?"),
    ({"kind": C.SUBSTITUTED, "substitute": "self"}, "substitute", "by oneself"),
    ({"kind": C.SUBSTITUTED, "substitute": "busy"}, "substitute", "has a lesson of her own"),
    ({"kind": C.REPLACED}, "new_journal", "by what?"),
    ({"kind": C.REPLACED, "new_journal": "self"}, "new_journal", "by itself"),
    ({"kind": C.REPLACED, "new_journal": "foreign"}, "new_journal", "by a lesson of another group"),
    ({"kind": C.MOVED}, "new_date", "where to?"),
    ({"kind": C.MOVED, "new_date": MONDAY}, "new_date", "to where it is"),
    ({"kind": C.MOVED, "new_date": SUNDAY, "new_pair": 1}, "new_date", "to a Sunday"),
    ({"kind": C.MOVED, "new_date": NEXT, "new_pair": 1}, "new_pair", "onto another lesson of the group"),
    ({"kind": C.ROOM}, "room", "where to?"),
    ({"kind": C.ADDED, "journal": None}, "new_journal", "which lesson?"),
    ({"kind": C.ADDED, "journal": None, "new_journal": "same group", "pair": 2}, "pair", "the group is at a lesson"),
    ({"kind": C.ADDED, "journal": None, "new_journal": "same group", "pair": 3, "date": SUNDAY}, "date", "on a Sunday"),
    ({"kind": "burnt"}, "kind", "no such change"),
]


@pytest.fixture
def cast(db: Any, journal: m.Journal) -> dict[str, Any]:
    """Other journals and teachers, and a lesson of the group on Mondays at the first pair."""
    other, foreign = of_group(journal), f.JournalFactory()
    f.TimetableSlotFactory(journal=other, weekday=1, pair=1)
    f.TimetableSlotFactory(journal=foreign, weekday=1, pair=2)
    return {"self": journal, "same group": other, "foreign": foreign, "busy": foreign.teacher,
            "free": f.TeacherFactory()}


def change_of(journal: m.Journal, cast: dict[str, Any], change: dict) -> dict[str, Any]:
    values = {"kind": C.CANCELLED, "date": MONDAY, "pair": 2, "journal": journal} | change
    if values.get("substitute") == "self":
        values["substitute"] = journal.teacher
    return {name: cast.get(value, value) if name in ("new_journal", "substitute") else value
            for name, value in values.items()}


@cases(CHANGES)
def test_changes_refused(change: dict, field: str, why: str, journal: m.Journal, cast: dict, methodist: Any) -> None:
    refused(methodist, m.TimetableChange, change_of(journal, cast, change), field, why)


@pytest.mark.parametrize(("change", "why"), [
    ({}, "cancelled"),
    ({"kind": C.SUBSTITUTED, "substitute": "free", "room": "301"}, "substituted"),
    ({"kind": C.REPLACED, "new_journal": "same group"}, "replaced"),
    ({"kind": C.MOVED, "new_date": NEXT, "new_pair": 3}, "moved to a free pair"),
    ({"kind": C.ROOM, "room": "301"}, "another room"),
    ({"kind": C.ADDED, "journal": None, "new_journal": "same group", "pair": 3}, "one more"),
], ids=lambda value: value if isinstance(value, str) else "")
def test_changes_accepted(change: dict, why: str, journal: m.Journal, cast: dict, methodist: Any) -> None:
    made = accepted(methodist, m.TimetableChange, change_of(journal, cast, change))
    assert edited(methodist, made, {"reason": "болезнь"}) == {}, why
    if made.kind in (C.SUBSTITUTED, C.ROOM):
        refused(methodist, m.TimetableChange, change_of(journal, cast, change), "kind", "entered already")


def test_what_is_cancelled_frees_the_hour(journal: m.Journal, cast: dict, methodist: Any) -> None:
    accepted(methodist, m.TimetableChange, change_of(journal, cast, {}))
    accepted(methodist, m.TimetableChange, change_of(
        journal, cast, {"kind": C.ADDED, "journal": None, "new_journal": "same group"}))
    said = refused(methodist, m.TimetableChange, change_of(journal, cast, {"kind": C.ROOM, "room": "1"}), "pair",
                   "the lesson is cancelled")
    assert "Пары в этот день: нет" in said


def test_a_moved_lesson_may_be_changed_where_it_is(journal: m.Journal, cast: dict, methodist: Any) -> None:
    accepted(methodist, m.TimetableChange, change_of(journal, cast, {"kind": C.MOVED, "new_date": NEXT, "new_pair": 3}))
    accepted(methodist, m.TimetableChange, change_of(journal, cast, {
        "kind": C.SUBSTITUTED, "date": NEXT, "pair": 3, "substitute": "free"}))


def test_one_substitute_is_in_one_place(journal: m.Journal, cast: dict, methodist: Any) -> None:
    """A teacher already sent to one lesson is not sent to another at the same pair."""
    third = f.JournalFactory()
    f.TimetableSlotFactory(journal=third, weekday=1, pair=2)
    instead = {"kind": C.SUBSTITUTED, "substitute": "free"}
    accepted(methodist, m.TimetableChange, change_of(journal, cast, instead))
    refused(methodist, m.TimetableChange, change_of(third, cast, instead), "substitute", "sent elsewhere")


def test_the_methodist_finds_a_substitute(journal: m.Journal, cast: dict, methodist: Any) -> None:
    """Staff are chosen by name without opening their accounts."""
    name = cast["free"].last_name
    found = methodist.get("/admin/timetable_change/ajax/lookup/", query_string={"name": "substitute", "query": name})
    assert found.status_code == 200
    assert cast["free"].id in [pair[0] for pair in found.json]

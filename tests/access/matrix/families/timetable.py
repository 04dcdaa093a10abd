"""The timetable of a week: all of it to staff, the own group's to a family (rights.md, «timetable»)."""

from __future__ import annotations

from rules.terms import Role
from tests.access.matrix.endpoints import FAMILY, Answer, Page, Who, may, only


def away(role: Role | None, who: str) -> Answer:
    """Another's group: staff read every timetable, a family its own only."""
    return 404 if role in FAMILY else may("R", "timetable_slot")(role, who)


def planner(answer: int) -> Who:
    """The methodist alone keeps the timetable (п. 5.5)."""
    return only(Role.METHODIST, answer=answer)


PAGES: tuple[Page, ...] = (
    Page("timetable.index", "GET", "/timetable/", may("R", "timetable_slot")),
    Page("timetable.index", "GET", "/timetable/?group={group}", may("R", "timetable_slot"),
         "/timetable/?group={away_group}", away),
    Page("timetable_edit.index", "GET", "/timetable/edit?group={group}", planner(200)),
    Page("timetable_edit.put", "POST", "/timetable/edit/places?group={group}", planner(422)),
    Page("timetable_edit.change", "POST", "/timetable/edit/places/{timetable_slot}", planner(409),
         "/timetable/edit/places/999999999", planner(404), send=lambda: {"data": {"version": "0"}}),
    Page("timetable_edit.remove", "POST", "/timetable/edit/places/{timetable_slot}/remove", planner(303),
         "/timetable/edit/places/999999999/remove", planner(404)),
    Page("timetable_edit.take_back", "POST", "/timetable/edit/undo", planner(400)),
    Page("timetable_dates.record", "POST", "/timetable/edit/changes?group={group}&date=2023-11-21", planner(422)),
    Page("timetable_dates.remove", "POST", "/timetable/edit/changes/{timetable_change}/remove", planner(303),
         "/timetable/edit/changes/999999999/remove", planner(404)),
)

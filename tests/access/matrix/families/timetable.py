"""The timetable of a week: all of it to staff, the own group's to a family (rights.md, «timetable»)."""

from __future__ import annotations

from rules.terms import Role
from tests.access.matrix.endpoints import FAMILY, Answer, Page, may


def away(role: Role | None, who: str) -> Answer:
    """Another's group: staff read every timetable, a family its own only."""
    return 404 if role in FAMILY else may("R", "timetable_slot")(role, who)


PAGES: tuple[Page, ...] = (
    Page("timetable.index", "GET", "/timetable/", may("R", "timetable_slot")),
    Page("timetable.index", "GET", "/timetable/?group={group}", may("R", "timetable_slot"),
         "/timetable/?group={away_group}", away),
)

"""Division of a group: a student studies in one subgroup of a split, while in the group (п. 5.4, 5.6)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rules.spans import Days, check_order, first_met
from rules.violation import Violation


def check_place(place: Days, in_group: Sequence[Days], others: Iterable[tuple[str, Days]]) -> list[Violation]:
    """Time in a subgroup; ``others`` are the student's subgroups of the same split by name."""
    if turned := check_order(place.starts, place.ends):
        return [turned]
    found = []
    stay = next((stay for stay in in_group if stay.holds(place.starts)), None)
    if stay is None:
        found.append(Violation("5.4", f"{place.starts:%d.%m.%Y} студент не числится в группе этой подгруппы",
                               "student"))
    elif not stay.covers(place):
        found.append(Violation("5.4", f"В группе студент числится {stay}: в подгруппе не дольше", "ends"))
    if (met := first_met(place, others)) is not None:
        name, days = met
        found.append(Violation("5.4", f"Студент уже в другой подгруппе этого деления: {name}, {days}", "subgroup"))
    return found

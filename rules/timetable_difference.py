"""How one day differs from the weekly timetable, told as changes of the right kinds (п. 5.5, 6.1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rules.terms import ChangeKind
from rules.timetable import Change, Class


@dataclass(frozen=True)
class Held:
    """A lesson of the day: its journal, pair and room; ``substitute`` gives it instead of the journal's teacher."""

    journal: int
    pair: int
    room: str | None = None
    substitute: int | None = None

    @property
    def place(self) -> tuple[int, int]:
        return self.pair, self.journal


def day_changes(day: dt.date, weekly: Sequence[Held], wanted: Sequence[Held],
                classes: Mapping[int, Class]) -> list[Change]:
    """Changes that turn the weekly day into the wanted one, in the order in which they apply.

    classes: by journal, whose students and teacher.
    """
    was = {one.place: one for one in weekly}
    will = {one.place: one for one in wanted}
    found = [change for place in sorted(was.keys() & will.keys())
             for change in _same_place(day, was[place], will[place])]
    gone = [was[place] for place in sorted(was.keys() - will.keys())]
    come = [will[place] for place in sorted(will.keys() - was.keys())]
    return [*_moved(day, gone, come), *_replaced(day, gone, come, classes), *_rest(day, gone, come), *found]


def _same_place(day: dt.date, was: Held, will: Held) -> list[Change]:
    room = _other_room(was, will)
    if will.substitute is not None:
        return [Change(ChangeKind.SUBSTITUTED, day, was.pair, was.journal, substitute=will.substitute, room=room)]
    return [Change(ChangeKind.ROOM, day, was.pair, was.journal, room=room)] if room else []


def _moved(day: dt.date, gone: list[Held], come: list[Held]) -> list[Change]:
    """The same journal on another pair of the day."""
    found: list[Change] = []
    for will in list(come):
        was = next((one for one in gone if one.journal == will.journal), None)
        if was is not None:
            gone.remove(was)
            come.remove(will)
            found += [Change(ChangeKind.MOVED, day, was.pair, was.journal, new_date=day, new_pair=will.pair,
                             room=_other_room(was, will)), *_given(day, will)]
    return found


def _replaced(day: dt.date, gone: list[Held], come: list[Held], classes: Mapping[int, Class]) -> list[Change]:
    """Another discipline on the pair for the same students: of several the same part of the group first."""
    found: list[Change] = []
    for will in list(come):
        one = classes[will.journal]
        met = [was for was in gone if was.pair == will.pair and one.shares_students(classes[was.journal])]
        met.sort(key=lambda was: classes[was.journal].subgroup != one.subgroup)
        if met:
            gone.remove(met[0])
            come.remove(will)
            found += [Change(ChangeKind.REPLACED, day, will.pair, met[0].journal, will.journal,
                             room=_other_room(met[0], will)), *_given(day, will)]
    return found


def _rest(day: dt.date, gone: list[Held], come: list[Held]) -> list[Change]:
    cancelled = [Change(ChangeKind.CANCELLED, day, was.pair, was.journal) for was in gone]
    added = [change for will in come for change in (
        Change(ChangeKind.ADDED, day, will.pair, new_journal=will.journal, room=will.room), *_given(day, will))]
    return [*cancelled, *added]


def _other_room(was: Held, will: Held) -> str | None:
    return will.room if will.room != was.room else None


def _given(day: dt.date, will: Held) -> list[Change]:
    """Who gives a lesson that was brought here instead of its journal's teacher."""
    if will.substitute is None:
        return []
    return [Change(ChangeKind.SUBSTITUTED, day, will.pair, will.journal, substitute=will.substitute)]

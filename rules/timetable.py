"""The timetable: who cannot be in two places at once, and what each kind of change says (п. 5.5, 6.1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rules.bells import check_pair
from rules.spans import Days
from rules.terms import ChangeKind, ClashKind, WeekParity
from rules.timetable_words import is_virtual
from rules.violation import Violation

FIELDS = {"journal": "занятие по расписанию", "new_journal": "занятие вместо него", "substitute": "кто замещает",
          "new_date": "дату, на которую перенесено", "new_pair": "новую пару", "room": "аудиторию"}
NEEDS: dict[ChangeKind, tuple[str, ...]] = {
    ChangeKind.CANCELLED: ("journal",),
    ChangeKind.SUBSTITUTED: ("journal", "substitute"),
    ChangeKind.REPLACED: ("journal", "new_journal"),
    ChangeKind.ADDED: ("new_journal",),
    ChangeKind.MOVED: ("journal", "new_date"),
    ChangeKind.ROOM: ("journal", "room"),
}
MAY: dict[ChangeKind, tuple[str, ...]] = {
    ChangeKind.CANCELLED: ("room",), ChangeKind.SUBSTITUTED: ("room",), ChangeKind.REPLACED: ("room",),
    ChangeKind.ADDED: ("room",), ChangeKind.MOVED: ("new_pair", "room"), ChangeKind.ROOM: (),
}


@dataclass(frozen=True)
class Class:
    """A lesson that takes a pair: whose students, which teacher, where, what.

    ``split`` names the subgroup's division; ``subject`` tells the same lesson for several groups.
    """

    title: str
    group: int
    teacher: int
    subgroup: int | None = None
    split: str | None = None
    room: str | None = None
    subject: str | None = None

    def shares_students(self, other: Class) -> bool:
        """A group and its parts meet; two parts of one division do not."""
        if self.group != other.group:
            return False
        parts = self.subgroup is not None and other.subgroup is not None
        return not (parts and self.split == other.split and self.subgroup != other.subgroup)


    def joint_with(self, other: Class) -> bool:
        """One teacher with one subject in one room: several groups listen to one lecture."""
        return None not in (self.subject, self.room) and (self.teacher, self.subject, self.room) == (
            other.teacher, other.subject, other.room)


def clashes(one: Class, other: Class) -> tuple[ClashKind, ...]:
    """In what two classes that go at once get in each other's way: students, teacher, room (п. 5.5)."""
    joint = one.joint_with(other)
    walls = one.room is not None and one.room == other.room and not is_virtual(one.room)
    found = {ClashKind.STUDENTS: one.shares_students(other), ClashKind.TEACHER: one.teacher == other.teacher
             and not joint, ClashKind.ROOM: walls and not joint}
    return tuple(kind for kind, meets in found.items() if meets)


@dataclass(frozen=True)
class Weekly:
    """A class on a weekday and pair between two dates."""

    what: Class
    weekday: int
    pair: int
    parity: WeekParity
    days: Days

    def meets(self, other: Weekly) -> bool:
        parities = {self.parity, other.parity}
        return ((self.weekday, self.pair) == (other.weekday, other.pair) and self.days.meets(other.days)
                and parities != {WeekParity.ODD, WeekParity.EVEN})


def check_slot(slot: Weekly, semester: Days, bells: Sequence[int], week_days: int) -> list[Violation]:
    """A place of the week: a study day, a pair that has a bell, dates inside the semester."""
    found = []
    if not 1 <= slot.weekday <= week_days:
        found.append(Violation("5.5", f"Учебная неделя — {week_days} дн.: в этот день занятий нет", "weekday"))
    if wrong := check_pair(slot.pair):
        found.append(wrong)
    elif bells and slot.pair not in bells:
        found.append(Violation("5.5", f"{slot.pair}-й пары нет в расписании звонков", "pair"))
    for field, day in (("starts", slot.days.starts), ("ends", slot.days.ends)):
        if day is not None and not semester.holds(day):
            found.append(Violation("5.5", f"Журнал семестра, который идёт {semester}", field))
    if slot.days.ends is not None and slot.days.ends < slot.days.starts:
        found.append(Violation("5.5", "Конец раньше начала", "ends"))
    return found


def check_weekly(slot: Weekly, others: Iterable[Weekly]) -> list[Violation]:
    """Neither the students nor the teacher are in two places at once."""
    return check_class(slot.what, [other.what for other in others if slot.meets(other)], "pair")


def check_class(one: Class, others: Iterable[Class], field: str) -> list[Violation]:
    """A class against those that go at the same time."""
    found: dict[str, Violation] = {}
    for other in others:
        met = clashes(one, other)
        if ClashKind.STUDENTS in met:
            found.setdefault("students", Violation("5.5", f"У группы в это время: {other.title}", field))
        if ClashKind.TEACHER in met:
            found.setdefault("teacher", Violation("5.5", f"Преподаватель в это время занят: {other.title}", field))
    return list(found.values())


def room_taken(slot: Weekly, others: Iterable[Weekly]) -> str | None:
    """Which class has the same room at the same time; a hall may hold two, so this only warns."""
    for other in others:
        if ClashKind.ROOM in clashes(slot.what, other.what) and slot.meets(other):
            return other.what.title
    return None


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one date; journals, teachers and groups by their ids."""

    kind: ChangeKind
    date: dt.date
    pair: int
    journal: int | None = None
    new_journal: int | None = None
    substitute: int | None = None
    new_date: dt.date | None = None
    new_pair: int | None = None
    room: str | None = None
    teacher: int | None = None
    group: int | None = None
    new_group: int | None = None


def check_change(change: Change, semester: Days, planned_pairs: Sequence[int]) -> list[Violation]:
    """What the kind needs is given, what it does not know is empty, the lesson stands in the timetable."""
    found = _check_fields(change)
    for field, day in (("date", change.date), ("new_date", change.new_date)):
        if day is not None and not semester.holds(day):
            found.append(Violation("5.5", f"{day:%d.%m.%Y} не входит в семестр журнала: он {semester}", field))
    if found:
        return found
    if change.journal is not None and change.pair not in planned_pairs:
        known = ", ".join(f"{pair}-я" for pair in planned_pairs) or "нет"
        found.append(Violation("5.5", f"{change.date:%d.%m} этого занятия в расписании на {change.pair}-й паре нет. "
                                      f"Пары в этот день: {known}", "pair"))
    return found + _check_sense(change)


def _check_fields(change: Change) -> list[Violation]:
    empty = [Violation("5.5", f"{change.kind.title.capitalize()}: укажите {FIELDS[name]}", name)
             for name in NEEDS[change.kind] if getattr(change, name) in (None, "")]
    allowed = {*NEEDS[change.kind], *MAY[change.kind]}
    extra = [Violation("5.5", f"{change.kind.title.capitalize()}: это поле не заполняют", name)
             for name in FIELDS if name not in allowed and getattr(change, name) not in (None, "")]
    return empty + extra


def _check_sense(change: Change) -> list[Violation]:
    if change.kind is ChangeKind.SUBSTITUTED and change.substitute == change.teacher:
        return [Violation("6.1", "Преподаватель не замещает сам себя", "substitute")]
    if change.kind is ChangeKind.REPLACED and change.journal == change.new_journal:
        return [Violation("5.5", "Выберите другой журнал: это то же занятие", "new_journal")]
    if change.kind is ChangeKind.REPLACED and change.group != change.new_group:
        return [Violation("5.5", "Вместо занятия — другое занятие той же группы", "new_journal")]
    if change.kind is ChangeKind.MOVED and (change.new_date, change.new_pair or change.pair) == (
            change.date, change.pair):
        return [Violation("5.5", "Занятие уже стоит в этот день на этой паре", "new_date")]
    return []

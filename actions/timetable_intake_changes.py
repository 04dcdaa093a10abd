"""A substitution sheet: only the pairs it names change, the rest of the day stays (п. 5.5, 6.1)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from actions.intake.refusal import Refusals
from actions.intake.report import Tally
from actions.intake.timetable import ChangeRow
from actions.timetable_intake_dates import bring_changes, stored_changes, weekly_days
from actions.timetable_names import Names
from models import Semester, TimetableChange
from rules.calendar import WorkCalendar
from rules.terms import ChangeKind
from rules.timetable import Change
from rules.timetable_difference import Held, day_changes

INDEPENDENT = "самостоятельная работа"
NOW = "замена"  # the column that a refusal names


@dataclass(frozen=True)
class Sheet:
    """Lines of a sheet that fall into one semester."""

    rows: tuple[ChangeRow, ...]
    semester: Semester


@dataclass
class _Pair:
    """A pair of a group on the day: what goes away and what comes, by the lines that tell of it."""

    off: set[int]
    on: list[Held]
    independent: set[int]


def load_changes(sheet: Sheet, names: Names, calendar: WorkCalendar, refusals: Refusals, tally: Tally,
                 update: bool) -> None:
    """Write the changes of the lines; what cannot be, is among the refusals and nothing is written."""
    placed = [(row, group) for row in sheet.rows if (group := names.group(row.line, row.group)) is not None]
    if not placed:
        return
    stated = {(row.date, group) for row, group in placed}
    pairs = {(row.date, row.pair, group) for row, group in placed}
    stored = stored_changes({group for _, group in stated}, {day for day, _ in stated})
    own = [row for row in stored if _place(names, row.date, row.pair, row.journal_id or row.new_journal_id) in pairs]
    weekly = weekly_days({group for _, group in stated}, stated, [row for row in stored if row not in own],
                         sheet.semester, calendar)
    told: dict[tuple[dt.date, int, int], _Pair] = defaultdict(lambda: _Pair(set(), [], set()))
    for row, group in placed:
        held = [one for one in weekly.get((row.date, group), ()) if one.pair == row.pair]
        _read(row, group, held, sheet.semester, names, told[row.date, row.pair, group])
    if len(refusals):
        return
    _write(told, weekly, own, names, tally, update)


def _read(row: ChangeRow, group: int, held: list[Held], semester: Semester, names: Names, pair: _Pair) -> None:
    off = _off(row, group, held, semester, names)
    pair.off |= off
    if row.independent:
        pair.independent |= off
    for what in row.now:
        lesson = names.lesson(row.line, NOW, semester.id, group, what)
        for book in lesson.books if lesson else ():
            pair.on.append(Held(book.id, row.pair, what.room, lesson.substitute if lesson else None))


def _off(row: ChangeRow, group: int, held: list[Held], semester: Semester, names: Names) -> set[int]:
    """Journals of the week whose lesson the line takes away."""
    if row.was is None:
        return set()
    books = names.discipline(row.line, NOW, semester.id, group, row.was)
    found = {one.journal for one in held} & {book.id for book in books}
    if books and not found:
        stands = ", ".join(dict.fromkeys(names.by_id[one.journal].title for one in held)) or "занятия нет"
        names.refusals.add(row.line, "предмет по расписанию", f"«{row.was.discipline}»: по недельному расписанию "
                           f"группы на {row.pair}-й паре — {stands}")
    return found


def _write(told: dict[tuple[dt.date, int, int], _Pair], weekly: dict[tuple[dt.date, int], tuple[Held, ...]],
           own: Sequence[TimetableChange], names: Names, tally: Tally, update: bool) -> None:
    needed: list[Change] = []
    reasons: dict[Change, str] = {}
    classes = {id: book.as_class() for id, book in names.by_id.items()}
    for (day, number, group), pair in sorted(told.items()):
        held = [one for one in weekly.get((day, group), ()) if one.pair == number]
        stays = [one for one in held if one.journal not in pair.off
                 and one.journal not in {new.journal for new in pair.on}]
        found = day_changes(day, held, [*stays, *pair.on], classes)
        needed += found
        reasons |= {change: INDEPENDENT for change in found
                    if change.kind is ChangeKind.CANCELLED and change.journal in pair.independent}
    bring_changes(needed, own, names.by_id, tally, update, reasons)


def _place(names: Names, day: dt.date, pair: int, journal: int | None) -> tuple[dt.date, int, int]:
    book = names.by_id.get(journal or 0)
    return day, pair, book.group if book is not None else 0

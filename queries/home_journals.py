"""How a teacher's journal goes: hours against the plan, marks against the minimum, entries in time (п. 6.1–6.4)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from queries.home_books import Book
from queries.home_findings import Findings
from queries.home_records import Recorded
from rules.accumulation import needed_marks
from rules.filling import was_in_time
from rules.percent import percent
from rules.planned import Planned
from rules.terms import LineKind

PAIR_HOURS = 2  # academic hours of a lesson of the timetable


@dataclass(frozen=True)
class JournalLine:
    """A row of «Мои журналы»; ``by_now`` is None where the timetable plans nothing.

    enough: students who have the ``needed`` marks for the hours given so far, of all ``students``;
    since: the first lesson of a substitution, None for an own journal.
    """

    id: int
    title: str
    index: str
    whose: str
    kind: LineKind
    since: dt.date | None
    given: int
    planned: int
    by_now: int | None
    students: int
    enough: int
    needed: int
    in_time: int | None
    awaited: int
    last: dt.date | None

    @property
    def share(self) -> int:
        return percent(self.given, self.planned) or 0

    @property
    def norm(self) -> int | None:
        """Where the bar should be by now, in percent."""
        return None if self.by_now is None else percent(self.by_now, self.planned)

    @property
    def enough_share(self) -> int:
        return percent(self.enough, self.students) or 0


def journal_line(found: Findings, book: Book) -> JournalLine:
    """Own journals with all their lessons; of another's, what the user has given in it."""
    records = [one for one in found.records.values() if one.journal == book.id and (book.mine or one.mine)]
    lessons = [one for one in found.planned if one.journal == book.id and not one.off
               and (book.mine or found.is_mine(one))]
    marks = found.marks.get(book.id, [])
    given = sum(one.hours for one in records)
    needed = needed_marks(min(given, book.planned_hours) if book.mine else 0, found.around.norms_on(found.user.today))
    return JournalLine(
        book.id, book.title, book.index, book.whose, book.kind,
        None if book.mine else min(_days(records, lessons), default=None),
        given, book.planned_hours if book.mine else PAIR_HOURS * len(lessons),
        _by_now(found, lessons), len(marks), sum(number >= needed for number in marks), needed,
        _in_time(found, book), sum(work.awaited for work in found.works if work.journal == book.id),
        max((one.date for one in records), default=None))


def _days(records: list[Recorded], lessons: list[Planned]) -> Iterator[dt.date]:
    yield from (one.date for one in records)
    yield from (one.date for one in lessons)


def _by_now(found: Findings, lessons: list[Planned]) -> int | None:
    """Hours the timetable has given to the journal so far."""
    return PAIR_HOURS * sum(found.is_over(one.date, one.pair) for one in lessons) if lessons else None


def _in_time(found: Findings, book: Book) -> int | None:
    """Percent of the user's lessons recorded on their day; what is not recorded is late once its day is over."""
    mine = [one for one in found.records.values() if one.journal == book.id and one.mine]
    timely = sum(was_in_time(one.entered_at, one.date, found.around.calendar,
                             found.around.norms_on(one.date)) for one in mine)
    forgotten = sum(found.is_mine(one) and one.date < found.user.today
                    and found.around.norms_on(one.date).kept_here for one in found.planned
                    if one.journal == book.id and (one.journal, one.date, one.pair) not in found.records)
    return percent(timely, len(mine) + forgotten)

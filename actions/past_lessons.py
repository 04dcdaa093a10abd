"""The lessons that marks of a past time belong to: found, made from the timetable, or made because it was asked."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection

import sqlalchemy as sa

from access.identity import Identity
from actions.intake.past import PastDay
from actions.lessons import LessonEntry, record_lesson
from actions.refusals import Refused
from models import Journal, Lesson, db
from queries.timetable import planned_pairs
from rules.lessons import PAIRS
from rules.past_marks import PLACEHOLDER_TOPIC
from rules.terms import LessonKind
from rules.violation import Violation

PAIR_HOURS = 2


class Absent(Exception):
    """There is no lesson to write into; the message says what to do."""


class Lessons:
    """Lessons of one journal by their days; those made on the way are recorded by the rules of п. 5.6 and 6.1."""

    def __init__(self, user: Identity, journal: Journal, days: Collection[PastDay], reason: str, create: bool) -> None:
        self.user, self.journal, self.reason, self.create = user, journal, reason, create
        self.made = 0
        self.known: dict[dt.date, dict[int, Lesson]] = defaultdict(dict)
        self.columns: dict[dt.date, int] = defaultdict(int)  # how many lessons of a date the file knows by no pair
        for day in days:
            if day.pair is None:
                self.columns[day.date] = max(self.columns[day.date], day.turn + 1)
        dates = sorted({day.date for day in days})
        for lesson in db.session.scalars(sa.select(Lesson).where(
                Lesson.journal_id == journal.id, Lesson.date.in_(dates)).order_by(Lesson.date, Lesson.pair)):
            self.known[lesson.date][lesson.pair] = lesson
        self.found: dict[PastDay, Lesson | Exception] = {}

    def at(self, day: PastDay) -> Lesson:
        """The day's lesson; raises Absent, or the Violation that forbids to record it."""
        if day not in self.found:
            try:
                self.found[day] = self._find(day)
            except (Absent, Violation) as refusal:
                self.found[day] = refusal
        found = self.found[day]
        if isinstance(found, Exception):
            raise found
        return found

    def _find(self, day: PastDay) -> Lesson:
        pairs = sorted({*self.known[day.date], *planned_pairs(self.journal, day.date, 0)})
        pair = self._pair(day, pairs)
        known = self.known[day.date].get(pair)
        return known if known is not None else self._record(day.date, pair)

    def _pair(self, day: PastDay, pairs: list[int]) -> int:
        """The pair named by the file, or the lesson of the day in its turn."""
        told = f"{day.date:%d.%m.%Y}"
        if day.pair is not None:
            if day.pair in pairs or self.create:
                return day.pair
            raise Absent(f"{told} на {day.pair}-й паре занятия нет ни в журнале, ни в расписании. Исправьте пару или "
                         "выберите «создать занятия» (--create-lessons)")
        if self.columns[day.date] < len(pairs):
            raise Absent(f"{told} занятий несколько: {', '.join(f'{pair}-я пара' for pair in pairs)}. Укажите пару, "
                         f"например «{told}, {pairs[0]}-я пара»")
        if day.turn < len(pairs):
            return pairs[day.turn]
        if self.create and max(pairs, default=0) < PAIRS[-1]:
            return max(pairs, default=0) + 1
        raise Absent(f"{told} занятия нет ни в журнале, ни в расписании. Исправьте дату или выберите «создать занятия» "
                     "(--create-lessons)")

    def _record(self, date: dt.date, pair: int) -> Lesson:
        """A lesson without a topic of its own: the old journal's table tells none, the teacher writes it afterwards."""
        entry = LessonEntry(date, pair, PAIR_HOURS, LessonKind.COMBINED, PLACEHOLDER_TOPIC,
                            deviation_reason=self.reason if self.journal.syllabus_id else None, attendance=True,
                            reason=self.reason)
        try:
            lesson = record_lesson(self.user, self.journal, entry)
        except Refused as refused:
            raise refused.violations[0] from refused
        self.known[date][pair] = lesson
        self.made += 1
        return lesson

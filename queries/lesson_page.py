"""Everything the page of one lesson shows; as many statements for five students as for thirty."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from access.identity import Identity
from access.scopes import ENTRY_DAYS
from models import Journal, Lesson
from queries.college import absence_kinds, bells
from queries.journal_frame import Planned, frame
from queries.lesson_dates import upcoming
from queries.lesson_deadline import Timing, timing
from queries.lesson_hints import Hint, hints
from queries.lesson_plan import TopicChoice, topic_choices
from queries.lesson_sheet import Attendance, SheetLine, attendance, sheet
from queries.lesson_twins import Parallel, Twin, parallels, twin
from queries.substitutions import colleagues, people_to_ask, planned_substitution
from rules.cells import AbsenceLetter
from rules.deadline_words import Recorded
from rules.deviation import next_of
from rules.terms import Role


@dataclass(frozen=True)
class Substitution:
    """Who gives the lesson instead of whom; ``until`` the substitute may write (п. 6.3); ``mine``: the user is he."""

    teacher: str
    teacher_id: int
    instead_of: str
    reason: str | None
    until: dt.date
    mine: bool


@dataclass(frozen=True)
class LessonPage:
    journal: Journal
    lesson: Lesson | None
    day: dt.date
    pair: int | None
    timing: Timing
    plan: tuple[TopicChoice, ...]
    dates: tuple[Planned, ...]
    lines: tuple[SheetLine, ...]
    attendance: Attendance
    hints: tuple[Hint, ...]
    kinds: tuple[AbsenceLetter, ...]
    bells: dict[int, tuple[dt.time, dt.time]]
    twin: Twin | None
    parallels: tuple[Parallel, ...]
    substitution: Substitution | None
    colleagues: tuple[tuple[int, str], ...]
    methodists: tuple[str, ...]

    @property
    def expected(self) -> TopicChoice | None:
        """The plan's next topic."""
        found = next_of(choice.topic for choice in self.plan)
        return next((choice for choice in self.plan if choice.topic == found), None)

    @property
    def times(self) -> str:
        """«12:20–13:50» of the lesson's pair."""
        found = self.bells.get(self.pair) if self.pair is not None else None
        return f"{found[0]:%H:%M}–{found[1]:%H:%M}" if found else ""


def lesson_page(user: Identity, journal: Journal, lesson: Lesson | None, day: dt.date, pair: int | None,
                brief: bool = False) -> LessonPage:
    """The lesson as it stands, or as the timetable and the plan propose it; ``brief`` leaves proposals out."""
    times, kinds, around = bells(), absence_kinds(), frame(user, journal)
    recorded = Recorded(lesson is not None, bool(lesson and lesson.homework),
                        times[pair][1] if pair is not None and pair in times else None)
    when = timing(user, journal, around, day, recorded)
    lines = sheet(journal, lesson, day)
    owner = journal.teacher_id == user.id and not brief
    return LessonPage(
        journal, lesson, day, pair, when, tuple(topic_choices(journal, lesson)),
        tuple(upcoming(around, journal, day)), tuple(lines), attendance(lines, kinds),
        () if brief else tuple(hints(journal, lines, kinds, day, pair)), tuple(kinds), times,
        twin(user, journal, day) if lesson is None and not brief else None,
        tuple(parallels(user, journal, lesson)) if lesson is not None and not brief else (),
        _substitution(user, journal, lesson, day, pair),
        tuple(colleagues(user)) if owner else (), tuple(people_to_ask(Role.METHODIST)) if owner else ())


def _substitution(user: Identity, journal: Journal, lesson: Lesson | None, day: dt.date,
                  pair: int | None) -> Substitution | None:
    until = day + ENTRY_DAYS
    if lesson is not None:
        if lesson.substituted is None:
            return None
        return Substitution(lesson.teacher.short_name, lesson.teacher_id, lesson.substituted.short_name,
                            lesson.substitution_reason, until, lesson.teacher_id == user.id)
    change = planned_substitution(journal, day, pair) if pair is not None else None
    if change is None or change.substitute is None or change.substitute_id == journal.teacher_id:
        return None
    return Substitution(change.substitute.short_name, change.substitute.id, journal.teacher.short_name, change.reason,
                        until, change.substitute_id == user.id)

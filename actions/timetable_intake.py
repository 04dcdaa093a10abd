"""A timetable from a file: the week, its changes by date, or both; nothing is written twice (п. 5.5)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from access.identity import Identity
from actions.intake.refusal import ImportRefused, Refusals
from actions.intake.report import Report, Tally
from actions.intake.timetable import LessonRow, TimetableFile
from actions.timetable_clashes import told_conflicts
from actions.timetable_intake_changes import Sheet, load_changes
from actions.timetable_intake_dates import Wanted, bring_dates
from actions.timetable_intake_weeks import bring_weeks, weeks_of_dates, weeks_of_template
from actions.timetable_names import Names
from models import Semester, db
from queries.college import bells, norms_on, work_calendar
from queries.timetable_books import all_semesters
from rules.calendar import WorkCalendar
from rules.spans import Days
from rules.terms import Term
from rules.timetable_difference import Held

LONGEST_SHEET = 7  # days: a file of more days tells the week itself


class Mode(Term):
    """What a file by dates is compared with."""

    WEEKS = "weeks", "составить из файла недельное расписание"
    CHANGES = "changes", "записать отличия от недельного расписания"


@dataclass(frozen=True)
class Asked:
    """What was chosen besides the file; days: of a week without dates; update: correct what is stored."""

    mode: Mode | None = None
    days: Days | None = None
    update: bool = True


def load_timetable(user: Identity, file: TimetableFile, asked: Asked = Asked()) -> Report:
    """Bring the timetable to the file; raises ImportRefused with every refused line; flushes, never commits."""
    loading = _Loading(user, file, asked)
    if file.week:
        loading.week()
    elif file.changes:
        loading.changes()
    else:
        loading.dates()
    db.session.flush()  # so that clashes are looked for in what has been written
    loading.tell()
    return loading.tally.report(None)


class _Loading:
    """One file on its way: names resolved, days checked, then slots and changes."""

    def __init__(self, user: Identity, file: TimetableFile, asked: Asked) -> None:
        self.file, self.asked, self.refusals = file, asked, Refusals()
        self.tally = Tally(warnings=list(file.warnings))
        self.semesters = all_semesters()
        self.calendar: WorkCalendar = work_calendar(user, norms_on(user.today))
        self.bells = sorted(bells())
        self.today = user.today
        self.names = Names(self._semester_ids(), self._days()[0], self.refusals)
        self.span: Days | None = None

    def _days(self) -> list[dt.date]:
        dated = {day for day, _ in self.file.stated} | {row.date for row in self.file.changes}
        return sorted(dated) or [self.asked.days.starts if self.asked.days else self.today]

    def _semester_ids(self) -> set[int]:
        return {semester.id for day in self._days() if (semester := self._semester(day)) is not None}

    def _semester(self, day: dt.date) -> Semester | None:
        return next((one for one in self.semesters if one.starts <= day <= one.ends), None)

    # a week without dates

    def week(self) -> None:
        """Places of the week from aSc, to the end of the semester or of the days asked for."""
        day = self._days()[0]
        semester = self._semester(day)
        if semester is None:
            raise ImportRefused.because(f"{day:%d.%m.%Y} не входит ни в один семестр: заведите учебный год или "
                                        "укажите срок действия")
        asked = self.asked.days or Days(semester.starts)
        days = Days(max(asked.starts, semester.starts), min(asked.ends or semester.ends, semester.ends))
        slots = weeks_of_template(self.file.week, self.names, semester, days, self._pair_of)
        self.refusals.check()
        groups = {book.group for _, book in slots}
        bring_weeks(slots, groups, semester, days, self.tally, self.asked.update)
        self.span = days

    # lessons by date

    def dates(self) -> None:
        wanted = self._wanted()
        stated = self._stated()
        self.refusals.check()
        for semester in self.semesters:
            own = {place: held for place, held in wanted.items() if semester.starts <= place[0] <= semester.ends}
            here = {place for place in stated if semester.starts <= place[0] <= semester.ends}
            if here:
                self._bring(semester, own, here)

    def _bring(self, semester: Semester, wanted: Wanted, stated: set[tuple[dt.date, int]]) -> None:
        days = Days(min(day for day, _ in stated), max(day for day, _ in stated))
        groups = {group for _, group in stated}
        if self._mode() is Mode.WEEKS:
            slots = weeks_of_dates(wanted, self.names.by_id, semester, days, self.calendar)
            bring_weeks(slots, groups, semester, days, self.tally, self.asked.update)
            db.session.flush()  # so that days are compared with the new weeks
            stated = {(day, group) for day in _every(days) if self.calendar.is_working(day) for group in groups}
        bring_dates(wanted, stated, self.names.by_id, semester, self.calendar, self.tally, self.asked.update)
        self.span = Days(min(days.starts, self.span.starts) if self.span else days.starts, days.ends)

    def _mode(self) -> Mode:
        if self.asked.mode is not None:
            return self.asked.mode
        days = self._days()
        return Mode.WEEKS if (days[-1] - days[0]).days > LONGEST_SHEET else Mode.CHANGES

    def _wanted(self) -> Wanted:
        """Lessons of the file by day and group; a lesson told twice is one."""
        found: dict[tuple[dt.date, int], dict[tuple[int, int], Held]] = defaultdict(dict)
        for row in self.file.lessons:
            group = self.names.group(row.line, row.group)
            semester = self._place(row)
            if group is None or semester is None or row.cancelled:
                continue
            lesson = self.names.lesson(row.line, row.place, semester.id, group, row.what, row.substitute)
            for book in lesson.books if lesson else ():
                held = Held(book.id, row.pair, row.what.room, lesson.substitute if lesson else None)
                found[row.date, group].setdefault(held.place, held)
        return {place: tuple(held.values()) for place, held in found.items()}

    def _stated(self) -> set[tuple[dt.date, int]]:
        """Days of groups told in full; a group that is not known and has no lessons is only mentioned."""
        told = {row.group for row in self.file.lessons}
        groups: dict[str, int | None] = {}
        for text in sorted({text for _, text in self.file.stated}):
            if text in told or self.names.knows_group(text):
                groups[text] = self.names.group(None, text)
            else:
                self.tally.warnings.append(f"Группы «{text}» нет, занятий у неё в файле тоже нет")
        return {(day, group) for day, text in self.file.stated if (group := groups.get(text)) is not None}

    def _place(self, row: LessonRow) -> Semester | None:
        """The semester of a study day with such a pair."""
        semester = self._semester_of(row.line, row.date)
        return semester if self._pair_of(row.line, row.pair) and self._working(row.line, row.date) else None

    def _semester_of(self, line: int, day: dt.date) -> Semester | None:
        semester = self._semester(day)
        if semester is None:
            self._once(line, "дата", f"{day:%d.%m.%Y} не входит ни в один семестр: заведите учебный год")
        return semester

    def _working(self, line: int, day: dt.date) -> bool:
        working = self.calendar.is_working(day)
        if not working:
            self._once(line, "дата", f"{day:%d.%m.%Y} — нерабочий день (п. 5.5)")
        return working

    def _pair_of(self, line: int, pair: int) -> bool:
        known = not self.bells or pair in self.bells
        if not known:
            self._once(line, "пара", f"{pair}-й пары нет в расписании звонков (п. 5.5)")
        return known

    def _once(self, line: int, column: str, reason: str) -> None:
        if all(item.reason != reason for item in self.refusals):
            self.refusals.add(line, column, reason)

    # a substitution sheet

    def changes(self) -> None:
        rows = [row for row in self.file.changes if self._semester_of(row.line, row.date) is not None
                and self._working(row.line, row.date) and self._pair_of(row.line, row.pair)]
        for semester in self.semesters:
            here = [row for row in rows if semester.starts <= row.date <= semester.ends]
            if here:
                load_changes(Sheet(tuple(here), semester), self.names, self.calendar, self.refusals, self.tally,
                             self.asked.update)
                self.span = Days(min(row.date for row in here), max(row.date for row in here))
        self.refusals.check()

    def tell(self) -> None:
        if self.names.skipped:
            names = ", ".join(f"«{text}»" for text in sorted(self.names.skipped))
            self.tally.warnings.append(f"По прежнему решению не загружены: {names}")
        if self.span is not None:
            self.tally.warnings += told_conflicts(self.span, self.names, self.calendar)


def _every(days: Days) -> Iterable[dt.date]:
    assert days.ends is not None
    day = days.starts
    while day <= days.ends:
        yield day
        day += dt.timedelta(days=1)

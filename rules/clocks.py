"""The clocks of a journal: what was recorded in time, late or not at all, and by how many working days (п. 6.1–6.9)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from rules.calendar import WorkCalendar
from rules.deadlines import Timeliness, grace_end, homework_deadline, judge, lesson_deadline
from rules.norms import Norms
from rules.terms import Term
from rules.violation import Violation

DAY, LONGEST = dt.timedelta(days=1), dt.timedelta(days=366)


class Clock(Term):
    """How a lesson, its homework, a work or a column of finals stands to its deadline."""

    UNRECORDED = "unrecorded", "занятие не записано"
    IN_TIME = "in_time", "записано в срок"
    GRACE = "grace", "записано с опозданием"
    LATER = "later", "записано позже отсрочки"
    ATTENDANCE = "attendance", "посещаемость не отмечена"
    HOMEWORK_LATE = "homework_late", "задание на дом записано поздно"
    HOMEWORK = "homework", "задания на дом нет"
    RESULTS = "results", "нет отметок за работу"
    FINALS = "finals", "нет итоговых отметок"


POINTS = {Clock.HOMEWORK_LATE: "6.2", Clock.HOMEWORK: "6.2", Clock.RESULTS: "6.3", Clock.FINALS: "6.9"}
RECORDED = (Clock.IN_TIME, Clock.GRACE, Clock.LATER)
OF_RECORD = {Timeliness.IN_TIME: Clock.IN_TIME, Timeliness.LATE_WITH_REASON: Clock.GRACE,
             Timeliness.NEEDS_REOPENING: Clock.LATER}


def point_of(clock: Clock) -> str:
    """The point of the regulation that the clock serves."""
    return POINTS.get(clock, "6.1")


@dataclass
class Clocks:
    """Deadlines of many lessons: each day's are counted once, by the norms of that day."""

    calendar: WorkCalendar
    norms_on: Callable[[dt.date], Norms]
    now: dt.datetime
    _lessons: dict[dt.date, tuple[dt.datetime, dt.datetime]] = field(default_factory=dict)
    _homework: dict[tuple[dt.date, dt.time | None], dt.datetime] = field(default_factory=dict)
    _late: dict[tuple[dt.date, dt.date], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.now = self.now.astimezone(dt.UTC)  # moments of one zone compare by the wall clock

    def record(self, date: dt.date, entered_at: dt.datetime) -> Clock:
        """A lesson that has been recorded: on its day, within the days of grace, later (п. 6.1)."""
        deadline, grace = self._lesson(date)
        return OF_RECORD[judge(entered_at, deadline, grace)]

    def unrecorded(self, date: dt.date) -> Clock | None:
        """A lesson without a record rings once its day is over (п. 6.1)."""
        return Clock.UNRECORDED if self.now > self.lesson_due(date) else None

    def attendance(self, date: dt.date, marked: bool) -> Clock | None:
        """Attendance is due with the record (п. 6.1)."""
        return Clock.ATTENDANCE if not marked and self.now > self.lesson_due(date) else None

    def homework(self, date: dt.date, ends: dt.time | None, expected: bool,
                 entered_at: dt.datetime | None) -> Clock | None:
        """Homework set after its hour, or not set though its hour has passed (п. 6.2)."""
        due = self.homework_due(date, ends)
        if entered_at is not None:
            return Clock.HOMEWORK_LATE if entered_at > due else None
        return Clock.HOMEWORK if expected and self.now > due else None

    def lesson_due(self, date: dt.date) -> dt.datetime:
        return self._lesson(date)[0]

    def homework_due(self, date: dt.date, ends: dt.time | None) -> dt.datetime:
        key = (date, ends)
        if key not in self._homework:
            self._homework[key] = homework_deadline(date, self.calendar, self.norms_on(date), ends)
        return self._homework[key]

    def days_late(self, due: dt.datetime, moment: dt.datetime | None = None) -> int:
        """Working days by which ``moment`` (now by default) is behind the deadline; holidays do not count."""
        span = self.calendar.local_date(due), self.calendar.local_date(moment or self.now)
        if span not in self._late:
            self._late[span] = working_days_after(*span, self.calendar)
        return self._late[span]

    def _lesson(self, date: dt.date) -> tuple[dt.datetime, dt.datetime]:
        if date not in self._lessons:
            norms = self.norms_on(date)
            due = lesson_deadline(date, self.calendar, norms)
            self._lessons[date] = due, grace_end(due, self.calendar, norms)
        return self._lessons[date]


def working_days_after(day: dt.date, until: dt.date, calendar: WorkCalendar) -> int:
    """Working days after ``day`` up to ``until``, both of the college's calendar; 0 when ``until`` is not later."""
    return sum(calendar.is_working(day + DAY * step) for step in range(1, (until - day).days + 1))


def check_span(first: dt.date, last: dt.date) -> Violation | None:
    """The days that may be looked at together: in order and not more than a year."""
    if last < first:
        return Violation("", "Последний день раньше первого: поменяйте их местами", "last")
    if last - first > LONGEST:
        return Violation("", "Срок длиннее учебного года: выберите меньше дней", "first")
    return None

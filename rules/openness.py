"""Until when the cells of a lesson are open, and in words why they are not (п. 5.3, 6.1, 6.3, 7.2, 7.5)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from rules.calendar import WorkCalendar
from rules.deadlines import UNTIMED, Timeliness, grace_end, judge, lesson_deadline, results_deadline
from rules.norms import Norms
from rules.terms import ClosingScope, Term
from rules.violation import Violation
from rules.words import MONTH_TITLES


class Openness(Term):
    """How the cells of a lesson stand today to whoever looks at them."""

    OPEN = "open", "открыто"
    LATE = "late", "с причиной"
    ABSENCES = "absences", "только пропуски"
    PASSED = "passed", "срок прошёл"
    CLOSED = "closed", "закрыто"
    READ_ONLY = "read_only", "только просмотр"

    @property
    def is_closed(self) -> bool:
        return self in (Openness.PASSED, Openness.CLOSED, Openness.READ_ONLY)


@dataclass(frozen=True)
class Window:
    """The state of a lesson's cells; ``until`` is its last moment or the moment it passed, ``what`` is closed."""

    state: Openness
    point: str = ""
    until: dt.datetime | None = None
    what: str = ""


READ_ONLY = Window(Openness.READ_ONLY)
ABSENCES = Window(Openness.ABSENCES, "5.3")


def entry_window(now: dt.datetime, lesson_date: dt.date, held_on: dt.date | None, calendar: WorkCalendar,
                 norms: Norms, reopened_until: dt.datetime | None = None) -> Window:
    """Marks of a declared work: a week from the day it was held (п. 6.3); the rest: the same day (п. 6.1)."""
    point = "6.3" if held_on else "6.1"
    deadline = (results_deadline(held_on, calendar, norms) if held_on
                else lesson_deadline(lesson_date, calendar, norms))
    if deadline == UNTIMED:
        return Window(Openness.OPEN, point)
    grace = grace_end(deadline, calendar, norms)
    match judge(now, deadline, grace):
        case Timeliness.IN_TIME:
            return Window(Openness.OPEN, point, deadline)
        case Timeliness.LATE_WITH_REASON:
            return Window(Openness.LATE, point, grace)
    if reopened_until is not None:
        return Window(Openness.OPEN, "7.2", reopened_until)
    return Window(Openness.PASSED, point, grace)


def closed_window(closed: Violation, title: str) -> Window:
    """A closed period or the archive (п. 7.2, 7.5)."""
    return Window(Openness.CLOSED, closed.point, None, "год в архиве" if closed.point == "7.5" else title)


def closing_title(scope: ClosingScope, starts: dt.date) -> str:
    """«октябрь закрыт», «семестр закрыт», «учебный год закрыт»."""
    what = MONTH_TITLES[starts.month - 1] if scope is ClosingScope.MONTH else scope.title
    return f"{what} закрыт"


def line_words(windows: Sequence[Window]) -> tuple[str, ...]:
    """What the dimension line over neighbouring lessons of one state says, the longest phrase first."""
    first, points = windows[0], sorted({window.point for window in windows if window.point})
    cited = ", ".join(points)
    match first.state:
        case Openness.OPEN if points == ["7.2"] and first.until is not None:
            return f"открыто до {first.until:%d.%m, %H:%M}", f"открыто до {first.until:%d.%m}", "открыто"
        case Openness.OPEN:
            return ("открыто",)
        case Openness.LATE:
            return f"с причиной, п. {cited}", "с причиной"
        case Openness.ABSENCES:
            return f"пропуски, п. {cited}", "пропуски"
        case Openness.PASSED if points == ["6.3"]:
            return "прошла неделя, п. 6.3", "срок прошёл", "срок"
        case Openness.PASSED:
            return f"срок записи прошёл, п. {cited}", f"срок прошёл, п. {cited}", "срок прошёл", "срок"
        case Openness.CLOSED:
            return f"{first.what}, п. {cited}", first.what, "закрыто"
    return "только просмотр", "просмотр"


def reason(window: Window) -> str:
    """One sentence about the cells of a lesson: until when they are open, or why not and what to do."""
    until = f"{window.until:%d.%m}" if window.until else ""
    match window.state:
        case Openness.OPEN if window.until is None:
            return "открыто: сроки записи за этот день не идут, журнал вели не здесь"
        case Openness.OPEN:
            return f"открыто до {until} (п. {window.point})"
        case Openness.LATE:
            return f"запись с причиной до {until} (п. {window.point})"
        case Openness.ABSENCES:
            return "куратор уточняет пропуски, отметки ставит преподаватель (п. 5.3, 9.4)"
        case Openness.PASSED:
            return (f"срок записи прошёл {until} (п. {window.point}). "
                    "Попросите заместителя директора открыть журнал")
        case Openness.CLOSED if window.point == "7.5":
            return "учебный год в архиве, изменения в него не вносят (п. 7.5)"
        case Openness.CLOSED:
            return f"{window.what}. Попросите заместителя директора открыть журнал (п. {window.point})"
    return "только просмотр: занятие записывает преподаватель журнала"

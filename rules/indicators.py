"""The six figures of the sheet of п. 5.7 as arithmetic; docs/indicators.md tells each edge case in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from rules.terms import Term

PAIR_HOURS = 2  # academic hours of a lesson of the timetable
_TENTH = Decimal("0.1")


class Indicator(Term):
    """A figure of п. 5.7, in the order in which the regulation names them."""

    PARTICIPATION = "participation", "Преподаватели ведут журнал"
    NO_MARKS = "no-marks", "Обучающиеся без отметок"
    ONE_MARK = "one-mark", "Обучающиеся с одной отметкой"
    HOMEWORK = "homework", "Домашнее задание записано"
    MATERIAL = "material", "Учебный материал пройден"
    FAMILIES = "families", "Родители и обучающиеся входили"


LOWER_IS_BETTER = frozenset({Indicator.NO_MARKS, Indicator.ONE_MARK})
FORMULAS = {
    Indicator.PARTICIPATION: "занятия, записанные полностью и в срок (п.\u00a06.1, 6.2) ÷ занятия, данные "
                             "по расписанию с заменами и переносами × 100",
    Indicator.NO_MARKS: "обучающиеся без единой отметки за период ÷ все обучающиеся, у которых были занятия × 100",
    Indicator.ONE_MARK: "обучающиеся ровно с одной отметкой за период ÷ все обучающиеся, у которых были занятия × 100",
    Indicator.HOMEWORK: "занятия с заданием на дом ÷ занятия, на которых его задают × 100; в срок — внесённые "
                        "до конца рабочего дня (п.\u00a06.2)",
    Indicator.MATERIAL: "проведённые часы ÷ часы, которые должны пройти по расписанию к этому дню × 100; "
                        "темы — пройденные ÷ те, до которых дошёл план",
    Indicator.FAMILIES: "родители и обучающиеся, которые входили или нажали «ознакомлен(а)» ÷ все родители "
                        "и обучающиеся, с паролем и без него × 100",
}


class Entry(Term):
    """How a lesson of the timetable is recorded (п. 6.1, 6.2)."""

    WHOLE = "whole", "полностью и в срок"
    LATE = "late", "с опозданием"
    PARTIAL = "partial", "не полностью"
    MISSING = "missing", "не записано"
    WAITING = "waiting", "срок не прошёл"


class Home(Term):
    """How the homework of a lesson stands (п. 6.2)."""

    IN_TIME = "in_time", "в срок"
    LATE = "late", "с опозданием"
    MISSING = "missing", "не записано"
    WAITING = "waiting", "срок не прошёл"
    NOT_SET = "not_set", "не задаётся"


@dataclass(frozen=True, slots=True)
class Written:
    """What stands in the journal about a lesson, as moments of writing."""

    expects_homework: bool
    topic: bool
    entered_at: dt.datetime
    attendance_at: dt.datetime | None
    homework_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Due:
    """Until when a lesson is recorded, and its homework; inclusive moments."""

    record: dt.datetime
    homework: dt.datetime


def entry_state(written: Written | None, due: Due, now: dt.datetime) -> Entry:
    """A lesson of the timetable: topic, attendance and homework on its day; until then it is not judged."""
    if written is None:
        return Entry.WAITING if now <= due.record else Entry.MISSING
    if not written.topic or written.attendance_at is None or (written.expects_homework and not written.homework_at):
        return Entry.WAITING if now <= due.record else Entry.PARTIAL
    if written.entered_at > due.record or written.attendance_at > due.record:
        return Entry.LATE
    if written.expects_homework and written.homework_at and written.homework_at > due.homework:
        return Entry.LATE
    return Entry.WHOLE


def home_state(written: Written | None, due: Due, now: dt.datetime) -> Home:
    """Homework: a lesson not recorded has none, and its kind is not known."""
    if written is not None and written.homework_at is not None:
        return Home.IN_TIME if written.homework_at <= due.homework else Home.LATE
    if written is not None and not written.expects_homework:
        return Home.NOT_SET
    return Home.WAITING if now <= due.homework else Home.MISSING


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole; no whole, no per cent."""

    part: int = 0
    whole: int = 0

    @property
    def percent(self) -> Decimal | None:
        """To a tenth, halves up."""
        return (Decimal(100 * self.part) / self.whole).quantize(_TENTH, ROUND_HALF_UP) if self.whole else None

    def __add__(self, other: Share) -> Share:
        return Share(self.part + other.part, self.whole + other.whole)

    def __str__(self) -> str:
        return shown(self.percent)


def participation(states: Iterable[Entry]) -> Share:
    """Recorded whole and in time, of the lessons whose time has come (п. 5.7, 6.1)."""
    judged = [state for state in states if state is not Entry.WAITING]
    return Share(judged.count(Entry.WHOLE), len(judged))


def homework(states: Iterable[Home]) -> tuple[Share, Share]:
    """Written at all and written in time, both of the lessons after which homework is set (п. 5.7, 6.2)."""
    judged = [state for state in states if state not in (Home.WAITING, Home.NOT_SET)]
    in_time = judged.count(Home.IN_TIME)
    return Share(in_time + judged.count(Home.LATE), len(judged)), Share(in_time, len(judged))


def with_marks(counts: Iterable[int], exactly: int) -> Share:
    """Those who have exactly so many marks, of all (п. 5.7)."""
    known = list(counts)
    return Share(known.count(exactly), len(known))


def hours_due(weekly: int, ordered: int) -> int:
    """Hours that were to be given: a cancellation does not lower the plan, an additional lesson raises it.

    weekly: by the weekly timetable; ordered: with all its changes.
    """
    return max(weekly, ordered)


def topics_due(hours: Sequence[int], due: int) -> int:
    """How many topics from the plan's beginning are to be over when so many hours have been due (п. 5.6, 7.3)."""
    number = 0
    for topic in hours:
        due -= topic
        if due < 0:
            return number
        number += 1
    return number


class Turn(Term):
    """What became of a figure since the month before."""

    BETTER = "better", "лучше"
    WORSE = "worse", "хуже"
    SAME = "same", "без изменений"
    UNKNOWN = "unknown", "сравнить не с чем"


@dataclass(frozen=True)
class Comparison:
    turn: Turn
    by: Decimal = Decimal(0)

    @property
    def words(self) -> str:
        """«лучше на 3,5»."""
        if self.turn in (Turn.SAME, Turn.UNKNOWN):
            return self.turn.title
        return f"{self.turn.title} на {shown(self.by)}"


def compare(indicator: Indicator, now: Share, before: Share) -> Comparison:
    """In points of per cent; fewer students without marks is better."""
    if now.percent is None or before.percent is None:
        return Comparison(Turn.UNKNOWN)
    change = now.percent - before.percent
    if not change:
        return Comparison(Turn.SAME)
    better = (change < 0) == (indicator in LOWER_IS_BETTER)
    return Comparison(Turn.BETTER if better else Turn.WORSE, abs(change))


def shown(percent: Decimal | None) -> str:
    """«94», «6,2»; «—» where nothing is to be counted."""
    if percent is None:
        return "—"
    return f"{percent.normalize():f}".replace(".", ",")

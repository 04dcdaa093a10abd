"""Movement of students: which order may follow which, and the time in groups that follows from them (п. 5.4)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rules.groups import YEAR_STARTS
from rules.terms import MovementKind
from rules.violation import Violation

_STUDYING = frozenset({MovementKind.TRANSFER, MovementKind.LEAVE, MovementKind.EXPULSION, MovementKind.GRADUATION})
FOLLOWERS: dict[MovementKind | None, frozenset[MovementKind]] = {
    None: frozenset({MovementKind.ENROLMENT}),
    MovementKind.ENROLMENT: _STUDYING,
    MovementKind.TRANSFER: _STUDYING,
    MovementKind.RETURN: _STUDYING,
    MovementKind.LEAVE: frozenset({MovementKind.RETURN, MovementKind.EXPULSION}),
    MovementKind.EXPULSION: frozenset({MovementKind.ENROLMENT}),
    MovementKind.GRADUATION: frozenset({MovementKind.ENROLMENT}),
}
INTO_GROUP = frozenset({MovementKind.ENROLMENT, MovementKind.TRANSFER, MovementKind.RETURN})
SUMMER = range(6, 9)
_ORDER_AHEAD = dt.timedelta(days=366)


@dataclass(frozen=True)
class Step:
    """One order about a student; groups are known by their ids."""

    kind: MovementKind
    effective_on: dt.date
    order_number: str
    order_date: dt.date
    to_group: int | None = None
    from_group: int | None = None


@dataclass(frozen=True)
class Span:
    """Time in one group, both days inclusive."""

    group: int
    starts: dt.date
    ends: dt.date | None = None


def next_kinds(last: MovementKind | None) -> tuple[MovementKind, ...]:
    """Orders that may follow, in the order people know them."""
    return tuple(kind for kind in MovementKind if kind in FOLLOWERS[last])


def needs_group(kind: MovementKind) -> bool:
    """Whether the order names the group the student comes into."""
    return kind in INTO_GROUP


def enrolment_day(order_date: dt.date, admission_year: int) -> dt.date:
    """The first day in the group: an order of the summer takes effect on 1 September, none before the intake."""
    september = dt.date(order_date.year, YEAR_STARTS, 1)
    begins = september if order_date.month in SUMMER else order_date
    return max(begins, dt.date(admission_year, YEAR_STARTS, 1))


def check_step(step: Step, today: dt.date) -> list[Violation]:
    """One order by itself: its number, dates and groups."""
    found = []
    if not step.order_number.strip():
        found.append(Violation("5.4", "Укажите номер приказа", "order_number"))
    if step.order_date > today:
        found.append(Violation("5.4", "Дата приказа ещё не наступила", "order_date"))
    if abs(step.effective_on - step.order_date) > _ORDER_AHEAD:
        found.append(Violation("5.4", "Между датой приказа и началом действия больше года: проверьте даты",
                               "effective_on"))
    return found + _check_groups(step)


def check_history(steps: Iterable[Step]) -> list[Violation]:
    """All orders of a student together: each may follow the one before it, on a later day."""
    ordered = sorted(steps, key=lambda step: step.effective_on)
    found = []
    for before, after in pairwise([None, *ordered]):
        assert after is not None
        last = before.kind if before else None
        if after.kind not in FOLLOWERS[last]:
            found.append(Violation("5.4", _misplaced(after, before), "kind"))
        elif before and after.effective_on == before.effective_on:
            found.append(Violation("5.4", f"На {after.effective_on:%d.%m.%Y} уже действует приказ "
                                          f"№ {before.order_number}: один день — один приказ", "effective_on"))
        elif before and after.from_group is not None and after.from_group != (before.to_group or after.from_group):
            found.append(Violation("5.4", "Студент числится в другой группе", "from_group"))
    return found


def spans(steps: Iterable[Step]) -> list[Span]:
    """Time in groups by the orders: the day an order takes effect is the first day of the new state."""
    found: list[Span] = []
    for step in sorted(steps, key=lambda step: step.effective_on):
        if found and found[-1].ends is None:
            last = found.pop()
            found.append(Span(last.group, last.starts, step.effective_on - dt.timedelta(days=1)))
        if step.kind in INTO_GROUP and step.to_group is not None:
            found.append(Span(step.to_group, step.effective_on))
    return found


def check_spans(stays: Sequence[Span], field: str = "starts") -> Violation | None:
    """A student is in one group at a time: spans neither turn back nor overlap (п. 5.4)."""
    ordered = sorted(stays, key=lambda span: span.starts)
    for span in ordered:
        if span.ends is not None and span.ends < span.starts:
            return Violation("5.4", "Дата «по» раньше даты «с»", "ends")
    for before, after in pairwise(ordered):
        if before.ends is None or after.starts <= before.ends:
            return Violation("5.4", f"Студент уже числится в группе с {before.starts:%d.%m.%Y}"
                                    + (f" по {before.ends:%d.%m.%Y}" if before.ends else ""), field)
    return None


def check_stay(stay: Span, entered: Step | None, left: Step | None) -> list[Violation]:
    """Time in a group rests on orders: one brings in on its first day, one takes out after its last."""
    found = []
    if entered is None:
        found.append(Violation("5.4", "Укажите приказ: состав групп меняют по приказам", "entered_by"))
    elif entered.to_group != stay.group:
        found.append(Violation("5.4", f"Приказ № {entered.order_number} — не в эту группу", "entered_by"))
    elif entered.effective_on != stay.starts:
        found.append(Violation("5.4", f"По приказу № {entered.order_number} — с {entered.effective_on:%d.%m.%Y}",
                               "starts"))
    if left is None and stay.ends is not None:
        found.append(Violation("5.4", "Укажите приказ, по которому студент выбыл", "left_by"))
    elif left is not None and stay.ends != (last := left.effective_on - dt.timedelta(days=1)):
        found.append(Violation("5.4", f"По приказу № {left.order_number} последний день в группе — {last:%d.%m.%Y}",
                               "ends"))
    return found


def _check_groups(step: Step) -> list[Violation]:
    if needs_group(step.kind) and step.to_group is None:
        return [Violation("5.4", f"{step.kind.title.capitalize()}: укажите группу", "to_group")]
    if not needs_group(step.kind) and step.to_group is not None:
        return [Violation("5.4", f"{step.kind.title.capitalize()}: новую группу не указывают", "to_group")]
    if step.kind is MovementKind.TRANSFER and step.to_group == step.from_group:
        return [Violation("5.4", "Перевод в ту же группу", "to_group")]
    return []


def _misplaced(step: Step, before: Step | None) -> str:
    if before is None:
        return f"Первым приказом студента зачисляют, а не «{step.kind.title}»"
    allowed = ", ".join(kind.title for kind in next_kinds(before.kind))
    return (f"После приказа № {before.order_number} ({before.kind.title}) приказ «{step.kind.title}» невозможен. "
            f"Можно: {allowed}")

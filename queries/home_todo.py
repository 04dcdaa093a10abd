"""What a teacher has not filled yet, the oldest first, with its deadline (п. 6.1, 6.2, 6.3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from queries.home_findings import Findings
from queries.home_records import Declared, Recorded
from rules.deadlines import (
    UNTIMED,
    Timeliness,
    grace_end,
    homework_deadline,
    judge,
    lesson_deadline,
    results_deadline,
)
from rules.filling import Missing, due_words, missing, missing_words
from rules.planned import Planned
from rules.words import plural


@dataclass(frozen=True)
class Todo:
    """``lesson`` is the record's id, None for a lesson to be recorded on ``date`` and ``pair``."""

    journal: int
    lesson: int | None
    date: dt.date
    pair: int
    title: str
    text: str
    point: str
    deadline: dt.datetime
    due: str
    timeliness: Timeliness
    is_today: bool

    @property
    def is_late(self) -> bool:
        return self.timeliness is not Timeliness.IN_TIME


def todo(found: Findings) -> tuple[list[Todo], int]:
    """By deadlines, the longest overdue first; and how many lessons lack homework that only a reopening lets in."""
    items = [item for item in (*_not_recorded(found), *_incomplete(found), *_works(found)) if item.deadline < UNTIMED]
    gone = [item for item in items if item.point == "6.2" and item.timeliness is Timeliness.NEEDS_REOPENING]
    left = [item for item in items if item not in gone]
    return sorted(left, key=lambda item: (item.deadline, item.date, item.pair, item.title)), len(gone)


def _not_recorded(found: Findings) -> Iterator[Todo]:
    """Held by the timetable, not written."""
    for one in found.planned:
        if one.date > found.user.today:
            return
        if found.is_mine(one) and found.is_over(one.date, one.pair) and not _is_recorded(found, one):
            words = ("тема, посещаемость, задание" if one.date == found.user.today
                     else missing_words((Missing.TOPIC, Missing.ATTENDANCE)))
            yield _item(found, one.journal, None, one.date, one.pair, f"занятие {one.date:%d.%m}", words, "6.1",
                        lesson_deadline(one.date, found.around.calendar, found.around.norms_on(one.date)))


def _is_recorded(found: Findings, one: Planned) -> bool:
    return (one.journal, one.date, one.pair) in found.records


def _incomplete(found: Findings) -> Iterator[Todo]:
    """Written, but not whole; what a substitute has not finished is the substitute's."""
    for record in found.records.values():
        lacks = missing(record.record)
        if not record.mine or not lacks or not found.is_over(record.date, record.pair):
            continue
        first = tuple(part for part in lacks if part is not Missing.HOMEWORK)
        if first:
            yield _of(found, record, f"занятие {record.date:%d.%m}", missing_words(lacks), "6.1",
                      lesson_deadline(record.date, found.around.calendar, found.around.norms_on(record.date)))
        else:
            yield _of(found, record, "задание на дом", _when(found, record), "6.2", _homework_due(found, record))


def _works(found: Findings) -> Iterator[Todo]:
    """Declared works whose marks are due within a week."""
    lessons = {record.id: record for record in found.records.values() if record.mine}
    for work in found.works:
        record = lessons.get(work.lesson)
        if record is None or not work.awaited or not found.is_over(record.date, record.pair):
            continue
        due = results_deadline(work.held_on, found.around.calendar, found.around.norms_on(work.held_on))
        waits = plural(work.awaited, "ждёт", "ждут", "ждут")
        of = plural(work.written, "работы", "работ", "работ")
        yield _of(found, record, _name(work), f"{waits} отметки {work.awaited} из {work.written} {of}", "6.3", due)


def _name(work: Declared) -> str:
    return f"{work.kind.title.split()[0]} № {work.number}"  # «практическая № 6»


def _when(found: Findings, record: Recorded) -> str:
    day = "сегодня" if record.date == found.user.today else f"{record.date:%d.%m}"
    return f"{record.pair}-я пара {day}"


def _homework_due(found: Findings, record: Recorded) -> dt.datetime:
    bell = found.around.bells.get(record.pair)
    return homework_deadline(record.date, found.around.calendar, found.around.norms_on(record.date),
                             bell[1] if bell else None)


def _of(found: Findings, record: Recorded, title: str, text: str, point: str, deadline: dt.datetime) -> Todo:
    return _item(found, record.journal, record.id, record.date, record.pair, title, text, point, deadline)


def _item(found: Findings, journal: int, lesson: int | None, date: dt.date, pair: int, title: str, text: str,
          point: str, deadline: dt.datetime) -> Todo:
    calendar, now = found.around.calendar, found.user.now
    grace = grace_end(deadline, calendar, found.around.norms_on(date))
    return Todo(journal, lesson, date, pair, f"{found.books[journal].group}, {title}",
                text[0].upper() + text[1:], point, deadline, due_words(deadline, now, calendar),
                judge(now, deadline, grace), calendar.local_date(deadline) == found.user.today)

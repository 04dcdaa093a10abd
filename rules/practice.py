"""Practice: dates, hours of the programme, days, attestation sheets (Пр. 12)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from rules.spans import Days, check_order
from rules.terms import FinalValue, Mastery, PracticeKind, Quality, Regularity, SheetPart, Term
from rules.texts import TOPIC_LENGTH
from rules.violation import Violation

LEVELS: dict[SheetPart, type[Term]] = {
    SheetPart.WORK: Quality, SheetPart.PROFESSIONAL: Mastery, SheetPart.GENERAL: Regularity}
GRADES = frozenset({FinalValue.FIVE, FinalValue.FOUR, FinalValue.THREE, FinalValue.TWO})


def check_programme(days: Days, semester: Days, order_number: str | None,
                    order_date: dt.date | None) -> list[Violation]:
    """A practice goes inside its semester, by an order dated before it."""
    if turned := check_order(days.starts, days.ends):
        return [turned]
    found = []
    for field, day in (("starts", days.starts), ("ends", days.ends)):
        if day is not None and not semester.holds(day):
            found.append(Violation("", f"Практика идёт внутри семестра: он {semester}", field))
    if bool(order_number) != bool(order_date):
        empty = "order_date" if order_number else "order_number"
        found.append(Violation("", "У приказа есть и номер, и дата", empty))
    elif order_date is not None and order_date > days.starts:
        found.append(Violation("", "Приказ о практике издают до её начала", "order_date"))
    return found


def check_contract(number: str | None, signed: dt.date | None, today: dt.date) -> list[Violation]:
    """A contract has both a number and a date, and is signed."""
    if bool(number) != bool(signed):
        return [Violation("", "У договора есть и номер, и дата", "contract_date" if number else "contract_number")]
    if signed is not None and signed > today:
        return [Violation("", "Дата договора ещё не наступила", "contract_date")]
    return []


def check_section(hours: int, others: Iterable[int], planned: int) -> Violation | None:
    """Sections together have no more hours than the plan gives the practice."""
    if hours < 1:
        return Violation("", "Часов должно быть больше нуля", "hours")
    left = planned - sum(others)
    if hours > left:
        return Violation("", f"По плану {planned} ч, на этот раздел остаётся {max(left, 0)} ч", "hours")
    return None


def check_day(hours: int, lesson_hours: int, date: dt.date, today: dt.date) -> list[Violation]:
    """A day of practice is written by fact and is no longer than its lesson (п. 6.1)."""
    found = []
    if date > today:
        found.append(Violation("6.1", f"{date:%d.%m.%Y} ещё не наступило", "lesson"))
    if not 1 <= hours <= lesson_hours:
        found.append(Violation("6.1", f"В этот день {lesson_hours} ч практики: часов от 1 до {lesson_hours}", "hours"))
    return found


def check_sheet(value: FinalValue | None, signed_on: dt.date | None, ends: dt.date, today: dt.date) -> list[Violation]:
    """A sheet is graded 2–5 and signed when the practice is over."""
    found = []
    if value is not None and value not in GRADES:
        found.append(Violation("", "Отметка за практику от 2 до 5", "value"))
    if signed_on is not None and signed_on > today:
        found.append(Violation("", "Эта дата ещё не наступила", "signed_on"))
    elif signed_on is not None and signed_on < ends:
        found.append(Violation("", f"Практика заканчивается {ends:%d.%m.%Y}: лист подписывают не раньше", "signed_on"))
    elif signed_on is not None and value is None:
        found.append(Violation("", "Лист подписывают с отметкой", "value"))
    return found


def check_level(part: SheetPart, level: str) -> Violation | None:
    """Each of the sheet's three tables has its own levels."""
    kind = LEVELS[part]
    if level in {member.value for member in kind}:
        return None
    return Violation("", f"{part.title.capitalize()}: {', '.join(member.title for member in kind)}", "level")


def level_title(part: SheetPart, level: str) -> str:
    """«освоена полностью»"""
    return next((member.title for member in LEVELS[part] if member.value == level), level)


DAY_HOURS = 6  # a week of practice is 36 hours in six days
BASED = frozenset({PracticeKind.INDUSTRIAL, PracticeKind.PREDIPLOMA})  # done at an enterprise, each student at one


def check_sections(hours: Iterable[int], planned: int) -> Violation | None:
    """Sections of a whole programme give exactly the hours of the curriculum line; both numbers are named (Пр. 12)."""
    total = sum(hours)
    if total == planned:
        return None
    rest = f"не хватает {planned - total} ч" if total < planned else f"лишних {total - planned} ч"
    return Violation("", f"В разделах {total} ч, по учебному плану {planned} ч: {rest} (Пр. 12)", "sections")


def needs_place(kind: PracticeKind) -> bool:
    """Учебная практика may go in the college's workshops; the others need an enterprise for everybody."""
    return kind in BASED


def planned_count(hours: int, dates: Iterable[dt.date]) -> int:
    """How many days a practice has: those of the timetable, but no more than its hours take."""
    by_hours = max(1, -(-hours // DAY_HOURS))
    return min(sum(1 for _ in dates) or by_hours, by_hours)


def topic_of(section: str | None, work: str) -> str:
    """The topic of a day of practice: its section and what was done in it (п. 5.6)."""
    return ". ".join(part.rstrip(". ") for part in (section or "", work) if part.strip())[:TOPIC_LENGTH]


def next_section(hours: Iterable[int], given: int) -> int | None:
    """Place of the section in which the next hour of practice falls; None when all have been given."""
    for place, part in enumerate(hours):
        given -= part
        if given < 0:
            return place
    return None


def part_of(code: str) -> SheetPart | None:
    """Which table of the sheet a competence of the plan belongs to, by its code: «ПК 1.2», «ОК 04»."""
    return {"ПК": SheetPart.PROFESSIONAL, "ОК": SheetPart.GENERAL}.get(code.strip()[:2].upper())


def short_level(title: str) -> str:
    """A level as a button names it: «полностью», «регулярно»."""
    for word in ("освоена ", "проявлялась "):
        title = title.removeprefix(word)
    return title


def needs_sheet(final: FinalValue | None) -> bool:
    """Who was not attested, did not come to the credit or has it credited has no sheet."""
    return final is None or final in GRADES


def check_signed(student: str, signed_on: dt.date | None) -> Violation | None:
    """A paper is made of a sheet that is signed: before that its marks are still the supervisor's."""
    if signed_on is not None:
        return None
    return Violation("", f"Аттестационный лист ещё не подписан: {student}. Подпишите его на странице листов практики "
                         "(Пр. 12)", "student")


def check_signing(signed_on: dt.date | None, lacks: Iterable[str]) -> Violation | None:
    """A sheet is signed when it is whole: from that day the student and the parents see it."""
    found = list(lacks)
    if signed_on is None or not found:
        return None
    return Violation("", f"Лист подписывают заполненным. Не заполнено: {', '.join(found)}", "signed_on")

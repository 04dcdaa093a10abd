"""The numbers of the regulation: each with its point, its unit and the college's right to change it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import IntEnum
from typing import Any

from rules.violation import Violation


class Rounding(IntEnum):
    """How the needed number of marks is rounded (п. 6.4 says nothing of parts)."""

    UP = 1
    NEAREST = 2
    DOWN = 3


@dataclass(frozen=True)
class Norms:
    """Numbers in force on some day; the defaults are ADR 10."""

    kept_here: bool = True
    grace_days: int = 3
    workday_ends: dt.time = dt.time(17, 0)
    week_days: int = 6
    results_days: int = 7
    marks_per_36_hours: Decimal = Decimal(10)
    accumulation_rounding: Rounding = Rounding.UP
    marks_per_cell: int = 4
    missed_share: Decimal = Decimal("0.5")
    inspection_every_months: int = 1
    absences_resolved_days: int = 7
    parent_word_days: int = 30
    close_month_after_days: int = 0
    debt_attempts: int = 2
    debt_months: int = 12
    password_length: int = 10
    first_password_hours: int = 72
    sms_per_day: int = 200
    na_weight: Decimal = Decimal(7)
    alarm_past_marks: int = 30
    alarm_raised_marks: int = 8
    alarm_cards: int = 60
    mark_scale: tuple[int, ...] = field(default=(2, 3, 4, 5))  # also held by the database, so not editable

    @classmethod
    def from_values(cls, values: Mapping[str, Decimal]) -> Norms:
        """Norms with the college's values instead of the defaults; an unknown code or a bad value is a Violation."""
        changes: dict[str, Any] = {}
        for code, value in values.items():
            violation = check_norm(code, value)
            if violation:
                raise violation
            changes[code] = _READ.get(code, int)(value)
        return cls(**changes)


def clock(value: Decimal) -> dt.time:
    """«17.30» → 17:30."""
    hours, minutes = divmod(int(value * 100), 100)
    return dt.time(hours, minutes)


_READ: dict[str, Any] = {
    "kept_here": bool,
    "workday_ends": clock,
    "marks_per_36_hours": Decimal,
    "missed_share": Decimal,
    "na_weight": Decimal,
    "accumulation_rounding": lambda value: Rounding(int(value)),
}


@dataclass(frozen=True)
class NormDefinition:
    """What the back office shows of a norm; ``point`` is "" when the regulation is silent."""

    code: str
    title: str
    point: str
    unit: str
    default: Decimal
    lowest: Decimal
    highest: Decimal
    hint: str = ""


def _norm(code: str, title: str, point: str, unit: str, default: str, span: tuple[str, str],
          hint: str = "") -> NormDefinition:
    lowest, highest = span
    return NormDefinition(code, title, point, unit, Decimal(default), Decimal(lowest), Decimal(highest), hint)


NORMS: tuple[NormDefinition, ...] = (
    _norm("kept_here", "Журнал за эти дни ведут в системе", "6.1", "1 да, 0 нет", "1", ("0", "1"),
          "0 с первого дня года: журнал ещё вели не здесь, сроки записи не идут, отметки переносят из файла. "
          "1 со дня перехода: с него сроки действуют"),
    _norm("grace_days", "Поздняя запись с указанием причины", "6.1", "рабочих дней", "3", ("0", "30"),
          "Сколько рабочих дней после срока запись ещё принимают с причиной. Дальше нужно разрешение заместителя"),
    _norm("workday_ends", "Окончание рабочего дня", "6.2", "ч.мм", "17.00", ("8.00", "23.59"),
          "До этого часа вносят домашнее задание: 17.30 означает 17:30"),
    _norm("week_days", "Учебных дней в неделе", "6.1", "дней", "6", ("5", "7")),
    _norm("results_days", "Результаты работ после проведения", "6.3", "дней", "7", ("1", "30")),
    _norm("marks_per_36_hours", "Отметок на 36 часов", "6.4", "отметок", "10", ("0", "100")),
    _norm("accumulation_rounding", "Округление числа отметок", "6.4", "способ", "1", ("1", "3"),
          "1 вверх, 2 до ближайшего, 3 вниз"),
    _norm("marks_per_cell", "Отметок за одно занятие", "", "отметок", "4", ("1", "4")),
    _norm("missed_share", "Доля пропусков, выше которой рекомендуют «н/а»", "6.7", "доля", "0.5", ("0.01", "1")),
    _norm("inspection_every_months", "Проверка журналов не реже", "7.2", "месяцев", "1", ("1", "12")),
    _norm("absences_resolved_days", "Куратор уточняет пропуски за", "5.3", "дней", "7", ("1", "60")),
    _norm("parent_word_days", "Сообщение родителям не реже", "5.3", "дней", "30", ("1", "180")),
    _norm("close_month_after_days", "Закрывать месяц после его конца через", "7.2", "дней", "0", ("0", "90"),
          "0: месяц закрывает заместитель директора. Иначе закроет ночь после стольких полных дней: действует норма "
          "последнего дня месяца"),
    _norm("debt_attempts", "Попыток ликвидировать задолженность", "6.7", "попыток", "2", ("1", "2")),
    _norm("debt_months", "Срок ликвидации задолженности", "6.7", "месяцев", "12", ("1", "12")),
    _norm("password_length", "Наименьшая длина пароля", "9.1", "знаков", "10", ("8", "64")),
    _norm("first_password_hours", "Первый пароль действует", "5.2", "часов", "72", ("1", "720")),
    _norm("sms_per_day", "SMS в день не больше", "5.3", "SMS", "200", ("0", "100000"),
          "Остальные ждут следующего дня; 0 запрещает SMS. Длинное сообщение считают по частям"),
    _norm("na_weight", "Вес «н/а» в степени обученности", "", "%", "7", ("0", "16")),
    _norm("alarm_past_marks", "Исправленных отметок прошлых дней за час, о которых сообщают", "9.4", "отметок", "30",
          ("0", "1000"), "Администратору и заместителю по УПР, если один человек исправил больше. 0: не сообщать"),
    _norm("alarm_raised_marks", "Повышенных отметок одного студента за сутки, о которых сообщают", "9.4", "отметок",
          "8", ("0", "100"), "Если их повысил один человек. 0: не сообщать"),
    _norm("alarm_cards", "Открытых личных карточек за час, о которых сообщают", "9.2", "карточек", "60", ("0", "1000"),
          "Если их открыл один человек. 0: не сообщать"),
)

_BY_CODE = {definition.code: definition for definition in NORMS}
_FRACTIONS = {"workday_ends", "marks_per_36_hours", "missed_share", "na_weight"}


def definition(code: str) -> NormDefinition | None:
    return _BY_CODE.get(code)


def check_norm(code: str, value: Decimal) -> Violation | None:
    """Whether a norm may be set to this value."""
    known = _BY_CODE.get(code)
    if known is None:
        return Violation("", f"Нормы «{code}» нет в положении", "code")
    if not value.is_finite() or not known.lowest <= value <= known.highest:
        return Violation(known.point, f"{known.title}: от {shown(known.lowest)} до {shown(known.highest)}", "value")
    if code not in _FRACTIONS and value != value.to_integral_value():
        return Violation(known.point, f"{known.title}: нужно целое число", "value")
    if code == "workday_ends" and (value * 100 != int(value * 100) or int(value * 100) % 100 > 59):
        return Violation(known.point, f"{known.title}: часы и минуты через запятую, например 17,30", "value")
    return None


def in_force(rows: Iterable[tuple[str, Decimal, dt.date]], on: dt.date) -> dict[str, Decimal]:
    """The value of each norm on a day, of rows (code, value, valid from)."""
    values: dict[str, Decimal] = {}
    for code, value, valid_from in sorted(rows, key=lambda row: row[2]):
        if valid_from <= on:
            values[code] = value
    return values


def shown(value: Decimal) -> str:
    """A number as Russians write it: no tail of zeros, a comma."""
    return f"{value.normalize():f}".replace(".", ",")

"""Values of cells: text, dates, whole numbers, Russian names, telephones."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation

from importers.text import clean, to_cyrillic

Cell = str | int | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta | None

_EXCEL_EPOCH = dt.date(1899, 12, 30)
_EXCEL_DAYS = range(3_653, 73_051)  # 1910-01-01 … 2099-12-31
_DOTTED = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?:\s*г\.?)?(?:[ T]0?0:00(?::00)?)?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]00:00(?::00(?:\.0+)?)?)?")
_SERIAL = re.compile(r"\d{4,5}(?:\.0+)?")
_NAME = re.compile(r"[А-ЯЁа-яё]+(?:[ '’-][А-ЯЁа-яё]+)*")
_PARTICLES = frozenset({"оглы", "оглу", "кызы", "угли", "де", "фон", "ван", "дер", "бен", "аль", "эль"})
_PHONE_SIGNS = re.compile(r"\+?[\d\s().\-–—]+")


class BadValue(ValueError):
    """A cell that cannot be read; the message is Russian and names what was expected."""


def to_text(cell: Cell) -> str:
    """A cell as people see it: 12.0 is «12», a date is dd.mm.yyyy."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "да" if cell else "нет"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, dt.date):
        return f"{cell:%d.%m.%Y}"
    return clean(str(cell))


def text_up_to(longest: int) -> Callable[[Cell], str]:
    """A reader of texts that a column of `longest` signs can keep."""
    def read(cell: Cell) -> str:
        text = to_text(cell)
        if len(text) > longest:
            raise BadValue(f"длиннее {longest} знаков")
        return text
    return read


def to_date(cell: Cell) -> dt.date:
    """A workbook's date, ISO, dd.mm.yyyy or an Excel serial number."""
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    text = to_text(cell)
    try:
        if match := _DOTTED.fullmatch(text):
            day, month, year = map(int, match.groups())
            return dt.date(year, month, day)
        if match := _ISO.fullmatch(text):
            return dt.date(*map(int, match.groups()))
    except ValueError:
        raise BadValue(f"даты «{text}» нет в календаре") from None
    if _SERIAL.fullmatch(text) and int(float(text)) in _EXCEL_DAYS:
        return _EXCEL_EPOCH + dt.timedelta(days=int(float(text)))
    raise BadValue(f"«{text}» не дата: нужна дата вида 01.09.2023")


def to_decimal(cell: Cell) -> Decimal:
    """Empty is zero; a comma is a point."""
    text = to_text(cell).replace(" ", "").replace(",", ".")
    if not text:
        return Decimal(0)
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise BadValue(f"«{to_text(cell)}» не число") from None
    if not number.is_finite() or not 0 <= number < 100_000:
        raise BadValue(f"число {to_text(cell)} вне пределов от 0 до 99 999")
    return number


def to_whole(cell: Cell) -> int:
    number = to_decimal(cell)
    if number != number.to_integral_value():
        raise BadValue(f"нужно целое число, а не {to_text(cell)}")
    return int(number)


def to_name(cell: Cell) -> str:
    """One part of a Russian name; «ИВАНОВ» is «Иванов», a Latin «o» inside is mended."""
    name = re.sub(r"\s*[-–—]\s*", "-", to_cyrillic(to_text(cell))).replace("`", "'")
    if not _NAME.fullmatch(name):
        raise BadValue(f"«{name}»: имя пишется русскими буквами, через дефис или пробел")
    if len(name) > 80:
        raise BadValue("имя длиннее 80 знаков")
    if len(name) > 1 and (name.isupper() or name.islower()):
        name = re.sub(r"[А-ЯЁа-яё]+", _capital, name)
    return name


def _capital(match: re.Match[str]) -> str:
    word = match.group().lower()
    return word if word in _PARTICLES and match.start() else word.capitalize()


def to_phone(cell: Cell) -> str:
    """+7XXXXXXXXXX from any usual writing of one Russian number; without 7 or 8 only a mobile one is sure."""
    text = to_text(cell)
    digits = re.sub(r"\D", "", text)
    if _PHONE_SIGNS.fullmatch(text) and not text.startswith("+8"):
        if len(digits) == 11 and digits[0] in "78" and digits[1] in "34589":
            return f"+7{digits[1:]}"
        if len(digits) == 10 and digits[0] == "9":
            return f"+7{digits}"
    raise BadValue(f"«{text}» не телефон: нужны 11 цифр, как +7 913 123-45-67")

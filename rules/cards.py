"""What of a person's card changes by a curator's word, and what the new value must be (п. 5.3, 9.7)."""

from __future__ import annotations

import datetime as dt

from rules.contacts import check_birth_date, check_name, normalise_email, normalise_name, normalise_phone
from rules.violation import Violation

TITLES = {"last_name": "фамилия", "first_name": "имя", "patronymic": "отчество", "birth_date": "дата рождения",
          "phone": "телефон", "email": "почта", "address": "адрес"}
OF_GUARDIAN = frozenset(TITLES) - {"birth_date"}
NEVER_EMPTY = frozenset({"last_name", "first_name"})
LONGEST_ADDRESS = 250
FIELD = "new_value"


def read_value(name: str, text: str | None, today: dt.date) -> str | dt.date | None:
    """The value to write into the card; None empties it; raises a Violation under the new value."""
    text = " ".join((text or "").split())
    if not text:
        if name in NEVER_EMPTY:
            raise Violation("", f"{TITLES[name].capitalize()} не бывает пустым полем карточки: напишите новое значение",
                            FIELD)
        return None
    match name:
        case "last_name" | "first_name" | "patronymic":
            _raise(check_name(text, FIELD))
            return normalise_name(text)
        case "birth_date":
            day = _day(text)
            _raise(check_birth_date(day, today, FIELD))
            return day
        case "phone":
            return normalise_phone(text, FIELD)
        case "email":
            return normalise_email(text, FIELD)
        case "address" if len(text) <= LONGEST_ADDRESS:
            return text
        case "address":
            raise Violation("", f"Не длиннее {LONGEST_ADDRESS} знаков", FIELD)
    raise Violation("5.3", "Это поле карточки по сообщению не меняют", "field")


def show_value(value: str | dt.date | None) -> str | None:
    """A card's value as a request keeps it: dates as people write them."""
    return f"{value:%d.%m.%Y}" if isinstance(value, dt.date) else value


def _day(text: str) -> dt.date:
    for form in ("%d.%m.%Y", "%Y-%m-%d"):
        try:
            return dt.datetime.strptime(text, form).date()  # noqa: DTZ007
        except ValueError:
            continue
    raise Violation("", "Дата — в виде 17.05.2006", FIELD)


def _raise(problem: Violation | None) -> None:
    if problem is not None:
        raise problem

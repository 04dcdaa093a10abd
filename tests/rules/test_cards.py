"""What of a card changes by a curator's word (п. 5.3, 9.7)."""

from __future__ import annotations

import datetime as dt

import pytest

from rules.cards import OF_GUARDIAN, TITLES, read_value, show_value
from rules.violation import Violation

TODAY = dt.date(2023, 11, 20)


@pytest.mark.parametrize(("name", "text", "value"), [
    ("last_name", " ИВАНОВА - ПЕТРОВА ", "Иванова-Петрова"),
    ("patronymic", "", None),
    ("phone", "8 (913) 212-34-56", "+79132123456"),
    ("phone", "", None),
    ("email", "Ivanova@Example.RU", "Ivanova@example.ru"),
    ("birth_date", "17.05.2006", dt.date(2006, 5, 17)),
    ("birth_date", "2006-05-17", dt.date(2006, 5, 17)),
    ("birth_date", None, None),
    ("address", " г. Новоалтайск,  ул. Мирная ", "г. Новоалтайск, ул. Мирная"),
])
def test_values(name: str, text: str | None, value: object) -> None:
    assert read_value(name, text, TODAY) == value


@pytest.mark.parametrize(("name", "text", "why"), [
    ("last_name", "", "nobody is nameless"), ("first_name", " ", "nobody is nameless"),
    ("last_name", "Ivanova", "Latin letters"), ("phone", "12345", "not a phone"),
    ("email", "ivanova", "not an address"),
    ("birth_date", "31.02.2006", "no such day"), ("birth_date", "весной", "not a date"),
    ("birth_date", "01.01.2030", "not born yet"), ("address", "а" * 251, "longer than the column"),
    ("user_id", "1", "not a field of the card"), ("medical_group", "main", "the curator changes it directly"),
])
def test_refused(name: str, text: str, why: str) -> None:
    with pytest.raises(Violation) as refused:
        read_value(name, text, TODAY)
    assert refused.value.field == ("field" if name in ("user_id", "medical_group") else "new_value"), why


def test_a_request_keeps_dates_as_people_write_them() -> None:
    assert show_value(dt.date(2006, 5, 17)) == "17.05.2006"
    assert (show_value("Мирная"), show_value(None)) == ("Мирная", None)


def test_a_parent_s_card_has_no_birth_date() -> None:
    assert set(TITLES) - OF_GUARDIAN == {"birth_date"}

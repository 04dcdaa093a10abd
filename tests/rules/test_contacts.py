"""Names, phones, e-mails, birth dates (п. 5.3, 9.7)."""

from __future__ import annotations

import datetime as dt

import pytest

from rules.contacts import (
    age,
    check_birth_date,
    check_email,
    check_name,
    check_phone,
    normalise_email,
    normalise_name,
    normalise_phone,
    show_phone,
)
from rules.violation import Violation

PHONES = [
    ("+7 913 212-34-56", "+79132123456", "as written"),
    ("8 (913) 212-34-56", "+79132123456", "with the old eight"),
    ("89132123456", "+79132123456", "in one piece"),
    ("79132123456", "+79132123456", "without the plus"),
    ("9132123456", "+79132123456", "ten digits"),
    ("8(38532)2-12-34", "+73853221234", "a town phone"),
    ("+7\u00a0913\u00a0212\u201334\u201356", "+79132123456", "non-breaking spaces and dashes"),
    ("913212345", None, "nine digits"),
    ("+79132123456789", None, "too many digits"),
    ("+1 202 555 0123", None, "not Russian"),
    ("+89132123456", None, "plus and eight"),
    ("телефон", None, "words"),
    ("٩١٣٢١٢٣٤٥٦", None, "other digits"),
    ("1132123456", None, "no such code"),
]


@pytest.mark.parametrize(("text", "phone", "why"), PHONES)
def test_phones(text: str, phone: str | None, why: str) -> None:
    if phone is None:
        with pytest.raises(Violation):
            normalise_phone(text)
        assert check_phone(text) is not None, why
    else:
        assert normalise_phone(text) == phone, why
        assert check_phone(text) is None


def test_a_phone_may_be_empty_and_is_shown_in_parts() -> None:
    assert check_phone("") is None
    assert check_phone(None) is None
    assert show_phone("+79132123456") == "+7 913 212-34-56"
    assert show_phone("нет") == "нет"


NAMES = [
    ("Осинцева", "Осинцева", True, "plain"),
    ("  Осинцева  ", "Осинцева", True, "spaces around"),
    ("ОСИНЦЕВА", "Осинцева", True, "capitals"),
    ("осинцева", "Осинцева", True, "small letters"),
    ("МАМИН - СИБИРЯК", "Мамин-Сибиряк", True, "spaces around a hyphen"),
    ("Мамин–Сибиряк", "Мамин-Сибиряк", True, "a dash instead of a hyphen"),
    ("О’Нил", "О'Нил", True, "an apostrophe"),
    ("Мамедов оглы", "Мамедов оглы", True, "a particle in small letters"),
    ("Ли", "Ли", True, "short"),
    ("Ю", "Ю", True, "one letter"),
    ("Ёлкина", "Ёлкина", True, "ё"),
    ("и\u0306ванов", "Йванов", True, "a letter in two parts"),
    ("Ивaнов", "Ивaнов", False, "a Latin a inside"),
    ("Ivanov", "Ivanov", False, "Latin"),
    ("Иванов2", "Иванов2", False, "a digit"),
    ("Иванов-", "Иванов-", False, "a hyphen at the end"),
    ("ван Дамм", "ван Дамм", False, "the first letter is small"),
    ("А" * 81, "А" + "а" * 80, False, "too long"),
    ("", "", False, "empty"),
    (None, "", False, "absent"),
]


@pytest.mark.parametrize(("text", "tidy", "fits", "why"), NAMES)
def test_names(text: str | None, tidy: str, fits: bool, why: str) -> None:
    assert normalise_name(text) == tidy, why
    assert (check_name(text) is None) is fits, why


def test_a_patronymic_may_be_absent() -> None:
    assert check_name("", "patronymic", required=False) is None
    violation = check_name("Ivanovich", "patronymic", required=False)
    assert violation is not None
    assert violation.field == "patronymic"


def test_latin_letters_are_named() -> None:
    violation = check_name("Ивaнoв")
    assert violation is not None
    assert "(a, o)" in violation.message


@pytest.mark.parametrize(("text", "stored"), [
    ("Ivanova@Example.RU", "Ivanova@example.ru"),
    (" a.b+c@mail.example.ru ", "a.b+c@mail.example.ru"),
    ("почта@пример.рф", None),
    ("ivanova@пример.рф", "ivanova@пример.рф"),
    ("ivanova@example", None),
    ("ivanova@", None),
    ("@example.ru", None),
    ("a b@example.ru", None),
    ("a..b@example.ru", None),
    ("a@example..ru", None),
    ("a@-example.ru", None),
    ("a@example.ru\r\nBcc: b@example.ru", None),
    ("a" * 110 + "@example.ru", None),
])
def test_emails(text: str, stored: str | None) -> None:
    if stored is None:
        with pytest.raises(Violation):
            normalise_email(text)
        assert check_email(text) is not None
    else:
        assert normalise_email(text) == stored
        assert check_email(text) is None


def test_an_email_may_be_empty() -> None:
    assert check_email(" ") is None
    assert check_email(None) is None


TODAY = dt.date(2023, 11, 20)


@pytest.mark.parametrize(("birth", "fits", "why"), [
    (dt.date(2007, 5, 3), True, "sixteen"),
    (dt.date(2011, 11, 20), True, "twelve today"),
    (dt.date(2011, 11, 21), False, "eleven"),
    (dt.date(1933, 11, 20), True, "ninety"),
    (dt.date(1932, 11, 20), False, "ninety-one"),
    (TODAY, False, "born today"),
    (dt.date(2024, 1, 1), False, "not born yet"),
    (None, True, "not told"),
])
def test_birth_dates(birth: dt.date | None, fits: bool, why: str) -> None:
    assert (check_birth_date(birth, TODAY) is None) is fits, why


def test_age_of_the_29th_of_february() -> None:
    birth = dt.date(2008, 2, 29)
    assert age(birth, dt.date(2023, 2, 28)) == 14
    assert age(birth, dt.date(2023, 3, 1)) == 15

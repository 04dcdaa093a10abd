"""Names, phones, e-mails and birth dates of people (п. 5.3, 9.7)."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from rules.violation import Violation

YOUNGEST, OLDEST = 12, 90
_NAME_LENGTH = 80
_DASHES = re.compile("\\s*[-\u2010-\u2015\u2212]\\s*")
_APOSTROPHES = str.maketrans("’ʼ`´‘", "'''''")
_NAME = re.compile("[А-ЯЁ][А-ЯЁа-яё]*(?:[ '-][А-ЯЁа-яё]+)*")
_EMAIL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
                    r"@(?:[A-Za-zА-Яа-яЁё0-9](?:[A-Za-zА-Яа-яЁё0-9-]{0,61}[A-Za-zА-Яа-яЁё0-9])?\.)+"
                    r"(?:[A-Za-zА-Яа-яЁё]{2,63}|xn--[A-Za-z0-9-]{1,59})")


def normalise_name(text: str | None) -> str:
    """A part of a name as stored: single spaces, plain hyphens, «ИВАНОВА-ПЕТРОВА» and «иванов» with capitals."""
    joined = " ".join(unicodedata.normalize("NFC", text or "").translate(_APOSTROPHES).split())
    tidy = _DASHES.sub("-", joined)
    if len(tidy) > 1 and (tidy.isupper() or tidy.islower()):
        tidy = re.sub("[^ '-]+", lambda word: word[0].capitalize(), tidy)
    return tidy


def check_name(text: str | None, field: str = "last_name", required: bool = True) -> Violation | None:
    """Russian letters, a capital first; hyphens, spaces and apostrophes inside («Мамин-Сибиряк», «О'Нил»)."""
    name = normalise_name(text)
    if not name:
        return Violation("", "Заполните это поле", field) if required else None
    if len(name) > _NAME_LENGTH:
        return Violation("", f"Не длиннее {_NAME_LENGTH} знаков", field)
    latin = sorted({sign for sign in name if sign.isascii() and sign.isalpha()})
    if latin:
        return Violation("", f"Здесь латинские буквы ({', '.join(latin)}): напишите русскими", field)
    if not _NAME.fullmatch(name):
        return Violation("", "Русские буквы, первая прописная; можно дефис, пробел и апостроф", field)
    return None


def normalise_phone(text: str, field: str = "phone") -> str:
    """«8 (913) 212-34-56» → «+79132123456»; a number that is not Russian raises a Violation."""
    digits = re.sub(r"[\s().\-\u2010-\u2015\u00a0]", "", text)
    match = re.fullmatch(r"(?:\+7|8|7)?([3489]\d{9})", digits, re.ASCII)
    if not match:
        raise Violation("", "Телефон — 10 цифр после +7, например +7 913 212-34-56", field)
    return f"+7{match[1]}"


def check_phone(text: str | None) -> Violation | None:
    """A phone may be empty; a filled one is a Russian number."""
    if not (text or "").strip():
        return None
    try:
        normalise_phone(text or "")
    except Violation as violation:
        return violation
    return None


def show_phone(phone: str) -> str:
    """«+7 913 212-34-56»"""
    match = re.fullmatch(r"\+7(\d{3})(\d{3})(\d{2})(\d{2})", phone)
    return f"+7 {match[1]} {match[2]}-{match[3]}-{match[4]}" if match else phone


def normalise_email(text: str, field: str = "email") -> str:
    """An address with its domain in small letters; a malformed one raises a Violation."""
    address = text.strip()
    if len(address) > 120 or not _EMAIL.fullmatch(address):
        raise Violation("", "Почта — адрес вида ivanova@example.ru", field)
    local, domain = address.rsplit("@", 1)
    return f"{local}@{domain.lower()}"


def check_email(text: str | None) -> Violation | None:
    """An e-mail may be empty; a filled one is an address."""
    if not (text or "").strip():
        return None
    try:
        normalise_email(text or "")
    except Violation as violation:
        return violation
    return None


def check_birth_date(birth: dt.date | None, today: dt.date, field: str = "birth_date") -> Violation | None:
    """A student is born, and is from 12 to 90 years old."""
    if birth is None:
        return None
    if birth >= today:
        return Violation("", "Дата рождения ещё не наступила", field)
    if not YOUNGEST <= age(birth, today) <= OLDEST:
        return Violation("", f"Возраст {age(birth, today)}: проверьте год рождения", field)
    return None


def age(birth: dt.date, on: dt.date) -> int:
    """Full years; one born on 29 February is a year older on 1 March."""
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))

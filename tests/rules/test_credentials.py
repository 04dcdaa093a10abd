"""Logins and passwords (п. 5.2, 9.1)."""

from __future__ import annotations

import random

import pytest

from rules.credentials import ALPHABET, COMMON, check_login, check_password, normalise_login, one_time_password
from rules.norms import Norms

PASSWORDS = [
    ("синий трамвай едет", True, "a phrase"),
    ("correct horse battery", True, "a phrase in English"),
    ("novoaltaysk-2023", True, "the demo's own"),
    ("k7mp-x3vd-9hbq", True, "a one-time password"),
    ("ЁжикВТумане", True, "eleven letters"),
    ("дом и лес9", True, "ten signs"),
    ("дом лес 9", False, "nine signs"),
    ("", False, "empty"),
    ("а" * 129, False, "too long to hash"),
    ("ivanova.am", False, "the login"),
    ("IVANOVA.AM", False, "the login in capitals"),
    ("ma.avonavi", False, "the login backwards"),
    ("ivanova.am2023", False, "the login with a year"),
    ("password123", False, "everybody's first try"),
    ("Пароль-2023", False, "the same in Russian"),
    ("журнал2024!", False, "a word of the school"),
    ("Qwerty123456", False, "keys in a row with digits"),
    ("1234567890", False, "digits in a row"),
    ("0987654321", False, "and backwards"),
    ("йцукенгшщз", False, "keys in a row"),
    ("зжиёедгвба", True, "letters backwards, which nobody tries"),
    ("абвгдеёжзий", False, "letters in a row"),
    ("123456789a", False, "of those that leaked"),
    ("1234567890!", False, "digits in a row and a sign: ten digits stand for letters too"),
    ("1qaz2wsx3edc", False, "columns of keys"),
    ("manchester", False, "a word"),
    ("rjirfrgbde", False, "a Russian leak, typed in Latin letters"),
    ("ghbdtn2023", False, "a greeting, typed in Latin letters"),
    ("фывапролдж", False, "a row of keys on the Russian layout"),
    ("masha12345", False, "a name with digits in a row"),
    ("P@ssw0rd12", False, "signs for letters"),
    ("4@8({[<369!1|70$5+%2" * 3, True, "signs for letters and nothing else: looked at for 2 seconds once"),
    ("12.05.2008г", False, "a birthday"),
    ("aaaaaaaaaaaa", False, "one letter"),
    ("ababababab", False, "two letters"),
]


@pytest.mark.parametrize(("password", "fits", "why"), PASSWORDS)
def test_passwords(password: str, fits: bool, why: str) -> None:
    violation = check_password(password, "Ivanova.AM", Norms())
    assert (violation is None) is fits, why
    assert violation is None or violation.field == "password"


def test_length_is_a_norm() -> None:
    assert check_password("дом и лес 9", "x", Norms(password_length=12)) is not None


def test_common_words_are_in_small_letters() -> None:
    assert all(word == word.casefold() for word in COMMON)


@pytest.mark.parametrize(("login", "fits"), [
    ("teacher2", True), ("ivanova.am", True), ("a-b_c", True), (" Teacher ", True), ("upr", True),
    ("ab", False), ("", False), ("2teacher", False), ("иванова", False), ("a b", False), ("a" * 65, False),
    ("teacher.", False), ("<b>", False),
])
def test_logins(login: str, fits: bool) -> None:
    assert (check_login(login) is None) is fits
    assert normalise_login(login) == login.strip().lower()


def test_one_time_passwords_are_readable_and_good_enough() -> None:
    chooser = random.Random(2023)
    issued = [one_time_password(chooser) for _ in range(500)]
    assert len(set(issued)) == 500
    assert set("".join(issued)) <= set(ALPHABET) | {"-"}
    assert not set("lio01") & set(ALPHABET)
    assert all(check_password(password, "teacher", Norms()) is None for password in issued)

"""What a card lacks, in words and per cent; birthdays of a week; silence of a curator (п. 5.3, 9.7)."""

from __future__ import annotations

import datetime as dt

import pytest

from rules.birthdays import birthday_in
from rules.completeness import completeness, together
from rules.letters import is_silent
from rules.norms import Norms

WHOLE = {"birth_date": dt.date(2006, 5, 1), "phone": "+79130000000", "address": "ул. Мира, 1"}
MOTHER, FATHER = ("Осинцева Н. В.", {"phone": "+79130000001"}), ("Осинцев Н. П.", {"phone": None})


@pytest.mark.parametrize(("student", "parents", "lacks", "percent"), [
    (WHOLE, [MOTHER], (), 100),
    ({**WHOLE, "phone": ""}, [MOTHER], ("телефон",), 80),
    (WHOLE, [MOTHER, FATHER], ("телефон: Осинцев Н. П.",), 83),
    (WHOLE, [], ("родители",), 60),  # without a parent there is no phone of one either
    ({}, [], ("дата рождения", "телефон", "адрес", "родители"), 0),
])
def test_card(student, parents, lacks, percent):
    found = completeness(student, parents)
    assert (found.lacks, found.percent) == (lacks, percent)


def test_a_group_is_whole_only_when_every_card_is():
    cards = [completeness(WHOLE, [MOTHER])] * 199 + [completeness({**WHOLE, "phone": None}, [MOTHER])]
    assert together(cards).percent == 99
    assert together([]).percent == 100


@pytest.mark.parametrize(("birth", "monday", "expected"), [
    (dt.date(2006, 11, 26), dt.date(2023, 11, 20), dt.date(2023, 11, 26)),
    (dt.date(2006, 11, 27), dt.date(2023, 11, 20), None),
    (dt.date(2006, 1, 2), dt.date(2023, 12, 28), dt.date(2024, 1, 2)),  # over the New Year
    (dt.date(2004, 2, 29), dt.date(2023, 2, 27), dt.date(2023, 3, 1)),
    (dt.date(2004, 2, 29), dt.date(2024, 2, 26), dt.date(2024, 2, 29)),
    (dt.date(2023, 11, 21), dt.date(2023, 11, 20), None),  # born this week: no birthday yet
])
def test_birthday(birth, monday, expected):
    assert birthday_in(birth, monday) == expected


@pytest.mark.parametrize(("last", "expected"), [
    (None, True), (dt.date(2023, 10, 20), True), (dt.date(2023, 10, 21), False), (dt.date(2023, 11, 20), False)])
def test_silence(last, expected):
    assert is_silent(last, dt.date(2023, 11, 20), Norms()) is expected

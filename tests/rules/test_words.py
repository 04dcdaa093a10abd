"""Russian words around numbers, dates and people."""

from __future__ import annotations

import datetime as dt

import pytest

from rules.terms import Gender
from rules.words import by_gender, date_words, plural, span_words, waiting


@pytest.mark.parametrize(("count", "word"), [
    (0, "занятий"), (1, "занятие"), (2, "занятия"), (4, "занятия"), (5, "занятий"),
    (11, "занятий"), (12, "занятий"), (14, "занятий"),  # the teens are all plural
    (21, "занятие"), (22, "занятия"), (111, "занятий"), (101, "занятие")])
def test_plural(count, word):
    assert plural(count, "занятие", "занятия", "занятий") == word


@pytest.mark.parametrize(("first", "last", "words"), [
    ("2023-11-13", "2023-11-18", "13–18 ноября"),
    ("2023-10-30", "2023-11-04", "30 октября – 4 ноября"),
    ("2022-11-14", "2022-11-19", "14–19 ноября 2022"),  # another year is named
    ("2023-12-25", "2023-12-30", "25–30 декабря"),
    ("2024-01-01", "2024-01-06", "1–6 января 2024")])
def test_spans(first, last, words):
    assert span_words(dt.date.fromisoformat(first), dt.date.fromisoformat(last), 2023) == words


def test_date():
    assert date_words(dt.date(2024, 5, 1)) == "1 мая"


@pytest.mark.parametrize(("text", "gender", "said"), [
    ("не был(а)", Gender.MALE, "не был"), ("не был(а)", Gender.FEMALE, "не была"), ("не был(а)", None, "не был(а)"),
    ("опоздал(-а)", Gender.FEMALE, "опоздала"), ("болезнь (справка)", Gender.MALE, "болезнь (справка)")])
def test_by_gender(text, gender, said):
    assert by_gender(text, gender) == said


@pytest.mark.parametrize(("left", "words"), [
    (dt.timedelta(0), "через 1 минуту"),
    (dt.timedelta(seconds=61), "через 2 минуты"),  # never sooner than it will be
    (dt.timedelta(minutes=90), "через 90 минут"),
    (dt.timedelta(minutes=91), "через 2 часа"),
    (dt.timedelta(hours=20, minutes=1), "через 21 час"),
])
def test_how_long_to_wait(left, words):
    assert waiting(left) == words

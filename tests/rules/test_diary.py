"""Words of the diary: absences by gender, counts of a week, works that wait for their marks (п. 6.3)."""

from __future__ import annotations

import datetime as dt

import pytest

from rules.diary import Missed, absence_words, awaits_mark, missed_words, monday_of
from rules.terms import Gender

M, F = Gender.MALE, Gender.FEMALE


@pytest.mark.parametrize(("missed", "gender", "said"), [
    (Missed("болезнь", "не был(а): болезнь"), F, "не была: болезнь"),
    (Missed("болезнь", "не был(а): болезнь"), M, "не был: болезнь"),
    (Missed("болезнь", "не был: болезнь"), F, "не была: болезнь"),  # typed for a man
    (Missed("болезнь", "болезнь"), F, "не была: болезнь"),  # only the cause typed
    (Missed("болезнь", ""), M, "не был: болезнь"),  # nothing typed: the title
    (Missed("болезнь", "болезнь"), None, "не был(а): болезнь"),  # gender not known
    (Missed("неявка", "не был(а) без причины"), F, "не была без причины"),
    (Missed("опоздание", "опоздал(а)", is_late=True), F, "опоздала"),
    (Missed("опоздание", "опоздал", is_late=True), F, "опоздала"),
    (Missed("опоздание", "опоздание", is_late=True), M, "опоздал"),
    (Missed("опоздание", "опоздал(а)", is_late=True, minutes=10), F, "опоздала на 10 мин"),
    (Missed("опоздание", "опоздал(а)", is_late=True, minutes=5), M, "опоздал на 5 мин"),
    (Missed("болезнь", "болезнь", minutes=5), M, "не был: болезнь")])
def test_absence_in_words(missed, gender, said):
    assert absence_words(missed, gender) == said


def test_counts_of_a_week():
    ill, none, late = Missed("болезнь", ""), Missed("без причины", ""), Missed("опоздание", "", is_late=True)
    assert missed_words([ill, late, ill, none]) == ["2 занятия: болезнь", "1 занятие: без причины", "1 опоздание"]
    assert missed_words([]) == []
    assert missed_words([late] * 5) == ["5 опозданий"]


@pytest.mark.parametrize(("today", "waits"), [
    (15, False),  # not held yet
    (16, True), (22, True), (23, True),  # the last moment is the end of day D+7 (п. 6.3)
    (24, False)])
def test_a_work_waits_a_week(today, waits):
    assert awaits_mark(dt.date(2023, 11, 16), dt.date(2023, 11, today), 7) is waits


def test_monday():
    assert monday_of(dt.date(2023, 11, 19)) == dt.date(2023, 11, 13)
    assert monday_of(dt.date(2023, 11, 13)) == dt.date(2023, 11, 13)

"""Where a practice stands, in words (Пр. 12)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from rules.practice_state import Lack, Phase, Progress, missing, phase, words
from rules.spans import Days

FIRST, LAST = dt.date(2023, 11, 7), dt.date(2023, 11, 27)
DURING, AFTER, BEFORE = dt.date(2023, 11, 20), dt.date(2023, 11, 28), dt.date(2023, 11, 6)
WHOLE = Progress(Days(FIRST, LAST), 108, 108, students=25, placed=25, days_planned=18, days_filled=18, sheets=25,
                 finals=25)


@pytest.mark.parametrize(("changes", "today", "said", "lacks", "why"), [
    ({"days": None}, DURING, "нет программы", ["нет программы"], "nothing is asked of what is not entered"),
    ({}, BEFORE, "начнётся 07.11", [], "ahead"),
    ({"placed": 1}, BEFORE, "начнётся 07.11", ["нет мест: 24"], "places are needed before the beginning"),
    ({"section_hours": 0}, BEFORE, "начнётся 07.11", ["нет разделов"], "an empty programme"),
    ({"section_hours": 100}, BEFORE, "начнётся 07.11", ["в разделах 100 из 108 ч"], "both numbers"),
    ({"days_filled": 12, "sheets": 0, "finals": 0}, DURING, "идёт, заполнено 12 из 18 дней", [],
     "papers of the end are not asked for yet"),
    ({"days_filled": 10, "days_unfilled": 2}, DURING, "идёт, заполнено 10 из 18 дней", ["не заполнено: 2 дня"], ""),
    ({"days_planned": 1, "days_filled": 0, "days_unfilled": 1}, DURING, "идёт, заполнено 0 из 1 дня",
     ["не заполнено: 1 день"], "the words agree"),
    ({"sheets": 0, "finals": 0}, LAST, "идёт, заполнено 18 из 18 дней", [], "the last day belongs to the practice"),
    ({"sheets": 20, "finals": 0}, AFTER, "закончилась 27.11, заполнено 18 из 18 дней",
     ["нет листов: 5", "нет итоговых отметок: 25"], "over, not closed"),
    ({}, AFTER, "закрыта", [], "nothing is missing"),
])
def test_state_in_words(changes: dict, today: dt.date, said: str, lacks: list[str], why: str) -> None:
    progress = replace(WHOLE, **changes)
    assert words(progress, today) == said, why
    assert [one.text for one in missing(progress, today)] == lacks, why


def test_what_is_missing_stands_in_the_order_of_need() -> None:
    nothing = Progress(Days(FIRST, LAST), 108, students=25, days_planned=18, days_unfilled=18)
    assert [one.lack for one in missing(nothing, AFTER)] == [lack for lack in Lack if lack is not Lack.PROGRAMME]
    assert phase(nothing, AFTER) is Phase.OVER

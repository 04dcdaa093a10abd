"""What is reminded of, in words (п. 6.1, 6.2, Пр. 15)."""

from __future__ import annotations

import datetime as dt

import pytest

from rules.clocks import Clock
from rules.reminders import TOLD, homework_text, plan_text, unfilled_text, week_text

MONDAY = dt.date(2023, 11, 20)


def day(number: int) -> dt.date:
    return MONDAY + dt.timedelta(days=number)


@pytest.mark.parametrize(("on", "said"), [
    (day(1), "На завтра, 21 ноября: Математика, Физика"),
    (day(2), "На среду, 22 ноября: Математика, Физика"),
    (day(4), "На пятницу, 24 ноября: Математика, Физика"),
    (day(7), "На понедельник, 27 ноября: Математика, Физика"),
])
def test_homework_names_each_subject_once(on, said):
    assert homework_text(["Математика", "Физика", "Математика"], on, MONDAY) == said


@pytest.mark.parametrize(("count", "said"), [
    (1, "Не записано 1 занятие: ИС-1, 1-я пара. Записать нужно сегодня (п. 6.1)"),
    (2, "Не записано 2 занятия: ИС-1, 1-я пара; ИС-2, 1-я пара. Записать нужно сегодня (п. 6.1)"),
    (7, "Не записано 7 занятий: ИС-1, 1-я пара; ИС-2, 1-я пара; ИС-3, 1-я пара; ИС-4, 1-я пара; ИС-5, 1-я пара и ещё 2."
        " Записать нужно сегодня (п. 6.1)"),
])
def test_lessons_not_written(count, said):
    assert unfilled_text([f"ИС-{number}, 1-я пара" for number in range(1, count + 1)]) == said


@pytest.mark.parametrize(("due", "said"), [
    (day(7), "Срок 27.11: Семинар"), (day(0), "Срок сегодня: Семинар"), (day(-7), "Просрочено с 13.11: Семинар"),
])
def test_terms_of_the_plan(due, said):
    assert plan_text("Семинар", due, MONDAY) == said


@pytest.mark.parametrize(("counts", "said"), [
    ({Clock.IN_TIME: 31}, "За 13–19 ноября занятий: 31, всё записано в срок"),
    ({Clock.IN_TIME: 12, Clock.UNRECORDED: 12, Clock.GRACE: 7, Clock.HOMEWORK: 1},
     "За 13–19 ноября занятий: 31, не записано: 12, с опозданием: 7, нет задания: 1. Преподавателей с просрочками: 5"),
])
def test_the_week(counts, said):
    assert week_text(day(-7), day(-1), 31, counts, 5) == said


def test_every_trouble_of_the_clocks_has_its_words():
    assert set(TOLD) == set(Clock) - {Clock.IN_TIME}

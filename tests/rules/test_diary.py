"""Words of the diary: absences by gender, counts of a week, works that wait for their marks (п. 6.3)."""

from __future__ import annotations

import datetime as dt

import pytest

from rules.diary import (
    Missed,
    Place,
    absence_words,
    awaits_mark,
    check_acknowledgement,
    group_words,
    missed_words,
    monday_of,
    standing,
    year_words,
)
from rules.lessons import Order, Stay
from rules.terms import Gender, MovementKind

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


# in a group and out of it

def day(month: int, number: int) -> dt.date:
    return dt.date(2023, month, number)


def place(group: str, starts: dt.date, ends: dt.date | None = None, kind: MovementKind | None = None) -> Place:
    return Place(group, Stay(starts, ends, left=Order(kind, "214-С") if kind else None))


HERE = place("ИС-21", day(9, 1))
TODAY = day(11, 20)


@pytest.mark.parametrize(("places", "said", "last"), [
    ([HERE], None, None),
    ([place("ИС-21", day(9, 1), TODAY, MovementKind.EXPULSION)], None, None),  # the last day is still a day
    ([place("ИС-21", day(9, 1), day(11, 12), MovementKind.EXPULSION)],
     "Отчислена с 13.11.2023, приказ № 214-С", day(11, 12)),
    ([place("ИС-21", day(9, 1), day(10, 22), MovementKind.LEAVE)],
     "Академический отпуск с 23.10.2023, приказ № 214-С", day(10, 22)),
    ([place("ИС-21", day(9, 1), day(6, 30), MovementKind.GRADUATION)],
     "Выпуск с 01.07.2023, приказ № 214-С", day(6, 30)),
    ([place("ИС-21", day(9, 1), day(11, 12))], "Выбыла с 13.11.2023", day(11, 12)),  # no order was entered
    ([place("ИС-21", day(12, 1))], "Занятия в группе ИС-21 начнутся 01.12.2023", None),
    ([place("ИС-21", day(9, 1), day(10, 22), MovementKind.LEAVE), place("ИС-22", day(12, 1))],
     "Занятия в группе ИС-22 начнутся 01.12.2023", day(10, 22)),
    ([], "Ещё не зачислена в группу", None)])
def test_why_a_student_is_in_no_group(places, said, last):
    found = standing(places, TODAY, F)
    assert (found and found.words, found and found.last_day) == (said, last)


@pytest.mark.parametrize(("places", "said"), [
    ([HERE], "группа ИС-21"),
    ([place("ИС-21", day(9, 1), day(11, 12))], ""),
    ([place("ИС-21", day(9, 1), day(11, 14)), place("СВ-12", day(11, 15))],
     "по 14.11 группа ИС-21, с 15.11 группа СВ-12"),
    ([place("ИС-21", day(9, 1), day(11, 12)), place("СВ-12", day(11, 13))], "группа СВ-12"),
    ([], "")])
def test_groups_of_a_week(places, said):
    assert group_words(places, day(11, 13), day(11, 18)) == said


@pytest.mark.parametrize(("monday", "stay", "refused"), [
    (day(11, 13), Stay(day(9, 1)), None),
    (day(11, 20), Stay(day(9, 1)), None),  # the week that goes on
    (day(11, 27), Stay(day(9, 1)), "ещё не началась"),
    (day(11, 13), Stay(day(9, 1), day(11, 13)), None),  # the last day of a leaver is its Monday
    (day(11, 13), Stay(day(9, 1), day(11, 12)), "не состоял в группе"),
    (day(8, 28), Stay(day(9, 3)), None),  # came on the Sunday
    (day(8, 28), Stay(day(9, 4)), "не состоял в группе"),
    (day(8, 28), None, "не состоял в группе")])
def test_which_week_is_acknowledged(monday, stay, refused):
    found = check_acknowledgement(monday, TODAY, [stay] if stay else [])
    assert (found is None) is (refused is None)
    assert found is None or (refused in found.message and found.point == "5.7")


@pytest.mark.parametrize(("year", "said"), [
    (2023, "ЭО-11, СВ-12, 1-й курс"), (2024, "СВ-12, 2-й курс"), (2022, ""),
    (2025, "СВ-12, АМ-22, 3-й курс, 2-й курс")])
def test_groups_and_course_of_a_year(year, said):
    places = [Place("ЭО-11", Stay(day(9, 1), day(10, 8)), 2023),
              Place("СВ-12", Stay(day(10, 9), dt.date(2025, 10, 1)), 2023),
              Place("АМ-22", Stay(dt.date(2025, 10, 2)), 2024)]
    assert year_words(places, year) == said

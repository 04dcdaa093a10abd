"""Journals of a past time: the flat table, sheets of «Сетевой город», their dirt and their refusals."""

import datetime as dt

import pytest

from actions.intake.past import PastDay
from actions.intake.refusal import ImportRefused
from importers.past_marks import read_past
from rules.terms import MarkKind
from tests.lookalikes import table_csv, table_xlsx
from tests.lookalikes_past import network_city

YEAR = (dt.date(2023, 9, 1), dt.date(2024, 6, 30))
FIFTH, SIXTH = dt.date(2023, 9, 5), dt.date(2023, 9, 6)
ANNA, BORIS = "Алтынова Анна Сергеевна", "Бобров Борис"
HEAD = ["дата", "пара", "студент", "значение", "вид"]


def read(data):
    return [(value.line, value.day, value.student, value.text) for sheet in read_past(data, YEAR)
            for value in sheet.values]


@pytest.mark.parametrize("build", [table_xlsx, lambda cells: table_csv(cells, encoding="cp1251"),
                                   lambda cells: table_csv(cells, delimiter=",", encoding="utf-8")])
def test_a_flat_table(build):
    [sheet] = read_past(build([HEAD, ["05.09.2023", "2", ANNA, "5", "контрольная работа"],
                               ["06.09", "", BORIS, "н", ""], ["06.09.2023", "1", ANNA, "", ""]]), YEAR)
    assert [(value.line, value.day, value.student, value.text, value.kind) for value in sheet.values] == [
        (2, PastDay(FIFTH, 2), ANNA, "5", MarkKind.CONTROL), (3, PastDay(SIXTH), BORIS, "н", None)]


@pytest.mark.parametrize(("heading", "days"), [
    (["№", "ФИО", FIFTH, SIXTH], [PastDay(FIFTH), PastDay(SIXTH)]),
    (["№", "Ученик", "05.09.2023", "06.09"], [PastDay(FIFTH), PastDay(SIXTH)]),
    (["", "Студент", "05.09.23, 2-я пара", "05.09 (3)"], [PastDay(FIFTH, 2), PastDay(FIFTH, 3)]),
    (["№ п/п", "", "05.09", "05.09"], [PastDay(FIFTH), PastDay(FIFTH, turn=1)]),
])
def test_days_across(heading, days):
    rows = [["Журнал группы ИС-231"], [], heading, [1, ANNA, 5, "н"], [2, BORIS, "4 5", ""]]
    assert read(network_city({"Математика": rows})) == [
        (4, days[0], ANNA, "5"), (4, days[1], ANNA, "н"), (5, days[0], BORIS, "4 5")]


def test_days_below_their_month():
    rows = [["Список", "Сентябрь", "", "Январь"], ["", 5, 6, 15], [ANNA, 5, "", 4]]
    assert read(network_city({"Математика": rows})) == [
        (3, PastDay(FIFTH), ANNA, "5"), (3, PastDay(dt.date(2024, 1, 15)), ANNA, "4")]


def test_every_sheet_is_read_and_what_is_left_is_told():
    grid = [["№", "ФИО", FIFTH, "Ср. балл"], [1, ANNA, 5, "4,5"], ["", "Средний балл", 5, ""]]
    first, second = read_past(network_city({"Титул": [["Журнал"]], "Математика": grid, "Физика": grid}), YEAR)
    assert (first.title, second.title, len(first.values)) == ("Математика", "Физика", 1)
    assert first.warnings == ("Лист «Математика»: столбцы без даты не прочитаны: «Ср. балл»",
                              "Лист «Математика»: строки с итогами не прочитаны")


@pytest.mark.parametrize(("build", "words"), [
    (lambda: table_csv([HEAD, ["вчера", "1", ANNA, "5", ""]]), "столбец «дата»: «вчера» не дата"),
    (lambda: table_csv([HEAD, ["31.09", "1", ANNA, "5", ""]]), "нет в календаре"),
    (lambda: table_csv([HEAD, ["05.09", "12", ANNA, "5", ""]]), "столбец «пара»: «12»: пара — одна цифра"),
    (lambda: table_csv([HEAD, ["05.09", "1", "", "5", ""]]), "студент не указан"),
    (lambda: table_csv([HEAD, ["05.09", "1", ANNA, "5", "шутка"]]), "столбец «вид»: «шутка»: можно ответ на уроке"),
    (lambda: network_city({"Математика": [["ФИО", FIFTH], ["", 5]]}), "имени студента нет"),
    (lambda: network_city({"Математика": [["ФИО", "Группа"], [ANNA, "ИС-231"]]}), "нет ни одной отметки"),
    (lambda: b"<html><table></table></html>", "разметка XML или HTML"),
    (lambda: table_xlsx([["ФИО", "05.09.2023"], [ANNA, 5]], formula=(1, 1)), "формула"),
])
def test_refused(build, words):
    with pytest.raises(ImportRefused, match=words):
        read_past(build(), YEAR)

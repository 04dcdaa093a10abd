import csv
import dataclasses

import pytest

from actions.intake.refusal import ImportRefused
from documents.curriculum import curriculum_csv
from importers.curriculum_plx import read_plx
from tests.lookalikes import CURRICULUM_COLUMNS, PLAN, PlanLine, curriculum_rows, plan_plx


def as_rows(file):
    return list(csv.reader(curriculum_csv(file.lines).decode().splitlines()))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8", "utf-8-sig", "cp1251"])
def test_dirty_plan_arrives_clean_in_every_encoding(encoding):
    heading, *rows = as_rows(read_plx(plan_plx(encoding=encoding)))
    assert heading == list(CURRICULUM_COLUMNS)
    assert rows == curriculum_rows()
    assert len(rows) == 26


def test_declared_encoding_may_lie():
    text = plan_plx().decode("utf-16")
    assert as_rows(read_plx(text.encode("utf-8"))) == as_rows(read_plx(plan_plx()))


def test_header_is_read_and_no_official_is():
    file = read_plx(plan_plx(year=2024), "мой план.plx")
    assert (file.speciality_code, file.admission_year, file.duration_months) == ("09.02.07", 2024, 34)
    assert file.speciality_title == "Информационные системы и программирование"
    assert file.qualification == "Программист"
    assert file.base_education == "среднее общее образование"
    assert file.fgos == "№ 1547 от 09.12.2016"
    assert file.file_name == "мой план.plx"
    assert file.warnings == ()
    assert "Секретов" not in repr(file)


def rows_of(index, **changes):
    return [row for row in read_plx(plan_plx(**changes)).lines if row.index == index]


def test_practical_training_hours_do_not_double():
    [row] = rows_of("УП.01.01")
    assert (row.hours.practical, row.hours.total, row.hours.weeks) == (72, 72, 2)


def test_latin_module_exam_belongs_to_its_module():
    [row] = rows_of("ПМ.01.ЭК")
    assert row.parent_index == "ПМ.01"
    assert row.controls.exam == 1


def test_choice_block_is_a_container_only():
    assert rows_of("ОП.ДВ") == []
    [row] = rows_of("ОП.04")
    assert row.parent_index is None


def test_module_repeats_its_children_and_says_so():
    lines = read_plx(plan_plx()).lines
    assert {row.index for row in lines if row.is_sum} == {"ПМ.01", "ПМ.02"}
    whole = sum(row.hours.total for row in lines if row.index == "ПМ.01")
    assert whole == sum(row.hours.total for row in lines if row.parent_index == "ПМ.01")


def test_competencies_and_complex_forms_are_linked():
    file = read_plx(plan_plx())
    assert [code for code, _ in file.competencies] == ["ОК 1", "ПК 1.1"]
    assert rows_of("МДК.01.01")[0].competencies == ("ОК 1", "ПК 1.1")
    assert {row.index for row in file.lines if row.complex_group} == {"ОГСЭ.02", "ОП.01"}


def test_total_that_does_not_add_up_is_a_warning():
    file = read_plx(plan_plx(wrong_totals={("ЕН.02", 1): 50}))
    assert file.warnings == ("ЕН.02, семестр 1: в плане итого 50 ч, по видам занятий 48 ч",)


def test_module_that_is_not_its_children_is_a_warning():
    file = read_plx(plan_plx(wrong_totals={("МДК.01.02", 2): 40}))
    assert "ПМ.01, семестр 2: у модуля 164 ч, у его составляющих 168 ч" in file.warnings


def changed(index, **values):
    return [dataclasses.replace(line, **values) if line.index == index else line for line in PLAN]


def test_kinds_without_a_column_are_told_not_lost():
    plan = changed("ЕН.02", semesters={1: {"Лек": 28, "КоР": 2, "ДКР": 1}})
    file = read_plx(plan_plx(plan))
    assert file.warnings == (
        "ЕН.02, семестр 1: 2 ч вида «Часы на контрольные работы» вошли только в «Итого»",
        "ЕН.02, семестр 1: форма контроля «Домашняя контрольная работа» записана как «другая»",
    )
    [row] = [row for row in file.lines if row.index == "ЕН.02"]
    assert (row.hours.total, row.controls.other) == (30, 1)


REFUSED = [
    (changed("ЕН.02", written="ЕН.01"), "индекс «ЕН.01» повторяется", "two lines of one index"),
    (changed("ЕН.02", kind=9), "неизвестный тип «9»", "an unknown type of line"),
    (changed("ЕН.02", written=" "), "нет индекса", "a line without an index"),
    ([PlanLine("СО", "БД", "Базовые дисциплины", 1)], "нет раздела «ПланыНовыеЧасы»", "no hours at all"),
]


@pytest.mark.parametrize(("plan", "message", "why"), REFUSED, ids=[case[-1] for case in REFUSED])
def test_wrong_plan_is_refused(plan, message, why):
    with pytest.raises(ImportRefused) as refused:
        read_plx(plan_plx(plan))
    assert message in str(refused.value), why


EDITS = [
    ('Курс="1" Семестр="2" Сессия', 'Курс="1" Семестр="0" Сессия', "не указаны курс и семестр", "an extramural plan"),
    ('Количество="30"', 'Количество="много"', "количество «много» не число", "a quantity in words"),
    ('Количество="30"', 'Количество="30.5"', "дробное число часов", "half an hour"),
    ('КодОбъекта="-2"', 'КодОбъекта="-777"', "строке, которой нет в плане", "hours of nobody"),
    ('ГодНачалаПодготовки="2023"', 'ГодНачалаПодготовки="-"', "год начала подготовки", "no year"),
    ('Шифр="09.02.07"', 'Шифр=""', "не указана специальность", "no speciality"),
]


@pytest.mark.parametrize(("old", "new", "message", "why"), EDITS, ids=[case[-1] for case in EDITS])
def test_spoiled_attribute_is_refused(old, new, message, why):
    text = plan_plx(encoding="utf-8").decode()
    assert old in text
    with pytest.raises(ImportRefused) as refused:
        read_plx(text.replace(old, new).encode())
    assert message in str(refused.value), why
